"""From which day a step counts: the day recorded with it, or the one that was put right since."""

import datetime
from functools import lru_cache
from typing import Final, Protocol

from sqlalchemy import ColumnElement
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from workflow import definitions
from workflow.models import Entry
from workflow.moments import bangkok_date

# Guards of steps that record a resolution or a letter: its own date tells when it was, whoever typed it.
_OTHERS_WORD: Final = frozenset({"resolution_evidence", "outgoing_letter_numbered"})
# Steps that are the office's own, by definition, state and trigger: a definition never changes.
_own: dict[tuple[str, str, str], bool] = {}


@lru_cache(maxsize=64)  # put together for every statement, it takes longer than to carry it out
def counted_from(known_by: datetime.datetime | None = None) -> ColumnElement[datetime.date]:
    """The Bangkok date of an `Entry` of the query around it, with its latest correction.

    With `known_by` only what was corrected before that moment counts.
    """
    right = aliased(Entry)
    corrected = select(col(right.effective_on)).where(
        right.item_id == Entry.item_id, right.corrects == Entry.seq, right.kind == "corrected"
    )
    if known_by is not None:
        corrected = corrected.where(right.at < known_by)
    latest = corrected.order_by(col(right.seq).desc()).limit(1).correlate(Entry).scalar_subquery()
    return func.coalesce(latest, col(Entry.effective_on))


def moves(session: Session, item_id: int) -> list[tuple[int, datetime.date]]:
    """The entries that brought an item where it stands, none of them undone: their number and day."""
    undone = select(Entry.corrects).where(
        Entry.item_id == item_id, Entry.kind == "undone", col(Entry.corrects).is_not(None)
    )
    found = session.exec(
        select(Entry.seq, counted_from())
        .where(
            Entry.item_id == item_id,
            Entry.to_state != "",
            col(Entry.kind).not_in(("undone", "migrated", "unmigrated")),
            col(Entry.seq).not_in(undone),
        )
        .order_by(col(Entry.seq))
    )
    return list(found.all())


class Dated(Protocol):
    """What of an entry tells which day holds: the entry itself, or a row with these of its columns."""

    @property
    def at(self) -> datetime.datetime: ...
    @property
    def kind(self) -> str: ...
    @property
    def definition_hash(self) -> str: ...
    @property
    def from_state(self) -> str: ...
    @property
    def trigger(self) -> str: ...


def day_in_time(session: Session, entry: Dated, dated: datetime.date) -> datetime.date:
    """The Bangkok date that holds against a deadline; `dated` is the day from which the step counts.

    A resolution of another body and a numbered letter bear their own date. The office's own step holds no
    earlier than it was recorded: a date that was typed in does not make late work punctual.
    """
    if entry.kind != "step":
        return dated
    own = is_own_step(session, (entry.definition_hash, entry.from_state, entry.trigger))
    return max(dated, bangkok_date(entry.at)) if own else dated


def is_own_step(session: Session, step: tuple[str, str, str]) -> bool:
    """Whether a step, by its definition, state and trigger, is the office's own and bears no other date."""
    if step not in _own:
        move = definitions.by_hash(session, step[0]).moves.get(step[1:])
        _own[step] = move is not None and not any(use.name in _OTHERS_WORD for use in move.guards)
    return _own[step]
