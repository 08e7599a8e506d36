"""What a step makes somebody owe: due dates by the office's own calendar."""

import datetime
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from sqlmodel import Session

from states.due import Calendar, Due, due_dates, parse_rule
from states.due_words import Reckoning
from states.fiscal import FiscalYear
from states.model import Definition, Duty
from workflow.database import Cursor, Sql
from workflow.models import Item
from workflow.situation import ItemNow, date_of


@dataclass(frozen=True, slots=True)
class NewObligation:
    """An obligation about to be opened; `due_on` is a Bangkok date."""

    code: str
    turn: int
    owed_by: str
    group_id: int | None
    school_id: int | None
    due_on: datetime.date
    formula: str
    calendar_version: str
    reckoning: str = "{}"
    ladder: str = "standard"
    person_id: int | None = None


_IN_FORCE = (
    " FROM holiday WHERE office_id = ?"
    " AND since_version <= ? AND (until_version IS NULL OR until_version > ?)"
)
_DAYS = Sql(
    f"SELECT json_group_object(day, name_th){_IN_FORCE}",
    f"SELECT json_object_agg(day, name_th)::text{_IN_FORCE}",
)


def calendar_of(session: Session, office_id: int, version: int) -> Calendar:
    """The office's calendar in a version of it."""
    (days,) = Cursor(session).row(_DAYS, (office_id, version, version))
    return _calendar(str(version), days or "{}")


@lru_cache(maxsize=64)  # the same days are the same calendar, at every paper that somebody is to sign
def _calendar(version: str, days: str) -> Calendar:
    return Calendar(version=version, holidays={date_of(day): name for day, name in json.loads(days).items()})


@lru_cache(maxsize=256)
def _reckoning(reckoning: Reckoning) -> str:
    return reckoning.to_json()


def obligations(
    session: Session,
    definition: Definition,
    codes: Iterable[str],
    item: ItemNow,
    opened_on: datetime.date,
    calendar_version: int,
) -> tuple[NewObligation, ...]:
    """The obligations that `codes` give rise to for this item, dated by the office's calendar.

    Every group in force on the Bangkok date `opened_on` that has not answered yet owes what each group owes.
    What each reader owes opens when she is asked (`workflow.asked`).
    """
    found: list[NewObligation] = []
    calendar = calendar_of(session, item.office_id, calendar_version)
    for duty in (definition.duty[code] for code in codes):
        if duty.each == "reader":
            continue
        owing = _groups(session, item, opened_on) if duty.each == "group" else (item.group_id,)
        found += reckoned(duty, item, opened_on, calendar, owing)
    return tuple(found)


def reckoned(
    duty: Duty,
    item: Item | ItemNow,
    opened_on: datetime.date,
    calendar: Calendar,
    owing: Iterable[int | None],
) -> list[NewObligation]:
    """What the duty gives rise to for each of the groups `owing`, counted from the date `opened_on`."""
    groups, owed_by = tuple(owing), _role(duty, item)
    return [
        NewObligation(
            duty.code,
            turn,
            owed_by,
            group_id,
            item.school_id,
            due.on,
            due.formula,
            due.calendar_version,
            _reckoning(due.reckoning),
            duty.ladder,
        )
        for turn, due in enumerate(due_dates_of(duty, item, opened_on, calendar), start=1)
        for group_id in groups
    ]


def due_dates_of(
    duty: Duty, item: Item | ItemNow, opened_on: datetime.date, calendar: Calendar
) -> tuple[Due, ...]:
    """When the duty falls due for this item, having begun to be owed on the Bangkok date `opened_on`."""
    return due_dates(
        parse_rule(duty.rule),
        fiscal_year=FiscalYear(item.fiscal_year),
        quarter=item.quarter,
        ends_on=item.ends_on,
        opened_on=opened_on,
        calendar=calendar,
    )


_GROUPS = Sql(
    "SELECT g.id FROM office_group g WHERE g.office_id = ? AND g.valid_from <= ?"
    " AND (g.valid_to IS NULL OR g.valid_to >= ?)"
    " AND NOT EXISTS (SELECT 1 FROM group_submission s WHERE s.item_id = ? AND s.group_id = g.id)"
    " ORDER BY g.code"
)


def _groups(session: Session, item: ItemNow, on: datetime.date) -> tuple[int, ...]:
    """The office's groups of the day, but for those that have sent in their part or are excused."""
    cursor = Cursor(session)
    day = cursor.date(on)
    return tuple(row[0] for row in cursor.rows(_GROUPS, (item.office_id, day, day, item.id)))


def _role(duty: Duty, item: Item | ItemNow) -> str:
    """A paper of no group is the plan group's own, whose director takes the group director's part."""
    if duty.owed_by == "group_director" and item.group_id is None and not duty.each:
        return "plan_director"
    return duty.owed_by
