"""Writes the notices, and drafts the papers, that history left in the outbox: twice changes nothing."""

import datetime

from sqlmodel import Session, col, select

from notifications.inserting import add_new
from notifications.models import Notice
from notifications.papers import draft_for_rows
from notifications.recipients import people_for, told_by_its_meeting
from notifications.roster import Roster
from states.catalogue import catalogue
from workflow import definitions
from workflow.models import Item, OutboxRow
from workflow.moments import bangkok_date

AT_ONCE = 500
Rosters = dict[tuple[int, datetime.date], Roster]


def write_notices(session: Session, now: datetime.datetime, *, papers: bool = True) -> int:
    """Turns up to AT_ONCE waiting outbox rows into notices, one per person and code; how many rows it took.

    The papers they name are drafted beside them, unless `papers` says that this is a rehearsal. Several
    processes may sweep at once: on PostgreSQL each takes rows that no other holds.
    """
    waiting = session.exec(
        select(OutboxRow)
        .where(col(OutboxRow.taken_at).is_(None))
        .order_by(col(OutboxRow.id))
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    ).all()
    rosters: Rosters = {}
    for row in waiting:
        _write(session, row, now, rosters)
        row.taken_at = now
    session.flush()
    if papers:
        draft_for_rows(session, waiting, now)
    return len(waiting)


def _write(session: Session, row: OutboxRow, now: datetime.datetime, rosters: Rosters) -> None:
    item = session.get_one(Item, row.item_id)
    definition = definitions.by_hash(session, item.definition_hash)
    day = bangkok_date(row.created_at)
    if (row.office_id, day) not in rosters:
        rosters[row.office_id, day] = Roster.on(session, row.office_id, day)
    roster = rosters[row.office_id, day]
    values = [
        {
            "office_id": row.office_id,
            "outbox_id": row.id,
            "item_id": row.item_id,
            "person_id": person_id,
            "code": code,
            "about": "",
            "because": because,
            "written_at": now,
        }
        for code in row.notices.split(",")
        if not told_by_its_meeting(session, code, item, day)
        for person_id, because in sorted(
            people_for(session, catalogue().notices[code].recipients, item, definition, roster).items()
        )
    ]
    add_new(session, Notice, values)
