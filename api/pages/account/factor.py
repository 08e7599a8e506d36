"""Her second factor: setting it up, new recovery codes, turning it off."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from api import signing
from api.dependencies import moment_of
from api.errors import NotSignedIn
from api.pages.account.desk import AtAccount, Code, Own, Secret, comes_back
from api.pages.account.pictures import qr_address
from api.pages.again import looking
from api.pages.page_route import PageRoute
from workflow.accounts import policy, second_factor
from workflow.database import Database
from workflow.errors import Refused
from workflow.models import Person
from workflow.moments import bangkok_date

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.get("/account/second-factor")
def show(at_account: AtAccount, done: Annotated[str, Query(max_length=20)] = "") -> HTMLResponse:
    """Where it stands: off, being set up, or on."""
    return _page(at_account, done=done)


def _page(own: Own, error: Refused | None = None, *, done: str = "") -> HTMLResponse:
    session, person = own.session, own.person
    told = second_factor.enrolment(session, person, signing.vault_of(own.request))
    return own.page(
        "account/second_factor.html",
        error=error,
        done=done,
        on=second_factor.is_on(session, person.id),
        left=second_factor.left(session, person.id),
        asked=policy.asks_second_factor(session, person, bangkok_date(own.at)),
        enrolment=told,
        picture=qr_address(told.address) if told else "",
    )


@router.post("/account/second-factor/begin")
def begin(request: Request, password: Secret = "") -> RedirectResponse:
    """Makes the secret that her telephone scans; the password shows that it is she who sits here."""
    comes_back(request, _page)
    person_id, at = _confirmed(request, password), moment_of(request)
    with _database(request).write() as session:
        second_factor.begin(session, session.get_one(Person, person_id), signing.vault_of(request), at)
    return RedirectResponse("/account/second-factor", status_code=303)


@router.post("/account/second-factor/confirm")
def confirm(request: Request, at_account: AtAccount, code: Code = "") -> HTMLResponse:
    """Puts it in force. Its recovery codes stand on the page that answers, once."""
    comes_back(request, _page)
    vault = signing.vault_of(request)
    codes = second_factor.confirm(at_account.session, at_account.person, code, vault, at_account.at)
    return at_account.page("account/recovery.html", codes=codes, there="/account")


@router.post("/account/second-factor/codes")
def new_codes(request: Request, code: Code = "") -> HTMLResponse:
    """Ten new recovery codes for a code of her telephone; those before end."""
    comes_back(request, _page)
    person_id, at = _here(request), moment_of(request)
    signing.confirm_code(request, person_id, code)
    with _database(request).write() as session:
        codes = second_factor.new_recovery_codes(session, session.get_one(Person, person_id), at)
    with looking(request) as found:
        if found is None:
            raise NotSignedIn
        return Own(request, *found, at).page("account/recovery.html", codes=codes, there="/account")


@router.post("/account/second-factor/off")
def turn_off(request: Request, password: Secret = "", code: Code = "") -> RedirectResponse:
    """Turns it off, for password and code; where the office asks for one, she sets it up anew."""
    comes_back(request, _page)
    person_id, at = _confirmed(request, password), moment_of(request)
    signing.confirm_code(request, person_id, code)
    with _database(request).write() as session:
        second_factor.turn_off(session, session.get_one(Person, person_id), at)
    return RedirectResponse("/account/second-factor?done=off", status_code=303)


def _here(request: Request) -> int:
    with looking(request) as found:
        if found is None:
            raise NotSignedIn
        return found[1].id


def _confirmed(request: Request, password: str) -> int:
    """Who sits here and knows her password, compared while only reading."""
    with looking(request) as found:
        if found is None:
            raise NotSignedIn
        session, person, _ = found
        signing.confirm(request, session, person.id, password)
        return person.id


def _database(request: Request) -> Database:
    found: Database = request.app.state.database
    return found
