"""Tells the history what happened to an account: never a password, a code or a secret."""

import datetime
from typing import Any, Final

from sqlmodel import Session, col, select

from workflow import history
from workflow.changes import Hand
from workflow.models import Person
from workflow.moments import bangkok_date, moment_text
from workflow.permissions import OWN, SYSTEM, Authority

ACCOUNT: Final = "account"
_OWN: Final = Authority(0, "", None, None, OWN)  # nobody needs a post to look after her own account
_SYSTEM: Final = Authority(0, "", None, None, SYSTEM)


def tell(
    session: Session, person: Person, did: str, at: datetime.datetime, *, kind: str = ACCOUNT, **told: Any
) -> None:
    """One entry by the person herself: `did` says what, as docs/history-format.md lists it."""
    _append(session, person, _OWN, person.id, kind, {"did": did, **told} if did else told, at)


def tell_for(session: Session, person: Person, did: str, hand: Hand, by: Authority, **told: Any) -> None:
    """One entry by somebody who may set the office up."""
    _append(session, person, by, hand.by, ACCOUNT, {"did": did, **told}, hand.at)


def tell_by_system(
    session: Session, person: Person, did: str, at: datetime.datetime, *, kind: str = ACCOUNT, **told: Any
) -> None:
    """One entry where nobody has proved who she is: it stands under the office's service account."""
    service = session.exec(
        select(Person.id)
        .where(Person.office_id == person.office_id, col(Person.is_service))
        .order_by(col(Person.id))
    ).first()
    _append(session, person, _SYSTEM, service or person.id, kind, {"did": did, **told}, at)


def _append(
    session: Session,
    person: Person,
    by: Authority,
    actor_id: int,
    kind: str,
    told: dict[str, Any],
    at: datetime.datetime,
) -> None:
    record = history.Record(
        office_id=person.office_id,
        kind=kind,
        at=moment_text(at),
        effective_on=bangkok_date(at).isoformat(),
        subject=f"person:{person.username}",
        actor_id=actor_id,
        capacity=by.capacity,
        position_id=by.position_id or None,
        principal_id=by.principal_id,
        order_no=by.order_no,
        details=history.details(told),
    )
    history.append(session, record)
