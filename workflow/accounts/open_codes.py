"""Ends one-time codes that still wait to be used."""

import datetime

from sqlmodel import Session, col, update

from workflow.models import OneTimeCode


def end_codes(session: Session, person_id: int, at: datetime.datetime, purpose: str | None = None) -> None:
    """No earlier code of hers, or none of this purpose, sets a password any more."""
    ending = update(OneTimeCode).where(
        col(OneTimeCode.person_id) == person_id, col(OneTimeCode.ended_at).is_(None)
    )
    if purpose is not None:
        ending = ending.where(col(OneTimeCode.purpose) == purpose)
    session.exec(ending.values(ended_at=at))
