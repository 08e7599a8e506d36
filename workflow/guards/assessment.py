"""What a self-assessment must show: evidence for each level, and another person's eyes (P-M1, P-M4).

Where the record knows whether a criterion is met it decides; evidence is asked for what it cannot know.
"""

from collections.abc import Iterable, Sequence

from states.model import Label
from workflow.assessment.assess import EVIDENCE, Judged, assess_levels, evidence_in
from workflow.assessment.findings import Status
from workflow.guards.particulars import joined, named
from workflow.guards.registry import guard
from workflow.guards.stated import among, stated
from workflow.situation import Situation

_LEVELS = 5
_CONTRARY = frozenset({Status.NOT_MET, Status.NOT_YET})


@guard
def levels_cumulative(situation: Situation) -> Label | bool | None:
    """Every level below the one claimed holds: by the record, or by evidence where the record cannot know."""
    return _proven(situation, "levels_cumulative", including=False)


@guard
def evidence_per_level(situation: Situation) -> Label | bool | None:
    """The level claimed holds too."""
    return _proven(situation, "evidence_per_level", including=True)


def _proven(situation: Situation, name: str, *, including: bool) -> Label | bool | None:
    claimed = stated(situation, name, "claimed_level")
    if claimed is None:
        return True
    level = claimed.number
    if level not in range(1, _LEVELS + 1):
        return Label(f"ระดับต้องเป็น 1 ถึง {_LEVELS}", f"A level is 1 to {_LEVELS}")
    levels = range(1, int(level) + including)
    item, on = situation.item, situation.on
    rubrics = assess_levels(situation.session, item.office_id, item.fiscal_year, on)
    judged = [each for rubric in rubrics for each in rubric.criteria if each.level in levels]
    found = (_contrary(judged), _without(situation, name, levels, judged))
    return joined([each for each in found if each is not None])


def _contrary(judged: Sequence[Judged]) -> Label | None:
    """What the record shows not to be so: nobody's word counts against it."""
    told = [
        Label(f"{each.code} {each.finding.why.th}", f"{each.code} {each.finding.why.en}")
        for each in judged
        if each.finding.status in _CONTRARY
    ]
    return named(told, "ประวัติแสดงว่ายังไม่เป็นไปตามเกณฑ์", "The record shows otherwise")


def _without(
    situation: Situation, name: str, levels: Iterable[int], judged: Sequence[Judged]
) -> Label | None:
    """The levels of which the record cannot know something and nobody has recorded evidence."""
    shown = stated(situation, name, "evidenced_levels")
    evidence = stated(situation, name, EVIDENCE)
    told = evidence_in(evidence.listed if evidence else ())
    asked = {each.level for each in judged if each.finding.status is Status.UNKNOWN and each.code not in told}
    lacking = [str(level) for level in levels if level in asked and not among(shown, [str(level)])]
    return named(lacking, "ระดับที่ยังไม่มีหลักฐาน", "Levels without evidence")


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
