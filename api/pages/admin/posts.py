"""The office's posts: who holds each on a day, which are vacant; appointing, leaving, adding, ending."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Final, Literal
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlmodel import Session, col, select

from api.pages.admin.forms import NOTHING, Typed, Values, typed_into
from api.pages.admin.names import ROLES, Places, posts_on
from api.pages.page_route import PageRoute
from api.pages.settings_desk import AtDesk, Desk
from api.plain_text import PlainText
from states.thai import search_text
from workflow.errors import BadInput
from workflow.models import Cluster, Delegation, Group, Occupancy, Person, Position, School
from workflow.people import NewPosition, add_positions
from workflow.posts import free_code
from workflow.queries import in_force_on

router = APIRouter(route_class=PageRoute, include_in_schema=False)
PAGE: Final = 60


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a post, or stands in for it, by which order, from when to when."""

    person: Person
    since: datetime.date
    until: datetime.date | None
    order_no: str
    capacity: str = "own"


@dataclass(frozen=True, slots=True)
class Listed:
    """One post on a day; `holder` is None where nobody holds it."""

    post: Position
    role: str
    place: str
    holder: Holder | None
    acting: tuple[Holder, ...]


@router.get("/settings/posts")
def list_posts(
    request: Request,
    desk: AtDesk,
    q: Annotated[PlainText, Query(max_length=200)] = "",
    role: Annotated[PlainText, Query(max_length=40)] = "",
    state: Annotated[Literal["all", "held", "vacant"], Query()] = "all",
    on: Annotated[PlainText, Query(max_length=80)] = "",
    page: Annotated[int, Query(ge=1, le=1000)] = 1,
    done: Annotated[PlainText, Query(max_length=20)] = "",
) -> HTMLResponse:
    """The roster of a day."""
    typed = typed_into(request, "find", {"on": on}, _page)
    return _page(desk, NOTHING, Asked(q, role, state, typed.day("on"), page), done)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the roster is narrowed to; today where no day is named."""

    q: str = ""
    role: str = ""
    state: str = "all"
    on: datetime.date | None = None
    number: int = 1


@router.post("/settings/posts")
def add(request: Request, values: Values, desk: AtDesk) -> RedirectResponse:
    """A new post; its code is made from the role and where it is."""
    typed = typed_into(request, "add", values, _page)
    places = Places.of(desk.session, desk.office_id)
    if typed["role"] not in ROLES:
        raise BadInput("role", "unknown" if typed["role"] else "empty", typed["role"][:40])
    new = NewPosition(
        code=free_code(desk.session, desk.office_id, typed["role"], typed["group"] or typed["school"]),
        role=typed["role"],
        title_th=typed["title_th"],
        group_id=_id(places.groups.values(), "group", typed["group"]),
        school_id=_id(places.schools.values(), "school", typed["school"]),
        cluster_id=_id(places.clusters.values(), "cluster", typed["cluster"]),
        valid_from=typed.day("valid_from"),
    )
    add_positions(desk.session, desk.office_id, [new], desk.hand)
    return RedirectResponse(f"/settings/posts/{quote(new.code, safe='')}?done=added", status_code=303)


def _id(rows: Iterable[Group | School | Cluster], name: str, code: str) -> int | None:
    """The id of the row with this code, None where no code was chosen; raises BadInput."""
    if not code:
        return None
    found = next((row.id for row in rows if row.code == code), None)
    if found is None:
        raise BadInput(name, "unknown", code[:40])
    return found


def _page(desk: Desk, typed: Typed, asked: Asked | None = None, done: str = "") -> HTMLResponse:
    asked = asked or Asked()
    session, on = desk.session, asked.on or desk.hand.day
    places = Places.of(session, desk.office_id)
    everything = roster(session, desk, places, on)
    found = [row for row in everything if _wanted(row, asked)]
    return desk.page(
        "admin/posts.html",
        status=typed.status,
        typed=typed,
        done=done,
        asked=asked,
        on=on,
        today=desk.hand.day,
        rows=found[(asked.number - 1) * PAGE : asked.number * PAGE],
        found=len(found),
        vacant=sum(row.holder is None for row in found),
        more=len(found) > asked.number * PAGE,
        roles=[(role, desk.words.role(role)) for role in ROLES],
        groups=[(row.code, row.name_th) for row in places.groups_on(desk.hand.day)],
        schools=[(row.code, row.name_th) for row in places.schools_on(desk.hand.day)],
        clusters=[(row.code, row.name_th) for row in places.clusters.values()],
    )


def _wanted(row: Listed, asked: Asked) -> bool:
    if asked.role and row.post.role != asked.role:
        return False
    if asked.state != "all" and (row.holder is None) != (asked.state == "vacant"):
        return False
    names = [
        row.post.title_th,
        row.place,
        *(each.person.name_th for each in (row.holder, *row.acting) if each),
    ]
    text = search_text(" ".join(names))
    return all(word in text for word in search_text(asked.q).split())


def roster(session: Session, desk: Desk, places: Places, on: datetime.date) -> list[Listed]:
    """Every post of a day with its holder and whoever stands in; three statements."""
    held, lent = _holders(session, desk.office_id, on), _lent(session, desk.office_id, on)
    return [
        Listed(
            post,
            desk.words.role(post.role),
            places.of_post(post),
            held.get(post.id),
            tuple(lent.get(post.id, ())),
        )
        for post in posts_on(session, desk.office_id, on)
    ]


def _holders(session: Session, office_id: int, on: datetime.date) -> dict[int, Holder]:
    rows = session.exec(
        select(Occupancy, Person)
        .join(Person, col(Person.id) == col(Occupancy.person_id))
        .where(Person.office_id == office_id, in_force_on(Occupancy, on))
        .order_by(col(Occupancy.id))
    )
    return {
        row.position_id: Holder(person, row.valid_from, row.valid_to, row.order_no) for row, person in rows
    }


def _lent(session: Session, office_id: int, on: datetime.date) -> dict[int, list[Holder]]:
    rows = session.exec(
        select(Delegation, Person)
        .join(Person, col(Person.id) == col(Delegation.person_id))
        .where(Delegation.office_id == office_id, in_force_on(Delegation, on))
        .order_by(col(Delegation.id))
    )
    found: dict[int, list[Holder]] = {}
    for row, person in rows:
        holder = Holder(person, row.valid_from, row.valid_to, row.order_no, row.capacity)
        found.setdefault(row.position_id, []).append(holder)
    return found
