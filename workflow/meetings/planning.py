"""Plans a meeting: which body, which time in its year, when and where (P-A4.3)."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, func, select

from states.fiscal import fiscal_year_of
from states.thai import be_year
from workflow import permissions
from workflow.changes import Hand, applied
from workflow.errors import AlreadyExists, BadInput
from workflow.facts import LONGEST_REASON, limited
from workflow.items import NewItem, open_item
from workflow.meetings.agenda import add_headings
from workflow.meetings.bodies import body_in_force
from workflow.meetings.secretariat import BEFORE, HELD, PLANNED, PLANNERS, in_hand, tell, tell_of
from workflow.models import Attendance, Body, Item, Meeting
from workflow.permissions import in_force
from workflow.situation import read, who

KIND = "meeting"
LONGEST_PLACE = 300
_CHANGEABLE = ("held_on", "place", "begins", "ends", "urgent")


@dataclass(frozen=True, slots=True)
class NewMeeting:
    """A meeting to come. `body` is its code, `held_on` a Bangkok date; without `number` the body's next.

    `urgent` says why less notice is given than the office sets. `plan_id` is the plan it belongs to.
    """

    body: str
    held_on: datetime.date
    number: int | None = None
    place: str = ""
    begins: str = ""
    urgent: str = ""
    code: str = ""
    plan_id: int | None = None


def plan_meeting(session: Session, office_id: int, new: NewMeeting, hand: Hand) -> Item:
    """Opens an item of kind `meeting` with its particulars and the five headings of an agenda.

    Meetings of a body are counted by the calendar year B.E. Raises NotAllowed, BadInput, TooLong,
    AlreadyExists (the number is taken), UnknownKind.
    """
    actor = who(session, office_id, hand.by, hand.day)
    by = permissions.empowered(actor, office_id, PLANNERS, KIND)
    body = body_in_force(session, office_id, new.body, new.held_on)
    if not body.internal:
        raise BadInput("body", "unfit", body.code)  # outside boards are recorded, not operated
    year = be_year(new.held_on.year)
    number = new.number if new.number is not None else next_number(session, body.id, year)
    check_number(session, body, number, year)
    opened = NewItem(
        kind=KIND,
        code=new.code or code_for(session, body, number, year),
        title=title_of(body, number, year),
        fiscal_year=fiscal_year_of(new.held_on).be,
        starts_on=new.held_on,
        parent_id=new.plan_id,
    )
    item = open_item(session, office_id, opened, by=hand.by, at=hand.at)
    meeting = Meeting(
        item_id=item.id,
        body_id=body.id,
        number=number,
        year=year,
        held_on=new.held_on,
        place=limited("place", new.place.strip(), LONGEST_PLACE),
        begins=limited("begins", new.begins.strip(), LONGEST_PLACE),
        urgent=limited("urgent", new.urgent.strip(), LONGEST_REASON),
    )
    session.add(meeting)
    session.flush()
    add_headings(session, item.id)
    reading = read(session, item.id, hand.by, hand.day)
    told = {"body": body.code, "number": number, "year": year, "held_on": new.held_on.isoformat()}
    tell_of(session, reading.item, by, hand, "meeting", {"planned": told})
    return item


def change_meeting(session: Session, meeting_id: int, wanted: Mapping[str, Any], hand: Hand) -> Meeting:
    """Changes day, place, hours or urgency of a meeting not yet closed; once it is held, its hours only.

    A new day stays within the calendar year of the number and the dates of the body. Once the invitations
    are out the meeting is postponed first, and invited anew with the notice that needs; who had come or
    excused herself for the old day is asked again. Raises NotAllowed, MeetingFixed, BadInput, TooLong.
    """
    kept = in_hand(session, meeting_id, hand, PLANNERS)
    kept.require("meeting", *(BEFORE if set(wanted) - {"begins", "ends"} else (*BEFORE, HELD)))
    for name, text in wanted.items():
        if isinstance(text, str):
            limited(name, text, LONGEST_REASON if name == "urgent" else LONGEST_PLACE)
    day = wanted.get("held_on", kept.meeting.held_on)
    body = session.get_one(Body, kept.meeting.body_id)
    if day != kept.meeting.held_on and kept.item.state != PLANNED:
        raise BadInput("held_on", "invitations_out", kept.meeting.held_on.isoformat())
    if be_year(day.year) != kept.meeting.year:
        raise BadInput("held_on", "out_of_range", day.isoformat())
    if not in_force(body.valid_from, body.valid_to, day):
        raise BadInput("body", "not_in_force", body.code)
    changed = applied(kept.meeting, wanted, _CHANGEABLE)
    if "held_on" in changed:
        _forget_attendance(session, meeting_id)
    session.flush()
    if changed:
        tell(session, kept, "meeting", {"changed": changed})
    return kept.meeting


def _forget_attendance(session: Session, meeting_id: int) -> None:
    """The history keeps what was recorded for the old day."""
    for row in session.exec(select(Attendance).where(Attendance.meeting_id == meeting_id)).all():
        session.delete(row)


def next_number(session: Session, body_id: int, year: int) -> int:
    """The number of a body's next meeting in a calendar year B.E."""
    last = session.exec(
        select(func.max(Meeting.number)).where(Meeting.body_id == body_id, Meeting.year == year)
    ).one()
    return (last or 0) + 1


def check_number(session: Session, body: Body, number: int, year: int) -> None:
    """Raises BadInput where it is no number, AlreadyExists where the body has met under it that year."""
    if not 0 < number < 1000:
        raise BadInput("number", "out_of_range", str(number))
    same = (Meeting.body_id == body.id, Meeting.number == number, Meeting.year == year)
    if session.exec(select(Meeting.item_id).where(*same)).first() is not None:
        raise AlreadyExists("meeting", f"{number}/{year}")


def title_of(body: Body, number: int, year: int) -> str:
    """What a meeting is called: "การประชุมคณะ… ครั้งที่ 1/2561"."""
    return f"การประชุม{body.name_th} ครั้งที่ {number}/{year}"


def code_for(session: Session, body: Body, number: int, year: int) -> str:
    """The code of a meeting's item: its calendar year, the body's place among the office's, its number."""
    bodies = select(func.count()).where(col(Body.office_id) == body.office_id, col(Body.id) <= body.id)
    return f"MT{year}-{session.exec(bodies).one()}-{number}"
