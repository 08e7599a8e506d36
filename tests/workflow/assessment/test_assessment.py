"""The work standards judged by a small office's record: cumulative levels, words where it is silent."""

import datetime
from collections import Counter

import pytest
from assessment_desk import A_DAY, DAY, EVERY, claims, judged, statuses
from conftest import NOW, SmallOffice
from sqlmodel import Session, select

from states.catalogue import catalogue
from workflow import attest, engine
from workflow.assessment.assess import evidence_in
from workflow.assessment.findings import JUDGES, Status
from workflow.errors import StepRefused
from workflow.models import Obligation


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
    """Evidence of M2.1 and M2.2 lets level 2 of M2 be claimed and no other; it is also what is reached."""
    round_ = office.open(session, "self_assessment", "SA1")
    by, told = office.people["plan_officer"], "M2.1 ก,M2.2 ข,M2.4 ค"
    for claimed in ((1, 2, 0), (0, 3, 0), (0, 2, 1)):
        with pytest.raises(StepRefused):
            engine.advance(session, round_.id, "score", by=by, at=NOW, evidence=claims(*claimed, told))
    engine.advance(session, round_.id, "score", by=by, at=NOW, evidence=claims(0, 2, 0, told))
    assert [one.level for one in judged(session, office).rubrics] == [0, 2, 0]
