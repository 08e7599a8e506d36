"""Whether the office's own committees can meet: appointed, with a chair, and enough members for a quorum."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final, Literal

from sqlalchemy import select as columns_of
from sqlmodel import Session, col, or_, select

from states.catalogue import catalogue
from states.model import Definition
from workflow.meetings.deciding import APPOINTED, decide_here
from workflow.meetings.roll import VOTING, Count, quorum_of
from workflow.models import Body, Member, Person
from workflow.permissions import in_force
from workflow.queries import in_force_on

Lack = Literal["no_body", "no_members", "no_chair", "no_quorum"]
_PRESIDE: Final = frozenset({"chair", "vice_chair"})
_HALF: Final = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class BodyGap:
    """A committee of the office by its code that cannot meet, and the kinds whose papers wait for it.

    `count` is how many of its voting members could come, of how many there are.
    """

    body: str
    lack: Lack
    kinds: tuple[str, ...]
    count: Count

    @property
    def key(self) -> str:
        return f"body:{self.body}:{self.lack}"


def body_gaps(
    session: Session, office_id: int, on: datetime.date, known: Collection[Definition]
) -> tuple[BodyGap, ...]:
    """What keeps the committees from meeting on the Bangkok date `on` that these paths need; two statements.

    Where any of several may decide, one that can meet is enough.
    """
    needed = [(each.kind, bodies) for each in known for bodies in _meeting_for(each)]
    quorum = next((quorum_of(each.settings) for each in known if "quorum" in each.settings), _HALF)
    found = _seats(session, office_id, on, {code for _, bodies in needed for code in bodies})
    lacking = {code: _lacking(found.get(code), quorum) for _, bodies in needed for code in bodies}
    kinds: dict[str, list[str]] = defaultdict(list)
    for kind, bodies in needed:
        if all(lacking[code] for code in bodies):
            for code in bodies:
                kinds[code].append(kind)
    return tuple(
        BodyGap(code, lack, tuple(dict.fromkeys(kinds[code])), count)
        for code in sorted(kinds)
        for lack, count in lacking[code]
    )


def _meeting_for(definition: Definition) -> Iterable[tuple[str, ...]]:
    """The committees inside the office on the way of a kind, any of each group; outside boards meet by
    themselves."""
    bodies = catalogue().bodies
    groups = [decide_here(definition.kind, state) for state in definition.states]
    if definition.kind in APPOINTED:
        groups.append((APPOINTED[definition.kind],))
    for group in dict.fromkeys(tuple(sorted(group)) for group in groups):
        if group and all(code in bodies and bodies[code].internal for code in group):
            yield group


_Seats = list[tuple[str, bool]]


def _seats(session: Session, office_id: int, on: datetime.date, codes: Iterable[str]) -> dict[str, _Seats]:
    """By body in force: the role of each voting seat, and whether whoever sits there is still with us."""
    bodies = session.exec(
        select(Body.id, Body.code).where(
            Body.office_id == office_id, col(Body.code).in_(list(codes)), in_force_on(Body, on)
        )
    ).all()
    names = dict(bodies)
    asked: tuple[Any, ...] = (Member.body_id, Member.role, Person.active_from, Person.active_to)
    rows = session.execute(
        columns_of(*asked)
        .select_from(Member)
        .outerjoin(Person, col(Person.id) == col(Member.person_id))
        .where(
            col(Member.body_id).in_(names),
            col(Member.valid_from) <= on,
            or_(col(Member.valid_to).is_(None), col(Member.valid_to) >= on),
        )
    )
    found: dict[str, _Seats] = {code: [] for code in names.values()}
    for body_id, role, since, until in rows:
        if role in VOTING:
            able = since is None or in_force(since, until, on)  # some members have no account
            found[names[body_id]].append((role, able))
    return found


def _lacking(seats: _Seats | None, quorum: Fraction) -> list[tuple[Lack, Count]]:
    if seats is None:
        return [("no_body", Count(0, 0))]
    count = Count(sum(able for _, able in seats), len(seats))
    if not seats:
        return [("no_members", count)]
    found: list[tuple[Lack, Count]] = []
    if not any(able for role, able in seats if role in _PRESIDE):
        found.append(("no_chair", count))
    if not count.reaches(quorum):
        found.append(("no_quorum", count))
    return found
