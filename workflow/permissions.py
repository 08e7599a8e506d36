"""Decides "may she?" once: for the engine, for the buttons, and for the explanation."""

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from msgspec import Struct

from states.catalogue import catalogue
from states.model import Definition, Transition
from workflow.errors import Denial, NotAllowed

OWN, ACTING, ON_BEHALF, SYSTEM = "own", "acting", "on_behalf", "system"
IMPORTED = "imported"  # the capacity in which an event of another system's log was done
_ORDER = {SYSTEM: 0, OWN: 1, IMPORTED: 1, ACTING: 2, ON_BEHALF: 3}


@dataclass(frozen=True, slots=True)
class Authority:
    """By what a person may act on a day: a position she holds, or one she stands in for by an order.

    `principal_id` is who holds the position, where that is somebody else; `scope` is the role's.
    """

    position_id: int
    role: str
    group_id: int | None
    school_id: int | None
    capacity: str
    order_no: str = ""
    subjects: frozenset[str] = frozenset()
    principal_id: int | None = None
    scope: str = "office"

    def covers(self, kind: str, trigger: str) -> bool:
        """An order that lists no subjects covers all of them."""
        return not self.subjects or bool(self.subjects & {kind, f"{kind}.{trigger}"})


class Actor(Struct, frozen=True):
    """Who wants to act, and everything that gives her authority on that day."""

    person_id: int
    office_id: int
    is_service: bool
    active: bool
    authorities: tuple[Authority, ...]

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(each.role for each in self.authorities)


class Whose(Struct, frozen=True):
    """What of an item decides who may act on it."""

    office_id: int
    kind: str
    group_id: int | None
    school_id: int | None
    owner_id: int | None


@dataclass(frozen=True, slots=True)
class Performed:
    """A step already taken on the item: which, and by whom (and for whom)."""

    trigger: str
    person_id: int
    principal_id: int | None = None


def may(
    actor: Actor,
    item: Whose,
    move: Transition,
    definition: Definition,
    performed: Callable[[], Iterable[Performed]],
) -> Authority | Denial:
    """The authority by which `actor` may take this step, or why she may not.

    Of several authorities the first role named by the definition counts, then her own post before one she
    stands in for. Separation of duties holds for the person and for whoever she stands in for.
    """
    strange = _stranger(actor, item.office_id, move.by)
    if strange is not None:
        return strange
    fitting = [a for a in actor.authorities if a.role in move.by and a.covers(item.kind, move.trigger)]
    if not fitting:
        return Denial("read_only" if _only_reads(actor) else "no_role", move.by)
    within = [a for a in fitting if in_scope(a, item)]
    if not within:
        return Denial("other_school" if fitting[0].scope == "school" else "other_group", move.by)
    authority = min(within, key=lambda a: (move.by.index(a.role), _ORDER[a.capacity]))
    other = _separated(actor, authority, move, definition, performed)
    return Denial("separated", move.by, other) if other else authority


def empowered(
    actor: Actor, office_id: int, roles: Sequence[str], kind: str = "", trigger: str = ""
) -> Authority:
    """By which post or order the person has one of `roles` in the office; raises NotAllowed.

    Her own post before one she stands in for. `kind` and `trigger` say what it is about: an order that is
    limited to certain papers or steps gives authority over nothing else.
    """
    found = powers(actor, office_id, roles, kind, trigger)
    if not found:
        raise NotAllowed(Denial("no_role", tuple(roles)))
    return found[0]


def powers(
    actor: Actor, office_id: int, roles: Sequence[str], kind: str = "", trigger: str = ""
) -> list[Authority]:
    """Every post and order that gives the person one of `roles`, as `empowered` takes them."""
    return [each for each in covering(actor, office_id, roles, kind, trigger) if each.role in roles]


def covering(
    actor: Actor, office_id: int, roles: Sequence[str], kind: str = "", trigger: str = ""
) -> list[Authority]:
    """Every post and order of hers that reaches this, in whatever role.

    Raises NotAllowed, with `roles` as those who may, for a person of another office or one not in force.
    """
    strange = _stranger(actor, office_id, tuple(roles))
    if strange is not None:
        raise NotAllowed(strange)
    reaching = [each for each in actor.authorities if each.covers(kind, trigger)]
    return sorted(reaching, key=lambda each: (_ORDER[each.capacity], each.position_id))


def acts(authority: Authority) -> bool:
    """Whether the role does more than read."""
    role = catalogue().roles.get(authority.role)
    return role is not None and role.acts


def _stranger(actor: Actor, office_id: int, roles: tuple[str, ...]) -> Denial | None:
    if actor.office_id != office_id:
        return Denial("other_office", roles)
    return None if actor.active else Denial("not_active", roles)


def _only_reads(actor: Actor) -> bool:
    """An auditor or administrator: sees everything of the office, moves nothing."""
    return bool(actor.roles) and not any(catalogue().roles[role].acts for role in actor.roles)


def in_scope(authority: Authority, item: Whose) -> bool:
    """A group's authority ends at the group's items, a school's at the school's."""
    if authority.scope == "group":
        return item.group_id is None or authority.group_id == item.group_id
    if authority.scope == "school":
        return authority.school_id is not None and authority.school_id == item.school_id
    return True


def _separated(
    actor: Actor,
    authority: Authority,
    move: Transition,
    definition: Definition,
    performed: Callable[[], Iterable[Performed]],
) -> str:
    """The trigger already fired by the same person, or by or for whoever she stands in for; else nothing."""
    apart = definition.separated_from.get(move.trigger)
    if not apart:
        return ""
    hers = {actor.person_id, authority.principal_id} - {None}
    for step in performed():
        if step.trigger in apart and hers & {step.person_id, step.principal_id}:
            return step.trigger
    return ""


def authorities(
    held: Iterable[tuple[int, str, int | None, int | None, str]],
    standing_in: Iterable[tuple[int, str, int | None, int | None, str, str, str, int | None]],
    *,
    is_service: bool,
) -> tuple[Authority, ...]:
    """Authorities from rows: positions held (position, role, group, school, order) and delegations
    (…, capacity, subjects, holder)."""
    own = SYSTEM if is_service else OWN
    return (
        *(_authority(row, own) for row in held),
        *(_authority(row, row[5], _subjects(row[6]), row[7]) for row in standing_in),
    )


def _authority(
    row: Sequence[Any], capacity: str, subjects: frozenset[str] = frozenset(), principal_id: int | None = None
) -> Authority:
    position_id, role, group_id, school_id, order_no = row[:5]
    known = catalogue().roles.get(role)
    scope = known.scope if known else "office"  # a role no longer known is named by no step
    return Authority(
        position_id, role, group_id, school_id, capacity, order_no or "", subjects, principal_id, scope
    )


def _subjects(text: str) -> frozenset[str]:
    return frozenset(part.strip() for part in text.split(",") if part.strip())


def in_force(valid_from: datetime.date, valid_to: datetime.date | None, on: datetime.date) -> bool:
    """Both days included; no end means still in force."""
    return valid_from <= on and (valid_to is None or on <= valid_to)
