"""The minutes of a meeting (รายงานการประชุม, แบบที่ 11): who came, and what was resolved on each entry."""

import datetime

from sqlmodel import Session, col, select

from papers.content import meeting
from papers.content.shown import Told, title_of
from workflow.meetings.roll import members_on
from workflow.models import Item, Meeting, Member


def content(session: Session, item: Item, *, on: datetime.date) -> Told:
    """The agenda's sections, each entry with its resolution where there is one, and the attendance."""
    told = meeting.told(session, item, on)
    resolved, recused = meeting.resolved(session, item.id), meeting.recused(session, item.id)
    for section in told["sections"]:
        for entry in section["entries"]:
            entry["resolution"] = resolved.get(entry["id"])
            entry["recused"] = recused.get(entry["id"], [])
    return {**told, "attendance": meeting.attended(session, item), **_writers(session, item)}


def _writers(session: Session, item: Item) -> Told:
    """Who writes the minutes (the assistant secretary, if any) and who checks them (the secretary)."""
    row = session.get(Meeting, item.id)
    seats = members_on(session, row.body_id, row.held_on) if row else []
    by_role = {seat.role: seat for seat in reversed(seats)}
    nobody = {"name": "", "title": ""}
    if row is None:
        return {"writer": nobody, "checker": nobody}
    writer, checker = by_role.get("assistant_secretary"), by_role.get("secretary")
    return {
        name: {"name": seat.name, "title": _title(session, seat.id, row.held_on)} if seat else nobody
        for name, seat in (("writer", writer), ("checker", checker))
    }


def _title(session: Session, member_id: int, on: datetime.date) -> str:
    person = session.exec(select(Member.person_id).where(col(Member.id) == member_id)).one()
    return title_of(session, person, on) if person is not None else ""
