"""A meeting in its secretary's hands: who may keep its papers, where it stands, and how changes are told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from states.model import Definition
from workflow import definitions, disclosures, history, permissions
from workflow.changes import Hand
from workflow.errors import MeetingFixed, UnknownItem
from workflow.history import Sealed
from workflow.models import AgendaItem, Item, Meeting
from workflow.moments import moment_text
from workflow.permissions import Authority
from workflow.situation import ItemNow, Reading, read

KEEPERS = ("committee_secretary",)
PLANNERS = ("committee_secretary", "plan_officer", "plan_director")
PLANNED = "planned"
BEFORE = (PLANNED, "invited")
HELD = "held"


@dataclass(frozen=True, slots=True)
class InHand:
    """A meeting that somebody may change: its row, its item as read, and by what post she may."""

    meeting: Meeting
    item: ItemNow
    definition: Definition
    authority: Authority
    hand: Hand

    def require(self, what: str, *states: str) -> None:
        """Raises MeetingFixed unless the meeting stands in one of `states` and has not been closed."""
        if self.item.state not in states or self.meeting.closed_seq is not None:
            raise MeetingFixed(self.item.code, what, self.definition.by_state[self.item.state].label)


def in_hand(session: Session, meeting_id: int, hand: Hand, roles: Sequence[str] = KEEPERS) -> InHand:
    """The meeting, for one of `roles`; holds the office's chain. Raises UnknownItem, NotAllowed."""
    reading = read(session, meeting_id, hand.by, hand.day)
    meeting = session.get(Meeting, meeting_id, populate_existing=True)  # as it is now that nobody else writes
    if meeting is None:
        raise UnknownItem(reading.item.code)
    definition = definitions.by_hash(session, reading.item.definition_hash)
    return InHand(meeting, reading.item, definition, empowered(reading, roles), hand)


def entry_in_hand(
    session: Session, agenda_item_id: int, hand: Hand, roles: Sequence[str] = KEEPERS
) -> tuple[AgendaItem, InHand]:
    """An entry of an agenda with its meeting; raises as `in_hand`."""
    entry = session.get(AgendaItem, agenda_item_id)
    if entry is None:
        raise UnknownItem(str(agenda_item_id))
    return entry, in_hand(session, entry.meeting_id, hand, roles)


def empowered(reading: Reading, roles: Sequence[str]) -> Authority:
    """By what post or delegation the actor has one of `roles` over the item; raises NotAllowed."""
    return permissions.empowered(reading.actor, reading.item.office_id, roles, reading.item.kind)


def tell(session: Session, kept: InHand, kind: str, told: Mapping[str, Any]) -> Sealed:
    """Records a change of the meeting in its own history."""
    return tell_of(session, kept.item, kept.authority, kept.hand, kind, told)


def tell_of(
    session: Session, item: Item | ItemNow, by: Authority, hand: Hand, kind: str, told: Mapping[str, Any]
) -> Sealed:
    """One entry about an item that does not move it; what is `Personal` in `told` lies beside it."""
    said, kept = disclosures.committed(told)
    sealed = history.append(
        session,
        history.Record(
            office_id=item.office_id,
            kind=kind,
            at=moment_text(hand.at),
            effective_on=hand.day.isoformat(),
            subject=f"item:{item.code}",
            actor_id=hand.by,
            capacity=by.capacity,
            item_id=item.id,
            position_id=by.position_id,
            principal_id=by.principal_id,
            order_no=by.order_no,
            version=item.version,
            details=history.details(said),
        ),
    )
    disclosures.keep(session, item.office_id, sealed.seq, kept)
    return sealed
