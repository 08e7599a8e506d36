"""Who is told of what is owed: for each sort of obligation of an office, the people of the day."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from sqlmodel import Session

from notifications.ladders import OWNER
from notifications.roster import Roster, Told
from workflow.database import Cursor, Sql

ESCALATED: Final = "escalated"


@dataclass(frozen=True, slots=True)
class Sort:
    """Obligations that are owed alike: by which role of which group or school, or by which person.

    `owner_id` is the item's named owner where the owner of a project owes it; `kind` is the kind of paper.
    """

    owed_by: str
    kind: str
    group_id: int | None
    school_id: int | None
    person_id: int | None
    owner_id: int | None


@dataclass(frozen=True, slots=True)
class Teller:
    """That on rungs for `told` an obligation of this sort is told to a person, and why to her."""

    told: str
    owed_by: str
    kind: str
    group_id: int
    school_id: int
    person_id: int
    owner_id: int
    to_id: int
    because: str


_SORTS = Sql(
    "SELECT DISTINCT o.owed_by, i.kind, o.group_id, o.school_id, o.person_id,"
    " CASE WHEN o.owed_by = 'project_owner' THEN i.owner_id END"
    " FROM obligation o JOIN item i ON i.id = o.item_id"
    " WHERE o.outcome = '' AND o.due_on <= ? AND o.office_id = ?"
)


def sorts(session: Session, office_id: int, until: datetime.date) -> list[Sort]:
    """The sorts of open obligations due by a Bangkok date: few, however much is owed."""
    cursor = Cursor(session)
    return [Sort(*row) for row in cursor.rows(_SORTS, (cursor.date(until), office_id))]


def tellers(found: Iterable[Sort], roster: Roster, roles: Iterable[str]) -> list[Teller]:
    """Whom to tell about each sort: who owes it, and on the rungs of the `roles` above, who holds those."""
    above = [role for role in roles if role != OWNER]
    rows: list[Teller] = []
    for sort in found:
        owing = who_owes(sort, roster)
        rows += _rows(OWNER, sort, owing)
        for role in above:
            over = {person: owing.get(person, ESCALATED) for person in _above(role, sort, roster)}
            rows += _rows(role, sort, over)
    return rows


def who_owes(sort: Sort, roster: Roster) -> Told:
    """Whoever holds the position that day; away or vacant, the acting person, else one level up."""
    if sort.person_id is not None:
        return {sort.person_id: ""} if roster.serves(sort.person_id) else {}
    if sort.owner_id is not None:
        return roster.owner(sort.owner_id, sort.owed_by, sort.kind, group_id=sort.group_id)
    return roster.told(sort.owed_by, sort.kind, group_id=sort.group_id, school_id=sort.school_id)


def _above(role: str, sort: Sort, roster: Roster) -> Told:
    """The holders of a role above; what belongs to no group has the plan group's director for its own."""
    if role == "group_director" and sort.group_id is None:
        role = "plan_director"
    return roster.told(role, sort.kind, group_id=sort.group_id)


def _rows(told: str, sort: Sort, people: Mapping[int, str]) -> list[Teller]:
    return [
        Teller(
            told=told,
            owed_by=sort.owed_by,
            kind=sort.kind,
            group_id=sort.group_id or 0,
            school_id=sort.school_id or 0,
            person_id=sort.person_id or 0,
            owner_id=sort.owner_id or 0,
            to_id=person,
            because=why,
        )
        for person, why in people.items()
    ]
