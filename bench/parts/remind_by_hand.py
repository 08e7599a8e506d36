"""The reminders of a morning as one hand-written statement: what the sweep is measured against.

It knows the posts and their holders, the spans of due dates and the roles of each rung; it does not know
absences, orders by which somebody acts for a post, nor offices with ladders of their own.
"""

import datetime
from collections.abc import Iterable

from notifications.ladders import Span
from workflow.database import Cursor, Sql

_STATEMENT = """
INSERT INTO notice (office_id, person_id, code, item_id, obligation_id, due_on, rung, about, because,
                    written_at)
WITH span(ladder, told, days, first, last) AS MATERIALIZED (VALUES {values}),
holder AS MATERIALIZED (
  SELECT p.role, p.group_id, held.person_id, p.role IN ('project_owner', 'group_director') AS grouped
    FROM position p
    JOIN occupancy held ON held.position_id = p.id
     AND held.valid_from <= ? AND (held.valid_to IS NULL OR held.valid_to >= ?)
    JOIN person who ON who.id = held.person_id AND NOT who.is_service
     AND who.active_from <= ? AND (who.active_to IS NULL OR who.active_to >= ?)
   WHERE p.valid_from <= ? AND (p.valid_to IS NULL OR p.valid_to >= ?) AND p.office_id = ?)
SELECT o.office_id, h.person_id, 'reminder', o.item_id, o.id, o.due_on, s.days, '',
       CASE WHEN s.told = 'owner' THEN '' ELSE 'escalated' END, {now}
  FROM obligation o
  JOIN span s ON s.ladder = o.ladder AND o.due_on >= s.first AND o.due_on <= s.last
  JOIN holder h ON h.role = CASE WHEN s.told = 'owner' THEN o.owed_by ELSE s.told END
   AND (NOT h.grouped OR h.group_id = o.group_id)
 WHERE o.outcome = '' AND o.office_id = ?
 ORDER BY o.due_on, o.id
    ON CONFLICT DO NOTHING"""


def remind_by_hand(
    cursor: Cursor, office_id: int, day: datetime.date, spans: Iterable[Span], now: datetime.datetime
) -> int:
    """Writes the same notices; how many."""
    rows = [(each.ladder, each.told, each.days, each.first, each.last) for each in spans]
    holes = {
        "sqlite": "(?, ?, ?, ?, ?)",
        "postgresql": "(?::text, ?::text, ?::int, ?::date, ?::date)",
    }
    sql = Sql(
        _STATEMENT.format(values=", ".join([holes["sqlite"]] * len(rows)), now="?"),
        _STATEMENT.format(values=", ".join([holes["postgresql"]] * len(rows)), now="?::timestamptz"),
    )
    spread = [
        value for *words, first, last in rows for value in (*words, cursor.date(first), cursor.date(last))
    ]
    values = (*spread, *[cursor.date(day)] * 6, office_id, cursor.moment(now), office_id)
    cursor.run(sql, values)
    return cursor.changed
