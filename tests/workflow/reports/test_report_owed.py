"""Every group owes its own part of a report, until it has sent it in, is excused, or the report goes on."""

import datetime

import pytest
from conftest import NOW
from owed_desk import groups_owing, owed
from report_desk import Reports, reports_of_the_small_office  # noqa: F401  a fixture
from sqlmodel import select

from states.due_words import Reckoning
from workflow import corrections, engine
from workflow.models import Entry, Group, Item, Obligation
from workflow.reports.submissions import submit, waive

FIGURES = {
    "disbursement_statement": "แบบ สงป.",
    "finance_figures_received": "ใช่",
    "groups_submitted": "PLN,ADM",
}


@pytest.fixture(name="quarter")
def first_quarter_open(reports: Reports) -> Item:
    """The first quarter's report, opened on 12 January: both groups are asked for their part."""
    report = reports.office.open(reports.session, "quarterly_report", "Q1", group_id=None)
    go(reports, report, "open")
    return report


def go(reports: Reports, report: Item, trigger: str, role: str = "plan_officer") -> int:
    return engine.advance(
        reports.session, report.id, trigger, by=reports.office.people[role], at=NOW, evidence=given(trigger)
    ).entry_seq


def given(trigger: str) -> dict[str, str]:
    return {"consolidate": FIGURES}.get(trigger, {})


def undo(reports: Reports, report: Item, seq: int) -> None:
    by = reports.office.people["plan_officer"]
    corrections.correct(reports.session, report.id, seq, by=by, at=NOW, reason="บันทึกผิด", undo=True)


def test_each_group_of_the_day_is_asked_once_by_the_same_date(reports: Reports) -> None:
    past = Group(
        office_id=reports.office.id,
        code="OLD",
        name_th="กลุ่มที่ยุบแล้ว",
        valid_from=datetime.date(2010, 1, 1),
        valid_to=datetime.date(2018, 1, 11),
    )
    reports.session.add(past)
    reports.session.flush()
    report = reports.office.open(reports.session, "quarterly_report", "Q1", group_id=None)
    seq = go(reports, report, "open")
    assert groups_owing(reports.session, report.id) == ["ADM", "PLN"]
    for each in owed(reports.session, report.id, "D-QG"):
        assert (each.owed_by, each.person_id, each.opened_seq, each.ladder) == (
            "group_director",
            None,
            seq,
            "standard",
        )
        # The quarter ended on Sunday 31 December 2017; seven days later is a Sunday.
        assert each.due_on == datetime.date(2018, 1, 8)
        assert Reckoning.from_json(each.reckoning).counted == datetime.date(2018, 1, 7)


def test_a_group_that_sent_in_its_part_or_is_excused_owes_nothing(reports: Reports, quarter: Item) -> None:
    session = reports.session
    sent = submit(session, quarter, "ADM", "ดำเนินการครบ", reports.hand("group_director@ADM"))
    assert groups_owing(session, quarter.id) == ["PLN"]
    (done,) = owed(session, quarter.id, "D-QG", "done")
    assert (done.closed_seq, done.closed_at) == (sent.seq, NOW)
    waive(session, quarter, "PLN", "ไม่มีโครงการ", reports.hand())
    assert groups_owing(session, quarter.id) == []
    assert groups_owing(session, quarter.id, outcome="cancelled") == ["PLN"]
    assert [each.code for each in _open(reports, quarter)] == ["D-QR"]  # what the office owes stays


def _open(reports: Reports, report: Item) -> list[Obligation]:
    query = select(Obligation).where(Obligation.item_id == report.id, Obligation.outcome == "")
    return list(reports.session.exec(query))


def test_the_rest_is_settled_when_the_report_goes_on(reports: Reports, quarter: Item) -> None:
    seq = go(reports, quarter, "consolidate")
    assert groups_owing(reports.session, quarter.id) == []
    assert {each.closed_seq for each in owed(reports.session, quarter.id, "D-QG", "done")} == {seq}


def test_undoing_the_step_asks_again_only_who_has_not_answered_since(reports: Reports, quarter: Item) -> None:
    """Two groups were taken as reported by somebody's word; one of them then really sent its part in."""
    seq = go(reports, quarter, "consolidate")
    submit(reports.session, quarter, "ADM", "ดำเนินการครบ", reports.hand("group_director@ADM"))
    undo(reports, quarter, seq)
    assert groups_owing(reports.session, quarter.id) == ["PLN"]


def test_opening_a_quarter_anew_does_not_ask_who_has_sent_in(reports: Reports, quarter: Item) -> None:
    session = reports.session
    submit(session, quarter, "ADM", "ดำเนินการครบ", reports.hand("group_director@ADM"))
    opened = session.exec(select(Entry.seq).where(Entry.item_id == quarter.id, Entry.trigger == "open")).one()
    undo(reports, quarter, opened)
    assert groups_owing(session, quarter.id) == []
    go(reports, quarter, "open")
    assert groups_owing(session, quarter.id) == ["PLN"]


def test_the_annual_report_asks_each_group_likewise(reports: Reports) -> None:
    session, people = reports.session, reports.office.people
    report = reports.office.open(session, "annual_report", "AR", group_id=None)
    engine.advance(
        session,
        report.id,
        "call_for_reports",
        by=people["plan_director"],
        at=NOW,
        evidence={"report_form_ready": "แบบ", "project_report_form": "แบบ"},
    )
    assert groups_owing(session, report.id, "D-AG") == ["ADM", "PLN"]
    assert {each.due_on for each in owed(session, report.id, "D-AG")} == {datetime.date(2018, 10, 31)}
    submit(session, report, "PLN", "ครบ", reports.hand("project_owner"))
    assert groups_owing(session, report.id, "D-AG") == ["ADM"]
