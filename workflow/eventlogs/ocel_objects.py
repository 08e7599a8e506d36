"""The objects of an object-centric log: items, what they belong to, and where their money comes from."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Any, Final

from msgspec import Struct
from sqlalchemy import or_
from sqlalchemy import select as sql_select
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from workflow.eventlogs.event import Attribute, Case, Event, of_case
from workflow.eventlogs.events import Log
from workflow.eventlogs.narrowing import entries, item_ids
from workflow.models import AgendaItem, Entry, Fund, Item

BATCH: Final = 200
BEGINNING: Final = "1970-01-01T00:00:00Z"  # since when an attribute holds that has never changed


class Changed(Struct, frozen=True):
    """That an object stood in another state from a moment on (UTC, ISO 8601)."""

    time: str
    state: str


class Thing(Struct, frozen=True, kw_only=True):
    """An object with its attributes, the states it came to, and what it is related to: (object, how)."""

    id: str
    type: str
    type_en: str
    attributes: tuple[Attribute, ...]
    changes: tuple[Changed, ...] = ()
    related: tuple[tuple[str, str], ...] = ()


def object_id(case: Case) -> str:
    return f"item:{case.code}"


def touched(event: Event) -> list[tuple[str, str]]:
    """The objects an event is about, and how: its item, and what the item belongs to."""
    return [(object_id(event.case), "item"), *belongs(event.case)]


def belongs(case: Case) -> list[tuple[str, str]]:
    """What an item is part of, its group and school, and what its lines are paid from."""
    named = (
        ("item:", case.parent, "part_of"),
        ("group:", case.group, "of_group"),
        ("school:", case.school, "of_school"),
        *(("fund:", fund, "paid_from") for fund in case.funds),
    )
    return [(f"{prefix}{code}", how) for prefix, code, how in named if code]


def things(log: Log) -> Iterator[Thing]:
    """Every object that the log's events are about, and those the items are related to; each once."""
    groups: dict[str, str] = {}
    schools: dict[str, str] = {}
    funds: set[str] = set()
    after = 0
    while numbers := _next_items(log, after):
        after = numbers[-1]
        cases, changes, discussed = log.cases.of(numbers), _changes(log, numbers), _discussed(log, numbers)
        for number in numbers:
            case = cases[number]
            groups |= {case.group: case.group_th} if case.group else {}
            schools |= {case.school: case.school_th} if case.school else {}
            funds |= set(case.funds)
            yield _item(case, changes[number], discussed[number])
    yield from _others(log, groups, schools, funds)


def _next_items(log: Log, after: int) -> list[int]:
    """The numbers of the next items with events, and of those they are part of, in order."""
    with_events = entries(log.asked).with_only_columns(col(Entry.item_id))
    child, item = aliased(Item), aliased(Item)
    parents = sql_select(col(child.parent_id)).where(col(child.id).in_(with_events))
    query = (
        sql_select(col(item.id))
        .where(col(item.id) > after, col(item.id).in_(item_ids(log.asked)))
        .where(or_(col(item.id).in_(with_events), col(item.id).in_(parents)))
    )
    return list(log.session.execute(query.order_by(col(item.id)).limit(BATCH)).scalars())


def _item(case: Case, changes: Collection[Changed], discussed: Collection[str]) -> Thing:
    told = [*of_case(case), Attribute("name", "string", case.name)]
    return Thing(
        id=object_id(case),
        type=case.kind,
        type_en=case.kind,
        attributes=tuple({each.name: each for each in told}.values()),
        changes=tuple(changes),
        related=(*belongs(case), *((name, "discusses") for name in discussed)),
    )


def _changes(log: Log, numbers: Collection[int]) -> dict[int, list[Changed]]:
    """The states these items came to, as far as the log goes, at the moment of their events."""
    found: dict[int, list[Changed]] = defaultdict(list)
    for event in log.of_items(numbers):
        if event.to_state and event.to_state != event.from_state:
            found[event.case.item_id].append(Changed(event.at.isoformat(), event.to_state))
    return found


def _discussed(log: Log, numbers: Collection[int]) -> dict[int, list[str]]:
    """The items on the agenda of those of these items that are meetings, as far as they are in the log."""
    discussed: Any = aliased(Item)
    agenda = (
        sql_select(col(AgendaItem.meeting_id), discussed.code)
        .join(discussed, discussed.id == col(AgendaItem.item_id))
        .where(col(AgendaItem.meeting_id).in_(numbers))
        .where(discussed.id.in_(entries(log.asked).with_only_columns(col(Entry.item_id))))
        .distinct()
        .order_by(col(AgendaItem.meeting_id), discussed.code)
    )
    found: dict[int, list[str]] = defaultdict(list)
    for number, code in log.session.execute(agenda):
        found[number].append(f"item:{code}")
    return found


def _others(log: Log, groups: dict[str, str], schools: dict[str, str], funds: set[str]) -> Iterator[Thing]:
    """The groups, schools and sources of money that the items named: at most as many as an office has."""
    rows = select(Fund.code, Fund.name_th).where(Fund.office_id == log.asked.office_id)
    sources = {code: name for code, name in log.session.exec(rows) if code in funds}
    for kind, found in (("group", groups), ("school", schools), ("fund", sources)):
        for code, name in sorted(found.items()):
            attributes = (Attribute("name", "string", name),)
            yield Thing(id=f"{kind}:{code}", type=kind, type_en=kind, attributes=attributes)
