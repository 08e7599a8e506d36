"""The agenda of a meeting: its headings, its entries, and their automatic numbers (ระเบียบวาระที่ ๔.๑)."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from states.model import Label
from states.thai import thai_digits
from workflow.changes import Hand
from workflow.errors import AlreadyExists, BadInput, UnknownItem
from workflow.facts import limited
from workflow.meetings.deciding import may_decide
from workflow.meetings.secretariat import BEFORE, HELD, PLANNERS, InHand, entry_in_hand, in_hand, tell
from workflow.meetings.waiting import last_minutes, waiting_for
from workflow.models import AgendaItem, Body, Dissent, Item, Recusal, Resolution

TOLD, MINUTES, DECISIONS, OTHER = 1, 2, 4, 5
# The five standard headings (DOMAIN §3.5); an office words them as it likes.
HEADINGS = {
    TOLD: "เรื่องที่ประธานแจ้งให้ที่ประชุมทราบ",
    MINUTES: "เรื่องรับรองรายงานการประชุม",
    3: "เรื่องสืบเนื่อง",
    DECISIONS: "เรื่องเสนอเพื่อพิจารณา",
    OTHER: "เรื่องอื่น ๆ (ถ้ามี)",
}
HEADING = 0  # the position of a section's heading
LONGEST_TITLE = 500


@dataclass(frozen=True, slots=True)
class NewEntry:
    """An entry to put on an agenda; without a title it takes that of its paper."""

    section: int
    title: str = ""
    item_id: int | None = None


def entries(session: Session, meeting_id: int) -> list[AgendaItem]:
    """The agenda in order, headings included."""
    return list(
        session.exec(
            select(AgendaItem)
            .where(AgendaItem.meeting_id == meeting_id)
            .order_by(col(AgendaItem.section), col(AgendaItem.position))
        )
    )


def numbered(entry: AgendaItem) -> Label:
    """ "ระเบียบวาระที่ ๔.๑", "Item 4.1"; a heading goes by its section alone."""
    number = str(entry.section) if entry.position == HEADING else f"{entry.section}.{entry.position}"
    return Label(f"ระเบียบวาระที่ {thai_digits(number)}", f"Item {number}")


def add_headings(session: Session, meeting_id: int) -> None:
    """The five standard headings of a new agenda."""
    session.add_all(
        AgendaItem(meeting_id=meeting_id, section=section, position=HEADING, title=title)
        for section, title in HEADINGS.items()
    )
    session.flush()


def add_entry(session: Session, meeting_id: int, new: NewEntry, hand: Hand) -> AgendaItem:
    """Puts an entry at the end of its section: any before the meeting, on the day under other matters.

    Raises NotAllowed, MeetingFixed, UnknownItem, AlreadyExists (the paper stands on it), TooLong, BadInput
    (among them: a paper to decide that this body does not decide).
    """
    kept = in_hand(session, meeting_id, hand, PLANNERS)
    kept.require("agenda", *((*BEFORE, HELD) if new.section == OTHER else BEFORE))
    entry = _put(session, kept, new)
    tell(session, kept, "meeting", {"agenda": {"added": [_told(entry)]}})
    return entry


def set_agenda(session: Session, meeting_id: int, wanted: Sequence[NewEntry], hand: Hand) -> list[AgendaItem]:
    """Replaces every entry of the agenda but the headings, in the order given; raises as `add_entry`."""
    kept = in_hand(session, meeting_id, hand, PLANNERS)
    kept.require("agenda", *BEFORE)
    for each in entries(session, meeting_id):
        if each.position != HEADING:
            _drop(session, each)
    put = [_put(session, kept, new) for new in wanted]
    tell(session, kept, "meeting", {"agenda": {"set": [_told(each) for each in put]}})
    return put


def draw(session: Session, meeting_id: int, hand: Hand) -> list[AgendaItem]:
    """Puts everything on the agenda that waits for this body: the last minutes, then papers to decide.

    Papers that stand on another open agenda of the body are left to it. Raises NotAllowed, MeetingFixed.
    """
    kept = in_hand(session, meeting_id, hand, PLANNERS)
    kept.require("agenda", *BEFORE)
    body = session.get_one(Body, kept.meeting.body_id)
    wanted = [NewEntry(MINUTES, each.title, each.id) for each in last_minutes(session, kept.meeting)]
    wanted += [NewEntry(DECISIONS, each.title, each.id) for each in waiting_for(session, body)]
    put = [_put(session, kept, new) for new in wanted]
    if put:
        tell(session, kept, "meeting", {"agenda": {"added": [_told(each) for each in put]}})
    return put


def change_entry(
    session: Session,
    agenda_item_id: int,
    hand: Hand,
    *,
    section: int | None = None,
    position: int | None = None,
    title: str | None = None,
) -> AgendaItem:
    """Moves an entry to a place (1 is the first of its section) or words it anew; headings are only worded.

    Raises NotAllowed, MeetingFixed, BadInput, TooLong.
    """
    entry, kept = entry_in_hand(session, agenda_item_id, hand, PLANNERS)
    kept.require("agenda", *BEFORE)
    before = _told(entry)
    if title is not None:
        entry.title = _title(title)
    if section is not None or position is not None:
        _check_decided(session, kept, entry.section if section is None else section, entry.item_id)
        _move(session, entry, entry.section if section is None else section, position)
    session.flush()
    tell(session, kept, "meeting", {"agenda": {"changed": [before, _told(entry)]}})
    return entry


def remove_entry(session: Session, agenda_item_id: int, hand: Hand) -> None:
    """Takes an entry off the agenda; its paper waits on. Raises NotAllowed, MeetingFixed, BadInput."""
    entry, kept = entry_in_hand(session, agenda_item_id, hand, PLANNERS)
    kept.require("agenda", *BEFORE)
    if entry.position == HEADING:
        raise BadInput("agenda", "unfit", entry.title)
    told, section = _told(entry), entry.section
    _drop(session, entry)
    _renumber([each for each in entries(session, kept.meeting.item_id) if each.section == section])
    tell(session, kept, "meeting", {"agenda": {"removed": [told]}})


def _put(session: Session, kept: InHand, new: NewEntry) -> AgendaItem:
    if new.section not in HEADINGS:
        raise BadInput("section", "out_of_range", str(new.section))
    title, meeting_id = new.title, kept.item.id
    if new.item_id is not None:
        paper = session.get(Item, new.item_id)
        if paper is None or paper.office_id != kept.item.office_id or paper.id == meeting_id:
            raise UnknownItem(str(new.item_id))
        same = (AgendaItem.meeting_id == meeting_id, AgendaItem.item_id == paper.id)
        if session.exec(select(AgendaItem.id).where(*same)).first() is not None:
            raise AlreadyExists("agenda", paper.code)
        _check_decided(session, kept, new.section, paper.id)
        title = title or paper.title
    here = (AgendaItem.meeting_id == meeting_id, AgendaItem.section == new.section)
    last = session.exec(select(func.max(AgendaItem.position)).where(*here)).one()
    entry = AgendaItem(
        meeting_id=meeting_id,
        section=new.section,
        position=(last or 0) + 1,
        title=_title(title),
        item_id=new.item_id,
    )
    session.add(entry)
    session.flush()
    return entry


def _check_decided(session: Session, kept: InHand, section: int, item_id: int | None) -> None:
    """Raises BadInput where a paper is to be decided by a body that decides it nowhere on its path."""
    if section != DECISIONS or item_id is None:
        return
    body, paper = session.get_one(Body, kept.meeting.body_id), session.get_one(Item, item_id)
    if not may_decide(session, body, paper):
        raise BadInput("agenda", "not_for_this_body", paper.code)


def _title(text: str) -> str:
    if not text.strip():
        raise BadInput("title", "empty")
    return limited("title", text.strip(), LONGEST_TITLE)


def _move(session: Session, entry: AgendaItem, section: int, position: int | None) -> None:
    """Takes the entry out of its section and puts it into the wanted place of the other, or the same."""
    if section not in HEADINGS or entry.position == HEADING:
        raise BadInput("section", "out_of_range", str(section))
    rest = [
        each
        for each in entries(session, entry.meeting_id)
        if each.position != HEADING and each.id != entry.id
    ]
    old = [each for each in rest if each.section == entry.section]
    new = [each for each in rest if each.section == section]
    if position is not None and not 1 <= position <= len(new) + 1:
        raise BadInput("position", "out_of_range", str(position))
    entry.section = section
    new.insert(len(new) if position is None else position - 1, entry)
    _renumber(old)
    _renumber(new)


def _renumber(section: Sequence[AgendaItem]) -> None:
    """Counts the entries of a section from one; its heading stays before them."""
    for place, each in enumerate((each for each in section if each.position != HEADING), start=1):
        each.position = place


def _drop(session: Session, entry: AgendaItem) -> None:
    """Deletes an entry with what hangs on it: a postponed meeting may have some of it already."""
    for row in session.exec(select(Recusal).where(Recusal.agenda_item_id == entry.id)).all():
        session.delete(row)
    for resolution in session.exec(select(Resolution).where(Resolution.agenda_item_id == entry.id)).all():
        for dissent in session.exec(select(Dissent).where(Dissent.resolution_id == resolution.id)).all():
            session.delete(dissent)
        session.flush()
        session.delete(resolution)
    session.flush()
    session.delete(entry)
    session.flush()


def _told(entry: AgendaItem) -> list[object]:
    return [numbered(entry).th, entry.title, entry.item_id]
