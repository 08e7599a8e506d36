"""What the superiors of a paper wrote on it, in their order: opinions on its way up, the order at signing."""

import datetime
from dataclasses import dataclass, replace
from typing import Final

from sqlmodel import Session, col, select

from workflow.models import Attestation, Entry, Occupancy, Person, Position
from workflow.permissions import ACTING, ON_BEHALF
from workflow.queries import in_force_on
from workflow.situation import read

GIVING: Final = ("pass_group", "pass_group_direct", "pass_deputy")
SIGNING: Final = ("sign", "sign_as_deputy")
_SUBMITTING = ("propose", "fix")


@dataclass(frozen=True, slots=True)
class Opinion:
    """One superior's words. `title` is her own post, `on` the Bangkok date she wrote them.

    `capacity` is own, acting or on_behalf; `stands_for` the post she stood in for, by the order `order_no`.
    """

    person_id: int
    by: str
    title: str
    text: str
    on: datetime.date
    capacity: str
    order_no: str = ""
    stands_for: str = ""


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
    """Her own words: they stand with the step, or she recorded them while the paper waited for it."""
    text = session.exec(
        select(Attestation.value)
        .where(
            Attestation.item_id == step.item_id,
            Attestation.code == fact,
            Attestation.item_version == step.version - 1,
            Attestation.attested_by == step.actor_id,
        )
        .order_by(col(Attestation.id).desc())
    ).first()
    taken = Opinion(
        person_id=step.actor_id,
        by=session.get_one(Person, step.actor_id).name_th,
        title=_title(session, step.position_id),
        text=text or "",
        on=step.effective_on,
        capacity=step.capacity,
        order_no=step.order_no,
    )
    if step.capacity in (ACTING, ON_BEHALF):
        return replace(taken, title=_own_title(session, step), stands_for=taken.title)
    return _on_behalf(session, step, taken) if step.trigger == "sign_as_deputy" else taken


def _title(session: Session, position_id: int | None) -> str:
    position = session.get(Position, position_id) if position_id else None
    return position.title_th if position else ""


def _own_title(session: Session, step: Entry) -> str:
    """The post she held herself on the day; the first of several."""
    held = session.exec(
        select(Position.title_th)
        .join(Occupancy, col(Occupancy.position_id) == col(Position.id))
        .where(
            Occupancy.person_id == step.actor_id,
            in_force_on(Occupancy, step.effective_on),
            in_force_on(Position, step.effective_on),
        )
        .order_by(col(Position.id))
    ).first()
    return held or ""


def _on_behalf(session: Session, step: Entry, taken: Opinion) -> Opinion:
    """The deputy takes this step by her own post, and signs it for the director by an order of that day."""
    assert step.item_id is not None
    reading = read(session, step.item_id, step.actor_id, step.effective_on, lock=False)
    for each in reading.actor.authorities:
        by_order = each.role == "area_director" and each.capacity in (ACTING, ON_BEHALF)
        if by_order and each.covers(reading.item.kind, step.trigger):
            post = _title(session, each.position_id)
            return replace(taken, capacity=each.capacity, order_no=each.order_no, stands_for=post)
    return taken
