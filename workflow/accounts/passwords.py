"""Passwords: what one must be like, its Argon2 hash, and whether it is hers."""

import datetime
import secrets
import unicodedata
from functools import cache
from pathlib import Path
from typing import Final

from pwdlib import PasswordHash
from sqlmodel import Session, select

from workflow.accounts.open_codes import end_codes
from workflow.accounts.told import tell
from workflow.errors import AccountEnded, BadInput, SignInFailed
from workflow.models import Credential, Person
from workflow.moments import bangkok_date
from workflow.permissions import in_force

SHORTEST_PASSWORD: Final = 8
LONGEST_PASSWORD: Final = 200
_COMMON: Final = Path(__file__).parent / "common_passwords.txt"


@cache
def _hasher() -> PasswordHash:
    return PasswordHash.recommended()


@cache
def _nobody() -> str:
    """A hash to compare with when there is no such account: both answers take as long."""
    return _hasher().hash(secrets.token_hex())


@cache
def _common() -> frozenset[str]:
    return frozenset(_COMMON.read_text(encoding="utf-8").split())


def normalised(password: str) -> str:
    """The password as it is hashed: the same however a keyboard composes it (NFKC)."""
    return unicodedata.normalize("NFKC", password)


def hash_password(password: str) -> str:
    """The Argon2id hash of a password of 8 to 200 characters; raises BadInput."""
    plain = normalised(password)
    if not SHORTEST_PASSWORD <= len(plain) <= LONGEST_PASSWORD:
        raise BadInput("password", "length", f"{SHORTEST_PASSWORD}-{LONGEST_PASSWORD}")
    return _hasher().hash(plain)


def check_new_password(password: str, username: str) -> None:
    """Raises BadInput for what everybody tries first: a common password, or the account's name."""
    plain = normalised(password).casefold()
    letters = "".join(sign for sign in plain if sign.isalpha())
    if not SHORTEST_PASSWORD <= len(normalised(password)) <= LONGEST_PASSWORD:
        raise BadInput("password", "length", f"{SHORTEST_PASSWORD}-{LONGEST_PASSWORD}")
    if plain in _common() or len(set(plain)) < 4:
        raise BadInput("password", "too_common")
    if username.casefold() in plain or letters == "".join(s for s in username.casefold() if s.isalpha()):
        raise BadInput("password", "like_username")


def new_hash(password: str, username: str) -> str:
    """The hash of a password that somebody chooses; raises BadInput."""
    check_new_password(password, username)
    return hash_password(password)


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


def has_password(session: Session, person_id: int) -> bool:
    """Whether she can be asked for one: who comes in by an identity provider may have none."""
    return session.get(Credential, person_id) is not None


def change_password(session: Session, person: Person, password_hash: str, at: datetime.datetime) -> None:
    """Gives the person, whose old password was checked, another; no earlier code sets it back."""
    set_password(session, person.id, password_hash)
    end_codes(session, person.id, at)
    tell(session, person, "password_changed", at)


def check_password(session: Session, username: str, password: str, at: datetime.datetime) -> Person:
    """The person in force on that day whose password this is.

    Raises SignInFailed, never saying why; only to her who knows the password of an account that has ended
    AccountEnded says so. Every answer takes the same work.
    """
    person = session.exec(select(Person).where(Person.username == username)).first()
    credential = session.get(Credential, person.id) if person else None
    known = credential.password_hash if credential else _nobody()
    right = _fits(password[: LONGEST_PASSWORD + 1], known)
    if not right or person is None or credential is None or person.is_service:
        raise SignInFailed
    on = bangkok_date(at)
    if person.active_to is not None and person.active_to < on:
        raise AccountEnded(person.active_to)
    if not in_force(person.active_from, person.active_to, on):
        raise SignInFailed
    return person


def _fits(password: str, known: str) -> bool:
    """◆ Hashes made before passwords were normalised are of the password as it was typed.

    How many comparisons there are depends on what was typed alone, never on the account.
    """
    fitting = [_hasher().verify(each, known) for each in {normalised(password), password}]
    return any(fitting)
