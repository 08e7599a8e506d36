"""Which groups of the office sit in the expenditure committee (P-E2, P-E std 2)."""

import datetime
from dataclasses import dataclass

from sqlmodel import Session, col, or_, select

from workflow.analysis.survey import groups_of
from workflow.meetings.standing import seats_of
from workflow.models import Member, Occupancy, Position

BODY = "expenditure_committee"


@dataclass(frozen=True, slots=True)
class Coverage:
    """The groups (keys) in which a member holds a post on the day, and the codes of those without one.

    `kept`: the office keeps the committee's members. `all_placed`: the register tells every member's group;
    where it does not (no account, or a post of the whole office), a person may say whom a member speaks for.
    """

    kept: bool
    all_placed: bool
    covered: frozenset[int]
    missing: tuple[str, ...]


def coverage(session: Session, office_id: int, on: datetime.date) -> Coverage:
    """How the committee that sits on a Bangkok date covers the groups in force then (R-075)."""
    seats = seats_of(session, office_id, BODY, on)
    members = select(Member.person_id).where(col(Member.id).in_([seat.id for seat in seats]))
    people = list(session.exec(members))
    placed = _groups_of(session, {each for each in people if each is not None}, on)
    covered = frozenset(group for groups in placed.values() for group in groups)
    missing = tuple(each.code for each in groups_of(session, office_id, on) if each.id not in covered)
    all_placed = all(each in placed for each in people)
    return Coverage(bool(seats), all_placed, covered, missing)


def _groups_of(session: Session, people: set[int], on: datetime.date) -> dict[int, set[int]]:
    """The groups in which each of `people` holds a post on the day; nobody without one."""
    found = session.exec(
        select(Occupancy.person_id, col(Position.group_id))
        .join(Position, col(Position.id) == col(Occupancy.position_id))
        .where(
            col(Occupancy.person_id).in_(people),
            col(Position.group_id).is_not(None),
            Occupancy.valid_from <= on,
            or_(col(Occupancy.valid_to).is_(None), col(Occupancy.valid_to) >= on),
        )
    )
    placed: dict[int, set[int]] = {}
    for person_id, group_id in found:
        assert group_id is not None  # so the statement asks
        placed.setdefault(person_id, set()).add(group_id)
    return placed
