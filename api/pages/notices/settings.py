"""How a person wants to be told, as a page: channels, quiet hours, language, her secret calendar link."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlmodel import Session

from api.calendar_feed import base_url
from api.dependencies import Looking, Moment, SignedIn, Transaction, Turns
from api.errors import AddressNeedsPassword, TooManyAttempts, WrongPassword, answered
from api.pages.again import looking
from api.pages.page_route import PageRoute
from api.pages.preferences import preferences_of
from api.pages.refusals import said
from api.pages.rendering import reader_of, render
from api.reset_address import check_address
from notifications import contacts, feed_links
from notifications.channels.settings import ChannelSet
from notifications.contacts import Wanted, contacts_of, needs_address, preference_of
from workflow.accounts.passwords import has_password
from workflow.errors import BadInput, Refused
from workflow.models import Office, Person
from workflow.queries import Viewer

router = APIRouter(route_class=PageRoute, include_in_schema=False)


async def _typed(request: Request) -> dict[str, str]:
    """What was typed, read before the transaction begins; raises BadInput."""
    async with request.form(max_files=0, max_fields=50) as form:
        texts = {name: value for name, value in form.multi_items() if isinstance(value, str)}
    if any("\x00" in text for text in texts.values()):
        raise BadInput("form", "nul_character")
    return texts


Typed = Annotated[dict[str, str], Depends(_typed)]


async def _unproved(request: Request, typed: Typed) -> Refused | None:
    """What is wrong with the password, where the e-mail address changes: before the turn to write."""
    turns: Turns = request.app.state.turns
    async with turns.reading:
        return await run_in_threadpool(_compared, request, typed)


def _compared(request: Request, typed: Mapping[str, str]) -> Refused | None:
    with looking(request) as found:
        if found is None:
            return None
        session, person, _ = found
        wanted = _wanted(session, person, typed, available(request, session, person))
        try:
            check_address(request, session, person, wanted, typed.get("password", ""))
        except BadInput:
            return None  # no address at all: told beside its own field, and nothing is kept
        except (AddressNeedsPassword, WrongPassword, TooManyAttempts) as error:
            return error
    return None


Unproved = Annotated[Refused | None, Depends(_unproved)]


@dataclass(frozen=True, slots=True)
class Row:
    """One channel as the form shows it; `gone` where the office has turned it off."""

    channel: str
    address: str
    enabled: bool
    asks: bool
    gone: bool
    contact: Any


@dataclass(frozen=True, slots=True)
class Visit:
    """Whose form is shown; `typed` and `problems` (by field) where it was refused; `link` as just made."""

    request: Request
    session: Session
    person: Person
    who: Viewer
    typed: Mapping[str, str] | None = None
    problems: Mapping[str, str] = field(default_factory=dict)
    status: int = 200
    link: str = ""
    saved: bool = False


@router.get("/notices/settings")
def show(
    request: Request,
    session: Transaction,
    person: SignedIn,
    who: Looking,
    saved: Annotated[bool, Query()] = False,
) -> HTMLResponse:
    """The form as it stands."""
    return _page(Visit(request, session, person, who, saved=saved))


@router.post("/notices/settings")
def save(
    typed: Typed,
    refusal: Unproved,
    request: Request,
    session: Transaction,
    person: SignedIn,
    who: Looking,
    at: Moment,
) -> Any:
    """Keeps everything, or shows the form again with each thing that is wrong beside its field."""
    wanted = _wanted(session, person, typed, available(request, session, person))
    language = preferences_of(request).language
    problems = _problems(person, typed, wanted, language)
    status = 422 if problems or refusal is None else answered(refusal).status
    if refusal is not None:
        problems["password"] = said(refusal, language).line
    if problems:
        return _page(Visit(request, session, person, who, typed, problems, status))
    for each in wanted:
        contacts.set_own(session, person, each, available(request, session, person), at)
    contacts.set_preference(
        session,
        person.id,
        language=typed.get("language", "th"),
        quiet_from=typed.get("quiet_from", ""),
        quiet_to=typed.get("quiet_to", ""),
    )
    return RedirectResponse("/notices/settings?saved=true", status_code=303)


@router.post("/notices/settings/feed")
def make_feed(
    request: Request, session: Transaction, person: SignedIn, who: Looking, at: Moment
) -> HTMLResponse:
    """Makes the secret link and shows it, this once."""
    link = f"{base_url(request)}/feed/{feed_links.make_link(session, person.id, at)}.ics"
    return _page(Visit(request, session, person, who, link=link))


@router.post("/notices/settings/feed/revoke")
def revoke_feed(session: Transaction, person: SignedIn, at: Moment) -> RedirectResponse:
    """The link answers nobody any more."""
    feed_links.revoke_link(session, person.id, at)
    return RedirectResponse("/notices/settings#feed", status_code=303)


def available(request: Request, session: Session, person: Person) -> tuple[str, ...]:
    """The channels that the person's office has set up."""
    set_up: ChannelSet = request.app.state.channels
    return set_up.available(session.get_one(Office, person.office_id).code)


def _wanted(
    session: Session, person: Person, typed: Mapping[str, str], here: tuple[str, ...]
) -> list[Wanted]:
    """What the form says of each channel it showed."""
    known = contacts_of(session, person.id)
    return [
        Wanted(channel, typed.get(f"address:{channel}", ""), f"enabled:{channel}" in typed)
        for channel in dict.fromkeys((*here, *known))
        if f"shown:{channel}" in typed
    ]


def _problems(
    person: Person, typed: Mapping[str, str], wanted: list[Wanted], language: str
) -> dict[str, str]:
    """Everything wrong with the form, by field."""
    found = {}
    for each in wanted:
        try:
            contacts.address_of(person, each)
        except BadInput as error:
            found[f"address:{each.channel}"] = said(error, language).line
    try:
        contacts.quiet_hours(typed.get("quiet_from", ""), typed.get("quiet_to", ""))
    except BadInput as error:
        found[error.name] = said(error, language).line
    return found


def _page(visit: Visit) -> HTMLResponse:
    session, person, typed = visit.session, visit.person, visit.typed
    kept = preference_of(session, person.id)
    rows = _rows(visit)
    told = {"language": kept.language, "quiet_from": kept.quiet_from, "quiet_to": kept.quiet_to}
    return render(
        visit.request,
        "notice_settings.html",
        reader=reader_of(session, person, visit.who),
        section="notices",
        status=visit.status,
        rows=rows,
        asks_password=any(row.channel == "email" for row in rows) and has_password(session, person.id),
        told=told if typed is None else {name: typed.get(name, "") for name in told},
        problems=visit.problems,
        languages=contacts.LANGUAGES,
        saved=visit.saved,
        link=visit.link,
        feed=feed_links.link_of(session, person.id),
    )


def _rows(visit: Visit) -> list[Row]:
    here, typed = available(visit.request, visit.session, visit.person), visit.typed
    known = contacts_of(visit.session, visit.person.id)
    rows = []
    for channel in dict.fromkeys((*here, *known)):
        contact = known.get(channel)
        address = contact.address if contact else ""
        enabled = contact.enabled if contact else needs_address(channel)
        if typed is not None:
            address = typed.get(f"address:{channel}", "")
            enabled = f"enabled:{channel}" in typed
        rows.append(Row(channel, address, enabled, needs_address(channel), channel not in here, contact))
    return rows
