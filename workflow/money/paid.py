"""What finance reports as paid, quarter by quarter, and what is kept to be paid next year (U-C1)."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from states.fiscal import FiscalYear
from states.thai import money
from workflow import definitions
from workflow.changes import Hand, authority, named, record
from workflow.errors import AlreadyExists, BadInput
from workflow.facts import limited
from workflow.history import Sealed
from workflow.models import CarryOver, Disbursement, Item, ProjectLine
from workflow.money.amounts import CANCELLED, CLOSED, IN_PLAN, line_amounts
from workflow.money.checks import (
    check_above_zero,
    check_fiscal_year,
    check_not_future,
    check_not_negative,
    check_quarter,
)

PAYMENT_RECORDERS = ("finance_officer", "plan_officer", "plan_director")
CARRIERS = ("finance_officer", "plan_director")
_PAYABLE = IN_PLAN | {CANCELLED}  # the last payments of a cancelled project may still come in


@dataclass(frozen=True, slots=True)
class Paid:
    """What was paid from a line in a quarter (satang)."""

    line_id: int
    quarter: int
    satang: int


def record_disbursements(
    session: Session,
    office_id: int,
    fiscal_year: int,
    quarter: int,
    paid: Sequence[tuple[int, int]],
    hand: Hand,
    source: str = "",
) -> Sealed:
    """Records finance's figures of one quarter of a fiscal year (B.E.): (line's key, satang), all or none.

    A line's figure takes the place of the one that stood; nought is a figure, too; lines not named keep
    theirs. `source` is finance's paper. Lines carried over from the year before may be paid as well, up to
    what was carried. Of a closed project a figure that stands is not replaced, of a closed plan none is
    added to its year either, unless the closing is undone. Raises NotAllowed, TooLong, BadDate (the quarter
    has not begun), AlreadyExists (a line named twice), BadInput.
    """
    by = authority(session, office_id, hand, PAYMENT_RECORDERS)
    check_fiscal_year(fiscal_year)
    check_quarter(quarter)
    check_not_future(FiscalYear(fiscal_year).quarter(quarter).start, hand.day)
    wanted = _wanted(paid)
    owners = _projects(session, office_id, fiscal_year, wanted)
    _check_carried(session, fiscal_year, quarter, wanted, owners)
    standing = _standing(session, fiscal_year, quarter, wanted)
    before = {line_id: row.amount for line_id, row in standing.items()}
    _check_not_closed(session, fiscal_year, before, wanted, owners)
    for line_id, satang in wanted.items():
        row = standing.get(line_id) or Disbursement(
            line_id=line_id, fiscal_year=fiscal_year, quarter=quarter, amount=satang
        )
        row.amount = satang
        session.add(row)
    session.flush()
    told = {
        "fiscal_year": fiscal_year,
        "quarter": quarter,
        "source": limited("source", source.strip(), 300),
        "total": [sum(before.values()), sum(wanted.values())],
        "lines": {str(each): [before.get(each), satang] for each, satang in wanted.items()},
    }
    items = {item.id: item.code for item in owners.values()}
    only = next(iter(items)) if len(items) == 1 else None
    codes = sorted(items.values())
    return record(session, office_id, "disbursement", codes, told, hand, by=by, item_id=only)


def _wanted(paid: Sequence[tuple[int, int]]) -> dict[int, int]:
    if not paid:
        raise BadInput("lines", "empty")
    found: dict[int, int] = {}
    for line_id, satang in paid:
        check_not_negative(satang)
        if line_id in found:
            raise AlreadyExists("line", str(line_id))
        found[line_id] = satang
    return found


def _projects(
    session: Session, office_id: int, fiscal_year: int, lines: Mapping[int, int]
) -> dict[int, Item]:
    """Each line's project, which must be in the office's plan of the year, or of the year before."""
    found = session.exec(
        select(ProjectLine.id, Item)
        .join(Item, col(Item.id) == col(ProjectLine.item_id))
        .where(
            col(ProjectLine.id).in_(lines),
            Item.office_id == office_id,
            Item.kind == "project",
            col(Item.fiscal_year).in_((fiscal_year, fiscal_year - 1)),
        )
    )
    owners = dict(found.all())
    for line_id in lines:
        if line_id not in owners:
            raise BadInput("line", "unknown", str(line_id))
        if owners[line_id].state not in _PAYABLE:
            raise BadInput("line", "not_in_plan", owners[line_id].code)
    return owners


def _check_carried(
    session: Session, fiscal_year: int, quarter: int, wanted: Mapping[int, int], owners: Mapping[int, Item]
) -> None:
    """Money carried over is paid in the next year and no more than there is of it, nor a second time in
    its own."""
    carried = _carried(session, wanted)
    paid = _paid_otherwise(session, fiscal_year, quarter, wanted)
    for line_id, satang in wanted.items():
        item, total = owners[line_id], paid.get(line_id, 0) + satang
        if item.fiscal_year != fiscal_year:
            if line_id not in carried:
                raise BadInput("line", "unknown", item.code)
            _check_at_most(item, total, carried[line_id])
        elif line_id in carried:
            _check_at_most(item, total, _in_force(session, item, line_id) - carried[line_id])


def _check_not_closed(
    session: Session,
    fiscal_year: int,
    before: Mapping[int, int],
    wanted: Mapping[int, int],
    owners: Mapping[int, Item],
) -> None:
    """What was reported and closed stays as it was accepted; the last bills of a closed project may come."""
    plans = {item.parent_id for item in owners.values() if item.fiscal_year == fiscal_year}
    closed = set(session.exec(select(Item.id).where(col(Item.id).in_(plans), Item.state == CLOSED)))
    for line_id, satang in wanted.items():
        item = owners[line_id]
        year_over = item.fiscal_year == fiscal_year and item.parent_id in closed
        replaced = line_id in before and item.state == CLOSED
        if (year_over or replaced) and satang != before.get(line_id, 0):
            raise BadInput("amount", "closed", item.code)


def _check_at_most(item: Item, satang: int, most: int) -> None:
    if satang > most:
        raise BadInput("amount", "above_what_is_left", f"{item.code}: {money(satang)} > {money(most)}")


def _carried(session: Session, lines: Mapping[int, int]) -> dict[int, int]:
    found = session.exec(select(CarryOver.line_id, CarryOver.amount).where(col(CarryOver.line_id).in_(lines)))
    return dict(found.all())


def _paid_otherwise(
    session: Session, fiscal_year: int, quarter: int, lines: Mapping[int, int]
) -> dict[int, int]:
    """What was paid from each line in the other quarters of the year."""
    found = session.exec(
        select(Disbursement.line_id, func.sum(Disbursement.amount))
        .where(
            col(Disbursement.line_id).in_(lines),
            Disbursement.fiscal_year == fiscal_year,
            Disbursement.quarter != quarter,
        )
        .group_by(col(Disbursement.line_id))
    )
    return {line_id: int(total) for line_id, total in found}


def _standing(
    session: Session, fiscal_year: int, quarter: int, lines: Mapping[int, int]
) -> dict[int, Disbursement]:
    found = session.exec(
        select(Disbursement).where(
            col(Disbursement.line_id).in_(lines),
            Disbursement.fiscal_year == fiscal_year,
            Disbursement.quarter == quarter,
        )
    )
    return {row.line_id: row for row in found}


def payments(session: Session, office_id: int, fiscal_year: int, quarter: int) -> list[Paid]:
    """The figures that stand for a quarter of a fiscal year (B.E.), by line."""
    found = session.exec(
        select(Disbursement.line_id, Disbursement.quarter, Disbursement.amount)
        .join(ProjectLine, col(ProjectLine.id) == col(Disbursement.line_id))
        .join(Item, col(Item.id) == col(ProjectLine.item_id))
        .where(
            Item.office_id == office_id,
            Disbursement.fiscal_year == fiscal_year,
            Disbursement.quarter == quarter,
        )
        .order_by(col(Disbursement.line_id))
    )
    return [Paid(*row) for row in found]


def carry_over(
    session: Session,
    line: ProjectLine,
    satang: int,
    approval: str,
    effective_on: datetime.date,
    hand: Hand,
) -> Sealed:
    """Keeps money of a line (satang) to be paid in the next fiscal year: no more than is left unpaid.

    `approval` is the paper that allows it. Raises NotAllowed, TooLong, NotOpenHere (the project is not in
    the plan), AlreadyExists (the line was carried over), BadDate (a day that has not come), BadInput.
    """
    session.flush()
    item = session.get_one(Item, line.item_id)
    by = authority(session, item.office_id, hand, CARRIERS)
    check_above_zero(satang)
    check_not_future(effective_on, hand.day)
    if effective_on < FiscalYear(item.fiscal_year).start:
        raise BadInput("effective_on", "out_of_range", effective_on.isoformat())
    paper = named("approval", approval)
    left = _unpaid(session, item, line, satang)
    told = {
        "fiscal_year": item.fiscal_year,
        "line": line.id,
        "satang": satang,
        "left": [left, left - satang],
        "approval": paper,
    }
    on, office_id = effective_on, item.office_id
    sealed = record(session, office_id, "carry_over", [item.code], told, hand, by=by, on=on, item_id=item.id)
    session.add(
        CarryOver(
            line_id=line.id,
            fiscal_year=item.fiscal_year,
            amount=satang,
            approval=paper,
            effective_on=effective_on,
            entry_seq=sealed.seq,
        )
    )
    session.flush()
    return sealed


def _unpaid(session: Session, item: Item, line: ProjectLine, satang: int) -> int:
    """What is left to carry over of a line in the plan that was not carried over yet (satang)."""
    if item.state not in IN_PLAN - {CLOSED}:
        raise definitions.not_open(session, item, "carry_over")
    if _carried(session, {line.id: satang}):
        raise AlreadyExists("carry_over", item.code)
    paid = _paid_otherwise(session, item.fiscal_year, 0, {line.id: satang}).get(line.id, 0)
    left = _in_force(session, item, line.id) - paid
    _check_at_most(item, satang, left)
    return left


def _in_force(session: Session, item: Item, line_id: int) -> int:
    """What is in force on the line with every amendment adopted so far (satang)."""
    lines = line_amounts(
        session,
        item.office_id,
        item.fiscal_year,
        datetime.date.max,
        through=4,
        proposals=True,
        item_id=item.id,
    )
    return next(each.in_force for each in lines if each.line_id == line_id)
