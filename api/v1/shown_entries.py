"""History entries as programs see them: who did what, when, on whose authority."""

from collections.abc import Iterable, Sequence
from typing import Any

from pydantic import BaseModel, Field
from sqlmodel import Session, col, select

from api.v1.shapes import BangkokDate, Instant, Named, named
from api.v1.shown_items import OwnerShown
from states.model import Definition, Label
from workflow import definitions, disclosures
from workflow.models import Entry, Item, Person, Position


class PositionShown(BaseModel):
    code: str
    title_th: str


class EntryShown(BaseModel):
    """One entry of the office's chain. It is never changed; a correction is another entry."""

    seq: int = Field(description="Number in the office's chain")
    kind: str = Field(description="opened, step, attested, corrected, undone, sign_in, definition …")
    at: Instant = Field(description="When it was recorded, UTC")
    effective_on: BangkokDate = Field(description="Bangkok date it was signed or resolved")
    item: str | None = Field(description="The item's code")
    subject: str
    actor: OwnerShown
    position: PositionShown | None
    principal: OwnerShown | None = Field(
        description="Who holds the position, where the actor stood in for her"
    )
    capacity: str = Field(description="own, acting, on_behalf, system or imported")
    order_no: str = Field(description="The order by which she stood in")
    trigger: Named | None
    from_state: Named | None
    to_state: Named | None
    version: int = Field(description="The item's version afterwards")
    definition_hash: str
    reason: str
    details: dict[str, Any] = Field(
        description="Facts, documents and justifications given with it; personal values that were erased are"
        f" told as “{disclosures.ERASED}”"
    )
    corrects: int | None = Field(description="The entry it corrects")
    dwell_seconds: int | None = Field(description="How long the item had stood where it was")
    prev_hash: str
    hash: str


class EntryPage(BaseModel):
    """One page of history in the order it was recorded."""

    entries: list[EntryShown]
    next_after: int | None = Field(description="Send it as `after` for the next page; null on the last")


def page_of(session: Session, rows: Sequence[Entry], limit: int) -> EntryPage:
    """The first `limit` of `rows`, and where the next page starts if there are more."""
    shown = show_entries(session, rows[:limit])
    return EntryPage(entries=shown, next_after=shown[-1].seq if len(rows) > limit else None)


def show_entries(session: Session, entries: Sequence[Entry]) -> list[EntryShown]:
    """The entries with their names, in four statements however many there are."""
    people = _by_id(session, Person, [id_ for e in entries for id_ in (e.actor_id, e.principal_id)])
    positions = _by_id(session, Position, [e.position_id for e in entries])
    details = disclosures.read(session, entries)
    codes = {item.id: item.code for item in _by_id(session, Item, [e.item_id for e in entries]).values()}
    return [
        _shown(
            entry,
            _definition(session, entry),
            codes.get(entry.item_id or 0),
            people[entry.actor_id],
            positions.get(entry.position_id or 0),
            people.get(entry.principal_id or 0),
            details[entry.office_id, entry.seq],
        )
        for entry in entries
    ]


def _by_id(session: Session, table: Any, ids: Iterable[int | None]) -> dict[int, Any]:
    wanted = {each for each in ids if each is not None}
    return (
        {row.id: row for row in session.exec(select(table).where(col(table.id).in_(wanted)))}
        if wanted
        else {}
    )


def _definition(session: Session, entry: Entry) -> Definition | None:
    return definitions.by_hash(session, entry.definition_hash) if entry.definition_hash else None


def _shown(
    entry: Entry,
    definition: Definition | None,
    code: str | None,
    actor: Person,
    position: Position | None,
    principal: Person | None,
    details: dict[str, Any],
) -> EntryShown:
    return EntryShown(
        seq=entry.seq,
        kind=entry.kind,
        at=entry.at,
        effective_on=entry.effective_on,
        item=code,
        subject=entry.subject,
        actor=_person(actor),
        position=PositionShown(code=position.code, title_th=position.title_th) if position else None,
        principal=_person(principal) if principal else None,
        capacity=entry.capacity,
        order_no=entry.order_no,
        trigger=_trigger(entry.trigger, definition),
        from_state=_state(entry.from_state, definition),
        to_state=_state(entry.to_state, definition),
        version=entry.version,
        definition_hash=entry.definition_hash,
        reason=entry.reason,
        details=details,
        corrects=entry.corrects,
        dwell_seconds=entry.dwell_seconds,
        prev_hash=entry.prev_hash,
        hash=entry.hash,
    )


def _person(person: Person) -> OwnerShown:
    return OwnerShown(username=person.username, name_th=person.name_th)


def _state(name: str, definition: Definition | None) -> Named | None:
    if not name:
        return None
    known = definition.by_state.get(name) if definition else None
    return named(name, known.label if known else None)


def _trigger(name: str, definition: Definition | None) -> Named | None:
    if not name:
        return None
    labels: dict[str, Label] = (
        {each.trigger: each.label for each in definition.transitions} if definition else {}
    )
    return named(name, labels.get(name))
