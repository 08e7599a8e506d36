"""A meeting as its pages show it: the agenda with all that was said on it, however long it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from sqlmodel import Session, col, select

from api.pages.words import Words
from states.catalogue import catalogue
from states.model import Definition
from workflow import definitions
from workflow.errors import UnknownItem
from workflow.meetings import agenda
from workflow.meetings.resolutions import Grounds, grounds_of
from workflow.meetings.roll import VOTING, Count, Roll, quorum_of, roll_of
from workflow.meetings.viewing import Part, part_of, seat_of
from workflow.models import AgendaItem, Attendance, Body, Dissent, Item, Meeting, Recusal, Resolution
from workflow.queries import Viewer, items_visible_to


@dataclass(frozen=True, slots=True)
class Paper:
    """The paper of an entry; `seen` where whoever looks may open it."""

    id: int
    code: str
    kind: str
    kind_name: str
    state: str
    seen: bool


@dataclass(frozen=True, slots=True)
class Decided:
    """What is recorded of an entry, in words; `trigger` names the step by its identifier."""

    kind: str
    kind_name: str
    text: str
    trigger: str
    step: str
    reason: str
    votes: tuple[int, int, int] | None
    grounds: Grounds
    dissents: tuple[tuple[int, str], ...]
    number: int | None
    year: int | None
    entry_seq: int | None


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of the agenda; position 0 is the heading of its section."""

    id: int
    number: str
    section: int
    position: int
    title: str
    paper: Paper | None
    count: Count
    reached: bool
    recused: Mapping[int, str]
    decided: Decided | None

    @property
    def heading(self) -> bool:
        return self.position == agenda.HEADING


@dataclass(frozen=True, slots=True)
class Seated:
    """A member on the day of the meeting; `came`: present, substitute, absent, or empty while unsaid."""

    id: int
    name: str
    role: str
    votes: bool
    came: str
    substitute: str
    reason: str


@dataclass(frozen=True, slots=True)
class Sitting:
    """A meeting with everything on it."""

    item: Item
    meeting: Meeting
    body: Body
    definition: Definition
    part: Part
    roll: Roll
    share: Fraction
    lines: tuple[Line, ...]
    seats: tuple[Seated, ...]

    @property
    def count(self) -> Count:
        return self.roll.count()

    @property
    def entries(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if not line.heading)

    def line(self, entry_id: int) -> Line:
        """The entry; raises UnknownItem."""
        found = next((line for line in self.entries if line.id == entry_id), None)
        if found is None:
            raise UnknownItem(f"{self.item.code} {entry_id}")
        return found


def sitting_of(session: Session, who: Viewer, item: Item, words: Words) -> Sitting:
    """The meeting that is this item; raises UnknownItem."""
    meeting = session.get(Meeting, item.id)
    if meeting is None:
        raise UnknownItem(item.code)
    definition = definitions.by_hash(session, item.definition_hash)
    roll = roll_of(session, meeting.item_id, meeting.body_id, meeting.held_on)
    share = quorum_of(definition.settings)
    return Sitting(
        item=item,
        meeting=meeting,
        body=session.get_one(Body, meeting.body_id),
        definition=definition,
        part=part_of(who.roles, seat_of(session, meeting, who.person_id)),
        roll=roll,
        share=share,
        lines=_lines(session, who, meeting, roll, share, words),
        seats=_seats(session, meeting, roll),
    )


def _lines(
    session: Session, who: Viewer, meeting: Meeting, roll: Roll, share: Fraction, words: Words
) -> tuple[Line, ...]:
    rows = agenda.entries(session, meeting.item_id)
    ids = [row.id for row in rows]
    items = _items(session, rows)
    papers = _papers(session, who, items, words)
    recused: dict[int, dict[int, str]] = {}
    for each in session.exec(select(Recusal).where(col(Recusal.agenda_item_id).in_(ids))):
        recused.setdefault(each.agenda_item_id, {})[each.member_id] = each.reason
    decided = _decided(session, rows, items, words)
    return tuple(
        Line(
            id=row.id,
            number=number_of(row, words),
            section=row.section,
            position=row.position,
            title=row.title,
            paper=papers.get(row.item_id or 0),
            count=roll.count(row.id),
            reached=roll.count(row.id).reaches(share),
            recused=recused.get(row.id, {}),
            decided=decided.get(row.id),
        )
        for row in rows
    )


def number_of(row: AgendaItem, words: Words) -> str:
    """ระเบียบวาระที่ 4.1, in the reader's digits; a heading goes by its section alone."""
    place = str(row.section) if row.position == agenda.HEADING else f"{row.section}.{row.position}"
    return words("meetings_item_number", number=words.digits(place))


def _items(session: Session, rows: Sequence[AgendaItem]) -> dict[int, Item]:
    ids = [row.item_id for row in rows if row.item_id is not None]
    return {item.id: item for item in session.exec(select(Item).where(col(Item.id).in_(ids)))}


def _papers(session: Session, who: Viewer, items: Mapping[int, Item], words: Words) -> dict[int, Paper]:
    visible = items_visible_to(who).where(col(Item.id).in_(items)).with_only_columns(col(Item.id))
    seen = set(session.execute(visible).scalars())
    papers = {}
    for item in items.values():
        definition = definitions.by_hash(session, item.definition_hash)
        state = words.label(definition.by_state[item.state].label)
        papers[item.id] = Paper(
            item.id, item.code, item.kind, words.label(definition.label), state, item.id in seen
        )
    return papers


def _decided(
    session: Session, rows: Sequence[AgendaItem], items: Mapping[int, Item], words: Words
) -> dict[int, Decided]:
    ids = [row.id for row in rows]
    found = session.exec(select(Resolution).where(col(Resolution.agenda_item_id).in_(ids))).all()
    dissents: dict[int, list[tuple[int, str]]] = {}
    for each in session.exec(
        select(Dissent)
        .where(col(Dissent.resolution_id).in_([row.id for row in found]))
        .order_by(col(Dissent.id))
    ):
        dissents.setdefault(each.resolution_id, []).append((each.member_id, each.opinion))
    steps = _step_names(session, rows, items, words)
    return {
        row.agenda_item_id: Decided(
            kind=row.kind,
            kind_name=resolution_name(row.kind, words),
            text=row.text,
            trigger=row.trigger,
            step=steps.get((row.agenda_item_id, row.trigger), row.trigger),
            reason=row.reason,
            votes=votes_of(row),
            grounds=grounds_of(row),
            dissents=tuple(dissents.get(row.id, ())),
            number=row.number,
            year=row.year,
            entry_seq=row.entry_seq,
        )
        for row in found
    }


def _step_names(
    session: Session, rows: Sequence[AgendaItem], items: Mapping[int, Item], words: Words
) -> dict[tuple[int, str], str]:
    """What the steps of each entry's paper are called."""
    return {
        (row.id, move.trigger): words.label(move.label)
        for row in rows
        if row.item_id is not None and row.item_id in items
        for move in definitions.by_hash(session, items[row.item_id].definition_hash).transitions
    }


def votes_of(row: Resolution) -> tuple[int, int, int] | None:
    if row.votes_for is None:
        return None
    return row.votes_for, row.votes_against or 0, row.abstained or 0


def resolution_name(kind: str, words: Words) -> str:
    known = catalogue().resolutions.get(kind)
    return words.label(known.label) if known else kind


def _seats(session: Session, meeting: Meeting, roll: Roll) -> tuple[Seated, ...]:
    rows = session.exec(select(Attendance).where(Attendance.meeting_id == meeting.item_id)).all()
    told = {row.member_id: row for row in rows}
    return tuple(
        Seated(
            id=seat.id,
            name=seat.name,
            role=seat.role,
            votes=seat.role in VOTING,
            came=came_of(told.get(seat.id)),
            substitute=told[seat.id].substitute if seat.id in told else "",
            reason=told[seat.id].reason if seat.id in told else "",
        )
        for seat in roll.seats
    )


def came_of(row: Attendance | None) -> str:
    """present, substitute or absent, as the form has it; empty while nobody has said."""
    if row is None:
        return ""
    if row.present:
        return "present"
    return "substitute" if row.substitute else "absent"
