"""A meeting as its agenda and its minutes show it: when and where, its entries, what was resolved."""

import datetime
from collections.abc import Mapping

from sqlmodel import Session, col, select

from papers.content.shown import ROLES, Told, iso, paper, title_of
from states.catalogue import catalogue
from workflow.meetings.agenda import HEADING, HEADINGS, entries
from workflow.meetings.attendance import roll
from workflow.meetings.resolutions import grounds_of
from workflow.meetings.roll import VOTING, Roll
from workflow.models import AgendaItem, Attendance, Body, Dissent, Item, Meeting, Member, Recusal, Resolution


def told(session: Session, item: Item, on: datetime.date) -> Told:
    """The meeting with its agenda by sections; nearly empty for one that was never planned here."""
    meeting = session.get(Meeting, item.id)
    body = session.get_one(Body, meeting.body_id) if meeting else None
    return paper(
        session,
        item,
        on,
        meeting={
            "body": body.name_th if body else item.title,
            "number": f"{meeting.number}/{meeting.year}" if meeting else "",
            "held_on": iso(meeting.held_on) if meeting else "",
            "place": meeting.place if meeting else "",
            "begins": meeting.begins if meeting else "",
            "ends": meeting.ends if meeting else "",
            "urgent": meeting.urgent if meeting else "",
        },
        sections=_sections(session, item.id),
    )


def _sections(session: Session, meeting_id: int) -> list[Told]:
    """The five sections in order, each with its entries; a board's own meeting may have fewer headings."""
    found = entries(session, meeting_id)
    titles = {**HEADINGS, **{each.section: each.title for each in found if each.position == HEADING}}
    codes = dict(
        session.exec(
            select(Item.id, Item.code).where(
                col(Item.id).in_([each.item_id for each in found if each.item_id is not None])
            )
        ).all()
    )
    return [
        {
            "number": section,
            "title": title,
            "entries": [
                {
                    "id": each.id,
                    "number": f"{each.section}.{each.position}",
                    "title": each.title,
                    "code": codes.get(each.item_id or 0, ""),
                }
                for each in found
                if each.section == section and each.position != HEADING
            ],
        }
        for section, title in sorted(titles.items())
    ]


def attended(session: Session, item: Item) -> Told:
    """Who came and for whom, who sat in without a vote, who did not come and why, as far as recorded."""
    meeting = session.get(Meeting, item.id)
    if meeting is None:
        return {"came": [], "participants": [], "absent": [], "unrecorded": [], "present": 0, "members": 0}
    there = roll(session, meeting)
    told_of = {
        row.member_id: row
        for row in session.exec(select(Attendance).where(Attendance.meeting_id == meeting.item_id))
    }
    titles = _titles(session, there, meeting.held_on)
    count = there.count()
    seats = [
        (seat, {"name": seat.name, "title": titles.get(seat.id, ""), "role": ROLES.get(seat.role, seat.role)})
        for seat in there.seats
    ]
    came = [
        (seat.role in VOTING, {**shown, "substitute": told_of[seat.id].substitute})
        for seat, shown in seats
        if seat.id in there.came | there.substituted
    ]
    return {
        "came": [shown for votes, shown in came if votes],
        "participants": [shown for votes, shown in came if not votes],
        "absent": [
            {**shown, "reason": told_of[seat.id].reason} for seat, shown in seats if seat.id in there.absent
        ],
        "unrecorded": list(there.unrecorded),
        "present": count.present,
        "members": count.members,
    }


def _titles(session: Session, there: Roll, on: datetime.date) -> dict[int, str]:
    """The positions of those members who have an account."""
    found = session.exec(
        select(Member.id, Member.person_id).where(col(Member.id).in_([seat.id for seat in there.seats]))
    )
    return {member: title_of(session, person, on) for member, person in found if person is not None}


def resolved(session: Session, meeting_id: int) -> dict[int, Told]:
    """What was resolved on each entry, by the entry's key, with votes, dissent and who took no part."""
    rows = session.exec(
        select(Resolution)
        .join(AgendaItem, col(AgendaItem.id) == col(Resolution.agenda_item_id))
        .where(AgendaItem.meeting_id == meeting_id)
        .order_by(col(Resolution.id))
    ).all()
    dissents = _dissents(session, [row.id for row in rows])
    return {row.agenda_item_id: _resolution(row, dissents.get(row.id, [])) for row in rows}


def _resolution(row: Resolution, dissents: list[Told]) -> Told:
    words = catalogue().resolutions.get(row.kind)
    label = words.th if words else row.kind
    text, approved = row.text.strip(), grounds_of(row).approved
    votes = row.votes_for is not None and bool(row.votes_against or row.abstained)
    return {
        "label": "" if text.startswith(label) else label,
        "text": text,
        "reason": "" if row.reason.strip() == text else row.reason,
        "approved": sum(approved.values()) if approved else None,
        "votes": [row.votes_for or 0, row.votes_against or 0, row.abstained or 0] if votes else [],
        "number": f"{row.number}/{row.year}" if row.number is not None else "",
        "dissents": dissents,
    }


def _dissents(session: Session, ids: list[int]) -> Mapping[int, list[Told]]:
    found: dict[int, list[Told]] = {}
    for resolution, opinion, name in session.exec(
        select(Dissent.resolution_id, Dissent.opinion, Member.name_th)
        .join(Member, col(Member.id) == col(Dissent.member_id))
        .where(col(Dissent.resolution_id).in_(ids))
        .order_by(col(Dissent.id))
    ):
        found.setdefault(resolution, []).append({"name": name, "opinion": opinion})
    return found


def recused(session: Session, meeting_id: int) -> dict[int, list[Told]]:
    """Who took no part in which entry, by the entry's key."""
    found: dict[int, list[Told]] = {}
    for entry, reason, name in session.exec(
        select(Recusal.agenda_item_id, Recusal.reason, Member.name_th)
        .join(AgendaItem, col(AgendaItem.id) == col(Recusal.agenda_item_id))
        .join(Member, col(Member.id) == col(Recusal.member_id))
        .where(AgendaItem.meeting_id == meeting_id)
        .order_by(col(Recusal.id))
    ):
        found.setdefault(entry, []).append({"name": name, "reason": reason})
    return found
