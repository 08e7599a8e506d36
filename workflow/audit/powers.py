"""What a person was authorised to do on a day: her posts and orders, and the steps they reach."""

from typing import Any, Final

from sqlmodel import Session, col, select

from states.model import Definition, Label
from workflow import definitions
from workflow.audit.answers import Answer, Coded, Column, Page, Standing, paged_in_memory
from workflow.audit.asked import Asked
from workflow.audit.keyset import key_of, token
from workflow.audit.lateness import role_coded
from workflow.models import Group, Person, Position, School
from workflow.moments import end_of
from workflow.permissions import Authority
from workflow.queries import Viewer
from workflow.situation import looking

_COLUMNS: Final = (
    Column("authority", "by"),
    Column("role", "label"),
    Column("bounded_to"),
    Column("kind", "label"),
    Column("step", "label"),
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
    if not actor.active or actor.office_id != who.office_id:
        return []
    known = definitions.all_in_force(session, who.office_id, end_of(on))
    kinds = {kind: each for kind, each in known.items() if asked.kind in ("", kind)}
    posts, principals, bounds = _names(session, actor.authorities)
    return [
        (
            Standing(
                each.capacity,
                posts[each.position_id],
                principals.get(each.principal_id or 0, ""),
                each.order_no,
            ),
            role_coded(each.role),
            bounds.get(("group", each.group_id)) or bounds.get(("school", each.school_id)) or "",
            Coded(kind, definition.label),
            step,
        )
        for each in sorted(actor.authorities, key=lambda a: (a.capacity != "own", a.position_id, a.order_no))
        for kind, definition in kinds.items()
        for step in _steps(definition, each)
    ]


def _steps(definition: Definition, authority: Authority) -> list[Coded]:
    """The triggers this authority reaches, each once, in the order of the path."""
    found: dict[str, Label] = {}
    for move in definition.transitions:
        if authority.role in move.by and authority.covers(definition.kind, move.trigger):
            found.setdefault(move.trigger, move.label)
    return [Coded(trigger, label) for trigger, label in found.items()]


def _names(
    session: Session, held: tuple[Authority, ...]
) -> tuple[dict[int, str], dict[int, str], dict[tuple[str, int | None], str]]:
    """The names of posts, of those who hold them, and of the groups and schools that bound them."""
    posts = _named(session, Position.id, Position.title_th, {each.position_id for each in held})
    people = _named(session, Person.id, Person.name_th, {each.principal_id for each in held})
    groups = _named(session, Group.id, Group.name_th, {each.group_id for each in held})
    schools = _named(session, School.id, School.name_th, {each.school_id for each in held})
    bounds: dict[tuple[str, int | None], str] = {("group", key): name for key, name in groups.items()}
    return posts, people, bounds | {("school", key): name for key, name in schools.items()}


def _named(session: Session, key: Any, name: Any, ids: set[Any]) -> dict[int, str]:
    return dict(session.exec(select(key, name).where(col(key).in_(ids - {None}))).all())
