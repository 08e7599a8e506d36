"""What a person does in a meeting and how much of its record she reads, by the posts she holds."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from sqlmodel import Session, select

from workflow.meetings.minutes import CIRCULATORS
from workflow.meetings.secretariat import KEEPERS, PLANNERS
from workflow.models import Meeting, Member
from workflow.permissions import in_force

RECORDERS: Final = ("board_recorder",)  # of what outside boards resolve
# gk: whoever keeps the meeting or answers for it reads its whole record; a member her own part.
_READERS: Final = frozenset(
    {
        *(*PLANNERS, *CIRCULATORS, *RECORDERS, "area_director", "deputy_director"),
        *("internal_auditor", "external_auditor", "system"),
    }
)


@dataclass(frozen=True, slots=True)
class Part:
    """`plans` builds agendas, `keeps` records what happened, `circulates` the minutes, `reads` everything.

    `seat_id` is her own seat on the body that day, if she has one.
    """

    plans: bool
    keeps: bool
    circulates: bool
    records: bool
    reads: bool
    seat_id: int | None = None


def part_of(roles: Collection[str], seat_id: int | None = None) -> Part:
    """The part of somebody with these roles."""
    held = set(roles)
    return Part(
        plans=bool(held & set(PLANNERS)),
        keeps=bool(held & set(KEEPERS)),
        circulates=bool(held & set(CIRCULATORS)),
        records=bool(held & set(RECORDERS)),
        reads=bool(held & _READERS),
        seat_id=seat_id,
    )


def seat_of(session: Session, meeting: Meeting, person_id: int) -> int | None:
    """Her seat on the meeting's body on its day."""
    found = session.exec(
        select(Member).where(Member.body_id == meeting.body_id, Member.person_id == person_id)
    )
    return next((row.id for row in found if in_force(row.valid_from, row.valid_to, meeting.held_on)), None)
