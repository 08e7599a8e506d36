"""Moves an item one step: all of it commits, or none of it. The one way an item moves."""

import datetime
from collections.abc import Mapping
from typing import Any

from msgspec import Struct
from sqlmodel import Session, col, select

from states.machine import graph
from states.model import Cascade, Definition, Strength, Transition
from workflow import arrivals, definitions, history, ledger, statements
from workflow.changes import Hand
from workflow.decision import offer
from workflow.errors import (
    BadDate,
    NotAllowed,
    SomebodyWasFaster,
    StepRefused,
    UnknownTrigger,
)
from workflow.facts import LONGEST_REASON, canonical_facts, known_documents, limited
from workflow.models import Entry, Item, Person
from workflow.moments import bangkok_date, date_text, moment_text
from workflow.permissions import Authority
from workflow.situation import Given, ItemNow, Reading, read
from workflow.statements import Attached, Step, write_step


class Moved(Struct, frozen=True):
    """What a step did: the entry's number in the office's chain and the item as it now stands."""

    item_id: int
    code: str
    trigger: str
    from_state: str
    to_state: str
    version: int
    entry_seq: int
    hash: str
    cascaded: tuple["Moved", ...] = ()


class Wish(Struct, frozen=True):
    """A step somebody asks for. `on` is the Bangkok date it was signed or resolved, `at` the moment told."""

    by: int
    at: datetime.datetime
    on: datetime.date
    given: Given
    documents: Mapping[str, Attached]
    synthetic: bool = False
    expect_version: int | None = None
    cascaded_from: int | None = None


def advance(
    session: Session,
    item_id: int,
    trigger: str,
    *,
    by: int,
    at: datetime.datetime,
    on: datetime.date | None = None,
    reason: str = "",
    evidence: Mapping[str, str] | None = None,
    documents: Mapping[str, Attached] | None = None,
    justifications: Mapping[str, str] | None = None,
    expect_version: int | None = None,
    synthetic: bool = False,
) -> Moved:
    """Fires `trigger` on the item for the person `by` at the moment `at`.

    `evidence` holds facts by key, `documents` stored files by document code; both are recorded with the
    step. `justifications` pass soft guards, by guard name. Raises UnknownItem, UnknownTrigger,
    SomebodyWasFaster, NotOpenHere, NotAllowed, StepRefused (with everything missing), BadEvidence, BadDate
    or TooLong; then nothing has changed. The caller's transaction decides when all of it commits.
    """
    files = documents or {}
    given = Given(
        reason=limited("reason", reason, LONGEST_REASON).strip(),
        facts=canonical_facts(evidence) if evidence else {},
        documents=known_documents(files),
        justifications=_justified(justifications) if justifications else {},
    )
    today = bangkok_date(at)
    wish = Wish(by, at, on or today, given, files, synthetic, expect_version)
    if wish.on > today:
        raise BadDate("in_future", wish.on.isoformat())
    reading = read(session, item_id, by, today)
    return _advance(session, reading, trigger, wish)


def _justified(justifications: Mapping[str, str]) -> dict[str, str]:
    return {name: limited("justification", text, LONGEST_REASON) for name, text in justifications.items()}


def _advance(
    session: Session,
    reading: Reading,
    trigger: str,
    wish: Wish,
    inherited: Authority | None = None,
) -> Moved:
    """One step, from what was read to what is written."""
    item = reading.item
    definition = definitions.by_hash(session, item.definition_hash)
    if wish.expect_version is not None and wish.expect_version != item.version:
        raise faster(session, item, wish.expect_version)
    move = _move(session, item, definition, trigger)
    weighed = offer(session, reading, definition, move, on=wish.on, given=wish.given, inherited=inherited)
    if weighed.denial is not None:
        raise NotAllowed(weighed.denial)
    if weighed.missing:
        raise StepRefused(trigger, weighed.missing)
    if wish.on < item.effective_on:
        raise BadDate("before_last_step", wish.on.isoformat(), item.effective_on)
    assert weighed.authority is not None
    step = _planned(session, reading, definition, move, weighed.authority, wish)
    if not write_step(reading.cursor, step):
        raise faster(session, item, item.version)
    if session.identity_map:
        session.expire_all()  # rows read earlier in this transaction may have moved
    statements.settle_on_parent(reading.cursor, step, move.settles_on_parent)
    children = tuple(_cascade(session, step, move, wish, weighed.authority))
    if (item.kind, move.target) in arrivals.WATCHED:
        arrivals.arrived(session, item.id, Hand(wish.by, wish.at), weighed.authority)
    return Moved(
        item.id,
        item.code,
        trigger,
        item.state,
        move.target,
        item.version + 1,
        step.sealed.seq,
        step.sealed.hash,
        children,
    )


def _move(session: Session, item: ItemNow, definition: Definition, trigger: str) -> Transition:
    """The step of this name from where the item stands; raises UnknownTrigger, NotOpenHere."""
    if trigger not in definition.triggers:
        raise UnknownTrigger(item.kind, trigger, tuple(sorted(definition.triggers)))
    if graph(definition, item.definition_hash).target(item.state, trigger) is None:
        raise definitions.not_open(session, item, trigger)
    return definition.moves[item.state, trigger]


def _planned(
    session: Session,
    reading: Reading,
    definition: Definition,
    move: Transition,
    authority: Authority,
    wish: Wish,
) -> Step:
    """Everything the step will write: its sealed entry, what it settles and opens, what was shown."""
    item = reading.item
    return Step(
        item=item,
        sealed=history.seal(reading.head, _record(item, move, authority, wish)),
        target=move.target,
        ends=definition.is_end(move.target),
        settles=move.settles,
        opens=_opened(session, definition, move, reading, wish.on) if move.opens else (),
        facts=wish.given.facts,
        documents=wish.documents,
        synthetic=wish.synthetic,
        notices=",".join(move.notices),
    )


def _opened(
    session: Session, definition: Definition, move: Transition, reading: Reading, on: datetime.date
) -> tuple[ledger.NewObligation, ...]:
    return ledger.obligations(session, definition, move.opens, reading.item, on, reading.calendar_version)


def _record(item: ItemNow, move: Transition, authority: Authority, wish: Wish) -> history.Record:
    """The history entry of a step."""
    return history.Record(
        office_id=item.office_id,
        kind="step",
        at=moment_text(wish.at),
        effective_on=date_text(wish.on),
        subject=f"item:{item.code}",
        actor_id=wish.by,
        capacity=authority.capacity,
        item_id=item.id,
        position_id=authority.position_id,
        principal_id=authority.principal_id,
        order_no=authority.order_no,
        trigger=move.trigger,
        from_state=item.state,
        to_state=move.target,
        version=item.version + 1,
        definition_hash=item.definition_hash,
        reason=wish.given.reason,
        details=_details(move, wish),
        dwell_seconds=max(0, int((wish.at - item.state_since).total_seconds())),
    )


def _details(move: Transition, wish: Wish) -> str:
    """What was given with the step, in the words of the record; the empty object where nothing was."""
    given = wish.given
    soft = {use.name for use in move.guards if use.strength is Strength.SOFT}
    told: dict[str, Any] = {
        "facts": dict(given.facts),
        "documents": {code: [file.sha256, file.filename] for code, file in wish.documents.items()},
        "justifications": {
            name: text for name, text in given.justifications.items() if name in soft and text.strip()
        },
        "synthetic": wish.synthetic,
        "cascaded_from": wish.cascaded_from,
    }
    return history.details({name: value for name, value in told.items() if value})


def _cascade(
    session: Session, parent: Step, move: Transition, wish: Wish, authority: Authority
) -> list[Moved]:
    """Moves the children that the step takes along, by the parent's authority and with its reason."""
    moved: list[Moved] = []
    for cascade in move.cascades:
        for child_id in _children(session, parent.item.id, cascade):
            reading = read(session, child_id, wish.by, bangkok_date(wish.at))
            carried = Wish(
                by=wish.by,
                at=wish.at,
                on=max(wish.on, reading.item.effective_on),
                given=Given(reason=wish.given.reason, documents=wish.given.documents),
                documents=wish.documents,
                synthetic=wish.synthetic,
                cascaded_from=parent.sealed.seq,
            )
            moved.append(_advance(session, reading, cascade.trigger, carried, inherited=authority))
    return moved


def _children(session: Session, parent_id: int, cascade: Cascade) -> list[int]:
    found = session.exec(
        select(Item.id)
        .where(
            Item.parent_id == parent_id, Item.kind == cascade.kind, col(Item.state).in_(cascade.from_states)
        )
        .order_by(Item.code)
    )
    return list(found.all())


def faster(session: Session, item: ItemNow, expected: int) -> SomebodyWasFaster:
    """What happened to the item since the version this person looked at."""
    last = session.exec(
        select(Entry, Person.name_th)
        .join(Person, col(Person.id) == col(Entry.actor_id))
        .where(Entry.item_id == item.id, col(Entry.version) > expected)
        .order_by(col(Entry.seq).desc())
    ).first()
    if last is None:
        return SomebodyWasFaster(item.code, expected, item.version)
    entry, name = last
    return SomebodyWasFaster(item.code, expected, entry.version, entry.trigger, name, entry.at)
