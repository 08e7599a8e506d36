"""Remembers what was found of an office's people, so that only what is new is told to anybody."""

import datetime
from typing import Final

from sqlalchemy import delete
from sqlmodel import Session, col, select

from workflow.models import Entry, StaffingGap, StaffingLook
from workflow.staffing.gaps import Staffing

# The entries that change who may do what.
CHANGES: Final = (
    *("occupancy", "delegation", "position", "person", "group", "school", "body", "member"),
    *("definition", "migrated", "unmigrated"),
)


def changed_since(session: Session, office_id: int, seq: int) -> bool:
    """Whether an entry after `seq` changes who may do what."""
    found = select(Entry.seq).where(
        Entry.office_id == office_id, Entry.seq > seq, col(Entry.kind).in_(CHANGES)
    )
    return session.exec(found.limit(1)).first() is not None


def note(
    session: Session, office_id: int, found: Staffing, seq: int, now: datetime.datetime
) -> tuple[str, ...]:
    """Keeps what was found up to the entry `seq` in place of what was kept before; the keys that are new."""
    keys = {each.key for each in found.gaps} | {each.key for each in found.bodies}
    kept = set(session.exec(select(StaffingGap.key).where(StaffingGap.office_id == office_id)))
    gone = kept - keys
    if gone:
        session.execute(
            delete(StaffingGap).where(col(StaffingGap.office_id) == office_id, col(StaffingGap.key).in_(gone))
        )
    new = tuple(sorted(keys - kept))
    session.add_all(StaffingGap(office_id=office_id, key=key, since=found.on) for key in new)
    session.merge(StaffingLook(office_id=office_id, on_day=found.on, entry_seq=seq, looked_at=now))
    session.flush()
    return new


def since(session: Session, office_id: int) -> dict[str, datetime.date]:
    """By key, the Bangkok date on which each gap still standing at the last look was first found."""
    rows = session.exec(select(StaffingGap).where(StaffingGap.office_id == office_id))
    return {row.key: row.since for row in rows}
