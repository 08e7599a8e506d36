"""Answers about an office's money in a fiscal year on a day: everything is reckoned, no total is stored."""

import datetime
from collections import defaultdict
from collections.abc import Callable, Sequence

from sqlmodel import Session, col, func, select

from states.catalogue import catalogue
from workflow.models import CarryOver, Disbursement, Fund, Group, Item, ProjectLine
from workflow.money.allotted import CeilingNow, TrancheNow, ceilings, recorded_by, tranches
from workflow.money.amounts import IN_PLAN, LineNow, ended_quarters, line_amounts
from workflow.money.figures import (
    BroughtForward,
    FundMoney,
    Part,
    QuarterMoney,
    Sum,
    TargetNow,
    YearMoney,
    sum_of,
)
from workflow.money.pace import Behind, projects_behind, targets

__all__ = [
    "IN_PLAN",
    "Behind",
    "BroughtForward",
    "CeilingNow",
    "FundMoney",
    "LineNow",
    "Part",
    "QuarterMoney",
    "Sum",
    "TargetNow",
    "TrancheNow",
    "YearMoney",
    "brought_forward",
    "carried_out",
    "category_names",
    "ceilings",
    "line_amounts",
    "names_of",
    "parts_of",
    "projects_behind",
    "reckoned",
    "targets",
    "tranches",
    "year_money",
]
OPERATING = "operating"


def year_money(session: Session, office_id: int, fiscal_year: int, on: datetime.date) -> YearMoney:
    """The office's money of a fiscal year (B.E.) as it stood on a Bangkok date.

    A quarter's share is of what is in force on that date, not of what was when the quarter ended: ask for
    the earlier day to see that.
    """
    lines = line_amounts(session, office_id, fiscal_year, on)
    return reckoned(
        *(fiscal_year, on, lines),
        arrived=tranches(session, office_id, fiscal_year, on),
        allowed=ceilings(session, office_id, fiscal_year, on, lines),
        aims=targets(session, office_id, fiscal_year, on, lines),
        carried=carried_out(session, office_id, fiscal_year, on),
        funds=names_of(session, Fund, office_id),
        groups=names_of(session, Group, office_id),
    )


def reckoned(
    fiscal_year: int,
    on: datetime.date,
    lines: Sequence[LineNow],
    *,
    arrived: Sequence[TrancheNow],
    allowed: Sequence[CeilingNow],
    aims: Sequence[TargetNow],
    carried: int,
    funds: dict[str, str],
    groups: dict[str, str],
) -> YearMoney:
    """The same of what was read already; `funds` and `groups` say what each is called, by code."""
    ended = ended_quarters(fiscal_year, on)
    return YearMoney(
        fiscal_year=fiscal_year,
        on=on,
        total=sum_of(lines),
        operating=sum_of([each for each in lines if each.category == OPERATING]),
        by_fund=_funds(funds, lines, arrived),
        by_group=parts_of(lines, lambda line: line.group, groups),
        by_category=parts_of(lines, lambda line: line.category, category_names()),
        quarters=tuple(_quarter(lines, number, number in ended) for number in (1, 2, 3, 4)),
        tranches=tuple(arrived),
        ceilings=tuple(allowed),
        targets=tuple(aims),
        carried_over=carried,
    )


def _quarter(lines: Sequence[LineNow], number: int, ended: bool) -> QuarterMoney:
    operating = [each for each in lines if each.category == OPERATING]
    return QuarterMoney(number, ended, sum_of(lines, number), sum_of(operating, number))


def parts_of(
    lines: Sequence[LineNow], code_of: Callable[[LineNow], str], names: dict[str, str]
) -> tuple[Part, ...]:
    """The lines by code, in the order of `names`, then whatever has no name."""
    found: dict[str, list[LineNow]] = {code: [] for code in names}
    for line in lines:
        found.setdefault(code_of(line), []).append(line)
    return tuple(
        Part(
            total.in_force, total.disbursed, code, names.get(code, code), len({each.item_id for each in mine})
        )
        for code, mine in found.items()
        if mine
        for total in [sum_of(mine)]
    )


def _funds(
    names: dict[str, str], lines: Sequence[LineNow], arrived: Sequence[TrancheNow]
) -> tuple[FundMoney, ...]:
    """Every fund that something is planned from or has been received for, by code."""
    received: dict[str, int] = defaultdict(int)
    for tranche in arrived:
        received[tranche.fund] += tranche.amount
    parts = {each.code: each for each in parts_of(lines, lambda line: line.fund, names)}
    return tuple(
        FundMoney(
            part.in_force, part.disbursed, code, names.get(code, code), part.projects, received.get(code, 0)
        )
        for code in (*names, *(code for code in parts if code not in names))
        if code in parts or code in received
        for part in [parts.get(code, Part())]
    )


def names_of(session: Session, table: type[Fund] | type[Group], office_id: int) -> dict[str, str]:
    """What the office calls its funds or groups, by code."""
    found = session.exec(
        select(table.code, table.name_th).where(table.office_id == office_id).order_by(table.code)
    )
    return dict(found.all())


def category_names() -> dict[str, str]:
    """What the categories of expenditure are called, by code."""
    return {code: each.th for code, each in catalogue().categories.items()}


def carried_out(
    session: Session,
    office_id: int,
    fiscal_year: int,
    on: datetime.date,
    known: datetime.datetime | None = None,
) -> int:
    """What was carried out of a fiscal year by a day (satang); of what was recorded by the moment `known`."""
    found = session.exec(
        select(func.coalesce(func.sum(CarryOver.amount), 0))
        .join(ProjectLine, col(ProjectLine.id) == col(CarryOver.line_id))
        .join(Item, col(Item.id) == col(ProjectLine.item_id))
        .where(
            Item.office_id == office_id,
            CarryOver.fiscal_year == fiscal_year,
            CarryOver.effective_on <= on,
            recorded_by(Item.office_id, CarryOver.entry_seq, known),
        )
    ).one()
    return int(found)


def brought_forward(
    session: Session, office_id: int, fiscal_year: int, on: datetime.date | None = None
) -> BroughtForward:
    """What came over from the year before into a fiscal year (B.E.), and what was paid of it.

    With `on`, as it stood on that Bangkok date.
    """
    day = on or datetime.date.max
    ended = ended_quarters(fiscal_year, day)
    paid = session.exec(
        select(func.coalesce(func.sum(Disbursement.amount), 0))
        .join(CarryOver, col(CarryOver.line_id) == col(Disbursement.line_id))
        .join(ProjectLine, col(ProjectLine.id) == col(Disbursement.line_id))
        .join(Item, col(Item.id) == col(ProjectLine.item_id))
        .where(
            Item.office_id == office_id,
            CarryOver.fiscal_year == fiscal_year - 1,
            CarryOver.effective_on <= day,
            Disbursement.fiscal_year == fiscal_year,
            col(Disbursement.quarter).in_(ended),
        )
    ).one()
    return BroughtForward(carried_out(session, office_id, fiscal_year - 1, day), int(paid))
