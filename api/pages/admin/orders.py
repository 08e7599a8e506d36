"""Orders by which people stand in for posts, and leave: what holds, what comes, what nobody covers."""

import datetime
from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

from api.errors import HttpRefusal
from api.pages.admin.forms import NOTHING, Typed, Values, typed_into
from api.pages.admin.names import Places, person_here, posts_on, staff_on
from api.pages.admin.subjects import subjects_told
from api.pages.page_route import PageRoute
from api.pages.settings_desk import AtDesk, Desk
from api.plain_text import PlainText
from notifications.roster import Roster
from workflow import definitions
from workflow.absences import end_absence, note_absence
from workflow.delegations import end_delegation
from workflow.errors import BadInput
from workflow.models import Absence, Delegation, Occupancy, Person, Position
from workflow.queries import in_force_on
from workflow.unmanned import unmanned, waiting_work

router = APIRouter(route_class=PageRoute, include_in_schema=False)
PAGE: Final = 30
_MOST_WARNINGS: Final = 12


@dataclass(frozen=True, slots=True)
class Order:
    """One order with the post and the person; `subjects` in words, empty for everything."""

    row: Delegation
    post: Position
    person: Person
    subjects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Leave:
    """Days somebody is away; for each post of hers who stands in on all of them, empty for nobody."""

    row: Absence
    person: Person
    posts: tuple[tuple[Position, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """A post with nobody today while work waits for it; `away` is its holder, if she is on leave."""

    post: Position
    place: str
    count: int
    away: str


@router.get("/settings/orders")
def show_orders(
    desk: AtDesk,
    page: Annotated[int, Query(ge=1, le=1000)] = 1,
    done: Annotated[PlainText, Query(max_length=20)] = "",
) -> HTMLResponse:
    """What needs an order today, the orders that hold, leave, and the orders that are over."""
    return _page(desk, NOTHING, page, done)


@router.post("/settings/orders/{order}/end")
def end(request: Request, values: Values, desk: AtDesk, order: int) -> RedirectResponse:
    """Ends an order early; one that would never have begun is taken away."""
    typed = typed_into(request, f"end-{order}", values, _page)
    row = desk.session.get(Delegation, order) if 0 < order < 2**31 else None
    if row is None or row.office_id != desk.office_id:
        raise HttpRefusal(404)
    end_delegation(desk.session, row.id, typed.needed_day("last_day"), desk.hand)
    return RedirectResponse("/settings/orders?done=ended", status_code=303)


@router.post("/settings/orders/absences")
def note(request: Request, values: Values, desk: AtDesk) -> RedirectResponse:
    """Notes days on which somebody is away."""
    typed = typed_into(request, "absence", values, _page)
    if not typed["person"]:
        raise BadInput("person", "empty")
    person = person_here(desk.session, desk.office_id, typed["person"])
    since = typed.needed_day("valid_from")
    note_absence(desk.session, person.id, since, typed.day("valid_to") or since, typed["reason"], desk.hand)
    return RedirectResponse("/settings/orders?done=absent#leave", status_code=303)


@router.post("/settings/orders/absences/{absence}/end")
def back(request: Request, values: Values, desk: AtDesk, absence: int) -> RedirectResponse:
    """She is back today; leave that has not begun is taken away."""
    typed_into(request, "back", values, _page)
    row = desk.session.get(Absence, absence) if 0 < absence < 2**31 else None
    if row is None or desk.session.get_one(Person, row.person_id).office_id != desk.office_id:
        raise HttpRefusal(404)
    end_absence(desk.session, row.id, desk.hand)
    return RedirectResponse("/settings/orders?done=back#leave", status_code=303)


def _page(desk: Desk, typed: Typed, number: int = 1, done: str = "") -> HTMLResponse:
    session, on = desk.session, desk.hand.day
    orders = _orders(desk, on)
    posts = posts_on(session, desk.office_id, on)
    staff = staff_on(session, desk.office_id, on)
    past, more = _past(desk, on, number)
    gaps = _gaps(desk, posts, {each.id: each.name_th for each in staff}, on)
    return desk.page(
        "admin/orders.html",
        status=typed.status,
        typed=typed,
        done=done,
        on=on,
        now=[each for each in orders if each.row.valid_from <= on],
        coming=[each for each in orders if each.row.valid_from > on],
        past=past,
        number=number,
        more=more,
        leave=_leave(session, desk.office_id, on, orders),
        gaps=gaps[:_MOST_WARNINGS],
        gaps_left=max(0, len(gaps) - _MOST_WARNINGS),
        posts=[(post.code, post.title_th) for post in posts],
        staff=[(each.username, each.name_th) for each in staff],
    )


def _orders(desk: Desk, on: datetime.date) -> list[Order]:
    """Those in force and those to come, the earliest first."""
    query = _with_names(desk.office_id).where(Delegation.valid_to >= on)
    return _told(
        desk, list(desk.session.exec(query.order_by(col(Delegation.valid_from), col(Delegation.id))))
    )


def _past(desk: Desk, on: datetime.date, number: int) -> tuple[list[Order], bool]:
    """One page of the orders that are over, the latest first, and whether there are more."""
    query = (
        _with_names(desk.office_id)
        .where(Delegation.valid_to < on)
        .order_by(col(Delegation.valid_to).desc(), col(Delegation.id).desc())
        .offset((number - 1) * PAGE)
        .limit(PAGE + 1)
    )
    rows = list(desk.session.exec(query))
    return _told(desk, rows[:PAGE]), len(rows) > PAGE


def _with_names(office_id: int) -> Select[Delegation, Position, Person]:
    return (
        select(Delegation, Position, Person)
        .join(Position, col(Position.id) == col(Delegation.position_id))
        .join(Person, col(Person.id) == col(Delegation.person_id))
        .where(Delegation.office_id == office_id)
    )


def _told(desk: Desk, rows: list[tuple[Delegation, Position, Person]]) -> list[Order]:
    known = definitions.all_in_force(desk.session, desk.office_id, desk.at) if rows else {}
    return [
        Order(row, post, person, subjects_told(row.subjects, known, desk.words)) for row, post, person in rows
    ]


def _leave(session: Session, office_id: int, on: datetime.date, orders: list[Order]) -> list[Leave]:
    """Leave that is not over, with who stands in for each post of hers through all of it."""
    rows = session.exec(
        select(Absence, Person)
        .join(Person, col(Person.id) == col(Absence.person_id))
        .where(Person.office_id == office_id, Absence.valid_to >= on)
        .order_by(col(Absence.valid_from), col(Absence.id))
    ).all()
    held = session.exec(
        select(Occupancy.person_id, Position)
        .join(Position, col(Position.id) == col(Occupancy.position_id))
        .where(
            col(Occupancy.person_id).in_([person.id for _, person in rows]),
            in_force_on(Occupancy, on),
            in_force_on(Position, on),
        )
        .order_by(col(Position.id))
    ).all()
    return [
        Leave(
            row,
            person,
            tuple((post, _covering(post, row, orders)) for holder, post in held if holder == person.id),
        )
        for row, person in rows
    ]


def _covering(post: Position, away: Absence, orders: list[Order]) -> tuple[str, ...]:
    """Who stands in for a post on all days of a leave that are still to come."""
    return tuple(
        each.person.name_th
        for each in orders
        if each.post.id == post.id
        and each.row.valid_from <= away.valid_from
        and each.row.valid_to >= away.valid_to
    )


def _gaps(desk: Desk, posts: list[Position], names: dict[int, str], on: datetime.date) -> list[Gap]:
    """Posts for which work waits while nobody is there, the most work first."""
    there = Roster.on(desk.session, desk.office_id, on)
    manned = {
        post.id
        for post in posts
        if any(each in there.present for each in there.holders.get(post.id, ()))
        or any(each.person_id in there.present for each in there.lent.get(post.id, ()))
    }
    waiting = unmanned(posts, manned, waiting_work(desk.session, desk.office_id))
    places = Places.of(desk.session, desk.office_id)
    found = []
    for post in posts:
        if post.id in waiting:
            away = [each for each in there.holders.get(post.id, ()) if each in there.away]
            name = names.get(away[0], "") if away else ""
            found.append(Gap(post, places.of_post(post), waiting[post.id], name))
    return sorted(found, key=lambda gap: -gap.count)
