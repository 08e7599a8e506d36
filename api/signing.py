"""Starts and ends sessions, for pages and programs alike."""

from fastapi import Request, Response
from sqlmodel import Session

from api.attempts import Attempts
from api.dependencies import COOKIE, moment_of, settings_of
from api.errors import WrongPassword
from workflow import accounts
from workflow.database import Database
from workflow.errors import SignInFailed
from workflow.models import Person


def start(request: Request, username: str, password: str) -> str:
    """The token of a new session; raises SignInFailed or TooManyAttempts.

    The password is compared while only reading: that is slow on purpose, and nobody should wait to write.
    """
    at, address = moment_of(request), request.client.host if request.client else ""
    attempts: Attempts = request.app.state.attempts
    database: Database = request.app.state.database
    attempts.check(username, address, at)
    try:
        with database.read() as session:
            person_id = accounts.check_password(session, username.strip(), password, at).id
    except SignInFailed:
        attempts.failed(username, address, at)
        raise
    with database.write() as session:
        token = accounts.start(session, person_id, at=at, hours=settings_of(request).session_hours)
    attempts.succeeded(username, address)
    return token


def confirm(request: Request, session: Session, person_id: int, password: str) -> None:
    """That the person who has signed in knows her password still; raises WrongPassword, TooManyAttempts.

    Ask while only reading, as with `start`. Whoever guesses is slowed down as at the sign-in.
    """
    at, address = moment_of(request), request.client.host if request.client else ""
    username = session.get_one(Person, person_id).username
    attempts: Attempts = request.app.state.attempts
    attempts.check(username, address, at)
    try:
        accounts.check_password(session, username, password, at)
    except SignInFailed as error:
        attempts.failed(username, address, at)
        raise WrongPassword from error
    attempts.succeeded(username, address)


def keep(request: Request, response: Response, token: str) -> None:
    """Gives the browser the session's cookie."""
    settings = settings_of(request)
    response.set_cookie(
        COOKIE,
        token,
        max_age=settings.session_hours * 3600,
        httponly=True,
        samesite="lax",
        secure=settings.secure_cookies or request.url.scheme == "https",
    )
