"""What the office may plan with and what has come: ceilings and tranches in force on a day."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, exists, select, true
from sqlmodel import Session, col

from workflow.models import Ceiling, Entry, Fund, Group, Tranche
from workflow.money.amounts import LineNow


@dataclass(frozen=True, slots=True)
class CeilingNow:
    """How much of a fund may be planned, by one group or (an empty `group`) altogether, and how much is.

    Satang. `provisional` while the budget act is late.
    """

    fund: str
    group: str
    amount: int
    provisional: bool
    authority: str
    effective_on: datetime.date
    planned: int

    @property
    def over(self) -> int:
        """How much more is planned than may be; 0 where it fits."""
        return max(0, self.planned - self.amount)


@dataclass(frozen=True, slots=True)
class TrancheNow:
    """Money received (satang), with the letter that allotted it."""

    fund: str
    number: int
    amount: int
    received_on: datetime.date
    letter_no: str
    letter_on: datetime.date | None


def recorded_by(office_id: Any, entry_seq: Any, known: datetime.datetime | None) -> ColumnElement[bool]:
    """That the entry by which a row came was recorded by the moment `known`; without one, any row."""
    if known is None:
        return true()
    told = col(Entry.office_id) == office_id, col(Entry.seq) == entry_seq, col(Entry.at) <= known
    return exists().where(*told)


def ceilings(
    session: Session,
    office_id: int,
    fiscal_year: int,
    on: datetime.date,
    lines: Sequence[LineNow],
    known: datetime.datetime | None = None,
) -> list[CeilingNow]:
    """The ceilings of a fiscal year (B.E.) in force on a Bangkok date, by fund, the whole fund's first.

    Of several for one fund and group the one with the latest day counts; `lines` are what is planned. With
    `known` of those that had been recorded by that moment.
    """
    query = (
        select(Ceiling, col(Fund.code), col(Group.code))
        .join(Fund, col(Fund.id) == col(Ceiling.fund_id))
        .outerjoin(Group, col(Group.id) == col(Ceiling.group_id))
        .where(
            col(Ceiling.office_id) == office_id,
            col(Ceiling.fiscal_year) == fiscal_year,
            col(Ceiling.effective_on) <= on,
            recorded_by(col(Ceiling.office_id), col(Ceiling.entry_seq), known),
        )
        .order_by(col(Ceiling.effective_on), col(Ceiling.id))
    )
    latest = {(fund, group or ""): row for row, fund, group in session.execute(query)}
    return [
        CeilingNow(
            fund,
            group,
            row.amount,
            row.provisional,
            row.authority,
            row.effective_on,
            sum(each.in_force for each in lines if each.fund == fund and group in ("", each.group)),
        )
        for (fund, group), row in sorted(latest.items())
    ]


def tranches(
    session: Session,
    office_id: int,
    fiscal_year: int,
    on: datetime.date,
    known: datetime.datetime | None = None,
) -> list[TrancheNow]:
    """The tranches of a fiscal year (B.E.) received by a Bangkok date, by fund and number.

    With `known` those that had been recorded by that moment.
    """
    query = (
        select(
            *(col(Fund.code), col(Tranche.number), col(Tranche.amount), col(Tranche.received_on)),
            *(col(Tranche.letter_no), col(Tranche.letter_on)),
        )
        .join(Fund, col(Fund.id) == col(Tranche.fund_id))
        .where(
            col(Tranche.office_id) == office_id,
            col(Tranche.fiscal_year) == fiscal_year,
            col(Tranche.received_on) <= on,
            recorded_by(col(Tranche.office_id), col(Tranche.entry_seq), known),
        )
        .order_by(col(Fund.code), col(Tranche.number))
    )
    return [TrancheNow(*row) for row in session.execute(query)]
