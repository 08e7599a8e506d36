"""Signs people in and out."""

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlmodel import Session

from api import cookies, signing
from api.dependencies import Moment, Somebody, Transaction, moment_of, token_of
from api.errors import NotSignedIn, TooManyAttempts, answered
from api.pages.account.desk import Code, wrong_field
from api.pages.account.pictures import qr_address
from api.pages.page_route import PageRoute
from api.pages.preferences import own_address, preferences_of
from api.pages.refusals import said
from api.pages.rendering import render
from api.plain_text import PlainText
from api.signing import Came
from workflow import accounts, demo
from workflow.accounts import identities, second_factor, sessions
from workflow.accounts.sessions import ENROLMENT, FULL
from workflow.database import Database
from workflow.errors import AccountEnded, BadInput, Refused, SecondFactorRefused, SignInFailed
from workflow.models import Office

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Door:
    """An office's identity provider as the sign-in page offers it."""

    office: str
    name: str


@router.get("/sign-in")
def ask_who(
    request: Request,
    session: Transaction,
    person: Somebody,
    to: Annotated[str, Query()] = "/",
    done: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    """The form; somebody who has signed in already goes on."""
    if person is not None:
        return RedirectResponse(own_address(to), status_code=303)
    return _form(request, session, to, done=done)


@router.post("/sign-in")
def sign_in(
    request: Request,
    username: Annotated[PlainText, Form(max_length=200)] = "",
    password: Annotated[str, Form(max_length=1000)] = "",
    to: Annotated[str, Form()] = "/",
) -> Response:
    """Starts a session; a wrong name or password shows the form again and never says which was wrong."""
    try:
        came = signing.start(request, username, password)
    except (SignInFailed, AccountEnded, TooManyAttempts) as error:
        with _database(request).read() as session:
            return _form(request, session, to, username=username, error=error)
    return onward(request, came, to)


def onward(request: Request, came: Came, to: str) -> RedirectResponse:
    """Leads to where she wanted to go, or to the next step of signing in."""
    there = own_address(to)
    if came.stage != FULL:
        there = f"/sign-in/second-factor?to={quote(there)}"
    answer = RedirectResponse(there, status_code=303)
    signing.keep(request, answer, came)
    return answer


@router.get("/sign-in/second-factor")
def ask_second(
    request: Request, session: Transaction, at: Moment, to: Annotated[str, Query()] = "/"
) -> Response:
    """The second step: the code from her telephone; or the picture for a telephone that has none yet."""
    return _second(request, session, to)


@router.post("/sign-in/second-factor")
def second_step(request: Request, code: Code = "", to: Annotated[str, Form()] = "/") -> Response:
    """Lets her in with a new token; a wrong code shows the form again. A new telephone gets its recovery
    codes on the page that answers, because they are shown once and kept nowhere."""
    token = cookies.read(request, cookies.PENDING)
    try:
        if _stage(request, token) != ENROLMENT:
            return onward(request, signing.second_step(request, token, code), to)
        came, codes = signing.enrol(request, token, code)
    except (SecondFactorRefused, TooManyAttempts, BadInput) as error:
        with _database(request).read() as session:
            return _second(request, session, to, error)
    except NotSignedIn:
        return _begin_again(to)
    answer = render(
        request, "account/recovery.html", reader=None, codes=codes, there=own_address(to), own=None
    )
    signing.keep(request, answer, came)
    return answer


def _second(request: Request, session: Session, to: str, error: Refused | None = None) -> Response:
    token, at = cookies.read(request, cookies.PENDING), moment_of(request)
    found = sessions.pending(session, token, at) if token else None
    if found is None:
        return _begin_again(to)
    person, stage = found
    told = second_factor.enrolment(session, person, signing.vault_of(request)) if stage == ENROLMENT else None
    return render(
        request,
        "account/second_step.html",
        reader=None,
        status=answered(error).status if error else 200,
        to=own_address(to),
        username=person.username,
        enrolment=told,
        picture=qr_address(told.address) if told else "",
        error=said(error, preferences_of(request).language) if error else None,
        wrong=wrong_field(error),
    )


def _stage(request: Request, token: str) -> str:
    with _database(request).read() as session:
        found = sessions.pending(session, token, moment_of(request)) if token else None
    return found[1] if found else ""


def _begin_again(to: str) -> RedirectResponse:
    return RedirectResponse(f"/sign-in?to={quote(own_address(to))}&done=again", status_code=303)


@router.post("/sign-out")
def sign_out(request: Request, session: Transaction, at: Moment) -> RedirectResponse:
    """Ends the session."""
    accounts.sign_out(session, token_of(request), at=at)
    answer = RedirectResponse("/sign-in", status_code=303)
    cookies.drop(request, answer, cookies.SESSION)
    return answer


def _form(
    request: Request,
    session: Session,
    to: str,
    *,
    username: str = "",
    error: Refused | None = None,
    done: str = "",
) -> HTMLResponse:
    """The sign-in page; a demonstration lists its accounts, which everybody may use."""
    shown = demo.built_until(session)[0]
    return render(
        request,
        "sign_in.html",
        reader=None,
        status=answered(error).status if error else 200,
        to=own_address(to),
        username=username,
        error=said(error, preferences_of(request).language) if error else None,
        done=done,
        doors=doors(request, session),
        accounts=demo.accounts(session) if shown else (),
        password=demo.PASSWORD,
    )


def doors(request: Request, session: Session) -> list[Door]:
    """The identity providers of the offices here."""
    found = identities.providers(session, signing.vault_of(request))
    return [
        Door(office.code, each.name or office.short_th)
        for each in found
        if (office := session.get(Office, each.office_id)) is not None
    ]


def _database(request: Request) -> Database:
    found: Database = request.app.state.database
    return found
