"""Signs people in and out."""

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlmodel import Session

from api import signing
from api.dependencies import COOKIE, Moment, Somebody, Transaction, token_of
from api.errors import TooManyAttempts, answered
from api.pages.page_route import PageRoute
from api.pages.preferences import own_address, preferences_of
from api.pages.refusals import said
from api.pages.rendering import render
from api.plain_text import PlainText
from workflow import accounts, demo
from workflow.database import Database
from workflow.errors import Refused, SignInFailed

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.get("/sign-in")
def ask_who(
    request: Request, session: Transaction, person: Somebody, to: Annotated[str, Query()] = "/"
) -> Response:
    """The form; somebody who has signed in already goes on."""
    if person is not None:
        return RedirectResponse(own_address(to), status_code=303)
    return _form(request, session, to)


@router.post("/sign-in")
def sign_in(
    request: Request,
    username: Annotated[PlainText, Form(max_length=200)] = "",
    password: Annotated[str, Form(max_length=1000)] = "",
    to: Annotated[str, Form()] = "/",
) -> Response:
    """Starts a session; a wrong name or password shows the form again and never says which was wrong."""
    try:
        token = signing.start(request, username, password)
    except (SignInFailed, TooManyAttempts) as error:
        database: Database = request.app.state.database
        with database.read() as session:
            return _form(request, session, to, username=username, error=error)
    answer = RedirectResponse(own_address(to), status_code=303)
    signing.keep(request, answer, token)
    return answer


@router.post("/sign-out")
def sign_out(request: Request, session: Transaction, at: Moment) -> RedirectResponse:
    """Ends the session."""
    accounts.sign_out(session, token_of(request), at=at)
    answer = RedirectResponse("/sign-in", status_code=303)
    answer.delete_cookie(COOKIE, httponly=True, samesite="lax")
    return answer


def _form(
    request: Request, session: Session, to: str, *, username: str = "", error: Refused | None = None
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
        accounts=demo.accounts(session) if shown else (),
        password=demo.PASSWORD,
    )
