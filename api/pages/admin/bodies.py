"""Committees and boards: those in force with their seats, quorum and routes; adding one."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlmodel import Session, col, or_, select

from api.pages.admin.forms import NOTHING, Typed, Values, typed_into
from api.pages.page_route import PageRoute
from api.pages.settings_desk import AtDesk, Desk
from api.pages.words import Words
from api.plain_text import PlainText
from states.catalogue import catalogue
from states.model import Definition
from workflow import definitions
from workflow.errors import BadInput
from workflow.meetings.roll import VOTING, quorum_of
from workflow.models import Body, Member
from workflow.structure import NewBody, add_bodies

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Listed:
    """One body with how many sit on it, who presides, and the paths it stands in."""

    body: Body
    members: int
    chair: str
    routes: tuple[str, ...]


@router.get("/settings/bodies")
def list_bodies(desk: AtDesk, done: Annotated[PlainText, Query(max_length=20)] = "") -> HTMLResponse:
    """The bodies of today and those to come; those that were."""
    return _page(desk, NOTHING, done)


@router.post("/settings/bodies")
def add(request: Request, values: Values, desk: AtDesk) -> RedirectResponse:
    """A body of one of the kinds that paths speak of, under the office's own name."""
    typed = typed_into(request, "add", values, _page)
    kind = catalogue().bodies.get(typed["body"])
    if kind is None:
        raise BadInput("body", "unknown" if typed["body"] else "empty", typed["body"][:40])
    since = typed.day("valid_from") or desk.hand.day
    check_free(desk.session, desk.office_id, typed["body"], since)
    name = typed["name_th"].strip() or kind.th
    new = NewBody(typed["body"], name, internal=kind.internal, name_en=kind.en, valid_from=since)
    add_bodies(desk.session, desk.office_id, [new], desk.hand)
    return RedirectResponse("/settings/bodies?done=added", status_code=303)


def check_free(session: Session, office_id: int, code: str, since: datetime.date) -> None:
    """Raises BadInput where a body of this kind stands on that day or later."""
    beside = session.exec(
        select(Body.id).where(
            Body.office_id == office_id,
            Body.code == code,
            or_(col(Body.valid_to).is_(None), col(Body.valid_to) >= since),
        )
    ).first()
    if beside is not None:
        raise BadInput("valid_from", "overlaps", since.isoformat())


def _page(desk: Desk, typed: Typed, done: str = "") -> HTMLResponse:
    session, on = desk.session, desk.hand.day
    rows = session.exec(
        select(Body).where(Body.office_id == desk.office_id).order_by(col(Body.code), col(Body.valid_from))
    ).all()
    known = definitions.all_in_force(session, desk.office_id, desk.at)
    seats = _seats(session, desk.office_id, on)
    listed = [_listed(body, seats.get(body.id, []), known, desk.words) for body in rows]
    order = list(catalogue().bodies)
    listed.sort(key=lambda each: order.index(each.body.code) if each.body.code in order else len(order))
    standing = {row.body.code for row in listed if row.body.valid_to is None}
    return desk.page(
        "admin/bodies.html",
        status=typed.status,
        typed=typed,
        done=done,
        now=[row for row in listed if row.body.valid_to is None or row.body.valid_to >= on],
        past=[row for row in listed if row.body.valid_to is not None and row.body.valid_to < on],
        on=on,
        kinds=[
            (code, desk.words.label(body.label))
            for code, body in catalogue().bodies.items()
            if code not in standing
        ],
    )


def _listed(body: Body, seats: list[Member], known: Mapping[str, Definition], words: Words) -> Listed:
    chair = next((seat.name_th for seat in seats if seat.role == "chair"), "")
    members = sum(seat.role in VOTING for seat in seats)
    return Listed(body, members, chair, routes_of(body.code, known, words))


def routes_of(code: str, known: Mapping[str, Definition], words: Words) -> tuple[str, ...]:
    """The kinds of papers whose path leads through this body."""
    return tuple(
        words.label(each.label)
        for each in known.values()
        if any(step.body == code for step in each.route) or any(state.body == code for state in each.states)
    )


def quorum_in(known: Mapping[str, Definition]) -> Fraction | None:
    """The share of the members that a meeting needs, where the office's own path of meetings says one."""
    meeting = known.get("meeting")
    return quorum_of(meeting.settings) if meeting and "quorum" in meeting.settings else None


def _seats(session: Session, office_id: int, on: datetime.date) -> dict[int, list[Member]]:
    rows = session.exec(
        select(Member)
        .join(Body, col(Body.id) == col(Member.body_id))
        .where(
            Body.office_id == office_id,
            Member.valid_from <= on,
            or_(col(Member.valid_to).is_(None), col(Member.valid_to) >= on),
        )
        .order_by(col(Member.id))
    )
    found: dict[int, list[Member]] = {}
    for row in rows:
        found.setdefault(row.body_id, []).append(row)
    return found
