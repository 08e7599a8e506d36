"""Personal values in history: an entry holds a commitment, the value lies beside it and can be taken away.

The commitment is the SHA-256 of a random salt and the value. With both the entry says the value and nobody
can say another; without them nobody can find it out, and the chain of hashes is what it was.
"""

import hashlib
import json
import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlmodel import Session, col, select

from workflow.database import Cursor, Sql
from workflow.in_parts import in_parts
from workflow.models import Disclosure, Entry

KEY: Final = "commitment"
ERASED: Final = "ลบแล้วตามคำขอ"
STRANGE: Final = "ไม่ตรงกับประวัติ"  # what lies beside the entry is not what it committed to
_SALT: Final = 16  # bytes
_AT_ONCE: Final = 5_000  # entries: a statement takes only so many values
_KEEP: Final = Sql(
    "INSERT INTO disclosure (office_id, seq, path, person_id, salt, value) VALUES (?, ?, ?, ?, ?, ?)"
)
_Rows = Mapping[tuple[int, int, str], Disclosure]


@dataclass(frozen=True, slots=True)
class Personal:
    """A value that says something of a natural person; `person_id` whose it is, where she has an account."""

    value: str
    person_id: int | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """What lies beside an entry: where in its details (a JSON Pointer), whose, with which salt."""

    path: str
    person_id: int | None
    salt: str
    value: str


def commitment(salt: str, value: str) -> str:
    """SHA-256 over the salt's 16 bytes (given as 32 hexadecimal digits) and the value in UTF-8."""
    return hashlib.sha256(bytes.fromhex(salt) + value.encode()).hexdigest()


def committed(told: Mapping[str, Any]) -> tuple[dict[str, Any], list[Kept]]:
    """`told` with a commitment in the place of each Personal, and what is to be kept beside it.

    An empty value says nothing of anybody and stays as it is.
    """
    kept: list[Kept] = []
    return {str(key): _without(each, f"/{_escaped(str(key))}", kept) for key, each in told.items()}, kept


def _without(value: Any, path: str, kept: list[Kept]) -> Any:
    if isinstance(value, Personal):
        if not value.value:
            return ""
        salt = secrets.token_hex(_SALT)
        kept.append(Kept(path, value.person_id, salt, value.value))
        return {KEY: commitment(salt, value.value)}
    if isinstance(value, Mapping):
        return {key: _without(each, f"{path}/{_escaped(str(key))}", kept) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_without(each, f"{path}/{number}", kept) for number, each in enumerate(value)]
    return value


def keep(session: Session, office_id: int, seq: int, kept: Iterable[Kept]) -> None:
    """Puts the values beside the entry that has just been written."""
    rows = [
        Disclosure(
            office_id=office_id,
            seq=seq,
            path=each.path,
            person_id=each.person_id,
            salt=each.salt,
            value=each.value,
        )
        for each in kept
    ]
    if rows:
        session.add_all(rows)
        session.flush()


def keep_many(cursor: Cursor, office_id: int, beside: Sequence[tuple[int, Kept]]) -> None:
    """The same for many entries at once, each value with its entry's number."""
    if beside:
        rows = [(office_id, seq, it.path, it.person_id, it.salt, it.value) for seq, it in beside]
        cursor.run_many(_KEEP, rows)


def read(session: Session, entries: Sequence[Entry]) -> dict[tuple[int, int], dict[str, Any]]:
    """The details of each entry by office and number, with the personal values that are still there.

    One statement for some thousand entries that hold a commitment; none where none does.
    """
    details = {(each.office_id, each.seq): json.loads(each.details) for each in entries}
    hiding = [each for each in entries if f'"{KEY}":' in each.details]
    if not hiding:
        return details
    values = _beside(session, {each.office_id for each in hiding}, [each.seq for each in hiding])
    for each in hiding:
        key = (each.office_id, each.seq)
        details[key] = _with(details[key], "", key, values)
    return details


def told(session: Session, office_id: int, details: Mapping[int, str]) -> dict[int, dict[str, Any]]:
    """What JSON texts of details say, by entry, as `read`."""
    said: dict[int, dict[str, Any]] = {seq: json.loads(text) for seq, text in details.items()}
    hiding = [seq for seq, text in details.items() if f'"{KEY}":' in text]
    rows = _beside(session, {office_id}, hiding) if hiding else {}
    return said | {seq: _with(said[seq], "", (office_id, seq), rows) for seq in hiding}


def texts(session: Session, office_id: int, details: Mapping[int, str]) -> dict[int, str]:
    """The same as JSON texts again."""
    hiding = {seq: text for seq, text in details.items() if f'"{KEY}":' in text}
    said = told(session, office_id, hiding)
    return {**details, **{seq: json.dumps(each, ensure_ascii=False) for seq, each in said.items()}}


def _beside(session: Session, offices: Collection[int], seqs: Sequence[int]) -> _Rows:
    """The rows beside these entries, by office, entry and path."""
    found: dict[tuple[int, int, str], Disclosure] = {}
    for part in in_parts(seqs, _AT_ONCE):
        some = col(Disclosure.office_id).in_(offices), col(Disclosure.seq).in_(part)
        for row in session.exec(select(Disclosure).where(*some)):
            found[row.office_id, row.seq, row.path] = row
    return found


def read_one(session: Session, entry: Entry) -> dict[str, Any]:
    """The details of one entry, as `read`."""
    return read(session, [entry])[entry.office_id, entry.seq]


def _with(value: Any, path: str, key: tuple[int, int], rows: _Rows) -> Any:
    if isinstance(value, dict):
        if set(value) == {KEY} and isinstance(value[KEY], str):  # a log's attributes are lists
            return _said(rows.get((*key, path)), value[KEY])
        return {name: _with(each, f"{path}/{_escaped(name)}", key, rows) for name, each in value.items()}
    if isinstance(value, list):
        return [_with(each, f"{path}/{number}", key, rows) for number, each in enumerate(value)]
    return value


def _said(row: Disclosure | None, promised: str) -> str:
    if row is None:
        return ERASED
    try:
        holds = commitment(row.salt, row.value) == promised
    except ValueError:
        return STRANGE
    return row.value if holds else STRANGE


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
