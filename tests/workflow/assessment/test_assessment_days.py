"""Deadlines in the assessment: met by which day, and known on which day."""

import datetime

from assessment_desk import A_DAY, DAY, REPORT, judged, statuses, walk
from conftest import NOW, SmallOffice
from sqlmodel import Session, select

from workflow import engine
from workflow.assessment.findings import Status
from workflow.assessment.record import YearRecord
from workflow.corrections import correct
from workflow.models import Entry, Obligation


def test_a_deadline_is_judged_by_the_day_it_was_met(session: Session, office: SmallOffice) -> None:
    """The plan is opened on 12 January; its deadlines of October are moved so that A1 waits, A2 is late."""
    plan = office.open(session, "annual_plan", "AP1")
    due = {"D-AP-01": DAY, "D-AP-02": DAY - A_DAY, "D-AP-03": DAY + A_DAY}
    for row in session.exec(select(Obligation).where(Obligation.item_id == plan.id)):
        row.due_on = due[row.code]
    session.flush()
    assert statuses(judged(session, office), "A")[:4] == ["not_yet", "not_met", "not_met", "not_yet"]
    next_day = judged(session, office, DAY + A_DAY)
    assert statuses(next_day, "A")[:4] == ["not_met", "not_met", "not_met", "not_yet"]


def test_a_deadline_met_and_its_entry_are_shown(session: Session, office: SmallOffice) -> None:
    plan = office.open(session, "annual_plan", "AP1")
    row = session.exec(
        select(Obligation).where(Obligation.item_id == plan.id, Obligation.code == "D-AP-01")
    ).one()
    entry = session.exec(select(Entry).where(Entry.item_id == plan.id)).one()
    row.due_on, row.outcome, row.closed_seq = DAY, "done", entry.seq
    session.flush()
    found = judged(session, office).standard("A").criteria[0].finding
    assert (found.status, found.entries) == (Status.MET, (entry.seq,))
    row.due_on = DAY - A_DAY
    session.flush()
    assert judged(session, office).standard("A").criteria[0].finding.status is Status.NOT_MET


def test_a_deadline_met_after_the_day_looked_at_was_still_open_on_it(
    session: Session, office: SmallOffice
) -> None:
    """The quarter's report was taken note of on the 15th."""
    seq = acknowledged(session, office, days=3, due=DAY + 5 * A_DAY)
    assert quarters(session, office, DAY + 2 * A_DAY) == ("not_yet", ())
    assert quarters(session, office, DAY + 3 * A_DAY) == ("not_yet", (seq,))


def test_a_date_typed_in_meets_no_deadline_that_was_missed(session: Session, office: SmallOffice) -> None:
    """Taken note of on the 15th under the date of the 12th: late for the 13th, and both days are told."""
    seq = acknowledged(session, office, days=3, due=DAY + A_DAY, on=DAY)
    told = judged(session, office, DAY + 3 * A_DAY)
    found = told.standard("A").criteria[6].finding
    assert (found.status, found.entries) == (Status.NOT_MET, (seq,))
    assert (
        found.why.en == "Not in time: QR1 13 January 2018 (dated 12 January 2018, recorded 15 January 2018)"
    )
    assert statuses(told, "M1")[1] == "not_met"


def test_a_deadline_is_judged_by_the_corrected_day(session: Session, office: SmallOffice) -> None:
    """Recorded on the 12th; on the 20th it turns out to have been the 16th, after it was due."""
    seq = acknowledged(session, office, days=0, due=DAY + A_DAY)
    item = session.exec(select(Entry.item_id).where(Entry.seq == seq)).one()
    assert item is not None
    correct(
        session,
        item,
        seq,
        by=office.people["area_director"],
        at=NOW + 8 * A_DAY,
        reason="วันที่ลงนามจริง",
        effective_on=DAY + 4 * A_DAY,
    )
    told = [quarters(session, office, DAY + days * A_DAY)[0] for days in (7, 8)]
    assert told == ["not_yet", "not_met"]
    taken = [
        step.on
        for on in (DAY + 7 * A_DAY, DAY + 8 * A_DAY)
        for step in YearRecord(session, office.id, 2561, on).taken("quarterly_report", "acknowledge")
    ]
    assert taken == [DAY, DAY + 4 * A_DAY]


def acknowledged(
    session: Session, office: SmallOffice, *, days: int, due: datetime.date, on: datetime.date | None = None
) -> int:
    """A quarterly report taken note of so many days from now; the entry."""
    walk(session, office)
    row = session.exec(select(Obligation).where(Obligation.code == "D-QR")).one()
    row.due_on = due
    session.flush()
    by, at = office.people["area_director"], NOW + days * A_DAY + datetime.timedelta(hours=1)
    paper = REPORT["acknowledge"]
    return engine.advance(session, row.item_id, "acknowledge", by=by, at=at, on=on, evidence=paper).entry_seq


def quarters(session: Session, office: SmallOffice, on: datetime.date) -> tuple[str, tuple[int, ...]]:
    found = judged(session, office, on).standard("A").criteria[6].finding
    return found.status.value, found.entries


def test_an_analysis_agreed_after_its_day_is_late_whatever_date_it_bears(
    session: Session, office: SmallOffice
) -> None:
    analysis = office.open(session, "expenditure_analysis", "EX1")
    calendar = {"survey_form": "แบบ", "operation_calendar": "ปฏิทิน"}
    by = office.people
    engine.advance(session, analysis.id, "launch_survey", by=by["plan_director"], at=NOW, evidence=calendar)
    owed = session.exec(select(Obligation).where(Obligation.code == "D-EX-01")).one()
    owed.due_on, analysis.state = DAY + A_DAY, "director_review"
    session.flush()
    engine.advance(
        session,
        analysis.id,
        "director_approve",
        by=by["area_director"],
        at=NOW + 3 * A_DAY,
        on=DAY,
        evidence={"signed_memo": "บันทึก"},
    )
    found = judged(session, office, DAY + 3 * A_DAY).standard("E").criteria[3].finding
    assert (found.status, found.why.en) == (Status.NOT_MET, "Agreed after the deadline")
