"""The one place where history is written: appended, chained, never changed."""

import datetime
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlmodel import Session

from workflow.database import Cursor, Sql, moment_text

GENESIS = "0" * 64
FORM = "khanton-history-1"


@dataclass(frozen=True, slots=True)
class Record:
    """An entry to be written; see `workflow.models.history.Entry` for what each field means."""

    kind: str
    at: datetime.datetime
    effective_on: datetime.date
    subject: str
    actor_id: int
    capacity: str
    item_id: int | None = None
    position_id: int | None = None
    principal_id: int | None = None
    order_no: str = ""
    trigger: str = ""
    from_state: str = ""
    to_state: str = ""
    version: int = 0
    definition_hash: str = ""
    reason: str = ""
    details: str = "{}"
    corrects: int | None = None
    dwell_seconds: int | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """The last entry of a chain."""

    seq: int = 0
    hash: str = GENESIS


@dataclass(frozen=True, slots=True)
class Sealed:
    """A record with its place in the chain."""

    office_id: int
    seq: int
    record: Record
    prev_hash: str
    hash: str


COLUMNS = (
    "office_id, seq, kind, at, effective_on, item_id, subject, actor_id, position_id, principal_id, "
    "capacity, order_no, trigger, from_state, to_state, version, definition_hash, reason, details, corrects, "
    "dwell_seconds, prev_hash, hash"
)
_MARKS = ", ".join("?" * (COLUMNS.count(",") + 1))
INSERT = Sql(f"INSERT INTO history_entry ({COLUMNS}) VALUES ({_MARKS})")  # noqa: S608  constant text
_LOCK = Sql(
    "SELECT seq, hash FROM chain_head WHERE office_id = ?",
    "SELECT seq, hash FROM chain_head WHERE office_id = ? FOR UPDATE",
)
_ADVANCE_HEAD = Sql("UPDATE chain_head SET seq = ?, hash = ? WHERE office_id = ?")


def details(values: Mapping[str, Any]) -> str:
    """The JSON text of an entry's details, as it will be stored and hashed."""
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def canonical(office_id: int, seq: int, record: Record, prev_hash: str) -> bytes:
    """The bytes an entry's hash is taken over: a JSON list in this fixed order."""
    return msgspec.json.encode(
        [
            FORM,
            office_id,
            seq,
            record.kind,
            moment_text(record.at),
            record.effective_on.isoformat(),
            record.item_id,
            record.subject,
            record.actor_id,
            record.position_id,
            record.principal_id,
            record.capacity,
            record.order_no,
            record.trigger,
            record.from_state,
            record.to_state,
            record.version,
            record.definition_hash,
            record.reason,
            record.details,
            record.corrects,
            record.dwell_seconds,
            prev_hash,
        ]
    )


def seal(office_id: int, head: Head, record: Record) -> Sealed:
    """`record` as the entry that follows `head`."""
    seq = head.seq + 1
    digest = hashlib.sha256(canonical(office_id, seq, record, head.hash)).hexdigest()
    return Sealed(office_id, seq, record, head.hash, digest)


def row(cursor: Cursor, sealed: Sealed) -> tuple[Any, ...]:
    """The values of a sealed entry in the order of COLUMNS."""
    record = sealed.record
    return (
        sealed.office_id,
        sealed.seq,
        record.kind,
        cursor.moment(record.at),
        cursor.date(record.effective_on),
        record.item_id,
        record.subject,
        record.actor_id,
        record.position_id,
        record.principal_id,
        record.capacity,
        record.order_no,
        record.trigger,
        record.from_state,
        record.to_state,
        record.version,
        record.definition_hash,
        record.reason,
        record.details,
        record.corrects,
        record.dwell_seconds,
        sealed.prev_hash,
        sealed.hash,
    )


def append(session: Session, office_id: int, record: Record) -> Sealed:
    """Writes `record` at the end of the office's chain, whose head stays locked until the commit."""
    cursor = Cursor(session)
    sealed = seal(office_id, Head(*cursor.row(_LOCK, (office_id,))), record)
    write(cursor, sealed)
    return sealed


def write(cursor: Cursor, sealed: Sealed) -> None:
    """The inserts themselves, for a caller that already holds the head."""
    cursor.run(INSERT, row(cursor, sealed))
    cursor.run(_ADVANCE_HEAD, (sealed.seq, sealed.hash, sealed.office_id))


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a walk over an office's chain found. `bad_seq` is the first entry that does not hold.

    `problem`: changed (its hash is not that of its content), unlinked (it does not follow the one before),
    missing (a number is left out), head (the chain's head is not its last entry).
    """

    office_id: int
    entries: int
    last_hash: str
    bad_seq: int | None = None
    problem: str = ""

    @property
    def holds(self) -> bool:
        return self.bad_seq is None


_ALL = Sql(f"SELECT {COLUMNS} FROM history_entry WHERE office_id = ? ORDER BY seq")  # noqa: S608  constant text
_HEAD = Sql("SELECT seq, hash FROM chain_head WHERE office_id = ?")


def verify(session: Session, office_id: int) -> Verdict:
    """Reads the office's whole chain and recomputes every hash."""
    cursor = Cursor(session)
    prev = Head()
    for seq, record, prev_hash, stored in _stored(cursor, office_id):
        problem = _problem(office_id, prev, seq, record, prev_hash, stored)
        if problem:
            return Verdict(office_id, prev.seq, prev.hash, seq, problem)
        prev = Head(seq, stored)
    head = Head(*(cursor.row(_HEAD, (office_id,)) or (0, GENESIS)))
    if head != prev:
        return Verdict(office_id, prev.seq, prev.hash, prev.seq + 1, "head")
    return Verdict(office_id, prev.seq, prev.hash)


def _problem(office_id: int, prev: Head, seq: int, record: Record, prev_hash: str, stored: str) -> str:
    if seq != prev.seq + 1:
        return "missing"
    if prev_hash != prev.hash:
        return "unlinked"
    computed = hashlib.sha256(canonical(office_id, seq, record, prev_hash)).hexdigest()
    return "" if computed == stored else "changed"


def _stored(cursor: Cursor, office_id: int) -> Iterator[tuple[int, Record, str, str]]:
    """Each entry of the chain as (seq, record, prev_hash, hash), a thousand rows at a time."""
    result = cursor.run(_ALL, (office_id,))
    while rows := result.fetchmany(1000):
        for values in rows:
            yield values[1], _record(values), values[21], values[22]


def _record(values: tuple[Any, ...]) -> Record:
    at = values[3] if isinstance(values[3], datetime.datetime) else datetime.datetime.fromisoformat(values[3])
    on = values[4] if isinstance(values[4], datetime.date) else datetime.date.fromisoformat(values[4])
    return Record(
        kind=values[2],
        at=at,
        effective_on=on,
        item_id=values[5],
        subject=values[6],
        actor_id=values[7],
        position_id=values[8],
        principal_id=values[9],
        capacity=values[10],
        order_no=values[11],
        trigger=values[12],
        from_state=values[13],
        to_state=values[14],
        version=values[15],
        definition_hash=values[16],
        reason=values[17],
        details=values[18],
        corrects=values[19],
        dwell_seconds=values[20],
    )
