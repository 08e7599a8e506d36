"""What groups and readers owe one by one: answered by each for herself, apart from the steps of the paper."""

import datetime
from collections.abc import Iterable

from sqlalchemy import ColumnElement, insert
from sqlmodel import Session, col, update

from states.model import Duty
from workflow import definitions, ledger
from workflow.database import Cursor, Sql
from workflow.history import Sealed
from workflow.models import Acknowledgement, Item, Obligation
from workflow.moments import bangkok_date
from workflow.situation import ItemNow

# One statement for everybody asked: an office has some sixty people, a circular may reach all schools.
_FOR_READERS = """
INSERT INTO obligation (office_id, item_id, code, turn, owed_by, school_id, person_id, due_on, formula,
                        calendar_version, reckoning, ladder, opened_seq, opened_at, outcome)
SELECT i.office_id, i.id, d.code, d.turn, d.owed_by, i.school_id, a.person_id, d.due_on, d.formula,
       d.calendar_version, d.reckoning, d.ladder, d.seq, d.at, ''
  FROM (SELECT {values}) AS d
  JOIN item i ON i.id = ?
  JOIN acknowledgement a ON a.item_id = i.id AND a.read_at IS NULL
  JOIN person p ON p.id = a.person_id AND p.active_from <= ? AND (p.active_to IS NULL OR p.active_to >= ?)
 WHERE true
    ON CONFLICT DO NOTHING"""
_TOLD = "code text, turn int, owed_by text, due_on date, formula text, calendar_version text, reckoning text"
_TYPES = [each.split() for each in f"{_TOLD}, ladder text, seq int, at timestamptz".split(", ")]
_OPEN_FOR_READERS = Sql(
    _FOR_READERS.format(values=", ".join(f"? AS {name}" for name, _ in _TYPES)),
    _FOR_READERS.format(values=", ".join(f"?::{kind} AS {name}" for name, kind in _TYPES)),
)
_CALENDAR = Sql("SELECT calendar_version FROM office WHERE id = ?")


def ask(
    session: Session, item: Item | ItemNow, people: Iterable[int], at: datetime.datetime, seq: int
) -> None:
    """Puts the paper before `people` who were not asked yet; who has not read it owes that, once.

    The entry `seq` is the one by which they are asked.
    """
    rows = [{"item_id": item.id, "person_id": each, "asked_at": at} for each in people]
    if rows:
        session.execute(insert(Acknowledgement), rows)
    definition = definitions.by_hash(session, item.definition_hash)
    for duty in definition.duties:
        if duty.each == "reader":
            _open_for_readers(session, item, duty, at, seq)


def _open_for_readers(
    session: Session, item: Item | ItemNow, duty: Duty, at: datetime.datetime, seq: int
) -> None:
    cursor, on = Cursor(session), bangkok_date(at)
    (version,) = cursor.row(_CALENDAR, (item.office_id,))
    calendar = ledger.calendar_of(session, item.office_id, version)
    for turn, due in enumerate(ledger.due_dates_of(duty, item, on, calendar), start=1):
        told = (
            *(duty.code, turn, duty.owed_by, cursor.date(due.on), due.formula, due.calendar_version),
            *(due.reckoning.to_json(), duty.ladder, seq, cursor.moment(at)),
        )
        cursor.run(_OPEN_FOR_READERS, (*told, item.id, cursor.date(on), cursor.date(on)))


def group_answered(session: Session, item: Item, group_id: int, sealed: Sealed, *, excused: bool) -> None:
    """The group's part is in, or it is excused, as the entry tells: it owes none any more."""
    _close(session, item, "group", col(Obligation.group_id) == group_id, sealed, excused=excused)


def reader_answered(session: Session, item: ItemNow, person_id: int, sealed: Sealed) -> None:
    """She has read what was put before her, as the entry tells."""
    _close(session, item, "reader", col(Obligation.person_id) == person_id, sealed)


def _close(
    session: Session,
    item: Item | ItemNow,
    each: str,
    whose: ColumnElement[bool],
    sealed: Sealed,
    *,
    excused: bool = False,
) -> None:
    definition = definitions.by_hash(session, item.definition_hash)
    codes = [duty.code for duty in definition.duties if duty.each == each]
    mine = (col(Obligation.item_id) == item.id, col(Obligation.outcome) == "", whose)
    session.exec(
        update(Obligation)
        .where(*mine, col(Obligation.code).in_(codes))
        .values(
            outcome="cancelled" if excused else "done",
            closed_seq=sealed.seq,
            closed_at=datetime.datetime.fromisoformat(sealed.record.at),
        )
    )
