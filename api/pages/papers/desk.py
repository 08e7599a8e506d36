"""The doors of one official paper: its desk, editing, steps up to its signature and number, reading it."""

from dataclasses import replace
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from api import signing as sessions
from api.dependencies import (
    Acting,
    AskedItem,
    Configured,
    Looking,
    Moment,
    SignedIn,
    Transaction,
    item_seen,
)
from api.pages.again import keep
from api.pages.items.step_forms import Order, once, step_taken, taken_in
from api.pages.items.typed import Typed, TypedForm, typed_day
from api.pages.looker import Visit
from api.pages.page_route import PageRoute
from api.pages.papers.page import paper_page, step_refused
from api.pages.papers.shown import ShownPaper, aside
from api.plain_text import PlainText
from api.retyping import Retyped
from api.v1.shapes import LARGEST_NUMBER
from notifications import asking
from papers.to_sign import Laid, markup_to_sign, must_be_seen
from workflow.changes import Hand
from workflow.errors import UnknownItem
from workflow.meetings import minutes
from workflow.models import Item
from workflow.moments import bangkok_date
from workflow.papers import drafts, issuing, readers, signing
from workflow.queries import Viewer

router = APIRouter(route_class=PageRoute, include_in_schema=False)
_MOST_FIELDS = 2_000  # one for each reader that can be ticked


@router.get("/papers/{code}")
def show_paper(
    request: Request,
    shown: ShownPaper,
    session: Transaction,
    person: SignedIn,
    who: Looking,
    item: AskedItem,
    at: Moment,
    done: Annotated[int, Query(ge=0, le=LARGEST_NUMBER)] = 0,
    saved: Annotated[bool, Query()] = False,
    again: Annotated[int, Query(ge=0, le=LARGEST_NUMBER)] = 0,
) -> Response:
    """The desk; `done` is the entry just written, `saved` says that the draft was, `again` how many readers
    were asked again. A memo that is kept elsewhere has only the page of an item."""
    paper = drafts.paper_of(session, item.id)
    if paper is None:
        return RedirectResponse(f"/items/{quote(item.code, safe='')}", status_code=303)
    visit = Visit(request, session, person, who, at, item)
    return paper_page(visit, paper, shown, done=done, saved=saved, again=again)


def kept_form(request: Request, form: TypedForm) -> Typed:
    """A step's form, which comes back with what was typed should it be refused."""
    keep(request, step_refused)
    return form


StepForm = Annotated[Typed, Depends(kept_form)]


@router.post("/papers/{code}/steps/{trigger}")
def take_step(
    form: StepForm,
    _retyped: Retyped,
    trigger: PlainText,
    session: Transaction,
    person: SignedIn,
    item: AskedItem,
    at: Moment,
    settings: Configured,
) -> RedirectResponse:
    """Submits the paper, passes it on with an opinion, sends it back or makes it void; once.

    What has no desk of its own takes its steps at its item's page, where a password may be asked for.
    """
    if drafts.paper_of(session, item.id) is None:
        raise UnknownItem(item.code)

    def take() -> int:
        return step_taken(session, settings, item, trigger, form, Hand(person.id, at))

    return once(session, person, Order(item, form, "take", _page(item)), at, take)


async def confirmed(
    request: Request, form: StepForm, code: PlainText, trigger: PlainText, at: Moment
) -> Laid:
    """Compares the password typed again and renders the text, both before the turn to write.

    The password goes nowhere but into the comparison. Raises WrongPassword, TooManyAttempts,
    ContentChanged (the paper does not read any more as on her page), RenderRefused.
    """
    typed = await request.form()
    password, seen = typed.get("password"), typed.get("seen")
    on = typed_day(form.on) or bangkok_date(at)

    def prepare(session: Session, who: Viewer) -> Laid:
        item = item_seen(session, who, code)
        sessions.confirm(request, session, who.person_id, password if isinstance(password, str) else "")
        if seen is not None:
            must_be_seen(session, item.id, str(seen), bangkok_date(at))
        order = form.facts.get("order", "")
        return markup_to_sign(session, item.id, trigger=trigger, order=order, by=who.person_id, on=on)

    return await aside(request, prepare)


@router.post("/papers/{code}/sign/{trigger}")
def sign(
    form: StepForm,
    text: Annotated[Laid, Depends(confirmed)],
    trigger: PlainText,
    session: Transaction,
    person: SignedIn,
    hand: Acting,
    item: AskedItem,
    at: Moment,
) -> RedirectResponse:
    """Signs the text that was rendered for her; it is frozen with the step, once."""

    def take() -> int:
        moved = signing.sign(
            session,
            item.id,
            trigger,
            hand,
            order=form.facts.get("order", ""),
            markup=text.ready.markup,
            title=text.ready.title,
            revision=text.revision,
            signature="on_paper" if form.facts.get("signature") == "on_paper" else "in_system",
            on=typed_day(form.on),
            expect_version=text.version if form.expect_version is None else form.expect_version,
        )
        return moved.entry_seq

    return once(session, person, Order(item, form, "sign", _page(item)), at, take)


def issue_form(request: Request, form: StepForm) -> Typed:
    """The form of the one step whose address does not name it."""
    found = replace(form, trigger=issuing.ISSUE)
    request.state.typed = found
    return found


@router.post("/papers/{code}/issue")
def issue(
    form: Annotated[Typed, Depends(issue_form)],
    session: Transaction,
    person: SignedIn,
    hand: Acting,
    item: AskedItem,
    at: Moment,
    settings: Configured,
) -> RedirectResponse:
    """Gives the signed paper its number and sends it to its readers, once."""

    def take() -> int:
        scan = taken_in(session, settings, form, at).get(issuing.PROOF)
        dated_on = typed_day(form.on)
        done = issuing.issue(
            session, item.id, hand, dated_on=dated_on, scan=scan, expect_version=form.expect_version
        )
        return done.moved.entry_seq

    return once(session, person, Order(item, form, "issue", _page(item)), at, take)


@router.post("/papers/{code}/ask-again")
def ask_again(session: Transaction, hand: Acting, item: AskedItem) -> RedirectResponse:
    """Tells those who have not read the issued paper once more, at most once a day."""
    asked = asking.ask_again(session, item.id, hand)
    return RedirectResponse(f"{_page(item)}?again={asked}#readers", status_code=303)


@router.post("/papers/{code}/read")
def acknowledge(session: Transaction, person: SignedIn, item: AskedItem, at: Moment) -> RedirectResponse:
    """Notes that she has read the paper; the last reader closes it."""
    minutes.acknowledge(session, item.id, person.id, at)
    readers.settle_readers(session, item.id, at)
    return RedirectResponse(f"{_page(item)}#readers", status_code=303)


def _page(item: Item) -> str:
    return f"/papers/{quote(item.code, safe='')}"
