"""How much of a fund an office's plans may hold after an amendment: its ceiling, or what was received."""

import datetime
from collections import defaultdict
from collections.abc import Mapping

from sqlmodel import Session, col, select

from states.model import Label
from states.thai import money
from workflow.amendments.standing import ENTERING
from workflow.models import Item, LineChange
from workflow.money.allotted import ceilings, tranches
from workflow.money.amounts import LineNow, is_adopted, line_amounts


def over(
    session: Session, office_id: int, fiscal_year: int, on: datetime.date, added: Mapping[str, int]
) -> list[Label]:
    """The funds that `added` (satang by fund) would carry over their limit of a fiscal year (B.E.).

    That is the fund's ceiling on the Bangkok date, or the sum of its groups'; where none is set, what had
    been received by then; where no money is recorded as received either, nothing limits the fund.
    """
    raised = {fund: satang for fund, satang in added.items() if satang > 0}
    if not raised:
        return []
    limits = _limits(session, office_id, fiscal_year, on)
    planned = _planned(session, office_id, fiscal_year)
    after = {fund: planned.get(fund, 0) + satang for fund, satang in raised.items()}
    return [
        _over(fund, after[fund], limits[fund])
        for fund in after
        if after[fund] > limits.get(fund, after[fund])
    ]


def _limits(session: Session, office_id: int, fiscal_year: int, on: datetime.date) -> dict[str, int]:
    received: dict[str, int] = defaultdict(int)
    for tranche in tranches(session, office_id, fiscal_year, datetime.date.max):
        received[tranche.fund] += tranche.amount if tranche.received_on <= on else 0
    whole, by_groups = {}, defaultdict[str, int](int)
    for each in ceilings(session, office_id, fiscal_year, on, ()):
        if each.group:
            by_groups[each.fund] += each.amount
        else:
            whole[each.fund] = each.amount
    return {**received, **by_groups, **whole}


def _planned(session: Session, office_id: int, fiscal_year: int) -> dict[str, int]:
    """What the office's plans hold of each fund, with projects that an adopted amendment brings in."""
    expected = set(
        session.exec(
            select(LineChange.line_id)
            .join(Item, col(Item.id) == col(LineChange.amendment_id))
            .where(Item.office_id == office_id, Item.fiscal_year == fiscal_year, is_adopted())
        )
    )

    def counts(line: LineNow) -> bool:
        return line.in_plan or (line.state == ENTERING and line.line_id in expected)

    found: dict[str, int] = defaultdict(int)
    for line in line_amounts(session, office_id, fiscal_year, datetime.date.max, proposals=True):
        if counts(line):
            found[line.fund] += line.in_force
    return found


def _over(fund: str, planned: int, limit: int) -> Label:
    return Label(
        f"{fund} จะมีวงเงินรวม {money(planned)} บาท เกินกรอบวงเงินหรือเงินที่ได้รับ {money(limit)} บาท",
        f"{fund} would hold {money(planned)} baht, above its ceiling or what was received ({money(limit)})",
    )
