"""What a meeting is about to carry out, and what it still needs before it may be closed."""

from collections.abc import Mapping, Sequence

from msgspec import Struct
from sqlmodel import Session, col, func, select

from states.model import Label, Strength
from workflow import definitions
from workflow.changes import Hand
from workflow.errors import BadInput, Missing, UnknownItem
from workflow.meetings.agenda import DECISIONS, HEADING, entries, numbered
from workflow.meetings.attendance import roll
from workflow.meetings.resolutions import Grounds, Votes, check_votes, grounds_of
from workflow.meetings.roll import Roll, quorum_of
from workflow.meetings.secretariat import KEEPERS, InHand, empowered
from workflow.meetings.standing import not_yet
from workflow.models import AgendaItem, Dissent, Item, Meeting, Resolution
from workflow.situation import read


class Due(Struct, frozen=True):
    """A resolution to carry out, apart from the session: each step it fires renews the session's rows."""

    id: int
    agenda_item_id: int
    label: Label
    item_id: int | None
    code: str
    parent_id: int | None
    kind: str
    trigger: str
    reason: str
    grounds: Grounds
    votes: Votes | None
    number: int
    year: int


def due_of(session: Session, kept: InHand) -> list[Due]:
    """The meeting's resolutions in the order of the agenda, each with its number."""
    found = session.exec(
        select(Resolution, AgendaItem, Item.code, Item.parent_id)
        .join(AgendaItem, col(AgendaItem.id) == col(Resolution.agenda_item_id))
        .outerjoin(Item, col(Item.id) == col(AgendaItem.item_id))
        .where(AgendaItem.meeting_id == kept.item.id)
        .order_by(col(AgendaItem.section), col(AgendaItem.position))
    ).all()
    year = kept.meeting.year
    same = (Resolution.body_id == kept.meeting.body_id, Resolution.year == year)
    last = session.exec(select(func.max(Resolution.number)).where(*same)).one() or 0
    return [
        Due(
            id=row.id,
            agenda_item_id=entry.id,
            label=numbered(entry),
            item_id=entry.item_id,
            code=code or "",
            parent_id=parent_id,
            kind=row.kind,
            trigger=row.trigger,
            reason=row.reason,
            grounds=grounds_of(row),
            votes=_votes(row),
            number=number,
            year=year,
        )
        for number, (row, entry, code, parent_id) in enumerate(found, start=last + 1)
    ]


def _votes(row: Resolution) -> Votes | None:
    if row.votes_for is None:
        return None
    counts = (row.votes_for, row.votes_against or 0, row.abstained or 0)
    return Votes(*counts, casting=grounds_of(row).casting_vote)


def lacking(session: Session, kept: InHand, due: Sequence[Due]) -> list[Missing]:
    """What the meeting itself still needs: attendance, resolutions, quorum and votes entry by entry."""
    return [missing for _, missing in _lacking_where(session, kept, due)]


def still_needed(session: Session, meeting_id: int, hand: Hand) -> list[tuple[int | None, Missing]]:
    """What is missing before the secretary may close, each with the entry it concerns; holds nothing up.

    Raises UnknownItem, NotAllowed.
    """
    reading = read(session, meeting_id, hand.by, hand.day, lock=False)
    meeting = session.get(Meeting, meeting_id)
    if meeting is None:
        raise UnknownItem(reading.item.code)
    definition = definitions.by_hash(session, reading.item.definition_hash)
    kept = InHand(meeting, reading.item, definition, empowered(reading, KEEPERS), hand)
    return _lacking_where(session, kept, due_of(session, kept))


def _lacking_where(session: Session, kept: InHand, due: Sequence[Due]) -> list[tuple[int | None, Missing]]:
    there = roll(session, kept.meeting)
    found: list[tuple[int | None, Missing]] = []
    if kept.meeting.held_on > kept.hand.day:
        found.append((None, _missing("attendance_recorded", not_yet(kept.meeting.held_on))))
    if there.unrecorded:
        names = ", ".join(there.unrecorded)
        told = Label(f"ยังไม่บันทึกการมาประชุม: {names}", f"Attendance not recorded: {names}")
        found.append((None, _missing("attendance_recorded", told)))
    resolved = {each.agenda_item_id: each for each in due}
    dissenting = _dissenting(session, due)
    for entry in entries(session, kept.item.id):
        if entry.position != HEADING and (entry.section == DECISIONS or entry.id in resolved):
            needs = _lacking_of(kept, entry, resolved.get(entry.id), there, dissenting)
            found += [(entry.id, each) for each in needs]
    return found


def _dissenting(session: Session, due: Sequence[Due]) -> dict[int, set[int]]:
    """The members who dissent, by resolution."""
    found: dict[int, set[int]] = {}
    query = select(Dissent).where(col(Dissent.resolution_id).in_([each.id for each in due]))
    for row in session.exec(query):
        found.setdefault(row.resolution_id, set()).add(row.member_id)
    return found


def _lacking_of(
    kept: InHand,
    entry: AgendaItem,
    resolved: Due | None,
    there: Roll,
    dissenting: Mapping[int, set[int]],
) -> list[Missing]:
    """What one entry still needs. Attendance may have changed since its votes were counted."""
    label, lacking = numbered(entry), []
    if resolved is None:
        told = Label(f"{label.th} ยังไม่บันทึกมติ", f"{label.en}: no resolution recorded")
        lacking.append(_missing("resolutions_recorded", told))
    count, quorum = there.count(entry.id), quorum_of(kept.definition.settings)
    if not count.reaches(quorum):
        told = Label(
            f"{label.th} ไม่ครบองค์ประชุม มา {count} คน ต้องไม่น้อยกว่า {quorum}",
            f"{label.en}: {count} members present; at least {quorum} of them are needed",
        )
        lacking.append(_missing("quorum_met", told))
    if resolved is not None and not _votes_hold(resolved, there, dissenting.get(resolved.id, set())):
        told = Label(
            f"{label.th} คะแนนเสียงหรือความเห็นแย้งไม่ตรงกับผู้มาประชุม",
            f"{label.en}: its votes or dissents do not agree with who was there",
        )
        lacking.append(_missing("resolutions_recorded", told))
    return lacking


def _votes_hold(resolved: Due, there: Roll, dissenting: set[int]) -> bool:
    voters = {seat.id for seat in there.voters(resolved.agenda_item_id)}
    try:
        if resolved.votes is not None:
            check_votes(there, resolved.agenda_item_id, resolved.votes)
    except BadInput:
        return False
    return dissenting <= voters


def _missing(code: str, label: Label) -> Missing:
    return Missing(code, label, Strength.HARD, ("committee_secretary",))
