"""What a person was authorised to do on a day: her posts and orders, and the steps they reach."""

from typing import Any, Final

from sqlmodel import Session

from states.model import Label
from workflow import definitions
from workflow.audit.answers import Answer, Coded, Column, Page, Standing, paged_in_memory
from workflow.audit.asked import Asked
from workflow.audit.keyset import key_of, token
from workflow.audit.lateness import role_coded
from workflow.database import Cursor, Sql
from workflow.moments import end_of
from workflow.permissions import Authority, acts
from workflow.queries import Viewer
from workflow.situation import looking

_COLUMNS: Final = (
    Column("authority", "by"),
    Column("role", "label"),
    Column("bounded_to"),
    Column("kind", "label"),
    Column("step", "label"),
)
_POSTS: Final = Sql(
    "SELECT p.id, p.title_th, coalesce(g.name_th, s.name_th, '') FROM position p"
    " LEFT JOIN office_group g ON g.id = p.group_id LEFT JOIN school s ON s.id = p.school_id"
    " WHERE p.id IN (SELECT position_id FROM occupancy WHERE person_id = ?"
    " UNION SELECT position_id FROM delegation WHERE person_id = ?)"
)
_HOLDERS: Final = Sql(
    "SELECT DISTINCT h.id, h.name_th FROM delegation d JOIN occupancy o ON o.position_id = d.position_id"
    " JOIN person h ON h.id = o.person_id WHERE d.person_id = ?"
)
_IN_FORCE: Final = Sql(
    "SELECT kind, definition_hash FROM office_definition WHERE office_id = ? AND valid_from < ?"
    " ORDER BY valid_from, id"
)


def powers_on(session: Session, who: Viewer, asked: Asked, page: Page) -> Answer:
    """Every step she could have taken on the Bangkok date `on` (today where left out), by post or order.

    By the definitions under which new items started then; empty where nobody is named or she was not in
    force. Posts and orders count as they are recorded now for that day.
    """
    rows: list[tuple[Any, ...]] = []
    if asked.person_id is not None:
        rows = _rows(session, who, asked, asked.person_id)
    key = key_of("powers", page.after, (int,))
    start = max(0, key[0]) if key else 0
    return paged_in_memory(rows, _COLUMNS, start, page.limit, token("powers", (start + page.limit,)))


def _rows(session: Session, who: Viewer, asked: Asked, person_id: int) -> list[tuple[Any, ...]]:
    on = asked.on or asked.today
    actor = looking(session, person_id, on)
    held = [each for each in actor.authorities if acts(each)]
    if not actor.active or actor.office_id != who.office_id or not held:
        return []
    cursor = Cursor(session)
    posts = {row[0]: row[1:] for row in cursor.rows(_POSTS, (person_id, person_id))}
    holders = dict(cursor.rows(_HOLDERS, (person_id,)))
    newest = dict(cursor.rows(_IN_FORCE, (who.office_id, cursor.moment(end_of(on)))))
    kinds = sorted((kind, name) for kind, name in newest.items() if asked.kind in ("", kind))
    held.sort(key=lambda each: (each.capacity != "own", each.position_id, each.order_no))
    return [
        (_standing(each, posts, holders), role_coded(each.role), posts[each.position_id][1], *step)
        for each in held
        for _, name in kinds
        for step in _steps(session, name, each.role, each.subjects)
    ]


def _standing(authority: Authority, posts: dict[int, Any], holders: dict[int, str]) -> Standing:
    holder = holders.get(authority.principal_id or 0, "")
    return Standing(authority.capacity, posts[authority.position_id][0], holder, authority.order_no)


# A definition never changes; an office has few roles and orders.
_reached: dict[tuple[str, str, frozenset[str]], tuple[tuple[Coded, Coded], ...]] = {}


def _steps(
    session: Session, name: str, role: str, subjects: frozenset[str]
) -> tuple[tuple[Coded, Coded], ...]:
    """The kind and each trigger that the role reaches, once, in the order of the path."""
    key = (name, role, subjects)
    if key not in _reached:
        definition = definitions.by_hash(session, name)
        authority = Authority(0, role, None, None, "own", subjects=subjects)
        found: dict[str, Label] = {}
        for move in definition.transitions:
            if role in move.by and authority.covers(definition.kind, move.trigger):
                found.setdefault(move.trigger, move.label)
        kind = Coded(definition.kind, definition.label)
        _reached[key] = tuple((kind, Coded(trigger, label)) for trigger, label in found.items())
    return _reached[key]
