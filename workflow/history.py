"""The one place where history is written: appended, chained, never changed."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from msgspec import Struct
from msgspec.json import encode
from msgspec.structs import astuple, replace
from sqlmodel import Session

from workflow.database import Cursor, Sql
from workflow.errors import UnknownOffice

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
_DETAILS: Final = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
_ADVANCE_HEAD = Sql("UPDATE chain_head SET seq = ?, hash = ? WHERE office_id = ?")


def details(values: Mapping[str, Any]) -> str:
    """The JSON text of an entry's details, as it will be stored and hashed."""
    return _DETAILS.encode(values)


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
    missing (a number is left out), head (the chain's head is not its last entry). `marked` are the hashes of
    those entries that were asked for, as far as the chain holds.
    """

    office_id: int
    entries: int
    last_hash: str
    bad_seq: int | None = None
    problem: str = ""
    marked: Mapping[int, str] = field(default_factory=dict, compare=False)

    @property
    def holds(self) -> bool:
        return self.bad_seq is None


# The values of an entry come as they were hashed, its form first and its own hash last: a row needs no more
# than one slice to be encoded.
_HASHED = ", ".join(Record.__struct_fields__)
_HASHED_ON_POSTGRESQL = _HASHED.replace(
    " at,", """ to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),"""
).replace("effective_on", "to_char(effective_on, 'YYYY-MM-DD')")
_BATCH = 2_000
_REST = f"""FROM history_entry WHERE office_id = ? AND seq > ? AND seq <= ? ORDER BY seq LIMIT {_BATCH}"""
_WALK = Sql(
    f"SELECT '{FORM}', {_HASHED}, hash {_REST}",
    f"SELECT '{FORM}'::text, {_HASHED_ON_POSTGRESQL}, hash {_REST}",
)
_HEAD = Sql("SELECT seq, hash FROM chain_head WHERE office_id = ?")
_LAST: Final = 2**62
_SEQ: Final = 1 + Record.__struct_fields__.index("seq")


def verify(
    session: Session,
    office_id: int,
    *,
    upto: int | None = None,
    after: Head | None = None,
    marks: Iterable[int] = (),
    progress: Callable[[int], None] = lambda entries: None,
) -> Verdict:
    """Reads the office's whole chain, or as far as entry `upto`, and recomputes every hash.

    `after` is an entry up to which it was found to hold before: it is read from there on.
    `progress` hears after every some thousand entries how many have been read. What others append meanwhile
    is read too; memory does not grow with the chain.
    """
    cursor, walk = Cursor(session), _Walk(after or Head(), sorted(set(marks)))
    while walk.good:
        last = walk.end.seq or -_LAST  # a number below 1 is no entry's either
        rows = cursor.rows(_WALK, (office_id, last, _LAST if upto is None else upto))
        if rows:
            walk.over(rows)
            progress(walk.end.seq)
        elif upto is not None or Head(*(cursor.row(_HEAD, (office_id,)) or (0, GENESIS))) == walk.end:
            break
        elif not cursor.rows(_WALK, (office_id, last, _LAST)):
            walk.bad = (walk.end.seq + 1, "head")  # nothing was appended between the two looks
    if walk.good and upto is not None and walk.end.seq < upto:
        walk.bad = (walk.end.seq + 1, "missing")
    bad_seq, problem = walk.bad or (None, "")
    return Verdict(office_id, walk.end.seq, walk.end.hash, bad_seq, problem, walk.marked)


def canonical(session: Session, office_id: int, seq: int) -> bytes | None:
    """The canonical bytes of one entry as it stands in the database; None where it is not there."""
    found = Cursor(session).row(_WALK, (office_id, seq - 1, seq))
    return encode(found[:-1]) if found else None


class _Walk:
    """How far a chain has been found to hold."""

    __slots__ = ("_marks", "bad", "end", "marked")

    def __init__(self, start: Head, marks: list[int]) -> None:
        self.end = start
        self.bad: tuple[int, str] | None = None
        self.marked: dict[int, str] = {}
        self._marks = marks

    @property
    def good(self) -> bool:
        return self.bad is None

    def over(self, rows: Sequence[tuple[Any, ...]]) -> None:
        """Goes on over rows of _WALK, and stops at the first that does not hold."""
        sha256, seq, prev, start = hashlib.sha256, self.end.seq, self.end.hash, self.end.seq
        for row in rows:
            if row[_SEQ] != seq + 1 or row[-2] != prev or sha256(encode(row[:-1])).hexdigest() != row[-1]:
                self.bad = (row[_SEQ], _problem(row, seq, prev))
                break
            seq, prev = seq + 1, row[-1]
        self.end = Head(seq, prev)
        while self._marks and self._marks[0] <= seq:
            mark = self._marks.pop(0)
            if mark > start:
                self.marked[mark] = rows[mark - start - 1][-1]


def _problem(row: tuple[Any, ...], seq: int, prev: str) -> str:
    if row[_SEQ] != seq + 1:
        return "missing"
    return "unlinked" if row[-2] != prev else "changed"
