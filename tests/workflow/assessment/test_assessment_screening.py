"""What the record shows of the plan director's screening before papers go up."""

import datetime

from assessment_desk import DAY, judged, walk
from conftest import NOW, SmallOffice
from sqlmodel import Session, select

from workflow import engine
from workflow.assessment.assess import assess
from workflow.assessment.findings import Status
from workflow.history import Record, append, details
from workflow.models import Entry
from workflow.moments import moment_text


def test_a_paper_that_only_stood_before_the_director_is_not_known_to_be_screened(
    session: Session, office: SmallOffice
) -> None:
    """An officer handed it in, a superior took it up; she could have sent it back and did nothing here."""
    walk(session, office, ("acknowledge", "area_director"))
    found = judged(session, office).standard("M2").criteria[0].finding
    assert (found.status, found.entries) == (Status.UNKNOWN, ())
    assert found.why.en == (
        "No step of the plan director's before these went up: QR1. Evidence of screening is needed"
    )


def test_a_paper_that_went_up_by_the_directors_own_step_is_screened(
    session: Session, office: SmallOffice
) -> None:
    seqs = walk(
        session,
        office,
        ("send_back", "plan_director"),
        ("resume", "plan_officer"),
        ("submit", "plan_officer"),
        ("acknowledge", "area_director"),
    )
    found = judged(session, office).standard("M2").criteria[0].finding
    assert (found.status, found.entries) == (Status.MET, (seqs[-2],))
    assert found.why.en == "Went up 1 times, each by a step of the plan director's"
    assert "quarterly_report_draft" in {paper.code for paper in found.papers}


def test_a_paper_taken_up_by_a_superior_that_never_passed_the_director_is_not(
    session: Session, office: SmallOffice
) -> None:
    """No path allows it; so the entry is written as a fault would write it."""
    walk(session, office, ("acknowledge", "area_director"))
    short = office.open(session, "quarterly_report", "QR2").id
    engine.advance(session, short, "open", by=office.people["plan_officer"], at=NOW, reason="เปิด")
    upward = session.exec(select(Entry).where(Entry.item_id == short, Entry.trigger == "open")).one()
    told = assess(session, office.id, 2561, DAY).standard("M2").criteria[0].finding
    assert told.status is Status.UNKNOWN  # nobody above has taken QR2 up yet
    append(
        session,
        Record(
            office_id=office.id,
            kind="step",
            at=moment_text(NOW),
            effective_on=DAY.isoformat(),
            subject="item:QR2",
            actor_id=office.people["area_director"],
            capacity="own",
            item_id=short,
            position_id=office.positions["area_director"],
            trigger="acknowledge",
            from_state="collecting",
            to_state="acknowledged",
            definition_hash=upward.definition_hash,
            details=details({}),
        ),
    )
    told = assess(session, office.id, 2561, DAY).standard("M2").criteria[0].finding
    assert (told.status, told.entries, told.why.en) == (Status.NOT_MET, (upward.seq,), "Not screened: QR2")


def test_what_was_sent_back_counts_once_it_is_taken_up_again(session: Session, office: SmallOffice) -> None:
    seqs = walk(session, office, ("send_back", "plan_director"))
    found = judged(session, office).standard("M2").criteria[2].finding
    assert (found.status, found.entries) == (Status.NOT_MET, (seqs[-1],))
    report = session.exec(select(Entry.item_id).where(Entry.seq == seqs[-1])).one()
    assert report is not None
    again = engine.advance(
        session, report, "resume", by=office.people["plan_officer"], at=NOW + datetime.timedelta(hours=1)
    )
    found = judged(session, office).standard("M2").criteria[2].finding
    assert (found.status, found.entries) == (Status.MET, (seqs[-1], again.entry_seq))
