"""Writes replayed cases in bulk: items, entries of the chain, and what was kept apart."""

import datetime
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any, Final

from msgspec.structs import replace
from sqlmodel import Session

from states.fiscal import fiscal_year_of
from states.model import Definition
from states.thai import search_text
from workflow import disclosures, history
from workflow.arriving.log import Case, Event
from workflow.arriving.mapping import Written
from workflow.arriving.persons import Cast
from workflow.arriving.replaying import Replayed, Taken
from workflow.changes import Hand
from workflow.database import Cursor, Sql
from workflow.disclosures import Kept, Personal
from workflow.history import Head, Record, Sealed
from workflow.moments import bangkok_date, moment_text
from workflow.permissions import IMPORTED

LONGEST_CODE: Final = 40
LONGEST_TITLE: Final = 500
_DIGEST: Final = 8
_MOST_SATANG: Final = 10**15

_INSERT_ITEM = Sql(
    "INSERT INTO item (office_id, kind, code, title, search_text, fiscal_year, starts_on, ends_on, state,"
    " version, state_since, effective_on, definition_hash, opened_at)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id"
)
_CODES = Sql("SELECT code FROM item WHERE office_id = ?")
_KEEP_APART = Sql(
    "INSERT INTO quarantined_event (office_id, log_id, item_id, case_place, case_name, number, reason,"
    " detail, event) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_MOVE = Sql(
    "UPDATE item SET state = ?, version = version + ?, state_since = ?, effective_on = ?, ends_on = ?"
    " WHERE id = ?"
)


@dataclass
class Codes:
    """Codes of items that are taken in the office, and those that were made of names no code may be."""

    taken: set[str]
    made: dict[str, str] = field(default_factory=dict)

    def code(self, name: str, prefix: str) -> str:
        """The case's name as a code: at most 40 characters, printable, without a slash, not taken.

        A name that is not such a code is shortened, and a digest of the whole name and its turn added.
        """
        plain = prefix + "".join(c if c.isprintable() and c != "/" else "-" for c in name.strip())
        code, turn = plain, 0
        while not code.strip() or len(code) > LONGEST_CODE or code in self.taken:
            turn += 1
            digest = hashlib.sha256(f"{turn}\0{name}".encode()).hexdigest()[:_DIGEST]
            code = f"{plain[: LONGEST_CODE - _DIGEST - 1].strip()}-{digest}"
        self.taken.add(code)
        if code != prefix + name:
            self.made[name] = code
        return code


def codes_of(cursor: Cursor, office_id: int) -> Codes:
    """The codes that are taken in an office."""
    return Codes({row[0] for row in cursor.rows(_CODES, (office_id,))})


class _Following:
    """Entries that follow each other at the end of the office's chain, and the names that lie beside them."""

    def __init__(self, cursor: Cursor, office_id: int) -> None:
        self._cursor, self._office_id = cursor, office_id
        self._head = history.hold(cursor, office_id)
        self._sealed: list[Sealed] = []
        self._beside: list[tuple[int, Kept]] = []

    def add(self, record: Record, told: Mapping[str, Any]) -> None:
        """`record` with what is told in it."""
        said, kept = disclosures.committed(told)
        sealed = history.seal(self._head, replace(record, details=history.details(said)))
        self._head = Head(sealed.seq, sealed.hash)
        self._sealed.append(sealed)
        self._beside += [(sealed.seq, each) for each in kept]

    def write(self) -> list[int]:
        """Writes them; their numbers."""
        history.write_many(self._cursor, self._sealed)
        disclosures.keep_many(self._cursor, self._office_id, self._beside)
        return [each.seq for each in self._sealed]


@dataclass
class Writer:
    """Writes into one office within one transaction; `log_id` is the file all of it comes from."""

    session: Session
    office_id: int
    log_id: int
    mapping: Written
    past: Definition
    definition_hash: str
    hand: Hand
    cast: Cast
    codes: Codes

    def write(self, replayed: Sequence[Replayed]) -> None:
        """The cases as items, with an opening entry and one for each event taken, at the end of the chain."""
        cursor = Cursor(self.session)
        following = _Following(cursor, self.office_id)
        apart: list[tuple[Any, ...]] = []
        for each in replayed:
            code = self.codes.code(each.case.name, self.mapping.code_prefix)
            item_id = self._insert(cursor, each, code)
            following.add(self._opening(each, item_id, code), self._case(each))
            self._steps(following, each.taken, item_id, code, 1)
            apart += self._apart(each, item_id)
        following.write()
        if apart:
            cursor.run_many(_KEEP_APART, apart)

    def go_on(self, replayed: Replayed, item_id: int, code: str, version: int) -> list[int]:
        """Further steps of an item taken in before; the numbers of their entries."""
        if not replayed.taken:
            return []
        cursor = Cursor(self.session)
        following = _Following(cursor, self.office_id)
        self._steps(following, replayed.taken, item_id, code, version)
        numbers = following.write()
        on, at = cursor.date(_day(replayed.taken[-1].event)), cursor.moment(self.hand.at)
        cursor.run(_MOVE, (replayed.state, len(numbers), at, on, on, item_id))
        return numbers

    def _insert(self, cursor: Cursor, replayed: Replayed, code: str) -> int:
        known = [event for event in replayed.case.events if event.at is not None]
        first = _day(known[0]) if known else self.hand.day
        last = _day(replayed.taken[-1].event) if replayed.taken else first
        title = self._title(replayed.case)
        at = cursor.moment(self.hand.at)
        row = cursor.row(
            _INSERT_ITEM,
            (
                *(self.office_id, self.mapping.kind, code, title, search_text(f"{code} {title}")),
                *(fiscal_year_of(first).be, cursor.date(first), cursor.date(last)),
                *(replayed.state, 1 + len(replayed.taken), at, cursor.date(last)),
                *(self.definition_hash, at),
            ),
        )
        return int(row[0])

    def _title(self, case: Case) -> str:
        said = _attribute(case, self.mapping.title) if self.mapping.title else ""
        return (said.strip() or case.name.strip() or case.name)[:LONGEST_TITLE]

    def _opening(self, replayed: Replayed, item_id: int, code: str) -> Record:
        """The entry that opens the item."""
        first = next((event for event in replayed.case.events if event.at is not None), None)
        return Record(
            office_id=self.office_id,
            kind="imported",
            at=moment_text(self.hand.at),
            effective_on=(_day(first) if first else self.hand.day).isoformat(),
            item_id=item_id,
            subject=f"item:{code}",
            actor_id=self.hand.by,
            capacity=IMPORTED,
            to_state=self.past.initial,
            version=1,
            definition_hash=self.definition_hash,
        )

    def _case(self, replayed: Replayed) -> dict[str, Any]:
        """What the log says of the case as a whole."""
        told: dict[str, Any] = {"case": replayed.case.told(), "import": self.log_id}
        satang = satang_of(_attribute(replayed.case, self.mapping.amount)) if self.mapping.amount else None
        if satang is not None:
            told["satang"] = satang
        return told

    def _steps(
        self, following: _Following, taken: Sequence[Taken], item_id: int, code: str, version: int
    ) -> None:
        """An entry for each event, whose own words are its details; `version` is the item's before them."""
        at, subject = moment_text(self.hand.at), f"item:{code}"
        for number, each in enumerate(taken, start=1):
            record = Record(
                office_id=self.office_id,
                kind="step",
                at=at,
                effective_on=_day(each.event).isoformat(),
                item_id=item_id,
                subject=subject,
                actor_id=self.cast[each.event.resource],
                capacity=IMPORTED,
                trigger=each.trigger,
                from_state=each.from_state,
                to_state=each.to_state,
                version=version + number,
                definition_hash=self.definition_hash,
                reason=each.reason,
                dwell_seconds=each.dwell,
            )
            following.add(record, {"event": self._event(each.event)})

    def _event(self, event: Event) -> dict[str, object]:
        """The event's own words; who did it can be taken away at her request, unless it names nobody."""
        told = event.told()
        if event.resource not in self.mapping.nobody:
            told["resource"] = Personal(event.resource, self.cast[event.resource])
        return told

    def _apart(self, replayed: Replayed, item_id: int) -> list[tuple[Any, ...]]:
        case = replayed.case
        return [
            (
                *(self.office_id, self.log_id, item_id, case.place, case.name),
                *(each.event.number, str(each.reason), each.detail, history.details(each.event.told())),
            )
            for each in replayed.apart
        ]


def _day(event: Event) -> datetime.date:
    assert event.at is not None
    return bangkok_date(event.at)


def _attribute(case: Case, name: str) -> str:
    """What the case says under a name, else the first of its events that says anything there."""
    for attributes in (case.attributes, *(event.attributes for event in case.events)):
        if name in attributes:
            return attributes[name][1]
    return ""


def satang_of(text: str) -> int | None:
    """An amount of the log in satang, half a satang up; None where it is none."""
    try:
        amount = Decimal(text.strip().replace(",", ""))
    except InvalidOperation:
        return None
    if not amount.is_finite() or amount.copy_abs() > _MOST_SATANG:
        return None
    return int((amount * 100).quantize(Decimal(1), ROUND_HALF_UP))
