"""The secret address of a person's calendar: made, shown once, taken back; only its SHA-256 is kept."""

import datetime
import hashlib
import re
import secrets
from typing import Final

from sqlmodel import Session, col, select, update

from notifications.models import Feed
from workflow.models import Person
from workflow.moments import bangkok_date
from workflow.permissions import in_force

_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{43}")


def make_link(session: Session, person_id: int, now: datetime.datetime) -> str:
    """A new secret token, which takes the place of an earlier one; it can be shown only now."""
    revoke_link(session, person_id, now)
    token = secrets.token_urlsafe(32)
    session.add(Feed(person_id=person_id, token_hash=_digest(token), made_at=now))
    session.flush()
    return token


def revoke_link(session: Session, person_id: int, now: datetime.datetime) -> None:
    """From now on the person's address answers nobody."""
    hers = update(Feed).where(col(Feed.person_id) == person_id, col(Feed.ended_at).is_(None))
    session.exec(hers.values(ended_at=now))


def link_of(session: Session, person_id: int) -> Feed | None:
    """The person's address in force, of which only the making is known."""
    query = select(Feed).where(Feed.person_id == person_id, col(Feed.ended_at).is_(None))
    return session.exec(query.order_by(col(Feed.id).desc())).first()


def person_of_link(session: Session, token: str, now: datetime.datetime) -> Person | None:
    """Whose calendar this is: an address in force, of a person whose account is in force.

    Unknown, revoked and malformed tokens cost the same one look-up by hash.
    """
    query = (
        select(Person)
        .join(Feed, col(Feed.person_id) == col(Person.id))
        .where(Feed.token_hash == _digest(token), col(Feed.ended_at).is_(None))
    )
    person = session.exec(query).first()
    if person is None or not _TOKEN.fullmatch(token):
        return None
    return person if in_force(person.active_from, person.active_to, bangkok_date(now)) else None


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
