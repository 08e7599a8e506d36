"""What a self-assessment must show: evidence for each level, and another person's eyes (P-M1, P-M2, P-M4).

Where the record knows whether a criterion is met it decides; evidence is asked for what it cannot know. Each
standard of levels has its own claim.
"""

from collections.abc import Sequence
from typing import Final

from states.model import Label
from workflow.assessment.assess import EVIDENCE, Judged, StandardNow, assess_levels, evidence_in
from workflow.assessment.findings import Status
from workflow.guards.particulars import joined, named
from workflow.guards.registry import guard
from workflow.guards.stated import stated
from workflow.situation import Situation

_CLAIMS: Final = {"M1": "claimed_level_m1", "M2": "claimed_level_m2", "M4": "claimed_level_m4"}
_LEVELS: Final = range(6)  # 0: not yet at the first
_CONTRARY: Final = frozenset({Status.NOT_MET, Status.NOT_YET})


@guard
def levels_cumulative(situation: Situation) -> Label | bool | None:
    """Every level below those claimed holds: by the record, or by evidence where the record cannot know."""
    return _proven(situation, "levels_cumulative", including=False)


@guard
def evidence_per_level(situation: Situation) -> Label | bool | None:
    """The levels claimed hold too."""
    return _proven(situation, "evidence_per_level", including=True)


def _proven(situation: Situation, name: str, *, including: bool) -> Label | bool | None:
    stating = {code: stated(situation, name, key) for code, key in _CLAIMS.items()}
    claimed = {code: fact.number for code, fact in stating.items() if fact is not None}
    if not claimed:
        return True
    silent = [code for code in _CLAIMS if code not in claimed]
    wrong = [code for code, level in claimed.items() if level not in _LEVELS]
    if silent or wrong:
        return joined([each for each in (_unclaimed(silent), _no_level(wrong)) if each is not None])
    item, on = situation.item, situation.on
    rubrics = assess_levels(situation.session, item.office_id, item.fiscal_year, on)
    judged = [each for one in rubrics for each in _asked(one, int(claimed[one.code]) + including)]
    found = (_contrary(judged), _without(situation, name, judged))
    return joined([each for each in found if each is not None])


def _unclaimed(codes: Sequence[str]) -> Label | None:
    return named(codes, "มาตรฐานที่ยังไม่ได้ระบุระดับ", "Standards without a level claimed")


def _no_level(codes: Sequence[str]) -> Label | None:
    return named(codes, "ระดับต้องเป็น 0 ถึง 5", "A level is 0 to 5")


def _asked(standard: StandardNow, below: int) -> list[Judged]:
    """The criteria of the levels under `below`."""
    return [each for each in standard.criteria if each.level is not None and each.level < below]


def _contrary(judged: Sequence[Judged]) -> Label | None:
    """What the record shows not to be so: nobody's word counts against it."""
    told = [
        Label(f"{each.code} {each.finding.why.th}", f"{each.code} {each.finding.why.en}")
        for each in judged
        if each.finding.status in _CONTRARY
    ]
    return named(told, "ประวัติแสดงว่ายังไม่เป็นไปตามเกณฑ์", "The record shows otherwise")


def _without(situation: Situation, name: str, judged: Sequence[Judged]) -> Label | None:
    """The criteria that the record cannot know and of which nobody has recorded evidence."""
    evidence = stated(situation, name, EVIDENCE)
    told = evidence_in(evidence.listed if evidence else ())
    lacking = [
        each.code for each in judged if each.finding.status is Status.UNKNOWN and each.code not in told
    ]
    return named(lacking, "ข้อที่ยังไม่มีหลักฐาน", "Criteria without evidence")


@guard
def not_own_assessment(situation: Situation) -> Label | bool | None:
    """Neither the confirmer nor whom she stands in for is the person assessed.

    The person assessed is the item's owner; where it has none, whoever scored it.
    """
    assessed = _assessed(situation)
    if not assessed:
        return Label("ยังไม่ทราบว่าเป็นผลประเมินของใคร", "Whose assessment this is has not been recorded")
    authority = situation.authority
    confirming = {situation.reading.actor.person_id, authority.principal_id if authority else None}
    return True if assessed & (confirming - {None}) else None


def _assessed(situation: Situation) -> set[int]:
    if situation.item.owner_id is not None:
        return {situation.item.owner_id}
    scored = [each for each in situation.reading.performed if each.trigger in ("score", "rescore")]
    return {person for each in scored for person in (each.person_id, each.principal_id) if person is not None}
