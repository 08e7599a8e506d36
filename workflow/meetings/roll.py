"""Who sits on a body on the day of a meeting, who came, who takes part in which entry: quorum and votes."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

from sqlmodel import Session, col, or_, select

from workflow.disclosures import Personal
from workflow.models import AgendaItem, Attendance, Member, Recusal

# An assistant secretary sits in without being a member of the committee (DOMAIN §3.5).
VOTING = frozenset({"chair", "vice_chair", "member", "secretary"})
_PRESIDE = ("chair", "vice_chair")


class Seat(NamedTuple):
    """One member of the body on the day."""

    id: int
    name: str
    role: str
    person_id: int | None = None

    @property
    def personal(self) -> Personal:
        """Her name, as history keeps it."""
        return Personal(self.name, self.person_id)


class Count(NamedTuple):
    """Members who came, of the members who may take part."""

    present: int
    members: int

    def reaches(self, quorum: Fraction) -> bool:
        """At least the share `quorum` came; a body without members never meets."""
        return self.members > 0 and Fraction(self.present, self.members) >= quorum

    def __str__(self) -> str:
        return f"{self.present}/{self.members}"


@dataclass(frozen=True, slots=True)
class Roll:
    """The members of a body on the day of a meeting, and what was recorded of them.

    `came` are those present in person, `substituted` those for whom somebody else came: seats on these
    bodies belong to posts, so a substitute counts and votes; only a chair in person presides. `recused`
    holds, by entry of the agenda, who takes no part in it.
    """

    seats: tuple[Seat, ...]
    came: frozenset[int]
    substituted: frozenset[int]
    absent: frozenset[int]
    recused: Mapping[int, frozenset[int]] = field(default_factory=dict)

    def voters(self, entry_id: int | None = None) -> tuple[Seat, ...]:
        """Who may vote on the entry, or in the meeting at large."""
        there = self.came | self.substituted
        return tuple(seat for seat in self._taking_part(entry_id) if seat.id in there)

    def count(self, entry_id: int | None = None) -> Count:
        """Who came of those who may take part: the recused count on neither side."""
        return Count(len(self.voters(entry_id)), len(self._taking_part(entry_id)))

    def presiding(self, entry_id: int | None = None) -> Seat | None:
        """The chair, or the vice chair where the chair is not there or takes no part; in person only."""
        there = [seat for seat in self._taking_part(entry_id) if seat.id in self.came]
        return next((seat for role in _PRESIDE for seat in there if seat.role == role), None)

    @property
    def unrecorded(self) -> tuple[str, ...]:
        """The members of whom nobody has said whether they came."""
        told = self.came | self.substituted | self.absent
        return tuple(seat.name for seat in self.seats if seat.id not in told)

    def _taking_part(self, entry_id: int | None) -> list[Seat]:
        out = self.recused.get(entry_id, frozenset()) if entry_id is not None else frozenset()
        return [seat for seat in self.seats if seat.role in VOTING and seat.id not in out]


def members_on(session: Session, body_id: int, on: datetime.date) -> list[Seat]:
    """The members of a body on a Bangkok date, in the order in which they were appointed."""
    found = session.exec(
        select(Member.id, Member.name_th, Member.role, Member.person_id)
        .where(
            Member.body_id == body_id,
            Member.valid_from <= on,
            or_(col(Member.valid_to).is_(None), col(Member.valid_to) >= on),
        )
        .order_by(col(Member.id))
    )
    return [Seat(*row) for row in found]


def roll_of(session: Session, meeting_id: int, body_id: int, held_on: datetime.date) -> Roll:
    """What is recorded of a meeting's members; columns are read, not rows of the session."""
    told = session.exec(
        select(Attendance.member_id, Attendance.present, Attendance.substitute).where(
            Attendance.meeting_id == meeting_id
        )
    ).all()
    out: dict[int, set[int]] = {}
    for entry_id, member_id in session.exec(
        select(Recusal.agenda_item_id, Recusal.member_id)
        .join(AgendaItem, col(AgendaItem.id) == col(Recusal.agenda_item_id))
        .where(AgendaItem.meeting_id == meeting_id)
    ):
        out.setdefault(entry_id, set()).add(member_id)
    return Roll(
        seats=tuple(members_on(session, body_id, held_on)),
        came=frozenset(member for member, present, _ in told if present),
        substituted=frozenset(member for member, present, name in told if not present and name),
        absent=frozenset(member for member, present, name in told if not present and not name),
        recused={entry: frozenset(members) for entry, members in out.items()},
    )


def quorum_of(settings: Mapping[str, object]) -> Fraction:
    """The share of members an office sets for its committees; "1/2" where it says nothing."""
    return Fraction(str(settings["quorum"]))
