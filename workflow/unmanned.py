"""Posts at which work waits while nobody is there for it: no holder, or a holder away, and no order."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from states.main_path import way_of
from states.model import Ending
from workflow import definitions
from workflow.models import Item, Position
from workflow.waiting import Power


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many open items stand at one place of one path, in one group or school."""

    roles: frozenset[str]
    group_id: int | None
    school_id: int | None
    count: int


def waiting_work(session: Session, office_id: int) -> list[Waiting]:
    """Open items of the office by whoever leads them on; one statement."""
    place = (col(Item.definition_hash), col(Item.state), col(Item.group_id), col(Item.school_id))
    mine = select(Item).where(Item.office_id == office_id).group_by(*place)
    rows = session.execute(mine.with_only_columns(*place, func.count()))
    found = []
    for name, state, group_id, school_id, count in rows:
        roles = _leading(session, name, state)
        if roles:
            found.append(Waiting(roles, group_id, school_id, count))
    return found


def _leading(session: Session, definition_hash: str, state: str) -> frozenset[str]:
    """The roles whose step leads on from a state."""
    definition = definitions.by_hash(session, definition_hash)
    if definition.by_state[state].ending is not Ending.OPEN:
        return frozenset()
    way = way_of(definition_hash, definition)
    return frozenset(
        role for move in definition.leaving(state) if way.leads_on(state, move) for role in move.by
    )


def unmanned(
    posts: Sequence[Position], manned: Collection[int], work: Sequence[Waiting]
) -> Mapping[int, int]:
    """By post, how many items wait for it while neither it nor another that reaches them has anybody.

    `posts` are the office's posts of a Bangkok date, `manned` those with somebody there.
    """
    found: dict[int, int] = {}
    powers: dict[str, list[tuple[int, Power]]] = {}
    for post in posts:
        power = Power(post.role, post.group_id, post.school_id)
        powers.setdefault(post.role, []).append((post.id, power))
    for each in work:
        reaching = [
            post_id
            for role in each.roles
            for post_id, power in powers.get(role, ())
            if power.covers(each.group_id, each.school_id)
        ]
        if any(post_id in manned for post_id in reaching):
            continue
        for post_id in reaching:
            found[post_id] = found.get(post_id, 0) + each.count
    return found
