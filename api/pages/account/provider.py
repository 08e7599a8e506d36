"""Signing in, or linking an account, by the office's identity provider."""

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api import cookies, identity_provider, signing
from api.calendar_feed import base_url
from api.dependencies import moment_of
from api.errors import NotSignedIn, answered
from api.identity_provider import Visit
from api.pages.account.desk import Own, Secret, comes_back
from api.pages.account.own import account_page
from api.pages.account.signing_in import onward
from api.pages.again import looking
from api.pages.page_route import PageRoute
from api.pages.preferences import own_address, preferences_of
from api.pages.refusals import said
from api.pages.rendering import render
from api.plain_text import PlainText
from workflow.accounts import identities
from workflow.accounts.identities import Claims, Provider
from workflow.database import Database
from workflow.errors import ProviderRefused, UnknownOffice
from workflow.models import Person
from workflow.offices import by_code

router = APIRouter(route_class=PageRoute, include_in_schema=False)
_ANSWER = "/sign-in/provider/answer"


@router.get("/sign-in/provider")
def leave(
    request: Request,
    office: Annotated[PlainText, Query(max_length=20)] = "",
    to: Annotated[str, Query()] = "/",
) -> Response:
    """Sends the browser to the provider of the office; nothing is recorded, the browser carries the visit."""
    try:
        with _database(request).read() as session:
            office_id = by_code(session, office).id
    except UnknownOffice as error:
        raise ProviderRefused("not_set") from error
    visit = identity_provider.new_visit(office_id, own_address(to))
    there = identity_provider.leave_for(_provider(request, office_id), visit, _address(request))
    return _carrying(request, visit, RedirectResponse(there, status_code=303))


@router.post("/account/identities/link")
def leave_to_link(request: Request, password: Secret = "") -> Response:
    """The same for somebody who has signed in and wants the provider's account to be hers: for her password,
    since whoever has it linked comes in by it from then on.

    ◆ The answer is a page with a link: `form-action 'self'` lets no form be led on to the provider.
    """
    comes_back(request, account_page)
    person_id, office_id = _confirmed(request, password)
    provider = _provider(request, office_id)
    visit = identity_provider.new_visit(office_id, "/account", person_id)
    there = identity_provider.leave_for(provider, visit, _address(request))
    with looking(request) as found:
        if found is None:
            raise NotSignedIn
        own = Own(request, *found, moment_of(request))
        name = provider.name or provider.issuer
        page = own.page("account/leave_to_link.html", there=there, name=name)
    return _carrying(request, visit, page)


def _confirmed(request: Request, password: str) -> tuple[int, int]:
    """Who sits here and knows her password, and her office: compared while only reading."""
    with looking(request) as found:
        if found is None:
            raise NotSignedIn
        session, person, _ = found
        signing.confirm(request, session, person.id, password)
        return person.id, person.office_id


def _carrying(request: Request, visit: Visit, answer: Response) -> Response:
    """The answer with which the browser takes the visit along."""
    sealed = visit.sealed(signing.vault_of(request), moment_of(request))
    cookies.put(request, answer, cookies.VISIT, sealed, identity_provider.LASTS)
    return answer


@router.get(_ANSWER)
def come_back(
    request: Request,
    code: Annotated[PlainText, Query(max_length=2000)] = "",
    state: Annotated[PlainText, Query(max_length=200)] = "",
) -> HTMLResponse:
    """The provider sends the browser here. No GET changes anything: a button goes on, pressed by a script."""
    return render(request, "account/provider.html", reader=None, code=code, state=state)


@router.post(_ANSWER)
def take_answer(
    request: Request,
    code: Annotated[PlainText, Form(max_length=2000)] = "",
    state: Annotated[PlainText, Form(max_length=200)] = "",
) -> Response:
    """Asks the provider who it is, outside any transaction, and lets her in or links her account."""
    try:
        answer = _taken(request, code, state)
    except ProviderRefused as error:
        told = said(error, preferences_of(request).language)
        status = answered(error).status
        answer = render(
            request, "account/provider_refused.html", reader=None, status=status, error=told, wrong=""
        )
    cookies.drop(request, answer, cookies.VISIT)
    return answer


def _taken(request: Request, code: str, state: str) -> Response:
    at, vault = moment_of(request), signing.vault_of(request)
    visit = identity_provider.opened(cookies.read(request, cookies.VISIT), vault, at)
    if not code or state != visit.state:
        raise ProviderRefused("state")
    provider = _provider(request, visit.office_id)
    claims = identity_provider.claims_of(provider, visit, _address(request), code, at)
    if visit.linking:
        return _linked(request, claims, visit.linking)
    with _database(request).write() as session:
        person = identities.owner(session, visit.office_id, claims, at)
        came = signing.admit(request, session, person, "provider")
    return onward(request, came, visit.to)


def _linked(request: Request, claims: Claims, person_id: int) -> RedirectResponse:
    """Only for the person who began it, and who is signed in still."""
    with looking(request) as found:
        if found is None or found[1].id != person_id:
            raise ProviderRefused("state")
    with _database(request).write() as session:
        identities.link_own(session, session.get_one(Person, person_id), claims, moment_of(request))
    return RedirectResponse("/account?done=linked#identities", status_code=303)


def _provider(request: Request, office_id: int) -> Provider:
    with _database(request).read() as session:
        found = identities.provider_of(session, office_id, signing.vault_of(request))
    if found is None:
        raise ProviderRefused("not_set")
    return found


def _address(request: Request) -> str:
    """Where the provider sends browsers back to; the provider compares it with what it was told."""
    return base_url(request) + _ANSWER


def _database(request: Request) -> Database:
    found: Database = request.app.state.database
    return found
