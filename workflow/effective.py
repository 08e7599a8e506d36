"""Which day of a step counts: the day it bears, as last corrected, and the day that holds against a deadline."""

import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from workflow import definitions
from workflow.models import Entry
from workflow.moments import bangkok_date

# Guards of steps that record a paper or a resolution of others: its own date tells when it was, whoever typed it.
_OTHERS_WORD: Final = frozenset({"resolution_evidence", "outgoing_letter_numbered"})


def effective_day(
    entry: Any = Entry, *, known_by: datetime.datetime | None = None
) -> ColumnElement[datetime.date]:
    """The Bangkok date on which a step took effect: what its latest correction says, else its own.

    `entry` is Entry or an alias of it that the query selects from. With `known_by` only corrections recorded
    before that moment count.
    """
    later = aliased(Entry)
    corrected = (
        select(col(later.effective_on))
        .where(
            col(later.item_id) == col(entry.item_id),
            col(later.kind) == "corrected",
            col(later.corrects) == col(entry.seq),
        )
        .order_by(col(later.seq).desc())
        .limit(1)
    )
    if known_by is not None:
        corrected = corrected.where(col(later.at) < known_by)
    return func.coalesce(corrected.correlate(entry).scalar_subquery(), col(entry.effective_on))


def day_in_time(session: Session, entry: Entry, dated: datetime.date) -> datetime.date:
    """The Bangkok date that holds against a deadline; `dated` is the step's effective day.

    A resolution of another body and a numbered letter bear their own date. The office's own step holds no
    earlier than it was recorded: a date that was typed in does not make late work punctual.
    """
    if entry.kind != "step":
        return dated
    definition = definitions.by_hash(session, entry.definition_hash)
    move = definition.moves.get((entry.from_state, entry.trigger))
    if move is None or any(use.name in _OTHERS_WORD for use in move.guards):
        return dated
    return max(dated, bangkok_date(entry.at))
