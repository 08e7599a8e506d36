"""What waits for a body: the papers it has to decide, and the minutes of its last meeting."""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import ColumnElement
from sqlalchemy.orm import aliased
from sqlmodel import Session, and_, col, or_, select

from workflow import definitions
from workflow.meetings.deciding import CIRCULATED, decide_here
from workflow.models import AgendaItem, Body, Item, Meeting


class Paper(NamedTuple):
    """A paper that waits."""

    id: int
    code: str
    title: str
    kind: str


def waiting_for(session: Session, body: Body) -> list[Paper]:
    """The papers the body can decide now and that stand on no other open agenda: projects, then the rest.

    Projects wait with their plan: while it is open for proposals again they are not drawn.
    """
    return waiting_by_body(session, body.office_id, [body.code])[body.code]


def waiting_by_body(session: Session, office_id: int, codes: Collection[str]) -> dict[str, list[Paper]]:
    """What waits for each of these bodies of an office, outside boards too; by three statements."""
    places = _places(session, office_id, codes)
    if not places:
        return {code: [] for code in codes}
    where = [
        and_(col(Item.definition_hash) == name, col(Item.state) == state) for name, state in sorted(places)
    ]
    query = select(Item).where(Item.office_id == office_id, or_(*where), _with_plan())
    found = session.exec(query).all()
    tabled = _tabled(session, [each.id for each in found])
    waits: dict[str, list[Paper]] = {code: [] for code in codes}
    for each in found:
        for body in places[each.definition_hash, each.state] if each.id not in tabled else ():
            waits[body].append(Paper(each.id, each.code, each.title, each.kind))
    return {
        body: sorted(papers, key=lambda each: (each.kind != "project", each.code))
        for body, papers in waits.items()
    }


def _places(
    session: Session, office_id: int, codes: Collection[str]
) -> dict[tuple[str, str], tuple[str, ...]]:
    """Definition and state in which papers of the office stand before one of the bodies, with which."""
    pinned = session.exec(select(Item.definition_hash).where(Item.office_id == office_id).distinct())
    places = {}
    for name in pinned.all():
        definition = definitions.by_hash(session, name)
        for state in definition.states:
            before = tuple(code for code in decide_here(definition.kind, state) if code in codes)
            if before:
                places[name, state.name] = before
    return places


def _with_plan() -> ColumnElement[bool]:
    """Of projects only those whose plan the committee has before it too."""
    plan = aliased(Item)
    reviewed = select(plan.id).where(col(plan.kind) == "annual_plan", col(plan.state) == "committee_review")
    return or_(col(Item.kind) != "project", col(Item.parent_id).in_(reviewed))


def last_minutes(session: Session, meeting: Meeting) -> list[Paper]:
    """The body's meetings whose minutes have been circulated and wait to be adopted."""
    found = session.exec(
        select(Item.id, Item.code, Item.title, Item.kind)
        .join(Meeting, col(Meeting.item_id) == col(Item.id))
        .where(
            Meeting.body_id == meeting.body_id,
            Meeting.item_id != meeting.item_id,
            Item.state == CIRCULATED,
        )
        .order_by(col(Meeting.held_on))
    )
    papers = [Paper(*row) for row in found]
    tabled = _tabled(session, [each.id for each in papers])
    return [each for each in papers if each.id not in tabled]


def _tabled(session: Session, item_ids: list[int]) -> set[int]:
    """Those of the papers that stand on the agenda of a meeting still to be closed."""
    sitting = Item.__table__.alias("sitting")  # type: ignore[attr-defined]
    found = session.exec(
        select(AgendaItem.item_id)
        .join(Meeting, col(Meeting.item_id) == col(AgendaItem.meeting_id))
        .join(sitting, sitting.c.id == col(Meeting.item_id))
        .where(
            col(AgendaItem.item_id).in_(item_ids),
            col(Meeting.closed_seq).is_(None),
            sitting.c.state != "cancelled",
        )
    )
    return {item_id for item_id in found if item_id is not None}
