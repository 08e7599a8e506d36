"""What guards ask of meetings: the meeting an item is, or the one on whose agenda it stands."""

import datetime
from typing import NamedTuple

from sqlmodel import Session, col, select

from states.catalogue import catalogue
from states.model import Label
from states.thai import long_date, long_date_en
from workflow.meetings.agenda import TOLD
from workflow.meetings.deciding import deciders
from workflow.meetings.roll import Seat, members_on
from workflow.models import AgendaItem, Body, Entry, Item, Meeting, Resolution
from workflow.permissions import in_force
from workflow.situation import ItemNow


class Sitting(NamedTuple):
    """A meeting as guards look at it; `entry_id` is the paper's entry on its agenda.

    `kind` is that of the entry's resolution, empty while it has none. `carried`: the meeting is closed, or
    about to be, and the resolution has its number. `spent`: the paper has taken its step on it already.
    """

    meeting_id: int
    body_id: int
    held_on: datetime.date
    urgent: str
    closed_seq: int | None
    entry_id: int | None = None
    kind: str = ""
    carried: bool = False
    spent: bool = False

    @property
    def resolved(self) -> bool:
        """Whether the entry has its resolution."""
        return bool(self.kind)

    def bears_out(self, trigger: str) -> bool:
        """Whether something was resolved and it can be what `trigger` follows."""
        return self.resolved and catalogue().resolutions[self.kind].fits(trigger)


def itself(session: Session, item_id: int) -> Sitting | None:
    """The particulars of an item of kind `meeting`; None where the office keeps none of it."""
    found = session.exec(select(Meeting).where(Meeting.item_id == item_id)).first()
    if found is None:
        return None
    return Sitting(found.item_id, found.body_id, found.held_on, found.urgent, found.closed_seq)


def before(session: Session, paper: ItemNow) -> Sitting | None:
    """The latest meeting, not cancelled, on whose agenda the paper stands, of a body that decides it.

    A paper of which the meeting is only told does not lie before it.
    """
    found = session.exec(
        select(Meeting, AgendaItem.id, Resolution)
        .join(AgendaItem, col(AgendaItem.meeting_id) == col(Meeting.item_id))
        .join(Item, col(Item.id) == col(Meeting.item_id))
        .join(Body, col(Body.id) == col(Meeting.body_id))
        .outerjoin(Resolution, col(Resolution.agenda_item_id) == col(AgendaItem.id))
        .where(
            AgendaItem.item_id == paper.id,
            AgendaItem.section != TOLD,
            Item.state != "cancelled",
            col(Body.code).in_(deciders(session, paper)),
        )
        .order_by(col(Meeting.held_on).desc(), col(Meeting.item_id).desc())
        .limit(1)
    ).first()
    if found is None:
        return None
    meeting, entry_id, resolution = found
    sitting = Sitting(
        meeting.item_id, meeting.body_id, meeting.held_on, meeting.urgent, meeting.closed_seq, entry_id
    )
    return _resolved(session, paper.id, sitting, resolution)


def _resolved(session: Session, paper_id: int, sitting: Sitting, resolution: Resolution | None) -> Sitting:
    """The meeting with what it resolved on the paper, if anything."""
    if resolution is None:
        return sitting
    told = sitting._replace(kind=resolution.kind, carried=resolution.number is not None)
    since = resolution.entry_seq or sitting.closed_seq
    return told._replace(spent=since is not None and _followed(session, paper_id, told, since))


def _followed(session: Session, paper_id: int, told: Sitting, since: int) -> bool:
    """Whether the paper took a step that the resolution bears out, which was not undone."""
    undone = select(Entry.corrects).where(Entry.item_id == paper_id, Entry.kind == "undone")
    taken = session.exec(
        select(Entry.trigger).where(
            Entry.item_id == paper_id,
            Entry.kind == "step",
            Entry.seq >= since,
            col(Entry.seq).not_in(undone),
        )
    )
    return any(told.bears_out(trigger) for trigger in taken)


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


def held_on_plan(
    session: Session, plan: ItemNow, code: str, first: datetime.date, last: datetime.date
) -> int | None:
    """How many meetings of a body on the plan were closed in these days; None where the office keeps none.

    On the plan is a meeting that belongs to it, or has it or one of its amendments on the agenda.
    """
    found = session.exec(
        select(Meeting, Item.parent_id)
        .join(Body, col(Body.id) == col(Meeting.body_id))
        .join(Item, col(Item.id) == col(Meeting.item_id))
        .where(Body.office_id == plan.office_id, Body.code == code)
    ).all()
    if not found:
        return None
    on_agenda = _with_plan(session, plan.id)
    return sum(
        each.closed_seq is not None
        and first <= each.held_on <= last
        and (parent == plan.id or each.item_id in on_agenda)
        for each, parent in found
    )


def _with_plan(session: Session, plan_id: int) -> set[int]:
    """The meetings on whose agenda the plan stands, or an amendment of it."""
    amends = (Item.kind == "plan_amendment") & (Item.parent_id == plan_id)
    return set(
        session.exec(
            select(AgendaItem.meeting_id)
            .join(Item, col(Item.id) == col(AgendaItem.item_id))
            .where(amends | (Item.id == plan_id))
        )
    )


def keeps_deciders(session: Session, paper: ItemNow, on: datetime.date) -> bool:
    """Whether the office keeps here who sits, on a Bangkok date, on a body that decides the paper now."""
    codes = deciders(session, paper, paper.state)
    return any(seats_of(session, paper.office_id, code, on) for code in codes)


def seats_of(session: Session, office_id: int, code: str, on: datetime.date) -> list[Seat]:
    """Who sits on the office's body of this code on a Bangkok date; none where no such body is in force."""
    bodies = session.exec(select(Body).where(Body.office_id == office_id, Body.code == code)).all()
    body = next((each for each in bodies if in_force(each.valid_from, each.valid_to, on)), None)
    return members_on(session, body.id, on) if body is not None else []
