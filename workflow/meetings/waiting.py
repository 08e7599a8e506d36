"""What waits for a body: the papers it has to decide, and the minutes of its last meeting."""

from typing import NamedTuple

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, or_, select

from workflow import definitions
from workflow.models import AgendaItem, Body, Item, Meeting, Resolution

# Bodies that decide in states of no body of their own, by kind and state.
DECIDES = {
    ("annual_plan", "committee_review"): ("plan_committee",),
    ("plan_amendment", "meeting_review"): ("executive_team", "executive_plus_clusters"),
    ("expenditure_analysis", "committee_analysis"): ("expenditure_committee",),
}
# Who appoints themselves to a kind of work: the committee whose order of appointment its path asks for.
APPOINTED = {"annual_plan": "plan_committee", "expenditure_analysis": "expenditure_committee"}
_SCREENS = "plan_committee"


class Paper(NamedTuple):
    """A paper that waits."""

    id: int
    code: str
    title: str
    kind: str


def waiting_for(session: Session, body: Body) -> list[Paper]:
    """The papers the body can decide now and that stand on no other open agenda: projects, then the rest."""
    papers = _in_its_states(session, body)
    for (kind, state), codes in DECIDES.items():
        if body.code in codes:
            papers += _standing(session, body.office_id, Item.kind == kind, Item.state == state)
    if body.code == _SCREENS:
        plans = [each.id for each in papers if each.kind == "annual_plan"]
        screened = (Item.kind == "project", Item.state == "under_screening", col(Item.parent_id).in_(plans))
        papers += _standing(session, body.office_id, *screened)
    tabled = _tabled(session, [each.id for each in papers])
    free = {each.id: each for each in papers if each.id not in tabled}
    return sorted(free.values(), key=lambda each: (each.kind != "project", each.code))


def last_minutes(session: Session, meeting: Meeting) -> list[Paper]:
    """The body's meetings whose minutes have been circulated and wait to be adopted."""
    found = session.exec(
        select(Item.id, Item.code, Item.title, Item.kind)
        .join(Meeting, col(Meeting.item_id) == col(Item.id))
        .where(
            Meeting.body_id == meeting.body_id,
            Meeting.item_id != meeting.item_id,
            Item.state == "minutes_circulated",
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
        .outerjoin(Resolution, col(Resolution.agenda_item_id) == col(AgendaItem.id))
        .where(
            col(AgendaItem.item_id).in_(item_ids),
            col(Meeting.closed_seq).is_(None),
            sitting.c.state != "cancelled",
        )
    )
    return {item_id for item_id in found if item_id is not None}
