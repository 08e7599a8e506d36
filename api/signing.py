"""Starts and ends sessions, step by step, for pages and programs alike."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from fastapi import Request, Response
from sqlmodel import Session

from api import cookies
from api.attempts import Attempts, SecondSteps
from api.browsers import described
from api.dependencies import moment_of, settings_of
from api.errors import NotSignedIn, WrongPassword
from workflow import accounts
from workflow.accounts import devices, policy, second_factor, sessions
from workflow.accounts.sessions import ENROLMENT, FULL, SECOND_FACTOR, Place
from workflow.accounts.tokens import digest, new_token
from workflow.accounts.told import tell
from workflow.accounts.vault import Vault
from workflow.database import Database
from workflow.errors import SecondFactorRefused, SignInFailed
from workflow.models import Person
from workflow.moments import bangkok_date

# How she came in, and the recovery codes that were made on the way; raises SecondFactorRefused.
Proof: TypeAlias = Callable[[Session, Person], tuple[str, list[str]]]


@dataclass(frozen=True, slots=True)
class Came:
    """How far somebody has come in. `stage` is `full`, or what is asked of her next: `second_factor`,
    `enrolment`. `token` is the session's, or of the ten minutes for the next step; `device` her browser's."""

    token: str
    stage: str
    hours: int = 0
    device: str = ""


def vault_of(request: Request) -> Vault:
    found: Vault = request.app.state.vault
    return found


def start(request: Request, username: str, password: str) -> Came:
    """Whoever knows the password comes in, or to the next step.

    The password is compared while only reading: that is slow on purpose, and nobody should wait to write.
    Raises SignInFailed, AccountEnded or TooManyAttempts.
    """
    address, name = _address(request), username.strip()
    attempts: Attempts = request.app.state.attempts
    with _database(request).read() as session:
        device = _known_device(request, session, name)
        person_id = _compared(request, session, name, password, device).id
    with _database(request).write() as session:
        came = admit(request, session, session.get_one(Person, person_id))
    attempts.succeeded(name, address, device)
    return came


def _compared(request: Request, session: Session, username: str, password: str, device: str) -> Person:
    """Whose password it is. The try is counted first and given back unless the password was wrong."""
    attempts: Attempts = request.app.state.attempts
    told = username, _address(request), moment_of(request), device
    attempts.take(*told)
    try:
        person = accounts.check_password(session, username, password, moment_of(request))
    except SignInFailed:
        raise
    except BaseException:
        attempts.give_back(*told)
        raise
    attempts.give_back(*told)
    return person


def admit(request: Request, session: Session, person: Person, way: str = "password") -> Came:
    """Lets in who has proved who she is by `way`, or asks for what her account or her office asks besides."""
    at = moment_of(request)
    on = second_factor.is_on(session, person.id)
    if not on and not policy.asks_second_factor(session, person, bangkok_date(at)):
        return _let_in(request, session, person, way)
    stage = SECOND_FACTOR if on else ENROLMENT
    if not on:
        second_factor.begin(session, person, vault_of(request), at)
    return Came(sessions.start_pending(session, person.id, stage, at=at, place=place_of(request)), stage)


def second_step(request: Request, token: str, typed: str) -> Came:
    """The second factor of somebody half way in; raises NotSignedIn, SecondFactorRefused, TooManyAttempts."""
    vault, at = vault_of(request), moment_of(request)

    def verified(session: Session, person: Person) -> tuple[str, list[str]]:
        return second_factor.verify(session, person, typed, vault, at), []

    return _second_step(request, token, SECOND_FACTOR, verified)[0]


def enrol(request: Request, token: str, typed: str) -> tuple[Came, list[str]]:
    """Puts a new second factor in force and lets her in; with her recovery codes. Raises as `second_step`."""
    vault, at = vault_of(request), moment_of(request)

    def confirmed(session: Session, person: Person) -> tuple[str, list[str]]:
        return "second_factor", second_factor.confirm(session, person, typed, vault, at)

    return _second_step(request, token, ENROLMENT, confirmed)


def _second_step(request: Request, token: str, stage: str, prove: Proof) -> tuple[Came, list[str]]:
    """A refusal is written down with the session's failures, and stays written."""
    at, steps = moment_of(request), _second_steps(request)
    came: Came | None = None
    codes: list[str] = []
    with _database(request).write() as session:
        found = sessions.pending(session, token, at) if token else None
        if found is None or found[1] != stage:
            raise NotSignedIn
        person = found[0]
        name, device = person.username, _known_device(request, session, person.username)
        steps.anywhere(name, at, device)
        try:
            way, codes = prove(session, person)
            sessions.end_pending(session, token, at)
            came = _let_in(request, session, person, way)
        except SecondFactorRefused:
            sessions.note_failure(session, token, at)
            tell(session, person, "second_factor_refused", at)
    if came is None:
        steps.refused(name, at, device)
        raise SecondFactorRefused
    steps.taken(name, device)
    return came, codes


def _let_in(request: Request, session: Session, person: Person, way: str) -> Came:
    """A session with a token that nobody has seen before, from a browser that is known from now on."""
    at, hours = moment_of(request), settings_of(request).session_hours
    token = sessions.start(session, person.id, at=at, hours=hours, place=place_of(request), way=way)
    device = remember_device(request, session, person.id)
    return Came(token, FULL, policy.of(session, person.office_id, hours).absolute_hours, device)


def remember_device(request: Request, session: Session, person_id: int) -> str:
    """Her browser is known from now on; what its cookie holds."""
    device = cookies.read(request, cookies.DEVICE)[:100] or new_token()
    devices.remember(session, person_id, device, moment_of(request))
    return device


def confirm(request: Request, session: Session, person_id: int, password: str) -> None:
    """That the person who has signed in knows her password still; raises WrongPassword, TooManyAttempts.

    Ask while only reading, as with `start`. Whoever guesses is slowed down as at the sign-in.
    """
    address = _address(request)
    username = session.get_one(Person, person_id).username
    device = _known_device(request, session, username)
    attempts: Attempts = request.app.state.attempts
    try:
        _compared(request, session, username, password, device)
    except SignInFailed as error:
        raise WrongPassword from error
    attempts.succeeded(username, address, device)


def confirm_code(request: Request, person_id: int, typed: str) -> None:
    """That the person who has signed in holds her telephone; takes the code. A refusal is written down.

    Opens a transaction of its own. Raises SecondFactorRefused, TooManyAttempts.
    """
    at, steps = moment_of(request), _second_steps(request)
    with _database(request).write() as session:
        person = session.get_one(Person, person_id)
        name, device = person.username, _known_device(request, session, person.username)
        steps.anywhere(name, at, device)
        try:
            second_factor.verify(session, person, typed, vault_of(request), at)
            refused = False
        except SecondFactorRefused:
            tell(session, person, "second_factor_refused", at)
            refused = True
    if refused:
        steps.refused(name, at, device)
        raise SecondFactorRefused
    steps.taken(name, device)


def keep(request: Request, response: Response, came: Came) -> None:
    """Gives the browser its cookies, and takes away those of the steps before."""
    if came.stage != FULL:
        cookies.put(request, response, cookies.PENDING, came.token, 600)
        return
    cookies.put(request, response, cookies.SESSION, came.token, came.hours * 3600)
    cookies.put(request, response, cookies.DEVICE, came.device, cookies.YEAR)
    if cookies.read(request, cookies.PENDING):
        cookies.drop(request, response, cookies.PENDING)


def place_of(request: Request) -> Place:
    return Place(described(request.headers.get("user-agent", "")), _address(request))


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


def _known_device(request: Request, session: Session, username: str) -> str:
    """What counts her browser's own failures; empty for a browser she never signed in from."""
    token = cookies.read(request, cookies.DEVICE)[:100]
    return digest(token)[:16] if devices.is_known(session, username, token) else ""


def _database(request: Request) -> Database:
    found: Database = request.app.state.database
    return found


def _second_steps(request: Request) -> SecondSteps:
    found: SecondSteps = request.app.state.second_steps
    return found
