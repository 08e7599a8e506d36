"""The two times of a question about the past: the day it is about, and the moment whose knowledge counts."""

import datetime
import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from msgspec.structs import replace
from sqlmodel import Session

from workflow import disclosures
from workflow.asof.course import Told
from workflow.database import Cursor, Sql
from workflow.errors import PastRefused, UnknownOffice
from workflow.moments import BANGKOK, bangkok_date, end_of
from workflow.situation import date_of

_AN_INSTANT = datetime.timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Past:
    """`on`: the end of this Bangkok date. `known`: of what had been recorded by this moment, included.

    `now` is the moment of asking; whoever knows up to now knows everything. `begins` is the moment of the
    office's first entry.
    """

    office_id: int
    on: datetime.date
    known: datetime.datetime
    now: datetime.datetime
    begins: datetime.datetime

    @property
    def cut(self) -> datetime.datetime:
        """The last moment that counts for what has no day of its own: a name, an amount that was asked."""
        return min(self.known, end_of(self.on) - _AN_INSTANT)

    @property
    def known_on(self) -> datetime.date:
        """The Bangkok date of the moment whose knowledge counts."""
        return bangkok_date(self.known)

    @property
    def whole_day(self) -> bool:
        """Whether that day's knowledge counts to its end."""
        return self.known >= end_of(self.known_on) - _AN_INSTANT

    @property
    def all_known(self) -> bool:
        """Whether nothing that is recorded by now is left out."""
        return self.known >= self.now

    @property
    def before_record(self) -> bool:
        """Whether the day lies before the office's record begins, which then tells little of it."""
        return self.on < bangkok_date(self.begins)


def past(
    session: Session,
    office_id: int,
    on: datetime.date,
    known: datetime.date | datetime.datetime | None,
    now: datetime.datetime,
) -> Past:
    """The question, checked; `known` a Bangkok date (to its end), a moment, or None for all that is known.

    Raises PastRefused: in_future; known_before_on (what was known before the day about it); before_record
    (before the office's first entry nothing was known), UnknownOffice.
    """
    today = bangkok_date(now)
    moment = _moment(known, now)
    if on > today:
        raise PastRefused("in_future", on, today)
    if bangkok_date(moment) > today or moment > end_of(today):
        raise PastRefused("in_future", bangkok_date(moment), today)
    if bangkok_date(moment) < on:
        raise PastRefused("known_before_on", bangkok_date(moment), on)
    begins = _begins(session, office_id)
    if begins is None:
        raise UnknownOffice(str(office_id))
    if moment < begins:
        raise PastRefused("before_record", bangkok_date(moment), bangkok_date(begins))
    return Past(office_id, on, moment, now, begins)


def _moment(known: datetime.date | datetime.datetime | None, now: datetime.datetime) -> datetime.datetime:
    """The last moment that counts; of today that is the present one."""
    if known is None:
        return now
    if isinstance(known, datetime.datetime):
        return known
    if known == bangkok_date(now):
        return now
    if known == datetime.date.max:
        return datetime.datetime.combine(known, datetime.time(), BANGKOK)
    return end_of(known) - _AN_INSTANT


_FIRST = Sql("SELECT at FROM history_entry WHERE office_id = ? ORDER BY seq LIMIT 1")


def _begins(session: Session, office_id: int) -> datetime.datetime | None:
    found = Cursor(session).row(_FIRST, (office_id,))
    return moment_of(found[0]) if found else None


def moment_of(value: object) -> datetime.datetime:
    """A moment as either database gives it."""
    if isinstance(value, datetime.datetime):
        return value
    return datetime.datetime.fromisoformat(str(value))


_COLUMNS = (
    "seq, kind, at, effective_on, from_state, to_state, version, definition_hash, corrects, details,"
    " item_id, subject"
)
_DETAILS = _COLUMNS.split(", ").index("details")
_CHANGES = Sql(
    f"SELECT {_COLUMNS} FROM history_entry WHERE office_id = ? AND at > ?"  # noqa: S608  constant text
    " AND kind IN (SELECT value FROM json_each(?)) ORDER BY seq DESC",
    f"SELECT {_COLUMNS} FROM history_entry WHERE office_id = ? AND at > ?"  # noqa: S608  constant text
    " AND kind IN (SELECT value FROM json_array_elements_text(?::json)) ORDER BY seq DESC",
)


def later(
    session: Session, office_id: int, moment: datetime.datetime, kinds: Collection[str]
) -> Iterator[tuple[Told, int | None, str]]:
    """The office's entries of these kinds recorded after `moment`, newest first: to be taken back in turn.

    Each with its item and its subject's code.
    """
    cursor = Cursor(session)
    asked = (office_id, cursor.moment(moment), json.dumps(sorted(kinds)))
    rows = cursor.rows(_CHANGES, asked)
    details = disclosures.texts(session, office_id, {row[0]: row[_DETAILS] for row in rows})
    for *values, item_id, subject in rows:
        seq, kind, at, on, *rest = values
        told = Told(seq, kind, moment_of(at), date_of(on), *rest)
        yield replace(told, details=details[seq]), item_id, subject.partition(":")[2]
