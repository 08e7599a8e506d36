"""The definitions an office has published: kept by hash, read once, never changed."""

import datetime

from sqlmodel import Session, col, select

from states.canonical import canonical_json, content_hash, from_canonical
from states.model import Definition, Label
from states.verify import verify
from workflow import history
from workflow.errors import DefinitionRefused, NotOpenHere, UnknownKind
from workflow.models import Item, OfficeDefinition, PublishedDefinition
from workflow.moments import bangkok_date, moment_text
from workflow.permissions import Authority
from workflow.situation import ItemNow

_read: dict[str, Definition] = {}  # content-addressed, so what was read once stays true


def by_hash(session: Session, definition_hash: str) -> Definition:
    """The published definition of this hash, which must exist."""
    if definition_hash not in _read:
        row = session.get_one(PublishedDefinition, definition_hash)
        _read[definition_hash] = from_canonical(row.body)
    return _read[definition_hash]


def state_label(session: Session, definition_hash: str, state: str) -> Label:
    """What a state is called, also one that an item stood in before it was moved to this definition."""
    known = by_hash(session, definition_hash)
    found = known.by_state.get(state)
    if found is not None:
        return found.label
    others = session.exec(
        select(PublishedDefinition.hash)
        .where(PublishedDefinition.kind == known.kind)
        .order_by(col(PublishedDefinition.published_at), col(PublishedDefinition.hash))
    )
    labels = (by_hash(session, name).by_state.get(state) for name in others.all())
    return next((each.label for each in labels if each is not None), Label(state, state))


def not_open(session: Session, item: Item | ItemNow, trigger: str) -> NotOpenHere:
    """That what `trigger` names cannot be done where the item stands, with the steps that can."""
    definition = by_hash(session, item.definition_hash)
    here = tuple(move.trigger for move in definition.leaving(item.state))
    return NotOpenHere(item.code, trigger, definition.by_state[item.state].label, here)


def in_force(session: Session, office_id: int, kind: str, at: datetime.datetime) -> str:
    """The hash of the definition under which the office starts new items of `kind`; raises UnknownKind."""
    found = session.exec(
        select(OfficeDefinition.definition_hash)
        .where(
            OfficeDefinition.office_id == office_id,
            OfficeDefinition.kind == kind,
            OfficeDefinition.valid_from <= at,
        )
        .order_by(col(OfficeDefinition.valid_from).desc(), col(OfficeDefinition.id).desc())
    ).first()
    if found is None:
        raise UnknownKind(kind)
    return found


def all_in_force(session: Session, office_id: int, at: datetime.datetime) -> dict[str, Definition]:
    """The definitions under which the office starts new items, by kind."""
    rows = session.exec(
        select(OfficeDefinition.kind, OfficeDefinition.definition_hash)
        .where(OfficeDefinition.office_id == office_id, OfficeDefinition.valid_from <= at)
        .order_by(col(OfficeDefinition.valid_from), col(OfficeDefinition.id))
    ).all()
    newest = dict(rows)  # the last of a kind takes the place of those before
    return {kind: by_hash(session, newest[kind]) for kind in sorted(newest)}


def publish(
    session: Session,
    office_id: int,
    definition: Definition,
    *,
    by: int,
    at: datetime.datetime,
    reason: str = "",
    authority: Authority | None = None,
) -> str:
    """Makes `definition` the one for new items of its kind in the office; its hash.

    Without `authority` it is the system that publishes. Raises DefinitionRefused where verification finds
    anything. Items under way keep theirs.
    """
    findings = verify(definition)
    if findings:
        raise DefinitionRefused(definition.kind, tuple(Label(each.th, each.en) for each in findings))
    name = content_hash(definition)
    if session.get(PublishedDefinition, name) is None:
        session.add(
            PublishedDefinition(
                hash=name,
                kind=definition.kind,
                profile=definition.profile,
                body=canonical_json(definition),
                published_at=at,
            )
        )
        session.flush()
    session.add(
        OfficeDefinition(
            office_id=office_id, kind=definition.kind, definition_hash=name, published_by=by, valid_from=at
        )
    )
    record = history.Record(
        office_id=office_id,
        kind="definition",
        at=moment_text(at),
        effective_on=bangkok_date(at).isoformat(),
        subject=f"definition:{definition.kind}",
        actor_id=by,
        capacity=authority.capacity if authority else "system",
        position_id=authority.position_id if authority else None,
        principal_id=authority.principal_id if authority else None,
        order_no=authority.order_no if authority else "",
        definition_hash=name,
        reason=reason,
        details=history.details({"profile": definition.profile}),
    )
    history.append(session, record)
    return name
