"""What projects mean to spend in each quarter of their year."""

from collections import defaultdict
from collections.abc import Collection, Sequence

from sqlmodel import Session, col, select

from states.thai import money
from workflow.changes import Hand, record
from workflow.errors import BadInput
from workflow.history import Sealed
from workflow.models import Item, PlannedSpending
from workflow.money.amounts import Quarters, line_amounts
from workflow.money.checks import check_not_negative
from workflow.proposals.editors import writing

QUARTERS = 4
_OPEN = ("in_plan", "authorised", "in_progress", "suspended")  # until the work is done


def spread(total: int, plan: Sequence[int]) -> Quarters:
    """`total` (satang) by quarters in the proportions of `plan`, whose sum is above zero; nothing is lost.

    Rounded as it adds up over the year, so that no quarter is off by more than a satang; what was asked for
    in the proportions of a smaller plan comes back to that plan.
    """
    whole, so_far, before = sum(plan), 0, 0
    shares = []
    for part in plan:
        so_far += part
        reached = (2 * total * so_far + whole) // (2 * whole)
        shares.append(reached - before)
        before = reached
    first, second, third, fourth = shares
    return first, second, third, fourth


def planned_quarters(session: Session, fiscal_year: int, items: Collection[int]) -> dict[int, Quarters]:
    """What each project means to spend by quarter of a fiscal year (B.E.), in satang; keys are items' ids.

    Projects that nobody planned by quarter are left out.
    """
    found = session.exec(
        select(PlannedSpending).where(
            col(PlannedSpending.item_id).in_(items), PlannedSpending.fiscal_year == fiscal_year
        )
    )
    plans: dict[int, dict[int, int]] = defaultdict(dict)
    for row in found:
        plans[row.item_id][row.quarter] = row.amount
    return {
        item_id: (plan.get(1, 0), plan.get(2, 0), plan.get(3, 0), plan.get(4, 0))
        for item_id, plan in plans.items()
    }


def stored_plan(session: Session, item: Item) -> list[int]:
    """The four quarters of one project (satang); empty where nobody planned them."""
    return list(planned_quarters(session, item.fiscal_year, [item.id]).get(item.id, ()))


def store_plan(session: Session, item: Item, plan: Sequence[int]) -> None:
    """Puts four quarters (satang) in place of those that were kept."""
    kept = session.exec(
        select(PlannedSpending).where(
            PlannedSpending.item_id == item.id, PlannedSpending.fiscal_year == item.fiscal_year
        )
    ).all()
    for row in kept:
        session.delete(row)
    session.flush()
    session.add_all(
        PlannedSpending(item_id=item.id, fiscal_year=item.fiscal_year, quarter=number, amount=satang)
        for number, satang in enumerate(plan, start=1)
    )
    session.flush()


def check_plan(plan: Sequence[int], total: int) -> None:
    """Raises BadInput unless `plan` is four amounts (satang) that make up `total`."""
    if len(plan) != QUARTERS:
        raise BadInput("plan", "out_of_range", str(len(plan)))
    for satang in plan:
        check_not_negative(satang)
    if sum(plan) != total:
        raise BadInput("plan", "sum_differs", f"{money(sum(plan))} ≠ {money(total)}")


def set_plan(session: Session, item: Item, plan: Sequence[int], hand: Hand) -> Sealed | None:
    """Plans a project's quarters anew (satang), of all that is in force for it on the day; no amount moves.

    An amendment leaves what was planned as it was. By whoever may write the project, from its inclusion
    until its work is done. None where it is planned so already. Raises NotAllowed, NotOpenHere, BadInput
    (not four amounts that make up what is in force).
    """
    by = writing(session, item, hand, "complete", _OPEN)
    lines = line_amounts(session, item.office_id, item.fiscal_year, hand.day, item_id=item.id)
    check_plan(plan, sum(line.in_force for line in lines))
    before = stored_plan(session, item)
    if before == list(plan):
        return None
    store_plan(session, item, plan)
    told = {"planned": [before, list(plan)]}
    return record(session, item.office_id, "lines", [item.code], told, hand, by=by, item_id=item.id)
