"""The second factor: six digits from a telephone (RFC 6238), and recovery codes for when it is lost."""

import datetime
import hmac
from dataclasses import dataclass
from typing import Final

import pyotp
from sqlmodel import Session, col, delete, func, select, update

from states.thai import arabic_digits
from workflow.accounts import sessions
from workflow.accounts.tokens import code_digest, new_code
from workflow.accounts.told import tell, tell_for
from workflow.accounts.vault import Vault
from workflow.changes import Hand, authority
from workflow.errors import BadInput, SecondFactorRefused
from workflow.models import Person, RecoveryCode, SecondFactor

ISSUER: Final = "Khanton"
RECOVERY_CODES: Final = 10
_STEP: Final = 30  # seconds that a code is shown
_DRIFT: Final = (0, -1, 1)  # a telephone's clock may be half a minute off
BY_CODE, BY_RECOVERY = "second_factor", "recovery_code"


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What a telephone needs: to scan as a picture, or to type."""

    secret: str
    address: str

    @property
    def grouped(self) -> str:
        """The secret in groups of four, for typing."""
        return " ".join(self.secret[start : start + 4] for start in range(0, len(self.secret), 4))


def is_on(session: Session, person_id: int) -> bool:
    """Whether the person has a confirmed second factor."""
    row = session.get(SecondFactor, person_id)
    return row is not None and row.confirmed_at is not None


def begin(session: Session, person: Person, vault: Vault, at: datetime.datetime) -> None:
    """Makes a secret for her telephone, in force once she has shown a code made from it.

    Raises BadInput where she has a second factor already.
    """
    row = session.get(SecondFactor, person.id)
    if row is not None and row.confirmed_at is not None:
        raise BadInput("second_factor", "already_on")
    sealed = vault.seal(pyotp.random_base32())
    session.merge(SecondFactor(person_id=person.id, sealed=sealed, made_at=at))
    session.flush()


def enrolment(session: Session, person: Person, vault: Vault) -> Enrolment | None:
    """What she scans while her second factor is not confirmed yet; None before and after."""
    row = session.get(SecondFactor, person.id)
    secret = vault.open(row.sealed) if row is not None and row.confirmed_at is None else None
    if secret is None:
        return None
    return Enrolment(secret, pyotp.TOTP(secret).provisioning_uri(name=person.username, issuer_name=ISSUER))


def confirm(session: Session, person: Person, typed: str, vault: Vault, at: datetime.datetime) -> list[str]:
    """Puts the second factor in force, proved by its first code; its recovery codes, to be shown once.

    Raises SecondFactorRefused, and BadInput where there is nothing to confirm.
    """
    row = session.get(SecondFactor, person.id)
    if row is None or row.confirmed_at is not None:
        raise BadInput("second_factor", "already_on" if row else "not_begun")
    _take(session, row, typed, vault, at)
    row.confirmed_at = at
    codes = _new_recovery_codes(session, person.id)
    tell(session, person, "second_factor_on", at)
    return codes


def new_recovery_codes(session: Session, person: Person, at: datetime.datetime) -> list[str]:
    """Ten new recovery codes, shown once; those before end. Ask for a code first (`verify`)."""
    codes = _new_recovery_codes(session, person.id)
    tell(session, person, "recovery_codes_made", at)
    return codes


def _new_recovery_codes(session: Session, person_id: int) -> list[str]:
    session.exec(delete(RecoveryCode).where(col(RecoveryCode.person_id) == person_id))
    codes = [new_code() for _ in range(RECOVERY_CODES)]
    session.add_all(RecoveryCode(code_hash=code_digest(code), person_id=person_id) for code in codes)
    session.flush()
    return codes


def verify(session: Session, person: Person, typed: str, vault: Vault, at: datetime.datetime) -> str:
    """Takes the six digits or a recovery code, each once; `second_factor` or `recovery_code`.

    Raises SecondFactorRefused, never saying why.
    """
    row = session.get(SecondFactor, person.id)
    if row is None or row.confirmed_at is None:
        raise SecondFactorRefused
    if len(_digits(typed)) == 6:
        _take(session, row, typed, vault, at)
        return BY_CODE
    used = session.exec(
        update(RecoveryCode)
        .where(
            col(RecoveryCode.code_hash) == code_digest(typed),
            col(RecoveryCode.person_id) == person.id,
            col(RecoveryCode.used_at).is_(None),
        )
        .values(used_at=at)
    )
    if used.rowcount != 1:
        raise SecondFactorRefused
    return BY_RECOVERY


def _take(session: Session, row: SecondFactor, typed: str, vault: Vault, at: datetime.datetime) -> None:
    """Takes one code of one half minute, never that one or an earlier one again."""
    secret, digits = vault.open(row.sealed), _digits(typed)
    if secret is None or len(digits) != 6:
        raise SecondFactorRefused
    now = int(at.timestamp()) // _STEP
    totp = pyotp.TOTP(secret)
    fitting = [now + off for off in _DRIFT if hmac.compare_digest(totp.at((now + off) * _STEP), digits)]
    for step in fitting[:1]:
        taken = session.exec(
            update(SecondFactor)
            .where(col(SecondFactor.person_id) == row.person_id, col(SecondFactor.last_step) < step)
            .values(last_step=step)
        )
        if taken.rowcount == 1:
            session.refresh(row)
            return
    raise SecondFactorRefused


def _digits(typed: str) -> str:
    return "".join(arabic_digits(typed[:40]).split()) if typed.strip("0123456789๐๑๒๓๔๕๖๗๘๙ ") == "" else ""


def left(session: Session, person_id: int) -> int:
    """How many recovery codes were not used yet."""
    unused = (col(RecoveryCode.person_id) == person_id, col(RecoveryCode.used_at).is_(None))
    return session.exec(select(func.count()).select_from(RecoveryCode).where(*unused)).one()


def enrolled(session: Session, office_id: int) -> list[tuple[Person, datetime.datetime]]:
    """The office's people who have a second factor, and since when, by account; never what it is."""
    rows = session.exec(
        select(Person, SecondFactor.confirmed_at)
        .join(SecondFactor, col(SecondFactor.person_id) == col(Person.id))
        .where(Person.office_id == office_id, col(SecondFactor.confirmed_at).is_not(None))
        .order_by(Person.username)
    )
    return [(person, since) for person, since in rows if since is not None]


def turn_off(session: Session, person: Person, at: datetime.datetime) -> None:
    """Takes the person's second factor away; she has shown password and code for it."""
    _remove(session, person.id)
    tell(session, person, "second_factor_off", at)


def take_away(session: Session, person_id: int, hand: Hand) -> None:
    """Takes away the second factor of somebody who lost her telephone and her codes; ends her sessions.

    Where the office asks for one, she makes a new one at the next sign-in. Raises NotAllowed.
    """
    person = session.get_one(Person, person_id)
    by = authority(session, person.office_id, hand)
    if not is_on(session, person_id):
        raise BadInput("second_factor", "not_on", person.username)
    _remove(session, person_id)
    sessions.end_all(session, person_id, hand.at)
    tell_for(session, person, "second_factor_taken_away", hand, by)


def _remove(session: Session, person_id: int) -> None:
    session.exec(delete(RecoveryCode).where(col(RecoveryCode.person_id) == person_id))
    session.exec(delete(SecondFactor).where(col(SecondFactor.person_id) == person_id))
    session.expire_all()
