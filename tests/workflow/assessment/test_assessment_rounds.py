"""A round of self-assessment: who confirms it, and until when its evidence counts."""

import pytest
from assessment_desk import A_DAY, claims, judged, statuses
from conftest import NOW, SmallOffice
from sqlmodel import Session

from workflow import attest, engine
from workflow.corrections import correct
from workflow.errors import StepRefused


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
    """A round handed in is none, nor one sent back, nor one that the plan director herself confirmed."""
    round_ = scored(session, office, "SA1")
    assert evaluated(session, office) == [("unknown", ())] * 2
    back = scored(session, office, "SA3")
    by = office.people["area_director"]
    engine.advance(session, back, "send_back", by=by, at=NOW, reason="ขาดหลักฐาน")
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
    confirm(session, office, round_, "area_director")
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
