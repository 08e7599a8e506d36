"""What a self-assessment must show: evidence for each level, and another person's eyes (P-M1, P-M4)."""

from collections.abc import Iterable

from states.model import Label
from workflow.facts import Fact
from workflow.guards.particulars import named
from workflow.guards.registry import guard
from workflow.guards.stated import among, stated
from workflow.situation import Situation

_LEVELS = 5


@guard
def levels_cumulative(situation: Situation) -> Label | bool | None:
    """Every level below the one claimed has evidence."""
    claimed = stated(situation, "levels_cumulative", "claimed_level")
    shown = stated(situation, "levels_cumulative", "evidenced_levels")
    return _proven(claimed, shown, including=False)


@guard
def evidence_per_level(situation: Situation) -> Label | bool | None:
    """The level claimed has evidence too."""
    claimed = stated(situation, "evidence_per_level", "claimed_level")
    shown = stated(situation, "evidence_per_level", "evidenced_levels")
    return _proven(claimed, shown, including=True)


def _proven(claimed: Fact | None, shown: Fact | None, *, including: bool) -> Label | bool | None:
    if claimed is None:
        return True
    level = claimed.number
    if level not in range(1, _LEVELS + 1):
        return Label(f"ระดับต้องเป็น 1 ถึง {_LEVELS}", f"A level is 1 to {_LEVELS}")
    return _without(range(1, int(level) + including), shown)


def _without(levels: Iterable[int], shown: Fact | None) -> Label | None:
    lacking = [str(level) for level in levels if not among(shown, [str(level)])]
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
