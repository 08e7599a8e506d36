"""The doors of one meeting: its page, its steps, its agenda, who came, and its minutes."""

from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse

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
from api.pages.items.step_forms import Order, once, recorded, step_taken
from api.pages.items.typed import Typed, TypedForm
from api.pages.looker import Visit
from api.pages.meetings.forms import Sent, SentForm, only_once, whole
from api.pages.meetings.page import Said, meeting_page, shown_again, step_again
from api.pages.page_route import PageRoute
from api.plain_text import PlainText
from api.retyping import Retyped
from workflow.changes import Hand
from workflow.errors import BadInput, UnknownItem
from workflow.meetings import agenda, attendance, minutes, planning
from workflow.meetings.agenda import DECISIONS, NewEntry
from workflow.meetings.attendance import Came
from workflow.meetings.together import changed_only
from workflow.models import AgendaItem, Item

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.get("/meetings/{code}")
def show(
    request: Request,
    session: Transaction,
    person: SignedIn,
    who: Looking,
    item: AskedItem,
    at: Moment,
    done: Annotated[PlainText, Query(max_length=30)] = "",
) -> HTMLResponse:
    """The meeting; `done` names what was just done, to confirm it."""
    return meeting_page(
        Visit(request, session, person, who, at, item), Said(done="step" if done.isdecimal() else done)
    )


def page_of(item: Item) -> str:
    return f"/meetings/{quote(item.code, safe='')}"


def _step_form(request: Request, form: TypedForm) -> Typed:
    keep(request, step_again)
    return form


StepForm = Annotated[Typed, Depends(_step_form)]


@router.post("/meetings/{code}/steps/{trigger}")
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
    """Takes a step of the meeting itself, once however often it is sent."""
    if item.kind != "meeting":
        raise UnknownItem(item.code)

    def take() -> int:
        return step_taken(session, settings, item, trigger, form, Hand(person.id, at))

    return once(session, person, Order(item, form, "meeting", page_of(item)), at, take)


@router.post("/meetings/{code}/record/{trigger}")
def record_evidence(
    form: StepForm,
    trigger: PlainText,
    session: Transaction,
    person: SignedIn,
    item: AskedItem,
    at: Moment,
    settings: Configured,
) -> RedirectResponse:
    """Records what a step will need, without taking it."""

    def record() -> int:
        return recorded(session, settings, item, form, Hand(person.id, at))

    return once(session, person, Order(item, form, "meeting-record", page_of(item)), at, record)


def _kept(anchor: str) -> Any:
    """The form, whose refusal leads back to the part of the page called `anchor`."""

    def kept(request: Request, form: SentForm) -> Sent:
        shown_again(request, form, anchor)
        return form

    return Depends(kept)


def _back(item: Item, done: str, anchor: str) -> RedirectResponse:
    return RedirectResponse(f"{page_of(item)}?done={done}#{anchor}", status_code=303)


@router.post("/meetings/{code}/particulars")
def change_particulars(
    form: Annotated[Sent, _kept("particulars")], session: Transaction, item: AskedItem, hand: Acting
) -> RedirectResponse:
    """Sets day, place, hours or urgency."""
    wanted: dict[str, object] = {
        name: form.text(name).strip() for name in ("place", "begins", "ends", "urgent") if name in form.fields
    }
    if form.text("held_on").strip():
        wanted["held_on"] = form.day("held_on")
    planning.change_meeting(session, item.id, wanted, hand)
    return _back(item, "changed", "particulars")


@router.post("/meetings/{code}/agenda/draw")
def draw(
    form: Annotated[Sent, _kept("agenda")], session: Transaction, item: AskedItem, hand: Acting
) -> RedirectResponse:
    """Puts everything that waits on the agenda; a second time there is nothing left to put."""
    agenda.draw(session, item.id, hand)
    return _back(item, "drawn", "agenda")


@router.post("/meetings/{code}/agenda/add")
def add(
    form: Annotated[Sent, _kept("add")],
    session: Transaction,
    person: SignedIn,
    who: Looking,
    item: AskedItem,
    hand: Acting,
    at: Moment,
) -> RedirectResponse:
    """Puts one entry on the agenda: a paper, or a matter in words."""

    def do() -> str:
        paper = item_seen(session, who, form.text("item").strip()).id if form.text("item").strip() else None
        section = form.number("section") or DECISIONS
        agenda.add_entry(session, item.id, NewEntry(section, form.text("title"), paper), hand)
        return f"{page_of(item)}?done=added#agenda"

    return only_once(session, person, form, f"add {item.id}", at, do)


@router.post("/meetings/{code}/agenda/move")
def move(
    form: Annotated[Sent, _kept("agenda")], session: Transaction, item: AskedItem, hand: Acting
) -> RedirectResponse:
    """Moves an entry to a place of its section or of another."""
    entry = _entry(session, item, form)
    section, position = form.number("section"), form.number("position")
    agenda.change_entry(session, entry.id, hand, section=section, position=position)
    return _back(item, "moved", f"entry-{entry.id}")


@router.post("/meetings/{code}/agenda/word")
def word(
    form: Annotated[Sent, _kept("agenda")], session: Transaction, item: AskedItem, hand: Acting
) -> RedirectResponse:
    """Words an entry or a heading anew."""
    entry = _entry(session, item, form)
    agenda.change_entry(session, entry.id, hand, title=form.text("title"))
    return _back(item, "worded", f"entry-{entry.id}")


@router.post("/meetings/{code}/agenda/remove")
def remove(
    form: Annotated[Sent, _kept("agenda")], session: Transaction, item: AskedItem, hand: Acting
) -> RedirectResponse:
    """Takes an entry off the agenda; its paper waits on."""
    agenda.remove_entry(session, _entry(session, item, form).id, hand)
    return _back(item, "removed", "agenda")


def _entry(session: Transaction, item: Item, form: Sent) -> AgendaItem:
    """The entry the form names, of this meeting; raises BadInput."""
    entry = session.get(AgendaItem, form.number("entry") or 0)
    if entry is None or entry.meeting_id != item.id:
        raise BadInput("agenda", "unknown", form.text("entry")[:40])
    return entry


@router.post("/meetings/{code}/attendance")
def record_attendance(
    form: Annotated[Sent, _kept("attendance")], session: Transaction, item: AskedItem, hand: Acting
) -> RedirectResponse:
    """Records who came: only what this form changes, so that two who record at once lose nothing."""
    told, before = [], {}
    for name, was in form.named("was:").items():
        member = whole("member", name) or 0
        before[member] = _came(member, *was.split("\n", 2)) if was else None
        now = _came(member, form.text(f"came:{name}"), form.text(f"sub:{name}"), form.text(f"why:{name}"))
        if now is not None:
            told.append(now)
    changed = changed_only(session, item, told, before, hand.by)
    if changed:
        attendance.record_attendance(session, item.id, changed, hand)
    return _back(item, "attendance", "attendance")


def _came(member: int, came: str, substitute: str = "", reason: str = "") -> Came | None:
    """What one line of the form says; None where nothing is chosen. Raises BadInput."""
    if not came:
        return None
    substitute = substitute.strip() if came == "substitute" else ""
    if came == "substitute" and not substitute:
        raise BadInput("substitute", "empty")
    return Came(member, came == "present", substitute, "" if came == "present" else reason.strip())


@router.post("/meetings/{code}/circulate")
def circulate(
    form: Annotated[Sent, _kept("readers")], session: Transaction, item: AskedItem, hand: Acting
) -> RedirectResponse:
    """Asks those who have joined the office since the minutes went round."""
    minutes.circulate(session, item.id, hand)
    return _back(item, "circulated", "readers")


@router.post("/meetings/{code}/read")
def acknowledge(
    form: Annotated[Sent, _kept("readers")],
    session: Transaction,
    person: SignedIn,
    item: AskedItem,
    at: Moment,
) -> RedirectResponse:
    """Says that she has read the minutes; saying it twice is saying it once."""
    minutes.acknowledge(session, item.id, person.id, at)
    return _back(item, "read", "readers")
