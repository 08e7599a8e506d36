"""Finds what waits for a person: papers that stand where a step of hers would bring them on."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, not_
from sqlmodel import Session, col, select

from states.main_path import way_of
from workflow import definitions
from workflow.decision import Offer, offers
from workflow.models import Item, Obligation, PaperRow
from workflow.moments import bangkok_date
from workflow.money.standing import of_the_paper
from workflow.queries import Viewer, items_visible_to
from workflow.waiting import Power, waits_for

PAGE = 50
_LAST = datetime.date(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class Waiting:
    """An item that waits for the person, the one step she should take, and what is owed first on it."""

    item: Item
    offer: Offer
    due_on: datetime.date | None


def waiting_for(
    session: Session,
    who: Viewer,
    hers: Iterable[Power],
    at: datetime.datetime,
    limit: int = PAGE,
    *,
    kind: str = "",
) -> tuple[list[Waiting], bool]:
    """Up to `limit` items that wait for the person, the earliest due first, and whether there are more.

    Of one kind, or of every kind without the drafts that the system has prepared.

    The database narrows to items that stand where one of her roles could bring them on; the engine's own
    answer then decides each.
    """
    found: list[Waiting] = []
    on = bangkok_date(at)
    for item, due_on in _candidates(session, who, tuple(hers), kind):
        best = _best(session, who, item, at, on)
        if best is None:
            continue
        if len(found) == limit:
            return found, True
        found.append(Waiting(item, best, due_on))
    return found, False


def prepared_for(session: Session, who: Viewer, hers: Iterable[Power]) -> int:
    """How many papers the system has drafted that wait for somebody like her to check and submit them.

    They come by the dozen and are nobody's before somebody takes one up: a list of its own, not today's.
    """
    drafts = items_visible_to(who).where(waits_for(session, who.office_id, tuple(hers)), _prepared())
    return session.exec(select(func.count()).select_from(drafts.subquery())).one()


def _prepared() -> ColumnElement[bool]:
    set_off = select(PaperRow.item_id).where(col(PaperRow.cause).is_not(None))
    return and_(col(Item.kind) == "memo", col(Item.state) == "draft", col(Item.id).in_(set_off))


def _best(
    session: Session, who: Viewer, item: Item, at: datetime.datetime, on: datetime.date
) -> Offer | None:
    """The step of hers that brings the item on: one that is ready before one that still lacks something."""
    way = way_of(item.definition_hash, definitions.by_hash(session, item.definition_hash))
    hers = [
        each
        for each in offers(session, item.id, by=who.person_id, at=at, on=on)
        if each.denial is None and way.leads_on(item.state, each.move)
    ]
    return min(hers, key=lambda each: (each.status != "ready", len(each.missing)), default=None)


def _candidates(
    session: Session, who: Viewer, hers: tuple[Power, ...], kind: str
) -> Iterator[tuple[Item, datetime.date | None]]:
    due = (
        select(col(Obligation.item_id).label("item_id"), func.min(Obligation.due_on).label("due_on"))
        .join(Item, col(Item.id) == col(Obligation.item_id))
        .where(Obligation.office_id == who.office_id, Obligation.outcome == "", of_the_paper())
        .group_by(col(Obligation.item_id))
        .subquery()
    )
    query = (
        items_visible_to(who)
        .add_columns(due.c.due_on)
        .outerjoin(due, due.c.item_id == col(Item.id))
        .where(waits_for(session, who.office_id, hers), col(Item.kind) == kind if kind else not_(_prepared()))
        .order_by(func.coalesce(due.c.due_on, _LAST), col(Item.state_since), col(Item.id))
    )
    yield from ((row[0], row[1]) for row in session.execute(query))
