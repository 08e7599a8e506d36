"""Browsers from which a person has signed in before: nobody else's guesses keep her out of her own."""

import datetime

from sqlmodel import Session, col, select

from workflow.accounts.tokens import digest
from workflow.models import KnownDevice, Person


def is_known(session: Session, username: str, token: str) -> bool:
    """Whether the account was signed in to from the browser that holds this token."""
    found = (
        select(KnownDevice.person_id)
        .join(Person, col(Person.id) == col(KnownDevice.person_id))
        .where(KnownDevice.token_hash == digest(token), Person.username == username)
    )
    return bool(token) and session.exec(found).first() is not None


def remember(session: Session, person_id: int, token: str, at: datetime.datetime) -> None:
    """From now on the browser that holds this token is one of hers."""
    if session.get(KnownDevice, (digest(token), person_id)) is None:
        session.add(KnownDevice(token_hash=digest(token), person_id=person_id, known_since=at))
        session.flush()
