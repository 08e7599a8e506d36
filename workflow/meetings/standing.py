"""What guards ask of meetings: the meeting an item is, or the one on whose agenda it stands."""

import datetime
from typing import NamedTuple

from sqlmodel import Session, col, select

from states.catalogue import catalogue
from states.model import Label
from states.thai import long_date, long_date_en
from workflow.meetings.roll import Seat, members_on
from workflow.models import AgendaItem, Body, Item, Meeting, Resolution
from workflow.permissions import in_force


class Sitting(NamedTuple):
    """A meeting as guards look at it; `entry_id` is the paper's entry on its agenda.

    `kind` is that of the entry's resolution, empty while it has none. `spent`: that resolution has given rise
    to its step already.
    """

    meeting_id: int
    body_id: int
    held_on: datetime.date
    urgent: str
    closed_seq: int | None
    entry_id: int | None = None
    kind: str = ""
    spent: bool = False

    @property
    def resolved(self) -> bool:
        """Whether the entry has its resolution."""
        return bool(self.kind)

    def bears_out(self, trigger: str) -> bool:
        """Whether what was resolved can be what `trigger` follows; true while nothing was."""
        return not self.kind or catalogue().resolutions[self.kind].fits(trigger)


def itself(session: Session, item_id: int) -> Sitting | None:
    """The particulars of an item of kind `meeting`; None where the office keeps none of it."""
    found = session.exec(select(Meeting).where(Meeting.item_id == item_id)).first()
    if found is None:
        return None
    return Sitting(found.item_id, found.body_id, found.held_on, found.urgent, found.closed_seq)


def before(session: Session, item_id: int) -> Sitting | None:
    """The latest meeting, not cancelled, on whose agenda the paper stands."""
    found = session.exec(
        select(Meeting, AgendaItem.id, Resolution.kind, Resolution.entry_seq)
        .join(AgendaItem, col(AgendaItem.meeting_id) == col(Meeting.item_id))
        .join(Item, col(Item.id) == col(Meeting.item_id))
        .outerjoin(Resolution, col(Resolution.agenda_item_id) == col(AgendaItem.id))
        .where(AgendaItem.item_id == item_id, Item.state != "cancelled")
        .order_by(col(Meeting.held_on).desc(), col(Meeting.item_id).desc())
        .limit(1)
    ).first()
    if found is None:
        return None
    meeting, entry_id, kind, entry_seq = found
    return Sitting(
        meeting.item_id,
        meeting.body_id,
        meeting.held_on,
        meeting.urgent,
        meeting.closed_seq,
        entry_id,
        kind or "",
        entry_seq is not None,
    )


def not_yet(held_on: datetime.date) -> Label:
    """That the day of the meeting has not come."""
    return Label(f"การประชุมมีวันที่ {long_date(held_on)}", f"The meeting is on {long_date_en(held_on)}")


def unresolved(session: Session, meeting_id: int, section: int) -> list[tuple[int, int]]:
    """Section and position of the entries of a section that have no resolution yet."""
    found = session.exec(
        select(AgendaItem.section, AgendaItem.position)
        .outerjoin(Resolution, col(Resolution.agenda_item_id) == col(AgendaItem.id))
        .where(
            AgendaItem.meeting_id == meeting_id,
            AgendaItem.section == section,
            AgendaItem.position > 0,
            col(Resolution.id).is_(None),
        )
        .order_by(col(AgendaItem.position))
    )
    return [(each, position) for each, position in found]


def has_entries(session: Session, meeting_id: int) -> bool:
    """Whether anything but headings stands on the agenda."""
    where = (AgendaItem.meeting_id == meeting_id, AgendaItem.position > 0)
    return session.exec(select(AgendaItem.id).where(*where).limit(1)).first() is not None


def held_between(
    session: Session, office_id: int, code: str, first: datetime.date, last: datetime.date
) -> int | None:
    """How many meetings of a body were closed in these days; None where the office keeps none of them."""
    found = session.exec(
        select(Meeting)
        .join(Body, col(Body.id) == col(Meeting.body_id))
        .where(Body.office_id == office_id, Body.code == code)
    ).all()
    if not found:
        return None
    return sum(each.closed_seq is not None and first <= each.held_on <= last for each in found)


def seats_of(session: Session, office_id: int, code: str, on: datetime.date) -> list[Seat]:
    """Who sits on the office's body of this code on a Bangkok date; none where no such body is in force."""
    bodies = session.exec(select(Body).where(Body.office_id == office_id, Body.code == code)).all()
    body = next((each for each in bodies if in_force(each.valid_from, each.valid_to, on)), None)
    return members_on(session, body.id, on) if body is not None else []
