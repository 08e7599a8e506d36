"""One-time codes: for the first sign-in of an account, and for whoever forgot her password."""

import datetime
from dataclasses import dataclass
from typing import Final

from sqlmodel import Session, col, update

from workflow.accounts.open_codes import end_codes
from workflow.accounts.passwords import set_password
from workflow.accounts.sessions import end_all
from workflow.accounts.tokens import code_digest, new_code
from workflow.accounts.told import tell, tell_by_system, tell_for
from workflow.changes import Hand, authority
from workflow.errors import BadInput, CodeRefused
from workflow.models import OneTimeCode, Person
from workflow.moments import bangkok_date
from workflow.permissions import in_force

FIRST, RESET, MAIL = "first", "reset", "mail"
VALID: Final = {FIRST: datetime.timedelta(days=7), RESET: datetime.timedelta(hours=24)}
VALID_BY_MAIL: Final = datetime.timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class IssuedCode:
    """A new code, to be shown once, and until when it sets a password."""

    code: str
    expires_at: datetime.datetime


def issue_code(session: Session, person_id: int, purpose: str, hand: Hand) -> IssuedCode:
    """A code by which the person sets her password once, handed over by whoever sets the office up.

    `purpose` is `first` (valid for seven days) or `reset` (one day). Earlier codes of hers end. Shown once
    and kept nowhere. Raises NotAllowed, UnknownPerson, and BadInput for another purpose, a service account
    or an account that has ended.
    """
    if purpose not in VALID:
        raise BadInput("purpose", "unknown", purpose)
    person = session.get_one(Person, person_id)
    by = authority(session, person.office_id, hand)
    if person.is_service:
        raise BadInput("username", "service_account", person.username)
    if person.active_to is not None and person.active_to < hand.day:
        raise BadInput("username", "account_ended", person.username)
    end_codes(session, person.id, hand.at)
    issued = _made(session, person, purpose, hand.at, VALID[purpose])
    tell_for(session, person, "code_issued", hand, by, purpose=purpose)
    return issued


def issue_by_mail(session: Session, person: Person, at: datetime.datetime) -> IssuedCode:
    """A code that goes to the address the person gave before; valid for half an hour.

    It ends earlier ones that were mailed and no other: whoever knows her name may ask for a mail, and must
    not thereby end the code that an administrator handed over.
    """
    end_codes(session, person.id, at, MAIL)
    issued = _made(session, person, MAIL, at, VALID_BY_MAIL)
    tell_by_system(session, person, "code_mailed", at, purpose=RESET)
    return issued


def _made(
    session: Session, person: Person, purpose: str, at: datetime.datetime, valid: datetime.timedelta
) -> IssuedCode:
    code = new_code()
    row = OneTimeCode(
        code_hash=code_digest(code),
        person_id=person.id,
        purpose=purpose,
        made_at=at,
        expires_at=at + valid,
    )
    session.add(row)
    session.flush()
    return IssuedCode(code, row.expires_at)


def owner(session: Session, code: str, at: datetime.datetime) -> Person:
    """Whose password this code would set now; raises CodeRefused, which never says why."""
    row = session.get(OneTimeCode, code_digest(code))
    if row is None or row.ended_at is not None or not row.made_at <= at < row.expires_at:
        raise CodeRefused
    person = session.get_one(Person, row.person_id)
    if not in_force(person.active_from, person.active_to, bangkok_date(at)):
        raise CodeRefused
    return person


def redeem(session: Session, code: str, password_hash: str, at: datetime.datetime) -> Person:
    """Sets the password by its hash; of two who send one code the second is refused.

    All sessions and all other codes of hers end. Raises CodeRefused.
    """
    person = owner(session, code, at)
    taken = session.exec(
        update(OneTimeCode)
        .where(col(OneTimeCode.code_hash) == code_digest(code), col(OneTimeCode.ended_at).is_(None))
        .values(ended_at=at)
    )
    if taken.rowcount != 1:
        raise CodeRefused
    set_password(session, person.id, password_hash)
    end_codes(session, person.id, at)
    ended = end_all(session, person.id, at)
    tell(session, person, "password_set_by_code", at, sessions_ended=ended)
    return person
