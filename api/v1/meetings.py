"""Meetings of the office's committees: planned, held, resolved, closed, and their minutes read."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from sqlmodel import Session, select

from api.answers import OnlyOnce
from api.dependencies import Acting, AskedItem, Looking, Moment, OwnOffice, SignedIn, Transaction, item_seen
from api.errors import UnknownDocument
from api.plain_text import PlainText
from api.problems import RESPONSES
from api.retyping import retyped_of
from api.v1.asked_meetings import (
    Acknowledged,
    CarriedShown,
    Circulated,
    ClosedShown,
    OutsideMade,
    WantedAgenda,
    WantedAttendance,
    WantedCirculation,
    WantedMeeting,
    WantedOutside,
    WantedRecusals,
    WantedResolution,
    WantedResolutions,
)
from api.v1.shapes import named
from api.v1.shown_meetings import MeetingShown, show_meeting, show_readers
from states.baht import satang_of
from states.catalogue import catalogue
from workflow.errors import BadInput, UnknownItem
from workflow.meetings import agenda, attendance, minutes, planning, resolutions
from workflow.meetings.agenda import NewEntry
from workflow.meetings.attendance import Came
from workflow.meetings.closing import Closed, close_meeting
from workflow.meetings.outside import LETTER, Outside, record_outside, wanted_steps
from workflow.meetings.planning import NewMeeting
from workflow.meetings.resolutions import NewResolution, Votes
from workflow.models import AgendaItem, Document, Item
from workflow.queries import Viewer
from workflow.statements import Attached

router = APIRouter(
    tags=["meetings"], responses={key: RESPONSES[key] for key in (401, 403, 404, 409, 413, 422)}
)


@router.post("/meetings", status_code=201, response_model=MeetingShown)
def plan_meeting(
    wish: WantedMeeting,
    session: Transaction,
    hand: Acting,
    who: Looking,
    office: OwnOffice,
    once: OnlyOnce,
) -> Response:
    """กำหนดการประชุม · Plans a meeting of a committee of the office."""

    def act() -> MeetingShown:
        plan_id = item_seen(session, who, wish.plan).id if wish.plan else None
        new = NewMeeting(**wish.model_dump(exclude={"plan"}), plan_id=plan_id)
        return show_meeting(session, planning.plan_meeting(session, office, new, hand))

    return once(wish, act, status=201)


@router.get("/meetings/{code}")
def show(session: Transaction, item: AskedItem) -> MeetingShown:
    """การประชุม · A meeting with its members, agenda, attendance and resolutions."""
    return show_meeting(session, item)


@router.post("/meetings/{code}/agenda", response_model=MeetingShown)
def set_agenda(
    wish: WantedAgenda,
    session: Transaction,
    hand: Acting,
    who: Looking,
    item: AskedItem,
    once: OnlyOnce,
) -> Response:
    """จัดระเบียบวาระ · Sets the agenda before the meeting."""

    def act() -> MeetingShown:
        wanted = [
            NewEntry(each.section, each.title, item_seen(session, who, each.item).id if each.item else None)
            for each in wish.entries
        ]
        agenda.set_agenda(session, item.id, wanted, hand)
        return show_meeting(session, item)

    return once(wish, act)


@router.post("/meetings/{code}/agenda/draw", response_model=MeetingShown)
def draw_agenda(session: Transaction, hand: Acting, item: AskedItem, once: OnlyOnce) -> Response:
    """ดึงเรื่องที่รอเข้าวาระ · Puts everything that waits for this body on its agenda."""

    def act() -> MeetingShown:
        agenda.draw(session, item.id, hand)
        return show_meeting(session, item)

    return once("draw", act)


@router.post("/meetings/{code}/attendance", response_model=MeetingShown)
def record_attendance(
    wish: WantedAttendance,
    session: Transaction,
    hand: Acting,
    item: AskedItem,
    once: OnlyOnce,
) -> Response:
    """บันทึกการมาประชุม · Records who came, who came for whom, and why somebody did not."""

    def act() -> MeetingShown:
        came = [Came(each.member, each.present, each.substitute, each.reason) for each in wish.members]
        attendance.record_attendance(session, item.id, came, hand)
        return show_meeting(session, item)

    return once(wish, act)


@router.post("/meetings/{code}/recusals", response_model=MeetingShown)
def set_recusals(
    wish: WantedRecusals,
    session: Transaction,
    hand: Acting,
    item: AskedItem,
    once: OnlyOnce,
) -> Response:
    """บันทึกผู้ไม่ร่วมพิจารณา · Records who takes no part in one entry of the agenda."""

    def act() -> MeetingShown:
        entry = session.get(AgendaItem, wish.entry)
        if entry is None or entry.meeting_id != item.id:
            raise UnknownItem(f"{item.code} {wish.entry}")
        reasons = {each.member: each.text for each in wish.members}
        attendance.set_recusals(session, entry.id, reasons, hand)
        return show_meeting(session, item)

    return once(wish, act)


@router.post("/meetings/{code}/resolutions", response_model=MeetingShown)
def record_resolutions(
    wish: WantedResolutions,
    session: Transaction,
    hand: Acting,
    who: Looking,
    item: AskedItem,
    once: OnlyOnce,
) -> Response:
    """บันทึกมติ · Records resolutions; nothing moves before the meeting is closed."""

    def act() -> MeetingShown:
        wanted = {each.entry: _resolution(session, who, each) for each in wish.resolutions}
        if len(wanted) < len(wish.resolutions):
            raise BadInput("agenda", "unfit", item.code)  # two resolutions on one entry
        resolutions.resolve_all(session, item.id, wanted, hand)
        return show_meeting(session, item)

    return once(wish, act)


@router.post("/meetings/{code}/close", response_model=ClosedShown, responses={503: RESPONSES[503]})
def close(session: Transaction, person: SignedIn, item: AskedItem, at: Moment, once: OnlyOnce) -> Response:
    """ปิดการประชุม · Carries out every resolution, or none; closing again answers the same."""
    return once("close", lambda: _closed(close_meeting(session, item.id, by=person.id, at=at)))


@router.post("/meetings/{code}/circulate", response_model=Circulated)
def circulate(
    wish: WantedCirculation,
    session: Transaction,
    hand: Acting,
    item: AskedItem,
    once: OnlyOnce,
) -> Response:
    """แจ้งเวียนรายงานการประชุม · Puts the minutes before every member of staff."""

    def act() -> Circulated:
        asked = minutes.circulate(session, item.id, hand, evidence=wish.evidence)
        return Circulated(newly_asked=asked, readers=show_readers(session, item.id))

    return once(wish, act)


@router.post("/meetings/{code}/acknowledge", response_model=Acknowledged)
def acknowledge(
    session: Transaction, person: SignedIn, item: AskedItem, at: Moment, once: OnlyOnce
) -> Response:
    """รับทราบ · Says that one has read the minutes."""

    def act() -> Acknowledged:
        sealed = minutes.acknowledge(session, item.id, person.id, at)
        return Acknowledged(code=item.code, entry_seq=sealed.seq if sealed else None)

    return once("acknowledge", act)


async def retyped_if_final(request: Request, wish: WantedOutside, code: PlainText) -> WantedOutside:
    """The resolution, after the recorder's password where it approves finally: before the turn to write."""

    def steps(session: Session, who: Viewer) -> list[tuple[Item, str]]:
        item = item_seen(session, who, code)
        return [(item, each) for each in wanted_steps(session, item, wish.kind, wish.trigger)]

    await retyped_of(request, steps, wish.password)
    return wish


@router.post("/items/{code}/outside-resolutions", status_code=201, response_model=OutsideMade)
def record_outside_resolution(
    wish: Annotated[WantedOutside, Depends(retyped_if_final)],
    session: Transaction,
    hand: Acting,
    item: AskedItem,
    once: OnlyOnce,
) -> Response:
    """บันทึกมติคณะกรรมการภายนอก · Records what an outside board resolved, and takes the step.

    The scan of its letter is attached to the item beforehand and named here by its hash.
    """

    def act() -> OutsideMade:
        moved = record_outside(session, item.id, _outside(session, item, wish), hand)
        return OutsideMade(
            code=moved.code,
            trigger=moved.trigger,
            to_state=moved.to_state,
            version=moved.version,
            entry_seq=moved.entry_seq,
        )

    return once(wish, act, status=201)


def _outside(session: Session, item: Item, wish: WantedOutside) -> Outside:
    """What the letter tells, with its scan where one was attached; raises UnknownDocument."""
    told = Outside(**wish.model_dump(exclude={"scan"}))
    if wish.scan is None:
        return told
    same = (Document.item_id == item.id, Document.code == LETTER, Document.sha256 == wish.scan)
    letter = session.exec(select(Document).where(*same)).first()
    if letter is None:
        raise UnknownDocument(item.code)
    return replace(told, scan=Attached(letter.sha256, letter.filename))


def _resolution(session: Session, who: Viewer, wish: WantedResolution) -> NewResolution:
    """What was resolved, with codes looked up and baht as satang."""
    votes = wish.votes
    return NewResolution(
        kind=wish.kind,
        text=wish.text,
        trigger=wish.trigger,
        reason=wish.reason,
        evidence=wish.evidence,
        approved={each.line: satang_of(each.baht) for each in wish.approved},
        merge_into=item_seen(session, who, wish.merge_into).id if wish.merge_into else None,
        votes=Votes(votes.in_favour, votes.against, votes.abstained, votes.casting) if votes else None,
        dissents={each.member: each.text for each in wish.dissents},
    )


def _closed(found: Closed) -> ClosedShown:
    words = catalogue().resolutions
    return ClosedShown(
        code=found.code,
        entry_seq=found.entry_seq,
        resolutions=[
            CarriedShown(
                entry=each.agenda_item_id,
                kind=named(each.kind, words[each.kind].label),
                number=each.number or 0,
                year=each.year or 0,
                item=each.code,
                trigger=each.trigger,
                to_state=each.to_state,
                entry_seq=each.entry_seq,
            )
            for each in found.resolutions
        ],
    )
