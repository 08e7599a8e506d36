"""The doors for writing a paper freely: its form, its content, an order from a committee's members."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Annotated, Final
from urllib.parse import quote

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlmodel import Session, col, select

from api.dependencies import Acting, Looking, Moment, SignedIn, Transaction, item_seen, moment_of
from api.errors import answered
from api.pages.again import keep, looking
from api.pages.page_route import PageRoute
from api.pages.papers.edit import written_from
from api.pages.papers.fields import Written, fields_of, written_of
from api.pages.papers.listing import name_of
from api.pages.papers.page import FIELDS
from api.pages.papers.readers import choices_of
from api.pages.preferences import preferences_of
from api.pages.refusals import Line, said
from api.pages.rendering import reader_of, render
from api.pages.words import Words
from api.plain_text import PlainText
from api.whole_record import must_see_all
from papers.content.appointment_order import appointment
from workflow.changes import Hand
from workflow.errors import BadInput, Refused, UnknownBody
from workflow.models import Body, Group, Item, Occupancy, Person, Position
from workflow.moments import bangkok_date
from workflow.papers import drafts
from workflow.papers.fields import SECRECIES, URGENCIES, Fields
from workflow.queries import Viewer, in_force_on

router = APIRouter(route_class=PageRoute, include_in_schema=False)
FREE: Final = ("free_memo", "free_letter", "free_circular", "free_order", "appointment_order")
_MOST_FIELDS: Final = 2_000
Text = Annotated[PlainText, Query(max_length=60)]


@dataclass(frozen=True, slots=True)
class Wish:
    """A paper to be written: which, about which item, and as much of it as was typed."""

    code: str
    about: str = ""
    written: Written = field(default_factory=Written)


@router.get("/papers/new")
def ask(
    request: Request,
    session: Transaction,
    person: SignedIn,
    who: Looking,
    at: Moment,
    code: Text = "free_memo",
    about: Text = "",
    body: Text = "",
) -> HTMLResponse:
    """The form of a paper; an order that appoints a committee comes with its members."""
    must_see_all(who)
    _check(code)
    fields = _filled(session, person, code, body, Hand(person.id, at))
    return _page(request, session, person, who, Wish(code, about, written_of(fields)), body=body)


async def wished(request: Request) -> Wish:
    """Reads the form, which comes back with what was typed should it be refused."""
    async with request.form(max_fields=_MOST_FIELDS, max_files=0) as form:
        several = [(name, value) for name, value in form.multi_items() if isinstance(value, str)]
    if any("\x00" in text for _, text in several):
        raise BadInput("form", "nul_character")
    texts: Mapping[str, str] = dict(several)
    wish = Wish(texts.get("code", ""), texts.get("about", "")[:60], written_from(several))
    keep(request, partial(_again, wish=wish))
    return wish


@router.post("/papers/new")
def write(
    wish: Annotated[Wish, Depends(wished)],
    session: Transaction,
    person: SignedIn,
    who: Looking,
    hand: Acting,
) -> RedirectResponse:
    """Opens the draft, and leads to its desk."""
    _check(wish.code)
    about = item_seen(session, who, wish.about).id if wish.about else None
    item = drafts.open_paper(
        session,
        person.office_id,
        wish.code,
        fields_of(wish.written),
        hand,
        about_id=about,
        group_id=_group(session, hand),
    )
    return RedirectResponse(f"/papers/{quote(item.code, safe='')}?saved=1", status_code=303)


def _check(code: str) -> None:
    if code not in FREE:
        raise BadInput("paper", "unknown", code[:60])


def _filled(session: Session, person: Person, code: str, body: str, hand: Hand) -> Fields:
    """What is known already: her group, or the members of the committee that is appointed."""
    if code == "appointment_order" and body:
        row = session.exec(select(Body).where(Body.office_id == person.office_id, Body.code == body)).first()
        if row is None:
            raise UnknownBody(body)
        return appointment(session, row, on=hand.day)
    group = session.get(Group, _group(session, hand) or 0)
    return Fields(subject="", unit=group.name_th if group and code in ("free_memo",) else "")


def _group(session: Session, hand: Hand) -> int | None:
    """The group of a post she holds."""
    held = (
        select(Position.group_id)
        .join(Occupancy, col(Occupancy.position_id) == col(Position.id))
        .where(
            Occupancy.person_id == hand.by,
            in_force_on(Occupancy, hand.day),
            in_force_on(Position, hand.day),
            col(Position.group_id).is_not(None),
        )
        .order_by(col(Position.id))
    )
    return session.exec(held).first()


def _page(
    request: Request,
    session: Session,
    person: Person,
    who: Viewer,
    wish: Wish,
    *,
    body: str = "",
    error: Refused | None = None,
) -> HTMLResponse:
    words, on = Words(preferences_of(request)), bangkok_date(moment_of(request))
    told = said(error, words.language).line if error else ""
    name = getattr(error, "name", "") if error else ""
    name = FIELDS.get(name, name)
    known = name in wish.written.texts or name == "sent_to"
    about = session.exec(
        select(Item).where(Item.office_id == person.office_id, Item.code == wish.about)
    ).first()
    return render(
        request,
        "paper_new.html",
        reader=reader_of(session, person, who),
        section="papers",
        status=answered(error).status if error else 200,
        wish=wish,
        form="order" if wish.code.endswith("_order") else wish.code.removeprefix("free_"),
        forms=[(code, name_of(code, words)) for code in FREE],
        about=about,
        body=body,
        bodies=_bodies(session, person.office_id) if wish.code == "appointment_order" else (),
        problems={name: told} if error and known else {},
        summary=[Line(told, f"edit-{name}" if known else "")] if error else [],
        choices=choices_of(session, person.office_id, wish.written.sent_to, on, words),
        urgencies=URGENCIES,
        secrecies=SECRECIES,
    )


def _bodies(session: Session, office_id: int) -> list[tuple[str, str]]:
    found = select(Body.code, Body.name_th).where(Body.office_id == office_id).order_by(col(Body.code))
    return list(session.exec(found))


def _again(request: Request, error: Refused, wish: Wish) -> HTMLResponse | None:
    with looking(request) as found:
        if found is None or wish.code not in FREE:
            return None
        return _page(request, *found, wish, error=error)
