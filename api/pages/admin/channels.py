"""The ways out of the house: each as its file says, tried, paused, and what did not arrive."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Form, HTTPException, Query
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.errors import answered
from api.pages.page_route import PageRoute
from api.pages.settings_desk import AtDesk, Desk
from api.plain_text import PlainText
from api.v1.shapes import LARGEST_NUMBER
from notifications import contacts, failures, health
from notifications.channels.settings import CHANNELS, ChannelSet
from notifications.models import ChannelPause, Contact
from notifications.trial import LONGEST_PAUSE, Trial, pause, resume, send_trial, trials
from states.thai import arabic_digits
from workflow.errors import BadInput, Refused
from workflow.models import Office, Person

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Way:
    """One channel: what its file says (None where it is off), her own address, its rest, its last trial."""

    name: str
    settings: dict[str, str] | None
    contact: Contact | None
    pause: ChannelPause | None
    trial: Trial | None
    counts: dict[str, int]


@router.get("/settings/channels")
def show(
    desk: AtDesk,
    done: Annotated[str, Query(max_length=20)] = "",
    channel: Annotated[str, Query(max_length=20)] = "",
) -> HTMLResponse:
    """Every channel there is, on or off."""
    return _page(desk, done=done, channel=channel)


@router.post("/settings/channels/{name}/trial")
def trial(desk: AtDesk, name: PlainText) -> Response:
    """Sends a real message to the administrator's own address; how it went stands on the page."""
    try:
        send_trial(desk.session, desk.office_id, name, desk.hand, _set_up(desk).available(_code(desk)))
    except Refused as error:
        return _page(desk, error=error, channel=name)
    return _back("trial", name)


@router.post("/settings/channels/{name}/pause")
def rest(
    desk: AtDesk,
    name: PlainText,
    days: Annotated[str, Form(max_length=10)] = "",
    reason: Annotated[str, Form(max_length=5000)] = "",
) -> Response:
    """Nothing goes out by the channel for some days."""
    typed = {"days": days, "reason": reason}
    try:
        if name not in CHANNELS:
            raise BadInput("channel", "unknown", name[:20])
        plain = arabic_digits(days).strip()
        count = int(plain) if plain.isdecimal() and len(plain) < 4 else 0
        pause(desk.session, desk.office_id, name, count, reason, desk.hand)
    except Refused as error:
        return _page(desk, error=error, channel=name, typed=typed)
    return _back("paused", name)


@router.post("/settings/channels/{name}/resume")
def go_on(desk: AtDesk, name: PlainText) -> Response:
    """The channel sends again at once."""
    resume(desk.session, desk.office_id, name, desk.hand)
    return _back("resumed", name)


@router.post("/settings/channels/messages/{message_id}/again")
def again(desk: AtDesk, message_id: int) -> Response:
    """Puts a message that was given up back on its way."""
    failures.try_again(desk.session, min(message_id, LARGEST_NUMBER), desk.at, desk.office_id)
    return _back("again", "")


@router.post("/settings/channels/contacts/{contact_id}/again")
def again_to(desk: AtDesk, contact_id: int) -> Response:
    """Lets the next message go to an address that was refused before."""
    contact = desk.session.get(Contact, min(contact_id, LARGEST_NUMBER))
    person = desk.session.get(Person, contact.person_id) if contact else None
    if contact is None or person is None or person.office_id != desk.office_id:
        raise HTTPException(404)
    contacts.try_again(desk.session, contact)
    return _back("again", "")


def _back(done: str, channel: str) -> RedirectResponse:
    return RedirectResponse(f"/settings/channels?done={done}&channel={channel}", status_code=303)


def _code(desk: Desk) -> str:
    return desk.session.get_one(Office, desk.office_id).code


def _set_up(desk: Desk) -> ChannelSet:
    found: ChannelSet = desk.request.app.state.channels
    return found


def _page(
    desk: Desk,
    *,
    done: str = "",
    channel: str = "",
    error: Refused | None = None,
    typed: dict[str, str] | None = None,
) -> HTMLResponse:
    session, code, set_up = desk.session, _code(desk), _set_up(desk)
    mine = contacts.contacts_of(session, desk.person.id)
    missed = failures.failures(session, desk.office_id, limit=100)
    resting = {each.channel: each for each in missed.pauses if each.until > desk.at}
    tried, counts = trials(session, desk.office_id), _counts(desk)
    ways = [
        Way(
            name,
            set_up.described(code, name),
            mine.get(name),
            resting.get(name),
            tried.get(name),
            counts.get(name, {}),
        )
        for name in CHANNELS
    ]
    sending = next((each for each in health.sweeps(session, desk.at) if each.name == "delivery"), None)
    told: dict[str, Any] = {"days": "7", "reason": "", **(typed or {})}
    return desk.page(
        "admin/channels.html",
        status=answered(error).status if error else 200,
        ways=ways,
        missed=missed,
        sending=sending,
        done=done,
        channel=channel,
        problem=desk.said(error),
        wrong=str(getattr(error, "name", "")),
        typed=told,
        longest=LONGEST_PAUSE,
        waiting=any(way.trial and way.trial.message.state in ("waiting", "claimed") for way in ways),
    )


def _counts(desk: Desk) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for name, state, count in health.messages(desk.session, desk.office_id):
        found.setdefault(name, {})[state] = count
    return found
