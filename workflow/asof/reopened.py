"""What counted as settled at a moment and is owed again since: what was taken back later."""

import datetime
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from workflow import definitions
from workflow.asof.course import Told
from workflow.asof.past import Past
from workflow.models import Entry, Item


@dataclass(frozen=True, slots=True)
class Closing:
    """A step that settled these deadline codes, was known then and has been taken back since.

    `ends`: the paper ended with it, and all else was cancelled. `earliest`: of each code only the earliest.
    """

    seq: int
    at: datetime.datetime
    on: datetime.date
    codes: Collection[str]
    outcome: str
    ends: bool = False
    earliest: bool = False


def taken_back_since(session: Session, told: Collection[Told], past: Past) -> Iterator[Closing]:
    """The paper's own steps and moves; `told` is its whole history."""
    by_seq = {each.seq: each for each in told}
    for entry in told:
        wrong = by_seq.get(entry.corrects or 0)
        if entry.kind not in ("undone", "unmigrated") or entry.at <= past.known:
            continue
        if wrong is None or wrong.at > past.known:
            continue
        if entry.kind == "unmigrated":
            codes = tuple(wrong.told.get("closed", ()))
            yield Closing(wrong.seq, wrong.at, wrong.effective_on, codes, "closed")
            continue
        definition = definitions.by_hash(session, wrong.definition_hash)
        move = definition.moves[wrong.from_state, wrong.trigger]
        ends = definition.is_end(move.target)
        yield Closing(wrong.seq, wrong.at, wrong.effective_on, move.settles, "done", ends=ends)


def by_children(session: Session, item: Item, past: Past) -> Iterator[Closing]:
    """Steps of the paper's children that settle what is owed on it, each the earliest due of its code."""
    undone = aliased(Entry)
    found = session.exec(
        select(Entry)
        .join(Item, col(Item.id) == col(Entry.item_id))
        .join(
            undone,
            (col(undone.item_id) == col(Entry.item_id)) & (col(undone.corrects) == col(Entry.seq)),
        )
        .where(
            Item.parent_id == item.id,
            Entry.office_id == item.office_id,
            Entry.at <= past.known,
            undone.kind == "undone",
            undone.at > past.known,
        )
        .order_by(col(Entry.seq))
    ).all()
    for entry in found:
        definition = definitions.by_hash(session, entry.definition_hash)
        for code in definition.moves[entry.from_state, entry.trigger].settles_on_parent:
            yield Closing(entry.seq, entry.at, entry.effective_on, (code,), "done", earliest=True)
