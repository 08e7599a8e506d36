"""What waits for a body: the papers it has to decide, and the minutes of its last meeting."""

from typing import NamedTuple

from sqlalchemy import ColumnElement
from sqlalchemy.orm import aliased
from sqlmodel import Session, and_, col, or_, select

from workflow import definitions
from workflow.meetings.deciding import CIRCULATED, DECIDES
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
    papers = _in_its_states(session, body)
    for (kind, state), codes in DECIDES.items():
        if body.code in codes:
            here = (Item.kind == kind, Item.state == state)
            papers += _standing(session, body.office_id, *here, _with_plan())
    tabled = _tabled(session, [each.id for each in papers])
    free = {each.id: each for each in papers if each.id not in tabled}
    return sorted(free.values(), key=lambda each: (each.kind != "project", each.code))


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


def _in_its_states(session: Session, body: Body) -> list[Paper]:
    """Papers in a state of the body's own, by the definition each is pinned to."""
    pinned = session.exec(select(Item.definition_hash).where(Item.office_id == body.office_id).distinct())
    places = [
        and_(col(Item.definition_hash) == name, col(Item.state) == state.name)
        for name in pinned.all()
        for state in definitions.by_hash(session, name).states
        if state.body == body.code
    ]
    return _standing(session, body.office_id, or_(*places)) if places else []


def _standing(session: Session, office_id: int, *where: ColumnElement[bool] | bool) -> list[Paper]:
    found = session.exec(
        select(Item.id, Item.code, Item.title, Item.kind).where(
            Item.office_id == office_id,
            *where,
        )
    )
    return [Paper(*row) for row in found]


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
