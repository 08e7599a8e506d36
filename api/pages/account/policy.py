"""How people sign in to the office: its rules, its identity provider, codes and telephones that were lost."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from api import signing
from api.calendar_feed import base_url
from api.dependencies import moment_of
from api.errors import answered
from api.pages.account.desk import wrong_field
from api.pages.again import keep, looking
from api.pages.page_route import PageRoute
from api.pages.settings_desk import AtDesk, Desk, Sent, SentForm
from api.plain_text import PlainText
from states.catalogue import catalogue
from states.thai import arabic_digits
from workflow.accounts import codes, identities, policy, second_factor
from workflow.accounts.codes import IssuedCode
from workflow.accounts.identities import Provider, WantedProvider
from workflow.accounts.policy import Policy
from workflow.errors import BadInput, Refused, UnknownPerson
from workflow.models import Person
from workflow.people import by_username

router = APIRouter(route_class=PageRoute, include_in_schema=False)
_PAGE = "/settings/sign-in"


@router.get(_PAGE)
def show(desk: AtDesk, done: Annotated[str, Query(max_length=20)] = "") -> HTMLResponse:
    """The office's rules as they stand."""
    return _page(desk, done=done)


def _page(
    desk: Desk,
    *,
    error: Refused | None = None,
    typed: dict[str, str] | None = None,
    done: str = "",
    issued: IssuedCode | None = None,
    issued_for: str = "",
) -> HTMLResponse:
    session, office_id = desk.session, desk.office_id
    rules = policy.of(session, office_id)
    provider = identities.provider_of(session, office_id, signing.vault_of(desk.request))
    return desk.page(
        "account/policy.html",
        status=answered(error).status if error else 200,
        error=desk.said(error),
        wrong=wrong_field(error),
        done=done,
        told=_told(rules, provider) | (typed or {}),
        roles=[role for role in catalogue().roles if role != "system"],
        chosen=_chosen(typed or {}, rules),
        provider=provider,
        answer_address=f"{base_url(desk.request)}/sign-in/provider/answer",
        links=identities.linked(session, office_id),
        enrolled=second_factor.enrolled(session, office_id),
        issued=issued,
        issued_for=issued_for,
    )


def _told(rules: Policy, provider: Provider | None) -> dict[str, str]:
    """Every field of the page's forms as it stands."""
    return {
        "idle_minutes": str(rules.idle_minutes),
        "absolute_hours": str(rules.absolute_hours),
        "retype_for_final": "yes" if rules.retype_for_final else "",
        "issuer": provider.issuer if provider else "",
        "client_id": provider.client_id if provider else "",
        "provider_name": provider.name if provider else "",
        **dict.fromkeys(("code_username", "purpose", "link_username", "subject", "email"), ""),
    }


def _chosen(typed: Mapping[str, str], rules: Policy) -> set[str]:
    """The roles with a tick: as typed where the form of the rules was, else as they stand."""
    if typed.get("form") != "rules":
        return set(rules.second_factor_roles)
    return {name.removeprefix("role:") for name in typed if name.startswith("role:")}


def _comes_back(request: Request, form: Sent) -> None:
    """A refused form is shown again with what was typed, but for secrets."""
    typed = {name: text for name, text in form.texts.items() if name != "client_secret"}
    if typed.get("form") == "rules":
        typed = {"retype_for_final": ""} | typed

    def again(asked: Request, error: Refused) -> HTMLResponse | None:
        with looking(asked) as found:
            if found is None:
                return None
            desk = Desk(asked, *found, moment_of(asked))
            return _page(desk, error=error, typed=typed)

    keep(request, again)


@router.post(_PAGE)
def save(request: Request, form: SentForm, desk: AtDesk) -> RedirectResponse:
    """Sets the rules, for sessions that run already too."""
    _comes_back(request, form)
    rules = Policy(
        _number(form.texts, "idle_minutes"),
        _number(form.texts, "absolute_hours"),
        tuple(name.removeprefix("role:") for name in form.texts if name.startswith("role:")),
        form.texts.get("retype_for_final") == "yes",
    )
    policy.save(desk.session, desk.office_id, rules, desk.hand)
    return RedirectResponse(f"{_PAGE}?done=rules", status_code=303)


def _number(texts: Mapping[str, str], name: str) -> int:
    text = arabic_digits(texts.get(name, "").strip())
    if not text.isdecimal() or len(text) > 6:
        raise BadInput(name, "out_of_range", text[:20])
    return int(text)


@router.post(f"{_PAGE}/provider")
def save_provider(request: Request, form: SentForm, desk: AtDesk) -> RedirectResponse:
    """Names the identity provider, or takes it away."""
    _comes_back(request, form)
    wanted = WantedProvider(
        form.texts.get("issuer", ""),
        form.texts.get("client_id", ""),
        form.texts.get("client_secret", ""),
        form.texts.get("provider_name", ""),
    )
    identities.set_provider(desk.session, desk.office_id, wanted, signing.vault_of(request), desk.hand)
    return RedirectResponse(f"{_PAGE}?done=provider#provider", status_code=303)


@router.post(f"{_PAGE}/links")
def link(request: Request, form: SentForm, desk: AtDesk) -> RedirectResponse:
    """Says which account at the provider is whose."""
    _comes_back(request, form)
    provider = identities.provider_of(desk.session, desk.office_id, signing.vault_of(request))
    person = _person(desk, form.texts.get("link_username", ""))
    identities.link(
        desk.session,
        person.id,
        provider.issuer if provider else "",
        desk.hand,
        subject=form.texts.get("subject", ""),
        email=form.texts.get("email", ""),
    )
    return RedirectResponse(f"{_PAGE}?done=linked#links", status_code=303)


@router.post(f"{_PAGE}/links/end")
def unlink(desk: AtDesk, identity_id: Annotated[int, Form()]) -> RedirectResponse:
    """Takes a link away."""
    identities.unlink(desk.session, identity_id, desk.hand)
    return RedirectResponse(f"{_PAGE}?done=unlinked#links", status_code=303)


@router.post(f"{_PAGE}/codes")
def issue(request: Request, form: SentForm, desk: AtDesk) -> HTMLResponse:
    """Makes a one-time code for somebody and shows it, this once."""
    _comes_back(request, form)
    person = _person(desk, form.texts.get("code_username", ""))
    issued = codes.issue_code(desk.session, person.id, form.texts.get("purpose", codes.RESET), desk.hand)
    return _page(desk, issued=issued, issued_for=person.username)


@router.post(f"{_PAGE}/telephones/end")
def take_away(desk: AtDesk, username: Annotated[PlainText, Form(max_length=60)]) -> RedirectResponse:
    """Takes away the second factor of somebody who lost her telephone and her codes."""
    second_factor.take_away(desk.session, _person(desk, username).id, desk.hand)
    return RedirectResponse(f"{_PAGE}?done=taken#telephones", status_code=303)


def _person(desk: Desk, username: str) -> Person:
    """Somebody of this office; raises UnknownPerson."""
    found = by_username(desk.session, username.strip())
    if found.office_id != desk.office_id:
        raise UnknownPerson(username.strip()[:60])
    return found
