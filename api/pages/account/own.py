"""A person's own account: her posts, her sessions, her password, what proves who she is."""

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from api import signing
from api.dependencies import moment_of, token_of
from api.errors import NotSignedIn
from api.pages.account.desk import AtAccount, Own, Secret, comes_back
from api.pages.again import looking
from api.pages.page_route import PageRoute
from api.v1.sign_in import posts_of
from workflow.accounts import identities, policy, second_factor, sessions
from workflow.accounts.passwords import change_password, new_hash
from workflow.database import Database
from workflow.errors import BadInput, Refused
from workflow.models import Person
from workflow.moments import bangkok_date

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.get("/account")
def show(at_account: AtAccount, done: Annotated[str, Query(max_length=20)] = "") -> HTMLResponse:
    """The account as it stands; `done` names what was just done."""
    return account_page(at_account, done=done)


def account_page(own: Own, error: Refused | None = None, *, done: str = "") -> HTMLResponse:
    session, person, at = own.session, own.person, own.at
    rules = policy.of(session, person.office_id)
    return own.page(
        "account/account.html",
        error=error,
        done=done,
        posts=posts_of(session, person, at),
        sessions=sessions.running(session, person.id, own.token, at),
        rules=rules,
        on=second_factor.is_on(session, person.id),
        left=second_factor.left(session, person.id),
        asked=policy.asks_second_factor(session, person, bangkok_date(at)),
        provider=identities.provider_of(session, person.office_id, signing.vault_of(own.request)),
        links=identities.links_of(session, person.id),
    )


@router.post("/account/sessions/end")
def end_session(
    request: Request, at_account: AtAccount, name: Annotated[str, Form(max_length=64)] = ""
) -> RedirectResponse:
    """Ends one of her sessions, wherever it runs."""
    comes_back(request, account_page)
    sessions.revoke(at_account.session, at_account.person, name, at_account.at)
    return RedirectResponse("/account?done=session#sessions", status_code=303)


@router.post("/account/sessions/end-others")
def end_others(at_account: AtAccount) -> RedirectResponse:
    """Ends every session of hers but this one."""
    sessions.revoke_others(at_account.session, at_account.person, at_account.token, at_account.at)
    return RedirectResponse("/account?done=others#sessions", status_code=303)


@router.post("/account/identities/{identity_id}/unlink")
def unlink(request: Request, at_account: AtAccount, identity_id: int) -> RedirectResponse:
    """Takes a link to an account at the identity provider away."""
    comes_back(request, account_page)
    identities.unlink_own(at_account.session, at_account.person, identity_id, at_account.at)
    return RedirectResponse("/account?done=unlinked#identities", status_code=303)


@router.get("/account/password")
def ask_password(at_account: AtAccount) -> HTMLResponse:
    """The form for another password."""
    return _password_page(at_account, None)


def _password_page(own: Own, error: Refused | None) -> HTMLResponse:
    return own.page("account/password.html", error=error)


@router.post("/account/password")
def new_password(
    request: Request, password: Secret = "", new: Secret = "", again: Secret = ""
) -> RedirectResponse:
    """Another password, for whoever knows the present one; every other session of hers ends.

    Passwords are compared and hashed before the turn to write: that is slow on purpose.
    """
    comes_back(request, _password_page)
    database: Database = request.app.state.database
    at, token = moment_of(request), token_of(request)
    with looking(request) as found:
        if found is None:
            raise NotSignedIn
        session, person, _ = found
        signing.confirm(request, session, person.id, password)
        if new != again:
            raise BadInput("again", "not_the_same")
        hashed, person_id = new_hash(new, person.username), person.id
    with database.write() as session:
        person = session.get_one(Person, person_id)
        change_password(session, person, hashed, at)
        sessions.revoke_others(session, person, token, at)
    return RedirectResponse("/account?done=password", status_code=303)
