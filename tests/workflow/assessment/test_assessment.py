"""The work standards judged by a small office's record: cumulative levels, words where it is silent."""

import datetime
from collections import Counter

import pytest
from conftest import NOW, SmallOffice
from sqlmodel import Session, select

from states.catalogue import catalogue
from workflow import attest, engine
from workflow.assessment.assess import Assessment, assess, evidence_in
from workflow.assessment.findings import JUDGES, Status
from workflow.assessment.record import YearRecord
from workflow.corrections import correct
from workflow.errors import StepRefused
from workflow.history import Record, append, details
from workflow.models import Entry, Obligation
from workflow.moments import moment_text

DAY = datetime.date(2018, 1, 12)
A_DAY = datetime.timedelta(days=1)
EVERY = ",".join(f"{code} แฟ้มที่ 1" for code in sorted(JUDGES))


def judged(session: Session, office: SmallOffice, on: datetime.date = DAY) -> Assessment:
    return assess(session, office.id, 2561, on)


def statuses(told: Assessment, standard: str) -> list[str]:
    return [each.finding.status.value for each in told.standard(standard).criteria]


def test_every_criterion_is_judged_and_cites_its_requirement() -> None:
    criteria = {code: each for one in catalogue().standards.values() for code, each in one.criteria.items()}
    assert set(criteria) == set(JUDGES)
    assert [code for code, each in criteria.items() if not any(s.startswith("R-0") for s in each.src)] == []
    unknown = {each.deadline for each in criteria.values() if each.deadline} - set(catalogue().deadlines)
    assert unknown == set()
    shapes = {code: (each.shape, len(each.criteria)) for code, each in catalogue().standards.items()}
    assert shapes == {
        **dict.fromkeys(("M1", "M2", "M4"), ("levels", 5)),
        "M3": ("statement", 1),
        "D": ("checklist", 6),
        "A": ("checklist", 7),
        "E": ("checklist", 6),
    }


def test_of_an_office_without_papers_nothing_is_known(session: Session, office: SmallOffice) -> None:
    told = judged(session, office)
    found = Counter(each.finding.status for one in told.standards for each in one.criteria)
    assert found == {Status.UNKNOWN: len(JUDGES)}
    assert [(one.code, one.level) for one in told.standards] == [
        ("M1", 0),
        ("M2", 0),
        ("M3", None),
        ("M4", 0),
        ("D", None),
        ("A", None),
        ("E", None),
    ]


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


def test_a_level_needs_all_below_it_and_words_count_only_where_the_record_is_silent(
    session: Session, office: SmallOffice
) -> None:
    """With every word given M1 is 5; once a deadline has passed level 2 is lost, whatever is said."""
    round_ = office.open(session, "self_assessment", "SA1")
    attest.attest(
        session,
        round_.id,
        by=office.people["plan_officer"],
        at=NOW,
        facts={"criteria_evidence": EVERY},
    )
    told = judged(session, office)
    assert [one.level for one in told.rubrics] == [5, 5, 5]
    assert told.standard("M1").criteria[0].finding.why.en == "แฟ้มที่ 1"
    owed = session.exec(select(Obligation).where(Obligation.item_id == round_.id)).one()
    owed.due_on = DAY - A_DAY
    session.flush()
    told = judged(session, office)
    assert statuses(told, "M1") == ["attested", "not_met", "attested", "attested", "attested"]
    assert [one.level for one in told.rubrics] == [1, 5, 5]


def test_a_word_recorded_later_does_not_count_on_an_earlier_day(
    session: Session, office: SmallOffice
) -> None:
    round_ = office.open(session, "self_assessment", "SA1")
    by = office.people["plan_officer"]
    later = NOW + datetime.timedelta(days=3)
    attest.attest(session, round_.id, by=by, at=later, facts={"criteria_evidence": "M1.1 แผนที่ 3/2561"})
    assert statuses(judged(session, office), "M1")[0] == "unknown"
    assert statuses(judged(session, office, DAY + 3 * A_DAY), "M1")[0] == "attested"


def test_evidence_is_a_criterion_with_words() -> None:
    told = evidence_in(["M1.1 แผนที่ 3/2561", " A6: ทะเบียนคุม ", "M1.2", "M9.9 ไม่มี", "ข้อความ"])
    assert told == {"M1.1": "แผนที่ 3/2561", "A6": "ทะเบียนคุม"}


REPORT = {
    "consolidate": {
        "disbursement_statement": "งบ",
        "groups_submitted": "PLN,ADM",
        "finance_figures_received": "ครบ",
    },
    "submit": {"figures_reconciled": "ตรง", "problems_recorded": "ไม่มี", "quarterly_report_draft": "ร่าง"},
    "send_back": {},
    "resume": {},
    "acknowledge": {"quarterly_report_memo": "บันทึก"},
}


def walk(session: Session, office: SmallOffice, *steps: tuple[str, str]) -> list[int]:
    """A quarterly report through `steps` of (trigger, role); the entries."""
    report = office.open(session, "quarterly_report", "QR1").id
    moves = (("open", "plan_officer"), ("consolidate", "plan_officer"), ("submit", "plan_officer"), *steps)
    return [
        engine.advance(
            session,
            report,
            trigger,
            by=office.people[role],
            at=NOW + datetime.timedelta(minutes=number),
            reason="แก้ยอด",
            evidence=REPORT.get(trigger, {}),
        ).entry_seq
        for number, (trigger, role) in enumerate(moves)
    ]


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


def claims(m1: int, m2: int, m4: int, evidence: str) -> dict[str, str]:
    levels = {f"claimed_level_{code}": str(level) for code, level in (("m1", m1), ("m2", m2), ("m4", m4))}
    return {**levels, "criteria_evidence": evidence, "evidence_list": "แฟ้มที่ 1"}


def test_the_guard_refuses_a_level_that_the_record_contradicts(session: Session, office: SmallOffice) -> None:
    """Level 1 of M1 passes by evidence; level 2 does not, whatever is said: a deadline was missed."""
    late = office.open(session, "annual_plan", "AP1")
    owed = session.exec(select(Obligation.due_on).where(Obligation.item_id == late.id)).all()
    assert min(owed) < DAY
    round_ = office.open(session, "self_assessment", "SA1")
    by = office.people["plan_officer"]
    with pytest.raises(StepRefused) as refused:
        engine.advance(session, round_.id, "score", by=by, at=NOW, evidence=claims(2, 5, 5, EVERY))
    (missing,) = refused.value.missing
    assert missing.code == "evidence_per_level"
    assert missing.detail is not None
    assert missing.detail.en.startswith("The record shows otherwise (1): M1.2 3 of 3 late: D-AP-0")
    moved = engine.advance(session, round_.id, "score", by=by, at=NOW, evidence=claims(1, 5, 5, EVERY))
    assert moved.to_state == "self_scored"
    assert [one.level for one in judged(session, office).rubrics] == [1, 5, 5]


def test_a_level_is_proven_by_evidence_of_each_criterion_the_record_cannot_know(
    session: Session, office: SmallOffice
) -> None:
    round_ = office.open(session, "self_assessment", "SA1")
    by = office.people["plan_officer"]
    told = "M1.1 ก,M2.1 ข"
    with pytest.raises(StepRefused) as refused:
        engine.advance(session, round_.id, "score", by=by, at=NOW, evidence=claims(1, 1, 1, told))
    (missing,) = refused.value.missing
    assert missing.detail is not None
    assert missing.detail.en == "Criteria without evidence (1): M4.1"
    scored = engine.advance(session, round_.id, "score", by=by, at=NOW, evidence=claims(1, 1, 0, told))
    assert scored.to_state == "self_scored"


def test_the_levels_that_a_guard_lets_pass_are_those_that_are_computed(
    session: Session, office: SmallOffice
) -> None:
    """Evidence of M2.1 and M2.2 lets level 2 of M2 be claimed and no other; then level 2 is what is reached."""
    round_ = office.open(session, "self_assessment", "SA1")
    by, told = office.people["plan_officer"], "M2.1 ก,M2.2 ข,M2.4 ค"
    for claimed in ((1, 2, 0), (0, 3, 0), (0, 2, 1)):
        with pytest.raises(StepRefused):
            engine.advance(session, round_.id, "score", by=by, at=NOW, evidence=claims(*claimed, told))
    engine.advance(session, round_.id, "score", by=by, at=NOW, evidence=claims(0, 2, 0, told))
    assert [one.level for one in judged(session, office).rubrics] == [0, 2, 0]


def scored(session: Session, office: SmallOffice, code: str, owner: str | None = None) -> int:
    """A round of self-assessment that is with the superior; the officer scored it."""
    round_ = office.open(session, "self_assessment", code, owner_id=office.people[owner] if owner else None)
    by = office.people["plan_officer"]
    engine.advance(session, round_.id, "score", by=by, at=NOW, evidence=claims(0, 0, 0, "M1.1 แผนที่ 3/2561"))
    engine.advance(session, round_.id, "submit", by=by, at=NOW)
    return round_.id


def confirm(session: Session, office: SmallOffice, round_: int, role: str, days: int = 0) -> int:
    by, at = office.people[role], NOW + days * A_DAY
    return engine.advance(session, round_, "confirm", by=by, at=at).entry_seq


def evaluated(session: Session, office: SmallOffice) -> list[tuple[str, tuple[int, ...]]]:
    told = judged(session, office)
    found = [told.standard(code).criteria[4].finding for code in ("M1", "M4")]
    return [(each.status.value, each.entries) for each in found]


def test_the_work_is_evaluated_once_a_superior_has_confirmed_a_round(
    session: Session, office: SmallOffice
) -> None:
    """A round handed in is none, nor one that the plan director herself confirmed."""
    round_ = scored(session, office, "SA1")
    assert evaluated(session, office) == [("unknown", ())] * 2
    confirm(session, office, scored(session, office, "SA2"), "plan_director")
    assert evaluated(session, office) == [("unknown", ())] * 2
    seq = confirm(session, office, round_, "deputy_director")
    assert evaluated(session, office) == [("met", (seq,))] * 2


def test_nobody_confirms_the_round_in_which_she_is_assessed(session: Session, office: SmallOffice) -> None:
    round_ = scored(session, office, "SA1", owner="plan_director")
    with pytest.raises(StepRefused) as refused:
        confirm(session, office, round_, "plan_director")
    assert [each.code for each in refused.value.missing] == ["not_own_assessment"]
    confirm(session, office, round_, "area_director")


def attested(session: Session, office: SmallOffice, round_: int, code: str) -> None:
    by, facts = office.people["plan_officer"], {"criteria_evidence": f"{code} แฟ้มที่ 2"}
    attest.attest(session, round_, by=by, at=NOW, facts=facts)


def test_evidence_written_after_a_round_was_confirmed_counts_for_nothing(
    session: Session, office: SmallOffice
) -> None:
    """Neither while the round stands confirmed nor once it is closed."""
    round_ = scored(session, office, "SA1")
    attested(session, office, round_, "M1.3")
    seq = confirm(session, office, round_, "area_director")
    attested(session, office, round_, "M1.4")
    expected = ["attested", "met", "attested", "unknown", "met"]
    assert statuses(judged(session, office), "M1") == expected
    engine.advance(session, round_, "close", by=office.people["plan_director"], at=NOW)
    attested(session, office, round_, "M1.4")
    assert statuses(judged(session, office), "M1") == expected


def test_once_a_confirmation_is_undone_the_round_takes_evidence_again(
    session: Session, office: SmallOffice
) -> None:
    round_ = scored(session, office, "SA1")
    by = office.people["area_director"]
    seq = confirm(session, office, round_, "area_director")
    attested(session, office, round_, "M1.4")
    correct(session, round_, seq, by=by, at=NOW, reason="ยืนยันผิดรอบ", undo=True)
    told = statuses(judged(session, office), "M1")
    assert told == ["attested", "unknown", "unknown", "attested", "unknown"]


def test_a_round_that_ended_without_being_confirmed_tells_nothing(
    session: Session, office: SmallOffice
) -> None:
    """No shipped path allows it; an office that lets rounds be given up could."""
    round_ = office.open(session, "self_assessment", "SA1")
    attested(session, office, round_.id, "M1.1")
    assert statuses(judged(session, office), "M1")[0] == "attested"
    round_.state = "closed"
    session.flush()
    assert statuses(judged(session, office), "M1")[0] == "unknown"


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
