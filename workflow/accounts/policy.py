"""What an office asks of those who sign in: how long a session lasts, who shows a second factor."""

import datetime
from dataclasses import dataclass
from typing import Any, Final

from sqlmodel import Session, col, select, update

from states.catalogue import catalogue
from workflow.changes import Hand, authority, record
from workflow.errors import BadInput
from workflow.models import Delegation, Occupancy, Office, Person, Position, SignIn, SignInPolicy
from workflow.queries import in_force_on

IDLE_MINUTES: Final = 120
IDLE_LEAST, IDLE_MOST = 5, 24 * 60
HOURS_LEAST, HOURS_MOST = 1, 168
# Who decides and who sets up: asked for a second factor in a new office.
APPROVERS: Final = ("area_director", "deputy_director", "plan_director", "board_recorder")
ADMINISTRATORS: Final = ("system_admin",)


@dataclass(frozen=True, slots=True)
class Policy:
    """A session ends `idle_minutes` after its last use, and after `absolute_hours` anyway."""

    idle_minutes: int = IDLE_MINUTES
    absolute_hours: int = 10
    second_factor_roles: tuple[str, ...] = ()
    retype_for_final: bool = False


RECOMMENDED: Final = Policy(second_factor_roles=(*APPROVERS, *ADMINISTRATORS), retype_for_final=True)


def of(session: Session, office_id: int, hours: int = 10) -> Policy:
    """The office's rules; where it has set none, sessions of `hours` and nothing but a password."""
    row = session.get(SignInPolicy, office_id)
    if row is None:
        return Policy(absolute_hours=hours)
    return Policy(row.idle_minutes, row.absolute_hours, _roles(row.second_factor_roles), row.retype_for_final)


def _roles(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split(",") if part)


def save(session: Session, office_id: int, wanted: Policy, hand: Hand) -> bool:
    """Sets the rules, for sessions that run already too; whether anything changed.

    Raises NotAllowed and BadInput.
    """
    by = authority(session, office_id, hand)
    _check(wanted)
    roles = ",".join(role for role in catalogue().roles if role in wanted.second_factor_roles)
    changed: dict[str, Any] = {}
    values: dict[str, Any] = {
        "idle_minutes": wanted.idle_minutes,
        "absolute_hours": wanted.absolute_hours,
        "second_factor_roles": roles,
        "retype_for_final": wanted.retype_for_final,
    }
    row = ensured(session, office_id)
    for name, value in values.items():
        if getattr(row, name) != value:
            changed[name] = [getattr(row, name), value]
            setattr(row, name, value)
    if not changed:
        return False
    session.flush()
    _apply_to_running(session, office_id, wanted, hand.at)
    code = session.get_one(Office, office_id).code
    record(session, office_id, "sign_in_policy", [code], {"changed": changed}, hand, by=by)
    return True


def row_of(session: Session, office_id: int) -> SignInPolicy | None:
    return session.get(SignInPolicy, office_id)


def ensured(session: Session, office_id: int) -> SignInPolicy:
    """The office's row, with what holds anyway where it has set nothing yet."""
    row = row_of(session, office_id)
    if row is None:
        usual = Policy()
        row = SignInPolicy(
            office_id=office_id, idle_minutes=usual.idle_minutes, absolute_hours=usual.absolute_hours
        )
        session.add(row)
        session.flush()
    return row


def _check(wanted: Policy) -> None:
    if not IDLE_LEAST <= wanted.idle_minutes <= IDLE_MOST:
        raise BadInput("idle_minutes", "out_of_range", str(wanted.idle_minutes))
    if not HOURS_LEAST <= wanted.absolute_hours <= HOURS_MOST:
        raise BadInput("absolute_hours", "out_of_range", str(wanted.absolute_hours))
    unknown = [
        role for role in wanted.second_factor_roles if role not in catalogue().roles or role == "system"
    ]
    if unknown:
        raise BadInput("second_factor_roles", "unknown", unknown[0])


def _apply_to_running(session: Session, office_id: int, wanted: Policy, at: datetime.datetime) -> None:
    """Shortens what runs; nothing that runs is made longer than it was promised."""
    people = select(Person.id).where(Person.office_id == office_id)
    still = (col(SignIn.person_id).in_(people), col(SignIn.ended_at).is_(None), col(SignIn.expires_at) > at)
    session.exec(
        update(SignIn).where(*still, col(SignIn.stage) == "full").values(idle_minutes=wanted.idle_minutes)
    )
    for row in session.exec(select(SignIn).where(*still)):
        row.expires_at = min(row.expires_at, row.started_at + datetime.timedelta(hours=wanted.absolute_hours))
    session.flush()


def asks_second_factor(session: Session, person: Person, on: datetime.date) -> bool:
    """Whether the office asks this person for a second factor: by a post she holds or stands in for."""
    wanted = of(session, person.office_id).second_factor_roles
    if not wanted:
        return False
    return any(
        session.exec(
            select(Position.id)
            .join(link, col(link.position_id) == col(Position.id))
            .where(link.person_id == person.id, col(Position.role).in_(wanted))
            .where(in_force_on(link, on), in_force_on(Position, on))
        ).first()
        is not None
        for link in (Occupancy, Delegation)
    )
