"""A meeting as programs see it: members and who came, agenda and resolutions, who has read the minutes."""

from collections.abc import Mapping

from pydantic import BaseModel, Field
from sqlmodel import Session, col, select

from api.v1.shapes import BangkokDate, Named, named
from api.v1.shown_items import StateShown, show_state
from states.catalogue import catalogue
from workflow import definitions
from workflow.errors import UnknownItem
from workflow.meetings import agenda, minutes
from workflow.meetings.resolutions import grounds_of
from workflow.meetings.roll import Roll, quorum_of, roll_of
from workflow.models import Attendance, Body, Dissent, Item, Meeting, Recusal, Resolution


class MemberShown(BaseModel):
    """A member of the body on the day of the meeting, in the order of appointment."""

    id: int
    name_th: str
    role: str = Field(description="chair, vice_chair, member, secretary or assistant_secretary")
    present: bool | None = Field(description="null while nobody has said")
    substitute: str = Field(description="Who came instead")
    reason: str = Field(description="Why she did not come")


class QuorumShown(BaseModel):
    present: int = Field(description="Members there or substituted, the recused left out")
    members: int = Field(description="Members who may take part, the recused left out")
    share: str = Field(description="The office's quorum, such as 1/2")
    reached: bool


class VotesShown(BaseModel):
    in_favour: int
    against: int
    abstained: int
    casting: bool = Field(description="The chair broke a tie")


class OpinionShown(BaseModel):
    """What a member said: her reason to take no part, or her opinion against the resolution."""

    member: int
    text: str


class ResolutionShown(BaseModel):
    kind: Named
    text: str
    trigger: str = Field(description="The step it gives rise to; may be empty")
    reason: str
    votes: VotesShown | None
    dissents: list[OpinionShown]
    number: int | None = Field(description="Within the body's calendar year, once the meeting is closed")
    year: int | None = Field(description="Calendar year, Buddhist Era")
    entry_seq: int | None = Field(description="The history entry of the step it gave rise to")


class EntryShown(BaseModel):
    """One entry of the agenda; position 0 is the heading of its section."""

    id: int
    number: Named = Field(description="ระเบียบวาระที่ ๔.๑")
    section: int
    position: int
    title: str
    item: str | None = Field(description="Code of the paper")
    quorum: QuorumShown
    recused: list[OpinionShown]
    resolution: ResolutionShown | None


class GroupRead(BaseModel):
    """How many of a group have read the minutes; of the office itself where the code is empty."""

    code: str
    name_th: str
    asked: int
    read: int
    unread: list[str]


class ReadersShown(BaseModel):
    asked: int
    read: int
    complete: bool = Field(description="Everybody asked has read them")
    groups: list[GroupRead]


class MeetingShown(BaseModel):
    """A meeting of a body of the office."""

    code: str
    title: str
    state: StateShown
    body: Named
    number: int
    year: int = Field(description="Calendar year, Buddhist Era, in which the number counts")
    held_on: BangkokDate
    place: str
    begins: str
    ends: str
    urgent: str
    closed_seq: int | None = Field(description="The history entry of its closing")
    quorum: QuorumShown
    members: list[MemberShown]
    agenda: list[EntryShown]
    readers: ReadersShown


def show_meeting(session: Session, item: Item) -> MeetingShown:
    """The meeting that is this item; raises UnknownItem."""
    meeting = session.get(Meeting, item.id)
    if meeting is None:
        raise UnknownItem(item.code)
    definition = definitions.by_hash(session, item.definition_hash)
    body = session.get_one(Body, meeting.body_id)
    roll = roll_of(session, meeting.item_id, meeting.body_id, meeting.held_on)
    share = str(quorum_of(definition.settings))
    return MeetingShown(
        code=item.code,
        title=item.title,
        state=show_state(definition, item.state),
        body=Named(code=body.code, th=body.name_th, en=body.name_en or body.name_th),
        **meeting.model_dump(
            include={"number", "year", "held_on", "place", "begins", "ends", "urgent", "closed_seq"}
        ),
        quorum=_quorum(roll, share, None),
        members=_members(session, meeting, roll),
        agenda=_agenda(session, meeting, roll, share),
        readers=show_readers(session, item.id),
    )


def show_readers(session: Session, item_id: int) -> ReadersShown:
    """Who has read a paper put before people."""
    found = minutes.progress(session, item_id)
    groups = [
        GroupRead(
            code=each.code, name_th=each.name_th, asked=each.asked, read=each.read, unread=list(each.unread)
        )
        for each in found.groups
    ]
    return ReadersShown(asked=found.asked, read=found.read, complete=found.complete, groups=groups)


def _quorum(roll: Roll, share: str, entry_id: int | None) -> QuorumShown:
    count = roll.count(entry_id)
    reached = count.reaches(quorum_of({"quorum": share}))
    return QuorumShown(present=count.present, members=count.members, share=share, reached=reached)


def _members(session: Session, meeting: Meeting, roll: Roll) -> list[MemberShown]:
    rows = session.exec(select(Attendance).where(Attendance.meeting_id == meeting.item_id)).all()
    told = {row.member_id: row for row in rows}
    return [
        MemberShown(
            id=seat.id,
            name_th=seat.name,
            role=seat.role,
            present=told[seat.id].present if seat.id in told else None,
            substitute=told[seat.id].substitute if seat.id in told else "",
            reason=told[seat.id].reason if seat.id in told else "",
        )
        for seat in roll.seats
    ]


def _agenda(session: Session, meeting: Meeting, roll: Roll, share: str) -> list[EntryShown]:
    """The agenda with everything said on it, in five statements however long it is."""
    entries = agenda.entries(session, meeting.item_id)
    ids = [each.id for each in entries]
    papers = [each.item_id for each in entries if each.item_id is not None]
    codes = dict(session.exec(select(Item.id, Item.code).where(col(Item.id).in_(papers))).all())
    recusals: dict[int, list[OpinionShown]] = {}
    for row in session.exec(select(Recusal).where(col(Recusal.agenda_item_id).in_(ids))):
        said = OpinionShown(member=row.member_id, text=row.reason)
        recusals.setdefault(row.agenda_item_id, []).append(said)
    resolutions = _resolutions(session, ids)
    return [
        EntryShown(
            id=each.id,
            number=named(f"{each.section}.{each.position}", agenda.numbered(each)),
            section=each.section,
            position=each.position,
            title=each.title,
            item=codes.get(each.item_id) if each.item_id is not None else None,
            quorum=_quorum(roll, share, each.id),
            recused=recusals.get(each.id, []),
            resolution=resolutions.get(each.id),
        )
        for each in entries
    ]


def _resolutions(session: Session, entry_ids: list[int]) -> Mapping[int, ResolutionShown]:
    rows = session.exec(select(Resolution).where(col(Resolution.agenda_item_id).in_(entry_ids))).all()
    dissents: dict[int, list[OpinionShown]] = {}
    for each in session.exec(
        select(Dissent)
        .where(col(Dissent.resolution_id).in_([row.id for row in rows]))
        .order_by(col(Dissent.id))
    ):
        said = OpinionShown(member=each.member_id, text=each.opinion)
        dissents.setdefault(each.resolution_id, []).append(said)
    words = catalogue().resolutions
    return {
        row.agenda_item_id: ResolutionShown(
            kind=named(row.kind, words[row.kind].label if row.kind in words else None),
            text=row.text,
            trigger=row.trigger,
            reason=row.reason,
            votes=_votes(row),
            dissents=dissents.get(row.id, []),
            number=row.number,
            year=row.year,
            entry_seq=row.entry_seq,
        )
        for row in rows
    }


def _votes(row: Resolution) -> VotesShown | None:
    if row.votes_for is None:
        return None
    return VotesShown(
        in_favour=row.votes_for,
        against=row.votes_against or 0,
        abstained=row.abstained or 0,
        casting=grounds_of(row).casting_vote,
    )
