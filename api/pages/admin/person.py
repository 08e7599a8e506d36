"""One person: posts and orders with their days, what she may do today, leave, and the end of her account."""

import datetime
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlmodel import Session, col, select

from api.errors import HttpRefusal
from api.pages.admin.forms import NOTHING, Typed, Values, typed_into
from api.pages.admin.names import Places, person_here
from api.pages.admin.people import state_of
from api.pages.admin.rights import rights_on
from api.pages.menu import settings_of
from api.pages.notices.settings import available
from api.pages.page_route import PageRoute
from api.pages.settings_desk import AtDesk, Desk
from api.plain_text import PlainText
from notifications.contacts import Wanted, contacts_of, set_for
from notifications.erasing import erase_person
from workflow import definitions
from workflow.absences import absences_of, end_absence, note_absence
from workflow.errors import BadInput
from workflow.models import Absence, Credential, Delegation, Occupancy, Person, Position
from workflow.people import change_person
from workflow.tenures import end_account, ending

router = APIRouter(route_class=PageRoute, include_in_schema=False)
Username = Annotated[PlainText, "an account of the office"]


@router.get("/settings/people/{username}")
def show_person(
    desk: AtDesk, username: Username, done: Annotated[PlainText, Query(max_length=20)] = ""
) -> HTMLResponse:
    """Her posts, orders, leave and authority today."""
    return _page(desk, username, NOTHING, done)


@router.post("/settings/people/{username}")
def change(request: Request, values: Values, desk: AtDesk, username: Username) -> RedirectResponse:
    """Another name, or other first and last days of the account."""
    typed = typed_for(request, "change", values, username)
    person = person_here(desk.session, desk.office_id, username)
    wanted: dict[str, Any] = {
        "name_th": typed["name_th"].strip(),
        "active_from": typed.needed_day("active_from"),
    }
    if not wanted["name_th"]:
        raise BadInput("name_th", "empty")
    if person.active_to is not None:
        wanted["active_to"] = _prolonged(desk.session, person, typed.day("active_to"))
    change_person(desk.session, person.id, wanted, desk.hand)
    return _done(username, "changed")


def _prolonged(session: Session, person: Person, wanted: datetime.date | None) -> datetime.date | None:
    """A later last day, or none; an earlier one ends posts, too, and an outside auditor always has one."""
    outside = any(post.role == "external_auditor" for _, post in _held(session, person.id))
    if wanted is None and outside:
        raise BadInput("active_to", "empty")
    if wanted is not None and person.active_to is not None and wanted < person.active_to:
        raise BadInput("active_to", "out_of_range", wanted.isoformat())
    return wanted


@router.get("/settings/people/{username}/end")
def ask_to_end(
    request: Request,
    desk: AtDesk,
    username: Username,
    last_day: Annotated[PlainText, Query(max_length=80)] = "",
) -> HTMLResponse:
    """What would end with the account on that day, before anything does."""
    typed = typed_for(request, "end", {"last_day": last_day}, username)
    return _ending(desk, person_here(desk.session, desk.office_id, username), typed.needed_day("last_day"))


@router.post("/settings/people/{username}/end")
def end(request: Request, values: Values, desk: AtDesk, username: Username) -> RedirectResponse:
    """Ends the account with its posts and orders."""
    typed = typed_for(request, "end", values, username)
    person = person_here(desk.session, desk.office_id, username)
    end_account(desk.session, person.id, typed.needed_day("last_day"), desk.hand)
    return _done(username, "ended")


@router.post("/settings/people/{username}/absences")
def note(request: Request, values: Values, desk: AtDesk, username: Username) -> RedirectResponse:
    """Notes days on which she is away."""
    typed = typed_for(request, "absence", values, username)
    person = person_here(desk.session, desk.office_id, username)
    since = typed.needed_day("valid_from")
    until = typed.day("valid_to") or since
    note_absence(desk.session, person.id, since, until, typed["reason"], desk.hand)
    return _done(username, "absent")


@router.post("/settings/people/{username}/absences/{absence}/end")
def back(
    request: Request, values: Values, desk: AtDesk, username: Username, absence: int
) -> RedirectResponse:
    """She is back today; leave that has not begun is taken away."""
    typed_for(request, "back", values, username)
    person = person_here(desk.session, desk.office_id, username)
    row = desk.session.get(Absence, absence) if 0 < absence < 2**31 else None
    if row is None or row.person_id != person.id:
        raise HttpRefusal(404)
    end_absence(desk.session, row.id, desk.hand)
    return _done(username, "back")


@router.post("/settings/people/{username}/email")
def set_email(request: Request, values: Values, desk: AtDesk, username: Username) -> RedirectResponse:
    """Where she gets mail; an empty address takes it away."""
    typed = typed_for(request, "contact", values, username)
    person = person_here(desk.session, desk.office_id, username)
    here = available(request, desk.session, person)
    set_for(desk.session, person, Wanted("email", typed["email"]), here, desk.hand)
    return _done(username, "email")


@router.post("/settings/people/{username}/erase")
def erase(request: Request, values: Values, desk: AtDesk, username: Username) -> RedirectResponse:
    """Erases her data at her request; what remains is told in the office's history."""
    typed = typed_for(request, "erase", values, username)
    person = person_here(desk.session, desk.office_id, username)
    done = erase_person(desk.session, person.id, typed["order_no"], desk.hand)
    return _done(done.account, "erased")


def _done(username: str, what: str) -> RedirectResponse:
    return RedirectResponse(f"/settings/people/{quote(username)}?done={what}", status_code=303)


def typed_for(request: Request, form: str, values: dict[str, str], username: str) -> Typed:
    """What was typed; should it be refused, her page comes again with it."""
    return typed_into(request, form, values, lambda desk, typed: _page(desk, username, typed))


def _page(desk: Desk, username: str, typed: Typed, done: str = "") -> HTMLResponse:
    session, on = desk.session, desk.hand.day
    person = person_here(session, desk.office_id, username)
    held, lent = _held(session, person.id), _lent(session, person.id)
    known = definitions.all_in_force(session, desk.office_id, desk.at)
    places = Places.of(session, desk.office_id)
    rights = rights_on(held, lent, known.values(), places, desk.words, on)
    contacts = contacts_of(session, person.id)
    in_force = state_of(person, on) == "now"
    return desk.page(
        "admin/person.html",
        status=typed.status,
        typed=typed,
        done=done,
        person=person,
        state=state_of(person, on),
        on=on,
        held=[(row, post, places.of_post(post)) for row, post in held],
        lent=[(row, post, places.of_post(post)) for row, post in lent],
        rights=rights if in_force else [],
        her_settings=settings_of({each.post.role for each in rights}) if in_force else (),
        absences=absences_of(session, person.id, on),
        contacts=contacts,
        mails=desk.administers
        and ("email" in contacts or "email" in available(desk.request, session, person)),
        has_password=session.get(Credential, person.id) is not None,
        herself=person.id == desk.person.id,
    )


def _ending(desk: Desk, person: Person, last_day: datetime.date) -> HTMLResponse:
    found = ending(desk.session, person.id, last_day)
    return desk.page(
        "admin/person_end.html",
        typed=NOTHING,
        done="",
        person=person,
        last_day=last_day,
        held=found.held,
        lent=found.lent,
    )


def _held(session: Session, person_id: int) -> list[tuple[Occupancy, Position]]:
    rows = session.exec(
        select(Occupancy, Position)
        .join(Position, col(Position.id) == col(Occupancy.position_id))
        .where(Occupancy.person_id == person_id)
        .order_by(col(Occupancy.valid_from).desc(), col(Occupancy.id).desc())
    )
    return list(rows)


def _lent(session: Session, person_id: int) -> list[tuple[Delegation, Position]]:
    rows = session.exec(
        select(Delegation, Position)
        .join(Position, col(Position.id) == col(Delegation.position_id))
        .where(Delegation.person_id == person_id)
        .order_by(col(Delegation.valid_from).desc(), col(Delegation.id).desc())
    )
    return list(rows)
