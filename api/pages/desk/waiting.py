"""Finds what waits for a person: papers that stand where a step of hers would bring them on."""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import ColumnElement, and_, func, not_
from sqlmodel import Session, col, select

from workflow.models import Item, Obligation, PaperRow
from workflow.moments import bangkok_date
from workflow.money.standing import of_the_paper
from workflow.queries import Viewer, items_visible_to
from workflow.timing import comes_later, owed_on
from workflow.waiting import Power, waits_for
from workflow.weighing import Weighed, leading_on

PAGE = 50
_LAST = datetime.date(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class Waiting:
    """An item that waits for the person, the one step she should take, and when something on it is due.

    `first` is what is owed before the step, where its time has not come.
    """

    item: Item
    step: Weighed
    due_on: datetime.date | None
    first: Obligation | None = None


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

    The database narrows to items that stand where one of her roles could bring them on; whose steps they
    are is then told as the engine tells it, for as many together as are shown.
    """
    found: list[Waiting] = []
    on = bangkok_date(at)
    candidates = _candidates(session, who, tuple(hers), kind)
    while some := list(islice(candidates, limit + 1)):
        items = [item for item, _ in some]
        steps = leading_on(session, items, who.person_id, on)
        owed = owed_on(session, [item.id for item in items])
        for item, due_on in some:
            best = _best(steps[item.id])
            if best is not None:
                lacking = bool(best.missing) or not best.judged
                later = comes_later(best.move, owed[item.id], on) if due_on and lacking else None
                found.append(Waiting(item, best, due_on, later.first if later else None))
        if len(found) > limit:
            return found[:limit], True
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


def _best(steps: Sequence[Weighed]) -> Weighed | None:
    """The first that lacks nothing, as far as is known; else the one that lacks least."""
    return min(steps, key=lambda each: each.missing, default=None)


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
