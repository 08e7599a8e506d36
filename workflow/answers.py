"""Remembers the answer to a request that may be repeated, so that repeating it does nothing twice."""

import datetime

from sqlmodel import Session

from workflow.errors import KeyReused
from workflow.models import Answer


def recorded(session: Session, person_id: int, key: str, request_hash: str) -> Answer | None:
    """The answer already given to this person's request, if any; raises KeyReused for another request."""
    known = session.get(Answer, (person_id, key))
    if known is not None and known.request_hash != request_hash:
        raise KeyReused(key)
    return known


def record(
    session: Session,
    person_id: int,
    key: str,
    request_hash: str,
    *,
    status: int,
    body: str,
    at: datetime.datetime,
) -> None:
    """Keeps an answer in the transaction that earned it; of two at once the database lets one through."""
    session.add(
        Answer(
            person_id=person_id, key=key, request_hash=request_hash, status=status, body=body, answered_at=at
        )
    )
    session.flush()
