"""What groups send in for a report: who may, when, and what the record says of it."""

import datetime

import pytest
from report_desk import Reports, reports_of_the_small_office  # noqa: F401  a fixture
from sqlmodel import select

from workflow.errors import AlreadyExists, BadInput, NotAllowed, NotOpenHere, TooLong
from workflow.models import Group, GroupSubmission
from workflow.reports.submissions import answers, missing, submit, waive

DAY = datetime.date(2018, 1, 12)


def denied(reports: Reports, act, *args) -> tuple[str, tuple[str, ...]]:
    with pytest.raises(NotAllowed) as caught:
        act(reports.session, *args)
    return caught.value.denial.code, caught.value.denial.roles


@pytest.mark.parametrize("kind", ["quarterly_report", "annual_report"])
def test_each_group_submits_or_is_excused(reports: Reports, kind: str) -> None:
    report = reports.report(kind)
    assert missing(reports.session, report, DAY) == ["ADM", "PLN"]
    sealed = submit(reports.session, report, "ADM", " ดำเนินการครบ \r\n", reports.hand("group_director@ADM"))
    assert reports.told(sealed.seq) == {
        "entry": "submission",
        "item": report.id,
        "group": "ADM",
        "waived": False,
        "text": "ดำเนินการครบ",
    }
    assert missing(reports.session, report, DAY) == ["PLN"]
    excused = waive(reports.session, report, "PLN", "ไม่มีโครงการ", reports.hand())
    assert (reports.told(excused.seq)["waived"], missing(reports.session, report, DAY)) == (True, [])
    assert [
        (each.group, each.standing, each.text, each.by) for each in answers(reports.session, report, DAY)
    ] == [
        ("ADM", "submitted", "ดำเนินการครบ", "ผู้ดำรงตำแหน่ง group_director@ADM"),
        ("PLN", "waived", "ไม่มีโครงการ", "ผู้ดำรงตำแหน่ง plan_officer"),
    ]


def test_what_is_sent_again_takes_the_place_of_what_was_sent_or_excused(reports: Reports) -> None:
    report, owner = reports.report(), reports.hand("project_owner")
    waive(reports.session, report, "PLN", "ไม่มีโครงการ", reports.hand())
    for text in ("ฉบับแรก", "ฉบับแก้ไข"):
        last = submit(reports.session, report, "PLN", text, owner)
    (row,) = reports.session.exec(select(GroupSubmission)).all()
    assert (row.text, row.waived, row.person_id, row.entry_seq) == ("ฉบับแก้ไข", False, owner.by, last.seq)
    with pytest.raises(AlreadyExists) as caught:
        waive(reports.session, report, "PLN", "ไม่ต้องส่ง", reports.hand())
    assert (caught.value.what, caught.value.name) == ("submission", "PLN")


def test_only_the_groups_people_submit_and_only_the_plan_group_excuses(reports: Reports) -> None:
    report, group = reports.report(), ("project_owner", "group_director")
    plan = ("plan_director", "plan_officer")
    others = ("project_owner", "plan_officer", "internal_auditor", "school_officer")
    for role in others:
        told = denied(reports, submit, report, "ADM", "x", reports.hand(role))
        assert told == ("other_group", group), role
    for role in ("group_director@ADM", "area_director", "internal_auditor"):
        assert denied(reports, waive, report, "ADM", "x", reports.hand(role)) == ("no_role", plan), role
    assert missing(reports.session, report, DAY) == ["ADM", "PLN"]


@pytest.mark.parametrize(
    ("kind", "state", "trigger"),
    [
        ("quarterly_report", "scheduled", "consolidate"),
        ("quarterly_report", "under_review", "consolidate"),
        ("quarterly_report", "closed", "consolidate"),
        ("annual_report", "tool_design", "start_compiling"),
        ("annual_report", "published", "start_compiling"),
    ],
)
def test_nothing_is_sent_in_before_or_after_its_time(
    reports: Reports, kind: str, state: str, trigger: str
) -> None:
    report = reports.report(kind, state)
    for act, role in ((submit, "project_owner"), (waive, "plan_officer")):
        with pytest.raises(NotOpenHere) as caught:
            act(reports.session, report, "PLN", "x", reports.hand(role))
        assert (caught.value.code, caught.value.trigger) == (report.code, trigger)
    assert reports.session.exec(select(GroupSubmission)).all() == []


def test_what_is_refused(reports: Reports) -> None:
    report, owner = reports.report(), reports.hand("project_owner")
    closed = reports.session.get_one(Group, reports.office.groups["ADM"])
    for group, text, told in (
        ("PLN", " \n", ("text", "empty", "")),
        ("PLN", "ก\x00", ("text", "nul_character", "")),
        ("XXX", "x", ("group", "unknown", "XXX")),
    ):
        with pytest.raises(BadInput) as caught:
            submit(reports.session, report, group, text, owner)
        assert (caught.value.name, caught.value.problem, caught.value.detail) == told
    with pytest.raises(TooLong):
        submit(reports.session, report, "PLN", "ก" * 10_001, owner)
    with pytest.raises(BadInput) as caught:
        waive(reports.session, report, "PLN", "", reports.hand())
    assert (caught.value.name, caught.value.problem) == ("reason", "empty")
    closed.valid_to = datetime.date(2017, 12, 31)
    with pytest.raises(BadInput) as caught:
        waive(reports.session, report, "ADM", "ยุบกลุ่ม", reports.hand())
    assert (caught.value.name, caught.value.problem) == ("group", "not_in_force")
    assert missing(reports.session, report, DAY) == ["PLN"]
    with pytest.raises(BadInput) as caught:
        submit(reports.session, reports.project("P001"), "PLN", "x", owner)
    assert (caught.value.name, caught.value.problem, caught.value.detail) == ("code", "unfit", "P001")
