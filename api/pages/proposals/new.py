"""Beginning a proposal: its title and what is alike already, its group and year, an earlier one."""

from dataclasses import dataclass
from functools import partial
from typing import Annotated
from urllib.parse import quote
from uuid import uuid4

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlmodel import Session, col

from api.dependencies import Acting, Looking, SignedIn, Transaction, item_seen, moment_of
from api.errors import answered
from api.pages.again import keep, looking
from api.pages.drafts import SentForm
from api.pages.page_route import PageRoute
from api.pages.preferences import preferences_of
from api.pages.proposals.choices import earlier_projects, groups_for, years_for
from api.pages.refusals import Line, said
from api.pages.rendering import reader_of, render
from api.pages.words import Words
from api.plain_text import PlainText
from api.whole_record import must_see_all
from workflow import answers
from workflow.changes import Hand
from workflow.errors import BadInput, Refused
from workflow.form_drafts import base_of
from workflow.models import Item, Person
from workflow.moments import bangkok_date
from workflow.proposals.described import proposals_of
from workflow.proposals.opening import NewProposal, open_proposal
from workflow.proposals.similar import Pair, titled_alike
from workflow.queries import Viewer, items_visible_to
from workflow.years.plan import annual_plan

router = APIRouter(route_class=PageRoute, include_in_schema=False)
_SHORTEST = 6  # letters of a title before it says anything


@dataclass(frozen=True, slots=True)
class Wish:
    """The form as typed: codes and numbers as text."""

    title: str = ""
    group: str = ""
    year: str = ""
    begun_from: str = ""
    key: str = ""


@router.get("/proposals/new")
def ask(
    request: Request,
    session: Transaction,
    person: SignedIn,
    who: Looking,
    title: Annotated[PlainText, Query(max_length=600)] = "",
    group: Annotated[PlainText, Query(max_length=20)] = "",
    year: Annotated[PlainText, Query(max_length=4)] = "",
    begun_from: Annotated[PlainText, Query(alias="from", max_length=40)] = "",
) -> HTMLResponse:
    """The form; with a title also the year's proposals that are titled alike, which changes nothing."""
    must_see_all(who)
    return _page(request, session, person, who, Wish(title, group, year, begun_from))


@router.post("/proposals/new")
def begin(
    request: Request, form: SentForm, session: Transaction, person: SignedIn, who: Looking, hand: Acting
) -> RedirectResponse:
    """Opens the draft, once, and leads to its first section."""
    wish = Wish(form.get("title"), form.get("group"), form.get("year"), form.get("from"), form.key)
    keep(request, partial(_again, wish=wish))
    asked = base_of(["propose", *form.fields])
    known = answers.recorded(session, hand.by, form.key, asked) if form.key else None
    if known is not None:
        return RedirectResponse(known.body, status_code=303)
    item = _opened(session, who, wish, hand)
    address = f"/proposals/{quote(item.code, safe='')}/frame"
    if form.key:
        answers.record(session, hand.by, form.key, asked, status=303, body=address, at=hand.at)
    return RedirectResponse(address, status_code=303)


def _opened(session: Session, who: Viewer, wish: Wish, hand: Hand) -> Item:
    if not wish.title.strip():
        raise BadInput("title", "empty")
    before = item_seen(session, who, wish.begun_from) if wish.begun_from else None
    new = NewProposal(wish.title, _number("group", wish.group), _number("fiscal_year", wish.year), hand.by)
    return open_proposal(session, who.office_id, new, hand, before=before)


def _number(name: str, text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise BadInput(name, "unknown" if text else "empty", text[:80])
    return int(text)


def _page(
    request: Request, session: Session, person: Person, who: Viewer, wish: Wish, error: Refused | None = None
) -> HTMLResponse:
    on, words = bangkok_date(moment_of(request)), Words(preferences_of(request))
    groups = groups_for(session, who, on)
    years, likely = years_for(session, who.office_id, on)
    year = int(wish.year) if wish.year.isascii() and wish.year.isdecimal() else likely
    told = said(error, words.language).line if error else ""
    name = {"fiscal_year": "year", "code": "title"}.get(found := getattr(error, "name", ""), found)
    anchor = name if name in ("title", "group", "year", "from") else ""
    return render(
        request,
        "proposals/new.html",
        reader=reader_of(session, person, who),
        section="propose",
        status=answered(error).status if error else 200,
        wish=wish,
        key=wish.key or uuid4().hex,
        year=year,
        years=years,
        groups=groups,
        earlier=earlier_projects(session, who, groups, max(years)),
        problems=[Line(told, anchor)] if error else [],
        alike=alike_titles(session, who, wish.title, year),
    )


def alike_titles(session: Session, who: Viewer, title: str, year: int) -> list[tuple[Pair, Item]]:
    """The year's proposals whose titles are alike, as she may see them, with why."""
    plan = annual_plan(session, who.office_id, year) if len(title.strip()) >= _SHORTEST else None
    if plan is None:
        return []
    pairs = titled_alike(title, proposals_of(session, plan.id))
    return with_items(session, who, pairs)


def with_items(session: Session, who: Viewer, pairs: list[Pair]) -> list[tuple[Pair, Item]]:
    """Each pair with the other project, as far as she may see it."""
    if not pairs:
        return []
    query = items_visible_to(who).where(col(Item.code).in_([pair.second for pair in pairs]))
    items = {item.code: item for item in session.exec(query)}
    return [(pair, items[pair.second]) for pair in pairs if pair.second in items]


def _again(request: Request, error: Refused, wish: Wish) -> HTMLResponse | None:
    with looking(request) as found:
        return None if found is None else _page(request, *found, wish, error)
