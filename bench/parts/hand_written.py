"""The same writes as one engine step, by hand: the yardstick of bench/advance.py.

Two SELECTs (the item with the chain head; whether the person holds a role that may take this step), then the
item, the history entry with its SHA-256, the head and the outbox row; on PostgreSQL the writes are one CTE.
With `checks=False` it does not even ask who acts. No guards, no delegations, no separation, no machine.
"""

import datetime
import hashlib
from typing import Any

import msgspec
import psycopg

from workflow.database import Database
from workflow.moments import moment_text

_READ = (
    "SELECT i.office_id, i.code, i.state, i.version, i.state_since, i.definition_hash, h.seq, h.hash"
    " FROM item i JOIN chain_head h ON h.office_id = i.office_id WHERE i.id = ?"
)
_MAY = (
    "SELECT p.id FROM occupancy o JOIN position p ON p.id = o.position_id WHERE o.person_id = ?"
    " AND p.role IN ('group_director', 'plan_director') AND o.valid_from <= ?"
    " AND (o.valid_to IS NULL OR o.valid_to >= ?)"
)
_COLUMNS = (
    "office_id, seq, kind, at, effective_on, item_id, subject, actor_id, position_id, principal_id, capacity,"
    " order_no, trigger, from_state, to_state, version, definition_hash, reason, details, corrects,"
    " dwell_seconds, prev_hash, hash"
)
_TYPES = (
    *(
        "int",
        "int",
        "text",
        "timestamptz",
        "date",
        "int",
        "text",
        "int",
        "int",
        "int",
        "text",
        "text",
        "text",
    ),
    *("text", "text", "int", "text", "text", "text", "int", "int", "text", "text"),
)
_MOVE = "UPDATE item SET state=?, version=version+1, state_since=?, effective_on=? WHERE id=? AND version=?"
_ENTRY = f"INSERT INTO history_entry ({_COLUMNS}) VALUES ({','.join('?' * 23)})"  # noqa: S608  constant
_HEAD = "UPDATE chain_head SET seq=?, hash=? WHERE office_id=?"
_OUTBOX = "INSERT INTO outbox (office_id, item_id, entry_seq, notices, created_at) VALUES (?,?,?,?,?)"
_ONE = f"""
WITH moved AS (UPDATE item SET state=%s, version=version+1, state_since=%s, effective_on=%s
                WHERE id=%s AND version=%s RETURNING id, office_id),
entry AS (INSERT INTO history_entry ({_COLUMNS})
          SELECT {",".join("%s::" + each for each in _TYPES)} FROM moved),
head AS (UPDATE chain_head SET seq=%s, hash=%s WHERE office_id IN (SELECT office_id FROM moved)),
queued AS (INSERT INTO outbox (office_id, item_id, entry_seq, notices, created_at)
           SELECT office_id, id, %s, %s, %s FROM moved)
SELECT count(*) FROM moved"""  # noqa: S608  constant text


class HandWritten:
    """One connection of the driver's own, with the durability that Database sets."""

    def __init__(self, database: Database, person_id: int, *, checks: bool) -> None:
        self.person_id, self.checks = person_id, checks
        self.sqlite = database.is_sqlite
        if self.sqlite:
            raw = database.engine.raw_connection()
            self.connection: Any = raw.driver_connection
            self.close = raw.close  # back to the pool that lent it
        else:
            url = database.url.set(drivername="postgresql").render_as_string(hide_password=False)
            self.connection = psycopg.connect(url)
            self.close = self.connection.close

    def step(self, item_id: int, target: str, trigger: str, reason: str, at: datetime.datetime) -> None:
        cursor = self.connection.cursor()
        if self.sqlite:
            cursor.execute("BEGIN IMMEDIATE")
            row = cursor.execute(_READ, (item_id,)).fetchone()
        else:
            row = cursor.execute(_READ.replace("?", "%s") + " FOR UPDATE OF h", (item_id,)).fetchone()
        if self.checks:
            day = at.date().isoformat()
            held = cursor.execute(
                _MAY if self.sqlite else _MAY.replace("?", "%s"), (self.person_id, day, day)
            )
            assert held.fetchone() is not None
        office, code, state, version, since, definition, seq, prev = row
        since = datetime.datetime.fromisoformat(since) if isinstance(since, str) else since
        entry = [
            *(office, seq + 1, "step", moment_text(at), at.date().isoformat(), item_id, f"item:{code}", 1, 1),
            *(None, "own", "", trigger, state, target, version + 1, definition, reason, "{}", None),
            *(int((at - since).total_seconds()), prev),
        ]
        entry.append(hashlib.sha256(msgspec.json.encode(["khanton-history-1", *entry])).hexdigest())
        move = (target, entry[3], entry[4], item_id, version)
        queued = (seq + 1, "notify_status", entry[3])
        if self.sqlite:
            cursor.execute(_MOVE, move)
            cursor.execute(_ENTRY, entry)
            cursor.execute(_HEAD, (seq + 1, entry[-1], office))
            cursor.execute(_OUTBOX, (office, item_id, *queued))
            cursor.execute("COMMIT")
        else:
            cursor.execute(_ONE, (*move, *entry, seq + 1, entry[-1], *queued))
            self.connection.commit()
