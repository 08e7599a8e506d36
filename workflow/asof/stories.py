"""The stories of several papers at once, as far as they were known at a moment: one statement for all."""

from dataclasses import dataclass, field

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from workflow.asof.course import Course, Mark, Standing, Told
from workflow.asof.particulars import Changes
from workflow.asof.past import Past
from workflow.models import Entry, Item

# Of a step, what was given with it is read elsewhere; of these kinds the details tell what changed.
_TELLING = frozenset({"proposal", "particulars", "paper"})


@dataclass(slots=True)
class Story:
    """One paper as it was known: where it went, and what of its particulars was changed later than that."""

    item: Item
    course: Course = field(default_factory=Course)
    unknown: Changes = field(default_factory=Changes)

    @property
    def known(self) -> bool:
        """Whether anything of it had been recorded."""
        return bool(self.course.marks)

    @property
    def opening(self) -> Mark:
        """Its first entry."""
        return self.course.marks[0]

    def standing(self, past: Past) -> Standing | None:
        """Where it stood on the day; None before it was there."""
        return self.course.on(past.on)

    def state_or_first(self, past: Past) -> str:
        """Its state on the day; of a paper taken in later, that in which it was taken in.

        What it was before was told to nobody here, and money is counted as it was taken in.
        """
        standing = self.standing(past)
        return standing.state if standing else self.opening.state


def stories(session: Session, past: Past, which: ColumnElement[bool]) -> list[Story]:
    """The papers of the office for which `which` holds and that were known, by code; two statements."""
    mine = select(Item).where(Item.office_id == past.office_id, which).order_by(Item.code)
    found = {item.id: Story(item) for item in session.exec(mine)}
    told = (
        select(
            *(Entry.item_id, Entry.seq, Entry.kind, Entry.at, Entry.effective_on, Entry.from_state),  # type: ignore[call-overload]
            *(Entry.to_state, Entry.version, Entry.definition_hash, Entry.corrects, Entry.details),
        )
        .join(Item, col(Item.id) == col(Entry.item_id))
        .where(
            Item.office_id == past.office_id,
            which,
            (col(Entry.to_state) != "") | col(Entry.kind).in_(("corrected", *_TELLING)),
        )
        .order_by(col(Entry.seq))
    )
    for item_id, *values in session.execute(told):
        take(found[item_id], Told(*values), past)
    return [each for each in found.values() if each.known]


def take(story: Story, entry: Told, past: Past) -> None:
    """Adds an entry to what was known of a paper, or to what was changed later."""
    if entry.at <= past.known and entry.kind not in _TELLING:
        story.course.take(entry)
    if entry.at > past.cut:
        story.unknown.take(entry)
