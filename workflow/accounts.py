"""Who is there: passwords, and the sessions of people who have signed in."""

import datetime
import hashlib
import secrets
from functools import cache

from pwdlib import PasswordHash
from sqlmodel import Session, select

from workflow import history
from workflow.errors import BadInput, SignInFailed
from workflow.models import Credential, Person, SignIn
from workflow.moments import bangkok_date, moment_text
from workflow.permissions import in_force

SHORTEST_PASSWORD = 8
LONGEST_PASSWORD = 200


@cache
def _hasher() -> PasswordHash:
    return PasswordHash.recommended()


@cache
def _nobody() -> str:
    """A hash to compare with when there is no such account: both answers take as long."""
    return _hasher().hash(secrets.token_hex())


def hash_password(password: str) -> str:
    """The Argon2 hash of a password of 8 to 200 characters; raises BadInput."""
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise BadInput("password", "length", f"{SHORTEST_PASSWORD}-{LONGEST_PASSWORD}")
    return _hasher().hash(password)


def set_password(session: Session, person_id: int, password_hash: str) -> None:
    """Gives the person a password by its hash (`hash_password`); refuses a service account."""
    person = session.get_one(Person, person_id)
    if person.is_service:
        raise BadInput("username", "service_account", person.username)
    known = session.get(Credential, person_id)
    if known is None:
        session.add(Credential(person_id=person_id, password_hash=password_hash))
    else:
        known.password_hash = password_hash
    session.flush()


def check_password(session: Session, username: str, password: str, at: datetime.datetime) -> Person:
    """The person in force on that day whose password this is; raises SignInFailed, never saying why."""
    person = session.exec(select(Person).where(Person.username == username)).first()
    credential = session.get(Credential, person.id) if person else None
    known = credential.password_hash if credential else _nobody()
    right = _hasher().verify(password[: LONGEST_PASSWORD + 1], known)
    if not right or person is None or credential is None or person.is_service:
        raise SignInFailed
    if not in_force(person.active_from, person.active_to, bangkok_date(at)):
        raise SignInFailed
    return person


def start(session: Session, person_id: int, *, at: datetime.datetime, hours: int = 10) -> str:
    """Starts a session of `hours` for a person whose password was checked; its token is kept nowhere."""
    person = session.get_one(Person, person_id)
    token = secrets.token_urlsafe(32)
    session.add(
        SignIn(
            token_hash=_digest(token),
            person_id=person.id,
            started_at=at,
            expires_at=at + datetime.timedelta(hours=hours),
        )
    )
    _record(session, person, "sign_in", at)
    return token


def person_of(session: Session, token: str, at: datetime.datetime) -> Person | None:
    """Who holds this token now: the session runs, the account is in force."""
    row = session.get(SignIn, _digest(token))
    if row is None or row.ended_at is not None or not row.started_at <= at < row.expires_at:
        return None
    person = session.get_one(Person, row.person_id)
    return person if in_force(person.active_from, person.active_to, bangkok_date(at)) else None


def sign_out(session: Session, token: str, *, at: datetime.datetime) -> None:
    """Ends the session; an unknown token changes nothing."""
    row = session.get(SignIn, _digest(token))
    if row is not None and row.ended_at is None:
        row.ended_at = at
        _record(session, session.get_one(Person, row.person_id), "sign_out", at)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _record(session: Session, person: Person, kind: str, at: datetime.datetime) -> None:
    record = history.Record(
        office_id=person.office_id,
        kind=kind,
        at=moment_text(at),
        effective_on=bangkok_date(at).isoformat(),
        subject=f"person:{person.username}",
        actor_id=person.id,
        capacity="own",
    )
    history.append(session, record)
