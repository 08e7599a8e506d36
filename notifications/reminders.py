"""Reminds whoever owes something: one notice for each obligation, date, rung and person, however often."""

import datetime
import json
from collections.abc import Iterable, Sequence
from typing import Final

from sqlmodel import Session

from notifications.ladders import Span, ladders_of, spans
from notifications.owing import Teller, sorts, tellers
from notifications.roster import Roster
from states.due import Calendar
from workflow.database import Cursor, Sql

REMINDER: Final = "reminder"

# The rungs and the people are few; what is owed may be much, so it is the database that puts them together.
_REMIND: Final = """
INSERT INTO notice (office_id, person_id, code, item_id, obligation_id, due_on, rung, about, because,
                    written_at)
WITH span AS MATERIALIZED ({spans}), teller AS MATERIALIZED ({tellers})
SELECT o.office_id, t.to_id, 'reminder', o.item_id, o.id, o.due_on, s.days, '', t.because, {moment}
  FROM obligation o
  JOIN item i ON i.id = o.item_id
  JOIN span s ON s.ladder = o.ladder AND o.due_on >= s.first AND o.due_on <= s.last
  JOIN teller t ON t.told = s.told AND t.owed_by = o.owed_by AND t.kind = i.kind
   AND t.group_id = coalesce(o.group_id, 0) AND t.school_id = coalesce(o.school_id, 0)
   AND t.person_id = coalesce(o.person_id, 0)
   AND t.owner_id = CASE WHEN o.owed_by = 'project_owner' THEN coalesce(i.owner_id, 0) ELSE 0 END
 WHERE o.outcome = '' AND o.due_on <= ? AND o.office_id = ?
 ORDER BY o.due_on, o.id, s.days, t.to_id
    ON CONFLICT DO NOTHING"""
_SPAN: Final = {"ladder": "text", "told": "text", "days": "int", "first": "date", "last": "date"}
_TELLER: Final = {
    "told": "text",
    "owed_by": "text",
    "kind": "text",
    **dict.fromkeys(("group_id", "school_id", "person_id", "owner_id", "to_id"), "int"),
    "because": "text",
}


def _sqlite(columns: dict[str, str]) -> str:
    parts = ", ".join(f"json_extract(value, '$.{name}') AS {name}" for name in columns)
    return f"SELECT {parts} FROM json_each(?)"  # noqa: S608  constant text


def _postgresql(columns: dict[str, str]) -> str:
    shape = ", ".join(f"{name} {kind}" for name, kind in columns.items())
    return f"SELECT * FROM json_to_recordset(?::json) AS x({shape})"  # noqa: S608  constant text


_SQL: Final = Sql(
    _REMIND.format(spans=_sqlite(_SPAN), tellers=_sqlite(_TELLER), moment="?"),
    _REMIND.format(spans=_postgresql(_SPAN), tellers=_postgresql(_TELLER), moment="?::timestamptz"),
)


def write_reminders(
    session: Session, office_id: int, day: datetime.date, calendar: Calendar, now: datetime.datetime
) -> int:
    """Writes what the working day `day` brings for an office; how many notices.

    Each open obligation is told once on each rung to whoever it concerns that day; of rungs that were missed
    only the latest. Where its date has moved, what was told of the date before counts for nothing: she hears
    the new one on the next working day on which it stands on a rung.
    """
    ladders = ladders_of(session, office_id)
    found = spans(ladders, day, calendar)
    until = max(each.last for each in found)
    owed = sorts(session, office_id, until)
    if not owed:
        return 0
    people = tellers(owed, Roster.on(session, office_id, day), dict.fromkeys(each.told for each in found))
    cursor = Cursor(session)
    values = (_json(_SPAN, found), _json(_TELLER, people), cursor.moment(now), cursor.date(until), office_id)
    cursor.run(_SQL, values)
    return cursor.changed


def _json(columns: Iterable[str], rows: Sequence[Span] | Sequence[Teller]) -> str:
    values = [{name: getattr(each, name) for name in columns} for each in rows]
    return json.dumps(values, default=datetime.date.isoformat)
