"""What a step makes somebody owe: due dates by the office's own calendar."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session

from states.due import Calendar, due_dates, parse_rule
from states.fiscal import FiscalYear
from states.model import Definition
from workflow.database import Cursor, Sql
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


_DAYS = Sql(
    "SELECT day, name_th FROM holiday WHERE office_id = ? AND since_version <= ?"
    " AND (until_version IS NULL OR until_version > ?)"
)


def calendar_of(session: Session, office_id: int, version: int) -> Calendar:
    """The office's calendar in a version of it."""
    rows = Cursor(session).rows(_DAYS, (office_id, version, version))
    return Calendar(version=str(version), holidays={date_of(day): name for day, name in rows})


def obligations(
    session: Session,
    definition: Definition,
    codes: Iterable[str],
    item: ItemNow,
    opened_on: datetime.date,
    calendar_version: int,
) -> tuple[NewObligation, ...]:
    """The obligations that `codes` give rise to for this item, dated by the office's calendar."""
    found: list[NewObligation] = []
    calendar = calendar_of(session, item.office_id, calendar_version)
    for code in codes:
        duty = definition.duty[code]
        dues = due_dates(
            parse_rule(duty.rule),
            fiscal_year=FiscalYear(item.fiscal_year),
            quarter=item.quarter,
            ends_on=item.ends_on,
            opened_on=opened_on,
            calendar=calendar,
        )
        found += [
            NewObligation(
                code,
                turn,
                duty.owed_by,
                item.group_id,
                item.school_id,
                due.on,
                due.formula,
                due.calendar_version,
                due.reckoning.to_json(),
                duty.ladder,
            )
            for turn, due in enumerate(dues, start=1)
        ]
    return tuple(found)
