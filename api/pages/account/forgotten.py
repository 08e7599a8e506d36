"""For whoever has no password, or forgot it: a link by mail, or a one-time code from the administrator."""

from typing import Annotated, Final

from fastapi import APIRouter, BackgroundTasks, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api import cookies, reset_mail, signing
from api.attempts import Attempts
from api.dependencies import moment_of
from api.errors import TooManyAttempts, answered
from api.pages.account.desk import Code, Secret, wrong_field
from api.pages.page_route import PageRoute
from api.pages.preferences import preferences_of
from api.pages.refusals import said
from api.pages.rendering import render
from api.plain_text import PlainText
from workflow.accounts import codes
from workflow.accounts.passwords import new_hash
from workflow.database import Database
from workflow.errors import BadInput, CodeRefused, Refused

Name = Annotated[PlainText, Form(max_length=200)]
_CODES: Final = "code"  # nobody knows whose account a wrong code was meant for

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.get("/forgotten")
def ask_name(request: Request, sent: Annotated[bool, Query()] = False) -> HTMLResponse:
    """The form for the account's name; `sent` says what happens next, in the same words for every name."""
    return render(request, "account/forgotten.html", reader=None, sent=sent)


@router.post("/forgotten")
def send_link(request: Request, later: BackgroundTasks, username: Name = "") -> RedirectResponse:
    """Answers at once and looks nothing up before: the answer cannot tell whether the account is there.

    Counted as it is looked up: blanks around a name give no further mails.
    """
    username = username.strip()
    mailings: Attempts = request.app.state.mailings
    address, at = request.client.host if request.client else "", moment_of(request)
    try:
        mailings.take(username, address, at)
    except TooManyAttempts:
        return RedirectResponse("/forgotten?sent=true", status_code=303)
    later.add_task(reset_mail.mail, request, username)
    return RedirectResponse("/forgotten?sent=true", status_code=303, background=later)


@router.get("/first")
def ask_first(request: Request) -> HTMLResponse:
    """The form for the code that came with a new account."""
    return _form(request, "first")


@router.get("/reset")
def ask_code(request: Request) -> HTMLResponse:
    """The form for a code that was typed or handed over."""
    return _form(request, "reset")


@router.get("/reset/{code}")
def ask_password(request: Request, code: PlainText) -> HTMLResponse:
    """The form behind the link of a mail. Looked at by a mail program, it uses up no code."""
    return _form(request, "reset", code=code[:100])


@router.post("/first")
def redeem_first(request: Request, code: Code = "", password: Secret = "", again: Secret = "") -> Response:
    return _redeem(request, "first", code, password, again)


@router.post("/reset")
def redeem_reset(request: Request, code: Code = "", password: Secret = "", again: Secret = "") -> Response:
    return _redeem(request, "reset", code, password, again)


def _redeem(request: Request, page: str, code: str, password: str, again: str) -> Response:
    """Sets the password by the code. Whoever guesses codes is slowed down, as if 80 bits were not enough."""
    attempts: Attempts = request.app.state.codes
    database: Database = request.app.state.database
    address, at = request.client.host if request.client else "", moment_of(request)
    try:
        attempts.check(_CODES, address, at)
        with database.read() as session:
            username = codes.owner(session, code, at).username
        if password != again:
            raise BadInput("again", "not_the_same")
        hashed = new_hash(password, username)
        with database.write() as session:
            person = codes.redeem(session, code, hashed, at)
            device = signing.remember_device(request, session, person.id)
    except CodeRefused as error:
        attempts.failed(_CODES, address, at)
        return _form(request, page, code=code, error=error)
    except (BadInput, TooManyAttempts) as error:
        return _form(request, page, code=code, error=error)
    answer = RedirectResponse("/sign-in?done=password", status_code=303)
    cookies.put(request, answer, cookies.DEVICE, device, cookies.YEAR)
    return answer


def _form(request: Request, page: str, *, code: str = "", error: Refused | None = None) -> HTMLResponse:
    return render(
        request,
        "account/new_password.html",
        reader=None,
        status=answered(error).status if error else 200,
        page=page,
        code=code,
        error=said(error, preferences_of(request).language) if error else None,
        wrong=wrong_field(error),
    )
