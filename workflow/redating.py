"""Reckons the due dates of what is still owed anew, when the calendar or the end of a paper has changed."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Row
from sqlmodel import Session, col, select, update

from states.due import CannotCompute, Due, Occurrences, due_dates, parse_rule
from states.due_words import Reckoning, explain
from states.fiscal import FiscalYear
from states.model import Duty, Label
from states.workdays import Calendar
from workflow import definitions
from workflow.ledger import calendar_of
from workflow.models import Entry, Item, Obligation, Office


@dataclass(frozen=True, slots=True)
class Moved:
    """An open obligation whose Bangkok due date changes; `reckoning` tells how `after` comes about."""

    obligation_id: int
    item: str
    title: str
    code: str
    label: Label
    before: datetime.date
    after: datetime.date
    reckoning: Reckoning

    def explained(self, language: str) -> str:
        """How the new date was reckoned, in Thai or English."""
        return explain(self.reckoning, self.after, language)

    def told(self) -> dict[str, str]:
        """As history keeps it."""
        days = {"before": self.before.isoformat(), "after": self.after.isoformat()}
        return {"code": self.code, "item": self.item, **days}


@dataclass(frozen=True, slots=True)
class _Reckoned:
    """What an open obligation is, and what its rule gives now."""

    row: Row[Any]
    duty: Duty
    due: Due

    @property
    def moves(self) -> bool:
        return bool(self.due.on != self.row.due_on)

    @property
    def differs(self) -> bool:
        return self.moves or self.due.reckoning.to_json() != self.row.reckoning

    @property
    def moved(self) -> Moved:
        return Moved(
            obligation_id=self.row.id,
            item=self.row.item,
            title=self.row.title,
            code=self.row.code,
            label=self.duty.label,
            before=self.row.due_on,
            after=self.due.on,
            reckoning=self.due.reckoning,
        )

    def written(self) -> dict[str, object]:
        return {
            "id": self.row.id,
            "due_on": self.due.on,
            "formula": self.due.formula,
            "calendar_version": self.due.calendar_version,
            "reckoning": self.due.reckoning.to_json(),
        }


def explained(obligation: Obligation, language: str) -> str:
    """How the due date of an obligation came about; empty where that was not kept when it was opened."""
    if obligation.reckoning in ("", "{}"):
        return ""
    return explain(Reckoning.from_json(obligation.reckoning), obligation.due_on, language)


def redate(session: Session, office_id: int, *, item_id: int | None = None) -> tuple[Moved, ...]:
    """Dates what is still owed in the office, or on one item, by the calendar in force; what moved.

    Expects the office's chain to be held, so that nothing is opened meanwhile by the calendar before. What
    cannot be reckoned anew keeps its date.
    """
    session.flush()
    version = session.get_one(Office, office_id).calendar_version
    calendar = calendar_of(session, office_id, version)
    found = [each for each in _reckoned(session, office_id, calendar, item_id) if each.differs]
    if found:
        session.execute(update(Obligation), [each.written() for each in found])
        session.expire_all()  # obligations read before would still show the date they had
    return tuple(each.moved for each in found if each.moves)


def would_move(session: Session, office_id: int, calendar: Calendar) -> tuple[Moved, ...]:
    """What would move if `calendar` were the office's; nothing is written."""
    found = _reckoned(session, office_id, calendar, None)
    return tuple(each.moved for each in found if each.moves)


def _reckoned(
    session: Session, office_id: int, calendar: Calendar, item_id: int | None
) -> Iterator[_Reckoned]:
    """What is owed with what its rule gives now, the earliest first."""
    known: dict[tuple[Any, ...], Due | None] = {}
    for row in session.execute(_open(office_id, item_id)):
        duty = definitions.by_hash(session, row.definition_hash).duty.get(row.code)
        if duty is None:
            continue
        facts = (row.fiscal_year, row.quarter, row.ends_on, row.opened_on)
        key = (row.definition_hash, row.code, row.turn, row.formula, *facts)
        if key not in known:
            known[key] = _due(duty, row, calendar)
        due = known[key]
        if due is not None:
            yield _Reckoned(row, duty, due)


def _open(office_id: int, item_id: int | None) -> Any:
    query = (
        select(  # type: ignore[call-overload]  # more columns than the stubs count
            *(Obligation.id, Obligation.code, Obligation.turn, Obligation.due_on, Obligation.formula),
            *(Obligation.reckoning, col(Item.code).label("item"), Item.title, Item.definition_hash),
            *(Item.fiscal_year, Item.quarter, Item.ends_on, col(Entry.effective_on).label("opened_on")),
        )
        .join(Item, col(Item.id) == Obligation.item_id)
        .join(Entry, (col(Entry.office_id) == Obligation.office_id) & (Entry.seq == Obligation.opened_seq))
        .where(Obligation.office_id == office_id, Obligation.outcome == "")
        .order_by(col(Obligation.due_on), col(Item.code), col(Obligation.id))
    )
    return query if item_id is None else query.where(Obligation.item_id == item_id)


def _due(duty: Duty, row: Row[Any], calendar: Calendar) -> Due | None:
    """The one date of the rule that this obligation is about; None where it cannot be reckoned."""
    rule = parse_rule(duty.rule)
    several = isinstance(rule, Occurrences)
    try:
        found = due_dates(
            # Of several days the one that was next when it was opened stays the one that is owed.
            replace(rule, pick_next=False) if isinstance(rule, Occurrences) else rule,
            fiscal_year=FiscalYear(row.fiscal_year),
            quarter=row.quarter,
            ends_on=row.ends_on,
            opened_on=row.opened_on,
            calendar=calendar,
        )
    except CannotCompute:
        return None
    if several:
        return next((due for due in found if due.formula == row.formula), None)
    return found[row.turn - 1] if row.turn <= len(found) else None
