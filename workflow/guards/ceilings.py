"""How much may be planned: the ceilings of funds and groups against what is planned (U-D3, R-014).

Ceilings are optional (C8): an office that keeps none for the year takes a person's word.
"""

from collections import defaultdict
from collections.abc import Sequence

from states.model import Label
from states.thai import money
from workflow.guards.neighbours import ABANDONED, groups
from workflow.guards.particulars import joined, named
from workflow.guards.registry import guard
from workflow.guards.stated import shown
from workflow.money.allotted import CeilingNow, ceilings
from workflow.money.amounts import LineNow, line_amounts
from workflow.situation import Situation

# Proposals that the group's director has not put forward do not use up the group's ceiling.
_NOT_PUT_FORWARD = ABANDONED | {"draft", "submitted", "returned"}


@guard
def ceilings_set(situation: Situation) -> Label | bool | None:
    """Every group has a ceiling; where none has, the notice or a person's word tells of them."""
    found = {each.group for each in _ceilings(situation, ())} - {""}
    if not found:
        return None if shown(situation, "ceilings_set", "ceiling_notice") else True
    missing = [Label(name, code) for _, code, name in groups(situation) if code not in found]
    return named(missing, "กลุ่มที่ยังไม่มีกรอบวงเงิน", "Groups without a ceiling")


@guard
def total_within_ceiling(situation: Situation) -> Label | bool | None:
    """What the plan holds of each fund is within the fund's ceiling, or the sum of its groups' ceilings.

    A fund for which no ceiling is set is not limited.
    """
    item = situation.item
    lines = line_amounts(situation.session, item.office_id, item.fiscal_year, situation.on)
    found = _ceilings(situation, lines)
    if not found:
        return None if shown(situation, "total_within_ceiling") else True
    whole = {each.fund: each.amount for each in found if not each.group}
    by_groups: dict[str, int] = defaultdict(int)
    for each in found:
        by_groups[each.fund] += each.amount if each.group else 0
    over = [_over(fund, _planned(lines, fund), limit) for fund, limit in ({**by_groups, **whole}).items()]
    return joined([each for each in over if each is not None])


@guard
def within_group_ceiling(situation: Situation) -> Label | bool | None:
    """The project fits into its group's ceiling of each fund beside what the group has put forward so far."""
    item = situation.item
    lines = line_amounts(situation.session, item.office_id, item.fiscal_year, situation.on, proposals=True)
    mine = [each for each in lines if each.item_id == item.id]
    group = mine[0].group if mine else ""
    limits = {each.fund: each.amount for each in _ceilings(situation, ()) if group and each.group == group}
    if not limits:
        return None if shown(situation, "within_group_ceiling") else True
    counted = [
        each
        for each in lines
        if each.group == group and (each.item_id == item.id or each.state not in _NOT_PUT_FORWARD)
    ]
    over = [
        _over(fund, _planned(counted, fund), limits[fund])
        for fund in sorted({each.fund for each in mine})
        if fund in limits
    ]
    return joined([each for each in over if each is not None])


def _ceilings(situation: Situation, lines: Sequence[LineNow]) -> list[CeilingNow]:
    item = situation.item
    return ceilings(situation.session, item.office_id, item.fiscal_year, situation.on, lines)


def _planned(lines: Sequence[LineNow], fund: str) -> int:
    return sum(each.in_force for each in lines if each.fund == fund)


def _over(fund: str, planned: int, limit: int) -> Label | None:
    if planned <= limit:
        return None
    return Label(
        f"{fund} วางแผน {money(planned)} บาท เกินกรอบ {money(limit)} บาท อยู่ {money(planned - limit)} บาท",
        f"{fund}: {money(planned)} baht planned, {money(planned - limit)} over the ceiling of {money(limit)}",
    )
