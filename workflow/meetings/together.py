"""Two secretaries at one meeting: neither writes over what the other saved meanwhile."""

import hashlib
import json
from collections.abc import Mapping, Sequence

from sqlmodel import Session, col, select

from workflow.errors import ContentChanged
from workflow.meetings.attendance import Came
from workflow.models import Attendance, Dissent, Entry, Item, Person, Recusal, Resolution
from workflow.situation import read


def mark_of_entry(session: Session, agenda_item_id: int) -> str:
    """Names what is recorded of an entry of the agenda; another as soon as any of it changes."""
    row = session.exec(select(Resolution).where(Resolution.agenda_item_id == agenda_item_id)).first()
    told: list[object] = []
    if row is not None:
        votes = (row.votes_for, row.votes_against, row.abstained)
        told += [row.kind, row.text, row.trigger, row.reason, row.evidence, *votes]
        dissents = select(Dissent.member_id, Dissent.opinion).where(Dissent.resolution_id == row.id)
        told += [list(each) for each in session.exec(dissents.order_by(col(Dissent.member_id)))]
    recused = select(Recusal.member_id, Recusal.reason).where(Recusal.agenda_item_id == agenda_item_id)
    told.append([list(each) for each in session.exec(recused.order_by(col(Recusal.member_id)))])
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]


def check_entry(session: Session, item: Item, agenda_item_id: int, seen: str, by: int) -> None:
    """Raises ContentChanged unless the entry is still as it was when `seen` was its mark.

    Holds the office's chain, so that it stays so until the commit.
    """
    read(session, item.id, by, item.effective_on)
    if mark_of_entry(session, agenda_item_id) != seen:
        raise _faster(session, item)


def check_undecided(session: Session, item: Item, entries: Sequence[int], by: int) -> None:
    """Raises ContentChanged where one of the entries has its resolution by now; holds the office's chain."""
    read(session, item.id, by, item.effective_on)
    query = select(Resolution.id).where(col(Resolution.agenda_item_id).in_(entries)).limit(1)
    if session.exec(query).first() is not None:
        raise _faster(session, item)


def changed_only(
    session: Session, item: Item, told: Sequence[Came], before: Mapping[int, Came | None], by: int
) -> list[Came]:
    """Of the attendance told, what differs from what she had before her; what others saved stays.

    Raises ContentChanged where somebody else has told otherwise of the same member meanwhile.
    """
    read(session, item.id, by, item.effective_on)
    rows = session.exec(select(Attendance).where(Attendance.meeting_id == item.id)).all()
    now = {row.member_id: Came(row.member_id, row.present, row.substitute, row.reason) for row in rows}
    changed = [each for each in told if each != before.get(each.member_id)]
    for each in changed:
        there = now.get(each.member_id)
        if there not in (before.get(each.member_id), each):
            raise _faster(session, item)
    return [each for each in changed if now.get(each.member_id) != each]


def _faster(session: Session, item: Item) -> ContentChanged:
    """Who recorded something of the meeting last, and when."""
    last = session.exec(
        select(Entry, Person.name_th)
        .join(Person, col(Person.id) == col(Entry.actor_id))
        .where(Entry.item_id == item.id)
        .order_by(col(Entry.seq).desc())
        .limit(1)
    ).one()
    entry, name = last
    return ContentChanged(item.code, name, entry.at)
