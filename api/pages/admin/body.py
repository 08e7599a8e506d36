"""One committee or board: who sits on it by which order, seating and ending members, its own end."""

import math
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlmodel import Session, col, select

from api.pages.admin.bodies import quorum_in, routes_of
from api.pages.admin.forms import NOTHING, Typed, Values, typed_into
from api.pages.admin.names import person_here, staff_on
from api.pages.page_route import PageRoute
from api.pages.settings_desk import AtDesk, Desk
from api.plain_text import PlainText
from api.v1.shapes import LARGEST_NUMBER
from workflow import definitions
from workflow.errors import BadInput, UnknownBody
from workflow.meetings import bodies
from workflow.meetings.bodies import ROLES, NewMember
from workflow.meetings.roll import VOTING
from workflow.models import Body, Member, Person
from workflow.permissions import in_force
from workflow.school_changes import end_body
from workflow.structure import NewBody, change_body

router = APIRouter(route_class=PageRoute, include_in_schema=False)
ROWS = 6
Key = Annotated[int, Path(ge=1, le=LARGEST_NUMBER, description="the body's key")]


@router.get("/settings/bodies/{key}")
def show_body(desk: AtDesk, key: Key, done: Annotated[PlainText, Query(max_length=20)] = "") -> HTMLResponse:
    """Its members of today and later, and those who were."""
    return _page(desk, key, NOTHING, done)


@router.post("/settings/bodies/{key}/members")
def seat(request: Request, values: Values, desk: AtDesk, key: Key) -> RedirectResponse:
    """Seats everybody an order names, all or none."""
    typed = _typed(request, "seat", values, key)
    body = _body(desk.session, desk.office_id, key)
    since, until = typed.needed_day("valid_from"), typed.day("valid_to")
    members = []
    for number in range(ROWS):
        account, name = typed[f"person-{number}"], typed[f"name-{number}"].strip()
        if not account and not name:
            continue
        person = person_here(desk.session, desk.office_id, account) if account else None
        members.append(
            NewMember(
                name or (person.name_th if person else ""),
                typed[f"role-{number}"] or "member",
                person.id if person else None,
                since,
                until,
            )
        )
    if not members:
        raise BadInput("person-0", "empty")
    bodies.appoint(desk.session, body.id, typed["order_no"], members, desk.hand)
    return _done(key, "seated")


@router.post("/settings/bodies/{key}/members/{member}/end")
def end_member(
    request: Request,
    values: Values,
    desk: AtDesk,
    key: Key,
    member: Annotated[int, Path(ge=1, le=LARGEST_NUMBER)],
) -> RedirectResponse:
    """A member's last day."""
    typed = _typed(request, f"end-{member}", values, key)
    body = _body(desk.session, desk.office_id, key)
    row = desk.session.get(Member, member)
    if row is None or row.body_id != body.id:
        raise BadInput("member", "unknown", str(member))
    bodies.end_membership(desk.session, row.id, typed.needed_day("last_day"), desk.hand)
    return _done(key, "left")


@router.post("/settings/bodies/{key}")
def rename(request: Request, values: Values, desk: AtDesk, key: Key) -> RedirectResponse:
    """Another name."""
    typed = _typed(request, "change", values, key)
    body = _body(desk.session, desk.office_id, key)
    name = typed["name_th"].strip()
    if not name:
        raise BadInput("name_th", "empty")
    change_body(desk.session, body.id, {"name_th": name[:300]}, desk.hand)
    return _done(key, "changed")


@router.post("/settings/bodies/{key}/end")
def end(request: Request, values: Values, desk: AtDesk, key: Key) -> RedirectResponse:
    """The body's last day, and the name of its successor where it has one."""
    typed = _typed(request, "end", values, key)
    if not typed["confirmed"]:
        raise BadInput("confirmed", "empty")
    body = _body(desk.session, desk.office_id, key)
    name = typed["successor"].strip()
    new = NewBody(body.code, name, internal=body.internal) if name else None
    end_body(desk.session, body.id, typed.needed_day("last_day"), new, desk.hand)
    return RedirectResponse("/settings/bodies?done=ended", status_code=303)


def _body(session: Session, office_id: int, key: int) -> Body:
    found = session.get(Body, key)
    if found is None or found.office_id != office_id:
        raise UnknownBody(str(key))
    return found


def _done(key: int, what: str) -> RedirectResponse:
    return RedirectResponse(f"/settings/bodies/{quote(str(key))}?done={what}", status_code=303)


def _typed(request: Request, form: str, values: dict[str, str], key: int) -> Typed:
    return typed_into(request, form, values, lambda desk, typed: _page(desk, key, typed))


def _page(desk: Desk, key: int, typed: Typed, done: str = "") -> HTMLResponse:
    session, on = desk.session, desk.hand.day
    body = _body(session, desk.office_id, key)
    rows = _members(session, body.id)
    known = definitions.all_in_force(session, desk.office_id, desk.at)
    there = [row for row, _ in rows if in_force(row.valid_from, row.valid_to, on)]
    voting, share = sum(row.role in VOTING for row in there), quorum_in(known)
    return desk.page(
        "admin/body.html",
        status=typed.status,
        typed=typed,
        done=done,
        body=body,
        on=on,
        seats=[each for each in rows if each[0].valid_to is None or each[0].valid_to >= on],
        gone=[each for each in rows if each[0].valid_to is not None and each[0].valid_to < on],
        voting=voting,
        quorum=math.ceil(voting * share) if share else None,
        chaired=any(row.role == "chair" for row in there),
        routes=routes_of(body.code, known, desk.words),
        roles=[(role, desk.words(f"seat_{role}")) for role in ROLES],
        staff=[(each.username, each.name_th) for each in staff_on(session, desk.office_id, on)],
        count=ROWS,
        ended=body.valid_to is not None and body.valid_to < on,
    )


def _members(session: Session, body_id: int) -> list[tuple[Member, str]]:
    """Everybody who sits or sat on it, each with her account, in the order of the seats."""
    rows = session.exec(
        select(Member, col(Person.username))
        .outerjoin(Person, col(Person.id) == col(Member.person_id))
        .where(Member.body_id == body_id)
        .order_by(col(Member.valid_from), col(Member.id))
    )
    return sorted(((row, account or "") for row, account in rows), key=lambda each: _rank(each[0]))


def _rank(row: Member) -> int:
    return ROLES.index(row.role) if row.role in ROLES else len(ROLES)
