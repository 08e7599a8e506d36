"""The statements of one step, together: on PostgreSQL one round trip, on SQLite one after the other.

A step is the busiest write of the system, and the ORM would cost ten times the statements themselves
(docs/decisions, "The step is written in plain SQL"). Everything else uses SQLModel.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict
from functools import cache
from itertools import chain
from typing import Any

from msgspec import Struct

from workflow import history
from workflow.database import Cursor, Sql
from workflow.history import Sealed
from workflow.ledger import NewObligation
from workflow.situation import ItemNow


class Attached(Struct, frozen=True):
    """A stored file put forward as a document."""

    sha256: str
    filename: str


class Step(Struct, frozen=True):
    """Everything one step writes. `ends` cancels what is still owed; `settles` are deadline codes met."""

    item: ItemNow
    sealed: Sealed
    target: str
    ends: bool = False
    settles: tuple[str, ...] = ()
    opens: tuple[NewObligation, ...] = ()
    facts: Mapping[str, str] | None = None
    documents: Mapping[str, Attached] | None = None
    synthetic: bool = False
    notices: str = ""


def write_step(cursor: Cursor, step: Step) -> bool:
    """Writes the step if the item is still at the version that was read; says whether it was."""
    return _write_sqlite(cursor, step) if cursor.is_sqlite else _write_postgresql(cursor, step)


_MOVE = Sql(
    "UPDATE item SET state = ?, version = version + 1, state_since = ?, effective_on = ?"
    " WHERE id = ? AND version = ?"
)
_SETTLE = Sql(
    "UPDATE obligation SET closed_seq = ?, closed_at = ?,"
    " outcome = CASE WHEN code IN (SELECT value FROM json_each(?)) THEN 'done' ELSE 'cancelled' END"
    " WHERE outcome = '' AND item_id = ? AND (? OR code IN (SELECT value FROM json_each(?)))"
)
_OPEN = Sql(
    "INSERT INTO obligation (office_id, item_id, code, turn, owed_by, group_id, school_id, person_id, due_on,"
    " formula, calendar_version, reckoning, ladder, opened_seq, opened_at, outcome)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '')"
    " ON CONFLICT DO NOTHING"
)
_ATTEST = Sql(
    "INSERT INTO attestation (item_id, code, value, item_version, entry_seq, attested_by, attested_at,"
    " synthetic) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
_ATTACH = Sql(
    "INSERT INTO document (item_id, code, sha256, filename, item_version, entry_seq, attached_by,"
    " attached_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
_QUEUE = Sql("INSERT INTO outbox (office_id, item_id, entry_seq, notices, created_at) VALUES (?, ?, ?, ?, ?)")


def _write_sqlite(cursor: Cursor, step: Step) -> bool:
    item, record, seq = step.item, step.sealed.record, step.sealed.seq
    cursor.run(_MOVE, (step.target, record.at, record.effective_on, item.id, item.version))
    if cursor.changed != 1:
        return False
    history.write(cursor, step.sealed)
    if step.settles or step.ends:
        codes = json.dumps(step.settles)
        cursor.run(_SETTLE, (seq, record.at, codes, item.id, step.ends, codes))
    for duty in step.opens:
        cursor.run(_OPEN, _opened(cursor, step, duty))
    if step.facts or step.documents:
        write_evidence(cursor, step)
    if step.notices:
        cursor.run(_QUEUE, (item.office_id, item.id, seq, step.notices, record.at))
    return True


def _opened(cursor: Cursor, step: Step, duty: NewObligation) -> tuple[Any, ...]:
    sealed = step.sealed
    return (
        step.item.office_id,
        step.item.id,
        duty.code,
        duty.turn,
        duty.owed_by,
        duty.group_id,
        duty.school_id,
        duty.person_id,
        cursor.date(duty.due_on),
        duty.formula,
        duty.calendar_version,
        duty.reckoning,
        duty.ladder,
        sealed.seq,
        sealed.record.at,
    )


def write_evidence(cursor: Cursor, step: Step) -> None:
    """The facts and documents given with an entry, each with the item version it was given at."""
    record, version, seq = step.sealed.record, step.item.version, step.sealed.seq
    for code, value in (step.facts or {}).items():
        cursor.run(
            _ATTEST, (step.item.id, code, value, version, seq, record.actor_id, record.at, step.synthetic)
        )
    for code, file in (step.documents or {}).items():
        cursor.run(
            _ATTACH,
            (step.item.id, code, file.sha256, file.filename, version, seq, record.actor_id, record.at),
        )


def open_duties(cursor: Cursor, step: Step) -> None:
    """The obligations that an item's opening gives rise to."""
    for duty in step.opens:
        cursor.run(_OPEN, _opened(cursor, step, duty))


# On PostgreSQL the same statements are the parts of one WITH, so that a step costs one round trip.
# Parameters in a SELECT list have no type of their own; these are the types of history.COLUMNS in order.
_ENTRY_TYPES = (
    "int, int, text, timestamptz, date, int, text, int, int, int, text, text, text, text, text, int, text,"
    " text, text, int, int, text, text"
)
_ENTRY_VALUES = ", ".join(f"?::{each.strip()}" for each in _ENTRY_TYPES.split(","))
_MOVED = f"moved AS ({_MOVE.sqlite} RETURNING id, office_id)"
_ENTERED = f"""entered AS (
  INSERT INTO history_entry ({history.COLUMNS})
  SELECT {_ENTRY_VALUES} FROM moved)"""  # noqa: S608  constant text
_HEADED = (
    "headed AS (UPDATE chain_head SET seq = ?, hash = ? WHERE office_id IN (SELECT office_id FROM moved))"
)
_SETTLED = """settled AS (
  UPDATE obligation SET outcome = CASE WHEN code = ANY(?) THEN 'done' ELSE 'cancelled' END,
         closed_seq = ?, closed_at = ?
   WHERE outcome = '' AND item_id IN (SELECT id FROM moved) AND (? OR code = ANY(?)))"""
_OPENED = """opened AS (
  INSERT INTO obligation (office_id, item_id, code, turn, owed_by, group_id, school_id, person_id, due_on,
                          formula, calendar_version, reckoning, ladder, opened_seq, opened_at, outcome)
  SELECT moved.office_id, moved.id, o.code, o.turn, o.owed_by, o.group_id, o.school_id, o.person_id, o.due_on,
         o.formula, o.calendar_version, o.reckoning, o.ladder, ?::int, ?::timestamptz, ''
    FROM moved, json_to_recordset(?::json) AS o(code text, turn int, owed_by text, group_id int,
         school_id int, person_id int, due_on date, formula text, calendar_version text, reckoning text,
         ladder text)
  ON CONFLICT DO NOTHING)"""
_ATTESTED = """attested AS (
  INSERT INTO attestation (item_id, code, value, item_version, entry_seq, attested_by, attested_at, synthetic)
  SELECT moved.id, f.key, f.value, ?::int, ?::int, ?::int, ?::timestamptz, ?::boolean
    FROM moved, json_each_text(?::json) AS f)"""
_ATTACHED = """attached AS (
  INSERT INTO document (item_id, code, sha256, filename, item_version, entry_seq, attached_by, attached_at)
  SELECT moved.id, d.key, d.value ->> 0, d.value ->> 1, ?::int, ?::int, ?::int, ?::timestamptz
    FROM moved, json_each(?::json) AS d)"""
_QUEUED = """queued AS (
  INSERT INTO outbox (office_id, item_id, entry_seq, notices, created_at)
  SELECT moved.office_id, moved.id, ?::int, ?::text, ?::timestamptz FROM moved)"""


def _write_postgresql(cursor: Cursor, step: Step) -> bool:
    item, record, seq, at = step.item, step.sealed.record, step.sealed.seq, step.sealed.record.at
    given_with = (item.version, seq, record.actor_id, at)
    parts: dict[str, tuple[Any, ...]] = {
        _MOVED: (step.target, at, record.effective_on, item.id, item.version),
        _ENTERED: history.row(step.sealed),
        _HEADED: (seq, step.sealed.hash),
    }
    if step.settles or step.ends:
        codes = list(step.settles)
        parts[_SETTLED] = (codes, seq, at, step.ends, codes)
    if step.opens:
        opens = json.dumps([asdict(duty) for duty in step.opens], default=str)
        parts[_OPENED] = (seq, at, opens)
    if step.facts:
        parts[_ATTESTED] = (*given_with, step.synthetic, json.dumps(dict(step.facts), ensure_ascii=False))
    if step.documents:
        files = {code: [file.sha256, file.filename] for code, file in step.documents.items()}
        parts[_ATTACHED] = (*given_with, json.dumps(files, ensure_ascii=False))
    if step.notices:
        parts[_QUEUED] = (seq, step.notices, at)
    moved = cursor.row(_together(tuple(parts)), tuple(chain.from_iterable(parts.values())))
    return bool(moved[0] == 1)


@cache
def _together(parts: tuple[str, ...]) -> Sql:
    """One statement of the parts; few combinations occur, and each connection prepares them."""
    return Sql("", f"WITH {', '.join(parts)} SELECT count(*) FROM moved")  # noqa: S608  constant text


_SETTLE_ON_PARENT = Sql(
    "UPDATE obligation SET outcome = 'done', closed_seq = ?, closed_at = ? WHERE id ="
    " (SELECT id FROM obligation WHERE item_id = ? AND code = ? AND outcome = '' ORDER BY due_on, id LIMIT 1)"
)


def settle_on_parent(cursor: Cursor, step: Step, codes: tuple[str, ...]) -> None:
    """Marks the earliest open obligation of each code on the item's parent as done."""
    for code in codes:
        at = step.sealed.record.at
        cursor.run(_SETTLE_ON_PARENT, (step.sealed.seq, at, step.item.parent_id, code))


_REDATE = Sql("UPDATE item SET effective_on = ? WHERE id = ? AND version = ?")


def redate(cursor: Cursor, step: Step) -> None:
    """The item stands where it does since the day that was put right."""
    cursor.run(_REDATE, (step.sealed.record.effective_on, step.item.id, step.item.version))


# Nobody is asked again for what she has answered since, nor for what she already owes.
_REOPEN = Sql(
    "UPDATE obligation SET outcome = '', closed_seq = NULL, closed_at = NULL"
    " WHERE item_id = ? AND closed_seq = ? AND NOT EXISTS (SELECT 1 FROM obligation again"
    "   WHERE again.item_id = obligation.item_id AND again.code = obligation.code"
    "     AND again.turn = obligation.turn AND again.outcome = ''"
    "     AND coalesce(again.group_id, 0) = coalesce(obligation.group_id, 0)"
    "     AND coalesce(again.person_id, 0) = coalesce(obligation.person_id, 0))"
    " AND NOT EXISTS (SELECT 1 FROM group_submission sent WHERE sent.item_id = obligation.item_id"
    "     AND sent.group_id = obligation.group_id AND sent.entry_seq > obligation.closed_seq)"
    " AND NOT EXISTS (SELECT 1 FROM acknowledgement asked WHERE asked.item_id = obligation.item_id"
    "     AND asked.person_id = obligation.person_id AND asked.read_at IS NOT NULL)"
)
# The step undone is the paper's latest: what began to be owed after it, its readers were asked there.
_DROP_OPENED = Sql(
    "UPDATE obligation SET outcome = 'cancelled', closed_seq = ?, closed_at = ?"
    " WHERE item_id = ? AND opened_seq >= ? AND outcome = ''"
)


def undo_duties(cursor: Cursor, step: Step, undone_seq: int) -> None:
    """What the undone entry settled is owed again (on the parent too); what it opened is owed no more."""
    at = step.sealed.record.at
    cursor.run(_DROP_OPENED, (step.sealed.seq, at, step.item.id, undone_seq))
    reopen_settled(cursor, step.item.id, undone_seq)
    if step.item.parent_id is not None:
        cursor.run(_REOPEN, (step.item.parent_id, undone_seq))


def reopen_settled(cursor: Cursor, item_id: int, seq: int) -> None:
    """What the entry `seq` closed on an item is owed again, but for what was answered since."""
    cursor.run(_REOPEN, (item_id, seq))
