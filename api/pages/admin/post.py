"""One post: everybody who held it, who stands in, appointing the next, and the post's own last day."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlmodel import Session, col, select

from api.pages.admin.forms import NOTHING, Typed, Values, typed_into
from api.pages.admin.names import Places, chosen_person, post_at, staff_on
from api.pages.admin.rights import steps_of
from api.pages.page_route import PageRoute
from api.pages.settings_desk import AtDesk, Desk
from api.plain_text import PlainText
from workflow import definitions
from workflow.errors import BadInput
from workflow.models import Delegation, Occupancy, Person
from workflow.people import Appointment, appoint, change_position, end_occupancy
from workflow.school_changes import end_post
from workflow.tenures import hand_over

router = APIRouter(route_class=PageRoute, include_in_schema=False)
Code = Annotated[PlainText, "the code of a post of the office"]


@router.get("/settings/posts/{code}")
def show_post(
    desk: AtDesk, code: Code, done: Annotated[PlainText, Query(max_length=20)] = ""
) -> HTMLResponse:
    """Who holds and held it, the latest first."""
    return _page(desk, code, NOTHING, done)


@router.post("/settings/posts/{code}/appoint")
def put_in(request: Request, values: Values, desk: AtDesk, code: Code) -> RedirectResponse:
    """Appoints somebody; with `replace` whoever holds the post leaves it the day before."""
    typed = _typed(request, "appoint", values, code)
    post = post_at(desk.session, desk.office_id, code)
    person = chosen_person(desk.session, desk.office_id, typed["person"])
    since, until = typed.needed_day("valid_from"), typed.day("valid_to")
    new = Appointment(post.id, person.id, since, until, typed["order_no"].strip()[:100])
    if typed["replace"]:
        hand_over(desk.session, desk.office_id, new, desk.hand)
    else:
        appoint(desk.session, desk.office_id, [new], desk.hand)
    return _done(code, "appointed")


@router.post("/settings/posts/{code}/leave")
def leave(request: Request, values: Values, desk: AtDesk, code: Code) -> RedirectResponse:
    """The holder's last day in the post."""
    typed = _typed(request, "leave", values, code)
    post = post_at(desk.session, desk.office_id, code)
    number = typed["occupancy"]
    row = desk.session.get(Occupancy, int(number)) if number.isascii() and number.isdecimal() else None
    if row is None or row.position_id != post.id:
        raise BadInput("occupancy", "unknown", number[:20])
    end_occupancy(desk.session, row.id, typed.needed_day("last_day"), desk.hand)
    return _done(code, "left")


@router.post("/settings/posts/{code}")
def change(request: Request, values: Values, desk: AtDesk, code: Code) -> RedirectResponse:
    """Another title."""
    typed = _typed(request, "change", values, code)
    post = post_at(desk.session, desk.office_id, code)
    title = typed["title_th"].strip()
    if not title:
        raise BadInput("title_th", "empty")
    change_position(desk.session, post.id, {"title_th": title[:300]}, desk.hand)
    return _done(code, "changed")


@router.post("/settings/posts/{code}/end")
def end(request: Request, values: Values, desk: AtDesk, code: Code) -> RedirectResponse:
    """The post's own last day; whoever holds it leaves with it."""
    typed = _typed(request, "end", values, code)
    if not typed["confirmed"]:
        raise BadInput("confirmed", "empty")
    post = post_at(desk.session, desk.office_id, code)
    end_post(desk.session, post.id, typed.needed_day("last_day"), desk.hand)
    return _done(code, "ended")


def _done(code: str, what: str) -> RedirectResponse:
    return RedirectResponse(f"/settings/posts/{quote(code, safe='')}?done={what}", status_code=303)


def _typed(request: Request, form: str, values: dict[str, str], code: str) -> Typed:
    return typed_into(request, form, values, lambda desk, typed: _page(desk, code, typed))


def _page(desk: Desk, code: str, typed: Typed, done: str = "") -> HTMLResponse:
    session, on = desk.session, desk.hand.day
    post = post_at(session, desk.office_id, code)
    held, lent = _held(session, post.id), _lent(session, post.id)
    known = definitions.all_in_force(session, desk.office_id, desk.at).values()
    steps = [
        (desk.words.label(each.label), steps_of(each, post.role, frozenset(), desk.words)) for each in known
    ]
    return desk.page(
        "admin/post.html",
        status=typed.status,
        typed=typed,
        done=done,
        post=post,
        place=Places.of(session, desk.office_id).of_post(post),
        on=on,
        held=held,
        lent=lent,
        now=[
            (row, who)
            for row, who in held
            if row.valid_from <= on and (row.valid_to is None or on <= row.valid_to)
        ],
        open_ended=[(row, who) for row, who in held if row.valid_to is None or row.valid_to >= on],
        ended=post.valid_to is not None and post.valid_to < on,
        steps=[(kind, names) for kind, names in steps if names],
        staff=[(each.username, each.name_th) for each in staff_on(session, desk.office_id, on)],
    )


def _held(session: Session, position_id: int) -> list[tuple[Occupancy, Person]]:
    rows = session.exec(
        select(Occupancy, Person)
        .join(Person, col(Person.id) == col(Occupancy.person_id))
        .where(Occupancy.position_id == position_id)
        .order_by(col(Occupancy.valid_from).desc(), col(Occupancy.id).desc())
    )
    return list(rows)


def _lent(session: Session, position_id: int) -> list[tuple[Delegation, Person]]:
    rows = session.exec(
        select(Delegation, Person)
        .join(Person, col(Person.id) == col(Delegation.person_id))
        .where(Delegation.position_id == position_id)
        .order_by(col(Delegation.valid_from).desc(), col(Delegation.id).desc())
        .limit(20)
    )
    return list(rows)
