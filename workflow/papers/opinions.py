"""What the superiors of a paper wrote on it, in their order: opinions on its way up, the order at signing."""

import datetime
from dataclasses import dataclass
from typing import Final

from sqlmodel import Session, col, select

from workflow.models import Attestation, Entry, Person, Position

GIVING: Final = ("pass_group", "pass_group_direct", "pass_deputy")
SIGNING: Final = ("sign", "sign_as_deputy")
_SUBMITTING = ("propose", "fix")


@dataclass(frozen=True, slots=True)
class Opinion:
    """One superior's words. `on` is the Bangkok date she wrote them; `capacity` own, acting or on_behalf,
    `order_no` the order by which she stood in for the post `title`."""

    person_id: int
    by: str
    title: str
    text: str
    on: datetime.date
    capacity: str
    order_no: str = ""


def steps_of(session: Session, item_id: int) -> list[Entry]:
    """The steps taken on the item and not undone, oldest first."""
    undone = select(Entry.corrects).where(Entry.item_id == item_id, Entry.kind == "undone")
    return list(
        session.exec(
            select(Entry)
            .where(Entry.item_id == item_id, Entry.kind == "step", col(Entry.seq).not_in(undone))
            .order_by(col(Entry.seq))
        )
    )


def opinions(session: Session, item_id: int) -> tuple[Opinion, ...]:
    """The opinions on the paper as it was last submitted; those on an earlier text do not count."""
    given: list[Entry] = []
    for step in steps_of(session, item_id):
        if step.trigger in _SUBMITTING:
            given = []
        elif step.trigger in GIVING:
            given.append(step)
    return tuple(_words(session, step, "opinion") for step in given)


def signing(session: Session, item_id: int) -> Opinion | None:
    """Who signed the paper, and the order she gave; None before the signature."""
    step = signing_step(session, item_id)
    return None if step is None else _words(session, step, "order")


def signing_step(session: Session, item_id: int) -> Entry | None:
    """The entry by which the paper was signed, unless that was undone."""
    signed = [step for step in steps_of(session, item_id) if step.trigger in SIGNING]
    return signed[-1] if signed else None


def _words(session: Session, step: Entry, fact: str) -> Opinion:
    """The words stand with the step, or were recorded while the paper waited for it."""
    text = session.exec(
        select(Attestation.value)
        .where(
            Attestation.item_id == step.item_id,
            Attestation.code == fact,
            Attestation.item_version == step.version - 1,
        )
        .order_by(col(Attestation.id).desc())
    ).first()
    position = session.get(Position, step.position_id) if step.position_id else None
    return Opinion(
        person_id=step.actor_id,
        by=session.get_one(Person, step.actor_id).name_th,
        title=position.title_th if position else "",
        text=text or "",
        on=step.effective_on,
        capacity=step.capacity,
        order_no=step.order_no,
    )
