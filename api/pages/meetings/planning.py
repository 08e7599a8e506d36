"""The form of a new meeting: which body meets, when and where; its chair and secretary are the body's own."""

import datetime
from functools import partial
from typing import Annotated
from urllib.parse import quote
from uuid import uuid4

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlmodel import Session, col, select

from api.dependencies import Acting, Looking, Moment, OwnOffice, SignedIn, Transaction, item_seen, moment_of
from api.errors import answered
from api.pages.again import keep, looking
from api.pages.meetings.forms import Sent, SentForm, only_once
from api.pages.meetings.listing import bodies_of
from api.pages.page_route import PageRoute
from api.pages.preferences import preferences_of
from api.pages.refusals import Line, said
from api.pages.rendering import reader_of, render
from api.plain_text import PlainText
from states.thai import be_year
from workflow.errors import BadDate, BadInput, Refused
from workflow.meetings import planning
from workflow.meetings.planning import NewMeeting
from workflow.meetings.viewing import part_of
from workflow.models import Body, Item, Member, Person
from workflow.moments import bangkok_date
from workflow.permissions import in_force
from workflow.queries import Viewer, items_visible_to

router = APIRouter(route_class=PageRoute, include_in_schema=False)
_FIELDS = ("body", "number", "held_on", "place", "begins", "urgent", "plan")


@router.get("/meetings/new")
def ask(
    request: Request,
    session: Transaction,
    person: SignedIn,
    who: Looking,
    body: Annotated[PlainText, Query(max_length=40)] = "",
) -> HTMLResponse:
    """The form; with `body` chosen it says who chairs and which number comes next."""
    return _page(request, session, person, who, Sent({"body": (body,)}))


def _kept(request: Request, form: SentForm) -> Sent:
    keep(request, partial(_again, form=form))
    return form


@router.post("/meetings/new")
def plan(
    request: Request,
    form: Annotated[Sent, Depends(_kept)],
    session: Transaction,
    person: SignedIn,
    who: Looking,
    hand: Acting,
    office: OwnOffice,
    at: Moment,
) -> RedirectResponse:
    """Plans the meeting and leads to its page."""

    def do() -> str:
        plan_id = item_seen(session, who, form.text("plan")).id if form.text("plan") else None
        new = NewMeeting(
            body=form.text("body"),
            held_on=form.day("held_on"),
            number=form.number("number"),
            place=form.text("place"),
            begins=form.text("begins"),
            urgent=form.text("urgent"),
            plan_id=plan_id,
        )
        item = planning.plan_meeting(session, office, new, hand)
        return f"/meetings/{quote(item.code, safe='')}?done=planned"

    return only_once(session, person, form, "plan", at, do)


def _page(
    request: Request,
    session: Session,
    person: Person,
    who: Viewer,
    form: Sent,
    error: Refused | None = None,
) -> HTMLResponse:
    on = bangkok_date(moment_of(request))
    told = said(error, preferences_of(request).language).line if error else ""
    name = _field(error)
    bodies = [
        each
        for each in bodies_of(session, who)
        if each.internal and in_force(each.valid_from, each.valid_to, on)
    ]
    body = next((each for each in bodies if each.code == form.text("body")), None)
    return render(
        request,
        "meetings/new.html",
        reader=reader_of(session, person, who),
        section="meetings",
        status=answered(error).status if error else 200,
        may=part_of(who.roles).plans,
        form=form,
        key=uuid4().hex,
        bodies=bodies,
        body=body,
        seats=_leading(session, body, on) if body else [],
        next_number=planning.next_number(session, body.id, be_year(on.year)) if body else None,
        this_year=be_year(on.year),
        plans=_plans(session, who),
        problems={name: told} if name else {},
        summary=[Line(told, f"new-{name}" if name else "")] if error else [],
    )


def _field(error: Refused | None) -> str:
    if isinstance(error, BadDate):
        return "held_on"
    name = "number" if getattr(error, "what", "") == "meeting" else getattr(error, "name", "")
    return name if name in _FIELDS and (isinstance(error, BadInput) or error is not None) else ""


def _leading(session: Session, body: Body, on: datetime.date) -> list[Member]:
    """Chair and secretary of the body today."""
    found = session.exec(select(Member).where(Member.body_id == body.id).order_by(col(Member.id)))
    leading = ("chair", "secretary")
    return [row for row in found if row.role in leading and in_force(row.valid_from, row.valid_to, on)]


def _plans(session: Session, who: Viewer) -> list[Item]:
    """The plans of the latest years, to one of which a meeting can belong."""
    found = items_visible_to(who).where(Item.kind == "annual_plan").order_by(col(Item.fiscal_year).desc())
    return list(session.exec(found.limit(5)))


def _again(request: Request, error: Refused, form: Sent) -> HTMLResponse | None:
    with looking(request) as found:
        return None if found is None else _page(request, *found, form, error)
