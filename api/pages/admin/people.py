"""The office's people: found by words, with their posts of today; adding one, with a post at once."""

import datetime
from dataclasses import dataclass
from typing import Annotated, Final, Literal
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlmodel import Session, col, select

from api.pages.admin.forms import NOTHING, Typed, Values, typed_into
from api.pages.admin.names import post_here, posts_on
from api.pages.page_route import PageRoute
from api.pages.settings_desk import AtDesk, Desk
from api.plain_text import PlainText
from states.thai import search_text
from workflow.models import Credential, Occupancy, Person, Position
from workflow.people import Appointment, NewPerson, add_people, appoint
from workflow.queries import in_force_on

router = APIRouter(route_class=PageRoute, include_in_schema=False)
PAGE: Final = 50
STATES: Final = ("now", "ended", "coming", "all")


@dataclass(frozen=True, slots=True)
class Listed:
    """One person of the list; `state` says whether her account is in force on the day."""

    person: Person
    state: str
    posts: tuple[str, ...]
    has_password: bool


@router.get("/settings/people")
def list_people(
    desk: AtDesk,
    q: Annotated[PlainText, Query(max_length=200)] = "",
    state: Annotated[Literal["now", "ended", "coming", "all"], Query()] = "now",
    page: Annotated[int, Query(ge=1, le=1000)] = 1,
) -> HTMLResponse:
    """Everybody whose name or account has the words."""
    return _page(desk, NOTHING, q=q, state=state, number=page)


@router.post("/settings/people")
def add_person(request: Request, values: Values, desk: AtDesk) -> RedirectResponse:
    """Opens an account; with a post chosen, appoints her to it by the same hand."""
    typed = typed_into(request, "add", values, _page)
    username = typed["username"].strip()
    new = NewPerson(username, typed["name_th"], typed.day("active_from"), typed.day("active_to"))
    person_id = add_people(desk.session, desk.office_id, [new], desk.hand)[username]
    if typed["position"]:
        post = post_here(desk.session, desk.office_id, typed["position"])
        held = Appointment(post.id, person_id, new.active_from, None, typed["order_no"].strip())
        appoint(desk.session, desk.office_id, [held], desk.hand)
    return RedirectResponse(f"/settings/people/{quote(username)}?done=added", status_code=303)


def _page(desk: Desk, typed: Typed, *, q: str = "", state: str = "now", number: int = 1) -> HTMLResponse:
    on = desk.hand.day
    found = _found(desk.session, desk.office_id, q, state, on)
    shown = found[(number - 1) * PAGE : number * PAGE]
    held = _held(desk.session, [person.id for person in shown], on)
    known = select(Credential.person_id).where(col(Credential.person_id).in_([p.id for p in shown]))
    secret = set(desk.session.exec(known))
    rows = [
        Listed(person, state_of(person, on), tuple(held.get(person.id, ())), person.id in secret)
        for person in shown
    ]
    return desk.page(
        "admin/people.html",
        status=typed.status,
        typed=typed,
        done="",
        q=q,
        state=state,
        states=STATES,
        rows=rows,
        found=len(found),
        number=number,
        more=len(found) > number * PAGE,
        vacant=_vacant(desk.session, desk.office_id, on) if desk.administers else (),
    )


def state_of(person: Person, on: datetime.date) -> str:
    """Whether an account is in force on a Bangkok date: now, ended or coming."""
    if person.active_to is not None and person.active_to < on:
        return "ended"
    return "coming" if person.active_from > on else "now"


def _found(session: Session, office_id: int, q: str, state: str, on: datetime.date) -> list[Person]:
    """By name; Thai spellings that differ only for the machine are the same."""
    everybody = session.exec(
        select(Person)
        .where(Person.office_id == office_id, col(Person.is_service).is_(False))
        .order_by(col(Person.name_th), col(Person.id))
    )
    wanted = search_text(q).split()
    return [
        person
        for person in everybody
        if state in ("all", state_of(person, on))
        and all(word in search_text(f"{person.name_th} {person.username}") for word in wanted)
    ]


def _held(session: Session, people: list[int], on: datetime.date) -> dict[int, list[str]]:
    """The titles of the posts that people hold on a day."""
    rows = session.exec(
        select(Occupancy.person_id, Position.title_th)
        .join(Position, col(Position.id) == col(Occupancy.position_id))
        .where(col(Occupancy.person_id).in_(people), in_force_on(Occupancy, on), in_force_on(Position, on))
        .order_by(col(Position.id))
    )
    found: dict[int, list[str]] = {}
    for person_id, title in rows:
        found.setdefault(person_id, []).append(title)
    return found


def _vacant(session: Session, office_id: int, on: datetime.date) -> list[tuple[str, str]]:
    """The posts nobody holds on the day."""
    held = set(session.exec(select(Occupancy.position_id).where(in_force_on(Occupancy, on))))
    return [(post.code, post.title_th) for post in posts_on(session, office_id, on) if post.id not in held]
