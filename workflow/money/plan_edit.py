"""Changing a project in the plan's table: what it asks for while it is written, then quarters and days."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlmodel import Session, col, func, select

from workflow.amendments.binding import change_item
from workflow.changes import Hand
from workflow.errors import BadInput, ContentChanged
from workflow.models import Entry, Item, Person
from workflow.money.lines import NewLine, set_requested
from workflow.money.planned import set_plan
from workflow.proposals.editors import writer
from workflow.situation import read

PROPOSED: Final = ("draft", "returned")  # what it asks for is still its own to say
PLANNED: Final = ("in_plan", "authorised", "in_progress", "suspended")  # its amounts take an amendment
_KINDS: Final = ("lines", "particulars", "proposal")


@dataclass(frozen=True, slots=True)
class PlanEdit:
    """What is wanted of a project: four quarters in satang (None: as they are), its days, and its lines
    while it is written. `seen` is the entry of its content as this person read it."""

    seen: int
    quarters: Sequence[int] | None
    starts_on: datetime.date | None = None
    ends_on: datetime.date | None = None
    lines: Sequence[NewLine] | None = None


def last_edit(session: Session, item_id: int) -> int:
    """The number of the entry by which a project's content was changed last; 0 before the first."""
    found = session.exec(
        select(func.max(Entry.seq)).where(Entry.item_id == item_id, col(Entry.kind).in_(_KINDS))
    ).one()
    return int(found or 0)


def edit_project(session: Session, item: Item, wanted: PlanEdit, hand: Hand) -> bool:
    """Keeps all of it or nothing; whether anything was different.

    Raises NotAllowed, NotOpenHere, ContentChanged (somebody changed it since `seen`), BadInput.
    """
    session.flush()
    reading = read(session, item.id, hand.by, hand.day)  # nobody else changes the office from here on
    writer(reading.actor, reading.item, "submit")
    _check_unchanged(session, item, wanted.seen)
    if item.state in PROPOSED:
        if wanted.lines is None:
            raise BadInput("lines", "empty")
        set_requested(session, item, wanted.lines, wanted.quarters, hand)
        return True
    days = {"starts_on": wanted.starts_on or item.starts_on, "ends_on": wanted.ends_on or item.ends_on}
    changed = change_item(session, item, days, hand) is not None
    if wanted.quarters is not None:
        changed = set_plan(session, item, wanted.quarters, hand) is not None or changed
    return changed


def _check_unchanged(session: Session, item: Item, seen: int) -> None:
    newer = session.exec(
        select(Entry.at, Person.name_th)
        .join(Person, col(Person.id) == col(Entry.actor_id))
        .where(Entry.item_id == item.id, col(Entry.kind).in_(_KINDS), col(Entry.seq) > seen)
        .order_by(col(Entry.seq).desc())
    ).first()
    if newer is not None:
        at, name = newer
        raise ContentChanged(item.code, name, at)
