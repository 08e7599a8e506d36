"""The one place where history is written: appended, chained, never changed."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from msgspec import Struct
from msgspec.json import encode
from msgspec.structs import astuple, replace
from sqlmodel import Session

from workflow.database import Cursor, Sql
from workflow.errors import UnknownOffice
from workflow.moments import moment_text

GENESIS = "0" * 64
FORM = "khanton-history-1"


class Record(Struct, frozen=True, kw_only=True, array_like=True, tag=FORM):
    """An entry, its fields in the order in which they are hashed and stored.

    What each means is said in `workflow.models.history.Entry`. `at` is a moment as `moment_text` writes it,
    `effective_on` an ISO date. Its place in the chain (`seq`, `prev_hash`) is given when it is sealed.
    """

    office_id: int
    seq: int = 0
    kind: str
    at: str
    effective_on: str
    item_id: int | None = None
    subject: str
    actor_id: int
    position_id: int | None = None
    principal_id: int | None = None
    capacity: str
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
    prev_hash: str = ""


class Head(Struct, frozen=True):
    """The last entry of a chain."""

    seq: int = 0
    hash: str = GENESIS


class Sealed(Struct, frozen=True):
    """A record with its place in the chain, and its hash."""

    record: Record
    hash: str

    @property
    def seq(self) -> int:
        return self.record.seq


COLUMNS = ", ".join((*Record.__struct_fields__, "hash"))
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


def seal(head: Head, record: Record) -> Sealed:
    """`record` as the entry that follows `head`. Its hash is taken over its fields as one JSON list."""
    placed = replace(record, seq=head.seq + 1, prev_hash=head.hash)
    return Sealed(placed, hashlib.sha256(encode(placed)).hexdigest())


def row(sealed: Sealed) -> tuple[Any, ...]:
    """The values of a sealed entry in the order of COLUMNS."""
    return (*astuple(sealed.record), sealed.hash)


def hold(cursor: Cursor, office_id: int) -> Head:
    """The end of the office's chain, at which nobody else writes until the commit; raises UnknownOffice."""
    found = cursor.row(_LOCK, (office_id,))
    if found is None:
        raise UnknownOffice(str(office_id))
    return Head(*found)


def append(session: Session, record: Record) -> Sealed:
    """Writes `record` at the end of its office's chain, whose head stays locked until the commit."""
    cursor = Cursor(session)
    sealed = seal(hold(cursor, record.office_id), record)
    write(cursor, sealed)
    return sealed


def write(cursor: Cursor, sealed: Sealed) -> None:
    """The inserts themselves, for a caller that already holds the head."""
    cursor.run(INSERT, row(sealed))
    cursor.run(_ADVANCE_HEAD, (sealed.seq, sealed.hash, sealed.record.office_id))


def write_many(cursor: Cursor, sealed: Sequence[Sealed]) -> None:
    """Many entries that follow each other, for a caller that already holds the head of their one office."""
    if sealed:
        cursor.run_many(INSERT, [row(each) for each in sealed])
        last = sealed[-1]
        cursor.run(_ADVANCE_HEAD, (last.seq, last.hash, last.record.office_id))


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


_AT, _ON = (Record.__struct_fields__.index(name) for name in ("at", "effective_on"))
_ALL = f"SELECT {COLUMNS} FROM history_entry WHERE office_id = ?"  # noqa: S608  constant text
_WALK = Sql(f"{_ALL} ORDER BY seq")
_WALK_UP_TO = Sql(f"{_ALL} AND seq <= ? ORDER BY seq")
_HEAD = Sql("SELECT seq, hash FROM chain_head WHERE office_id = ?")


def verify(session: Session, office_id: int, *, upto: int | None = None) -> Verdict:
    """Reads the office's whole chain, or as far as entry `upto`, and recomputes every hash."""
    cursor = Cursor(session)
    prev = Head()
    for values, stored in _stored(cursor, office_id, upto):
        seq = values[1]
        problem = _problem(prev, values, stored)
        if problem:
            return Verdict(office_id, prev.seq, prev.hash, seq, problem)
        prev = Head(seq, stored)
    if upto is not None:
        missing = prev.seq + 1 if prev.seq < upto else None
        return Verdict(office_id, prev.seq, prev.hash, missing, "missing" if missing else "")
    head = Head(*(cursor.row(_HEAD, (office_id,)) or (0, GENESIS)))
    if head != prev:
        return Verdict(office_id, prev.seq, prev.hash, prev.seq + 1, "head")
    return Verdict(office_id, prev.seq, prev.hash)


def _problem(prev: Head, values: Sequence[Any], stored: str) -> str:
    if values[1] != prev.seq + 1:
        return "missing"
    if values[-1] != prev.hash:
        return "unlinked"
    return "" if hashlib.sha256(encode([FORM, *values])).hexdigest() == stored else "changed"


def _stored(cursor: Cursor, office_id: int, upto: int | None) -> Iterator[tuple[list[Any], str]]:
    """Each entry of the chain: the values of a Record as they were hashed, and the hash stored with them."""
    bounded = upto is not None
    result = cursor.run(*((_WALK_UP_TO, (office_id, upto)) if bounded else (_WALK, (office_id,))))
    while rows := result.fetchmany(1000):
        for *values, stored in rows:
            if not cursor.is_sqlite:
                values[_AT], values[_ON] = moment_text(values[_AT]), values[_ON].isoformat()
            yield values, stored
