"""Shows whether notices leave the house, to those who can do something about it."""

from typing import Final

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from api.dependencies import Looking, Moment, SignedIn, Transaction
from api.pages.page_route import PageRoute
from api.pages.rendering import reader_of, render
from notifications import health
from notifications.contacts import try_again
from notifications.failures import failures
from notifications.models import Contact
from notifications.tellings import MINDERS
from workflow.errors import Denial, NotAllowed
from workflow.models import Person
from workflow.queries import Viewer

router = APIRouter(route_class=PageRoute, include_in_schema=False)
_ADMINISTRATORS: Final = frozenset({"system_admin"})


@router.get("/health")
def show_health(
    request: Request, session: Transaction, person: SignedIn, who: Looking, at: Moment
) -> HTMLResponse:
    """The sweeps of the installation; what waits, failed or rests in the person's own office."""
    _must_be(who, MINDERS)
    sweeps = [*health.sweeps(session, at), *health.papers(session, who.office_id)]
    troubled = health.troubled(session, who.office_id)
    paused = health.paused(session, at, who.office_id)
    missed = failures(session, who.office_id, limit=20)
    return render(
        request,
        "health.html",
        reader=reader_of(session, person, who),
        section="health",
        sweeps=sweeps,
        outbox=health.outbox(session, who.office_id),
        messages=health.messages(session, who.office_id),
        paused=paused,
        troubled=troubled,
        failed=missed.failed,
        retried=missed.troubled,
        alarms=sum(bool(each.alarm) for each in sweeps) + len(troubled) + len(paused) + bool(missed.failed),
        administers=bool(who.roles & _ADMINISTRATORS),
    )


@router.post("/health/contacts/{contact_id}/again")
def again(session: Transaction, who: Looking, contact_id: int) -> RedirectResponse:
    """Lets the next message go to an address that was refused before."""
    _must_be(who, _ADMINISTRATORS)
    contact = session.get(Contact, contact_id) if contact_id < 2**31 else None
    person = session.get(Person, contact.person_id) if contact else None
    if contact is None or person is None or person.office_id != who.office_id:
        raise HTTPException(404)
    try_again(session, contact)
    return RedirectResponse("/health#troubled", status_code=303)


def _must_be(who: Viewer, roles: frozenset[str]) -> None:
    """Raises NotAllowed for whoever holds none of these roles."""
    if not who.active or not who.roles & roles:
        raise NotAllowed(Denial("no_role", tuple(sorted(roles))))
