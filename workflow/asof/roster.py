"""Who held which post, who stood in for whom, and who sat on which body on a day, as far as it was known."""

import datetime
from collections import defaultdict
from dataclasses import dataclass

from sqlmodel import Session

from workflow.asof.kept import kept_then
from workflow.asof.past import Past
from workflow.asof.unwinding import Kept
from workflow.models import Occupancy
from workflow.permissions import in_force


@dataclass(frozen=True, slots=True)
class HolderThen:
    """Who held a post, by which order, from which day, and until when as was known."""

    person_id: int
    username: str
    name: str
    order_no: str
    valid_from: datetime.date
    valid_to: datetime.date | None


@dataclass(frozen=True, slots=True)
class StandInThen:
    """Who stood in for a post: `capacity` acting or on_behalf, for these subjects (none: all)."""

    person_id: int
    username: str
    name: str
    capacity: str
    subjects: tuple[str, ...]
    order_no: str
    ordered_on: datetime.date
    valid_from: datetime.date
    valid_to: datetime.date


@dataclass(frozen=True, slots=True)
class PostThen:
    """A post in force on the day; vacant where nobody held it."""

    code: str
    title: str
    role: str
    group: str
    school: str
    cluster: str
    holders: tuple[HolderThen, ...]
    stand_ins: tuple[StandInThen, ...]


@dataclass(frozen=True, slots=True)
class SeatThen:
    """A member of a body; `until_known` is False where it is not recorded until when she was to sit."""

    name: str
    username: str
    role: str
    order_no: str
    valid_from: datetime.date
    valid_to: datetime.date | None
    until_known: bool


@dataclass(frozen=True, slots=True)
class BodyThen:
    """A committee or board that existed on the day, by its name then."""

    code: str
    name: str
    internal: bool
    seats: tuple[SeatThen, ...]


@dataclass(frozen=True, slots=True)
class PlaceThen:
    """A group or a school in force on the day; `cluster` only of schools."""

    code: str
    name: str
    valid_from: datetime.date
    valid_to: datetime.date | None
    cluster: str = ""
    students: int = 0


@dataclass(frozen=True, slots=True)
class RosterThen:
    """The office's people and parts on a day. `names` are all people known then, by key."""

    past: Past
    posts: tuple[PostThen, ...]
    bodies: tuple[BodyThen, ...]
    groups: tuple[PlaceThen, ...]
    schools: tuple[PlaceThen, ...]


def roster_then(session: Session, past: Past) -> RosterThen:
    """Who and what there was at the end of the day, by code, of what was known."""
    kept = kept_then(session, past)
    on = past.on
    clusters = {each.id: each.code for each in kept.clusters}
    return RosterThen(
        past,
        _posts(kept, on),
        _bodies(kept, on),
        tuple(
            PlaceThen(each.code, each.name_th, each.valid_from, each.valid_to)
            for each in sorted(kept.groups, key=lambda each: each.code)
            if in_force(each.valid_from, each.valid_to, on)
        ),
        tuple(
            PlaceThen(
                *(each.code, each.name_th, each.valid_from, each.valid_to),
                *(clusters.get(each.cluster_id or 0, ""), each.students),
            )
            for each in sorted(kept.schools, key=lambda each: each.code)
            if in_force(each.valid_from, each.valid_to, on)
        ),
    )


def _posts(kept: Kept, on: datetime.date) -> tuple[PostThen, ...]:
    people = {each.id: each for each in kept.people}
    groups = {each.id: each.code for each in kept.groups}
    schools = {each.id: each.code for each in kept.schools}
    clusters = {each.id: each.code for each in kept.clusters}
    holders: dict[int, list[HolderThen]] = defaultdict(list)
    stand_ins: dict[int, list[StandInThen]] = defaultdict(list)
    for row in sorted(kept.held, key=lambda row: row.id):
        if row.person_id in people and _held_on(row, on):
            who = people[row.person_id]
            holders[row.position_id].append(
                HolderThen(who.id, who.username, who.name_th, row.order_no, row.valid_from, row.valid_to)
            )
    for order in sorted(kept.orders, key=lambda row: (row.valid_from, row.order_no)):
        if order.person_id in people and in_force(order.valid_from, order.valid_to, on):
            who = people[order.person_id]
            stand_ins[order.position_id].append(
                StandInThen(
                    *(who.id, who.username, who.name_th, order.capacity),
                    tuple(filter(None, order.subjects.split(","))),
                    *(order.order_no, order.ordered_on, order.valid_from, order.valid_to),
                )
            )
    return tuple(
        PostThen(
            *(post.code, post.title_th, post.role, groups.get(post.group_id or 0, "")),
            *(schools.get(post.school_id or 0, ""), clusters.get(post.cluster_id or 0, "")),
            *(tuple(holders[post.id]), tuple(stand_ins[post.id])),
        )
        for post in sorted(kept.posts, key=lambda post: post.code)
        if in_force(post.valid_from, post.valid_to, on)
    )


def _held_on(row: Occupancy, on: datetime.date) -> bool:
    return in_force(row.valid_from, row.valid_to, on)


def _bodies(kept: Kept, on: datetime.date) -> tuple[BodyThen, ...]:
    accounts = {each.id: each.username for each in kept.people}
    seats: dict[int, list[SeatThen]] = defaultdict(list)
    for row in sorted(kept.members, key=lambda row: row.id):
        if in_force(row.valid_from, row.valid_to, on):
            seats[row.body_id].append(
                SeatThen(
                    *(row.name_th, accounts.get(row.person_id or 0, ""), row.role, row.order_no),
                    *(row.valid_from, row.valid_to, row.id not in kept.doubtful),
                )
            )
    return tuple(
        BodyThen(each.code, each.name_th, each.internal, tuple(seats[each.id]))
        for each in sorted(kept.bodies, key=lambda each: (each.code, each.valid_from))
        if in_force(each.valid_from, each.valid_to, on)
    )
