"""What one event of a log is: what was done in which case, when, by whom, and what the record says of it."""

import datetime
from typing import Final, Literal

from msgspec import Struct

Type = Literal["string", "date", "int", "float", "boolean", "id"]
TYPES: Final = frozenset({"string", "date", "int", "float", "boolean", "id"})


class Attribute(Struct, frozen=True):
    """A named value as XES knows it, written as text; dates in ISO 8601 with their offset."""

    name: str
    type: Type
    text: str


class Case(Struct, frozen=True, kw_only=True):
    """The item that events are about.

    `name` is its code, or what it was called in the log it was brought in from; `attributes` are those it had
    there, None where it began here. `satang` is what its lines have in force on the day of the export.
    `parent` is empty where the reader may not see it; `funds` are the codes of what its lines are paid from.
    """

    item_id: int
    name: str
    code: str
    kind: str
    kind_th: str
    kind_en: str
    title: str
    fiscal_year: int
    quarter: int | None = None
    state: str
    state_th: str
    group: str = ""
    group_th: str = ""
    school: str = ""
    school_th: str = ""
    parent: str = ""
    funds: tuple[str, ...] = ()
    satang: int | None = None
    attributes: tuple[Attribute, ...] | None = None


class Event(Struct, frozen=True, kw_only=True):
    """One entry of the history as an event.

    `time` is the moment as text with its offset: of the recording, in Bangkok time, or as the log said from
    which the entry was brought in; `at` is the same in UTC. `attributes` are those of that log, None for an
    event recorded here. `satang` is an amount that the entry itself tells.
    """

    seq: int
    case: Case
    kind: str
    time: str
    at: datetime.datetime
    effective_on: datetime.date
    activity: str
    activity_en: str
    trigger: str = ""
    from_state: str = ""
    from_th: str = ""
    to_state: str = ""
    to_th: str = ""
    resource: str = ""
    person: str = ""
    position: str = ""
    group: str = ""
    capacity: str = ""
    order_no: str = ""
    principal: str = ""
    satang: int | None = None
    reason: str = ""
    hash: str = ""
    attributes: tuple[Attribute, ...] | None = None

    @property
    def brought_in(self) -> bool:
        """Whether the entry was taken over from another log, whose words are used then."""
        return self.attributes is not None


def of_event(event: Event) -> tuple[Attribute, ...]:
    """What a log says of the event besides case, activity, time and resource; nothing that is empty."""
    if event.attributes is not None:
        return event.attributes
    found: list[tuple[str, Type, str]] = [
        ("entry", "int", str(event.seq)),
        ("entry_kind", "string", event.kind),
        ("activity_en", "string", event.activity_en),
        ("trigger", "string", event.trigger),
        ("from_state", "string", event.from_state),
        ("from_name", "string", event.from_th),
        ("to_state", "string", event.to_state),
        ("to_name", "string", event.to_th),
        ("person", "string", event.person),
        ("capacity", "string", event.capacity),
        ("order_no", "string", event.order_no),
        ("principal", "string", event.principal),
        ("effective_on", "date", f"{event.effective_on.isoformat()}T00:00:00+07:00"),
        ("satang", "int", "" if event.satang is None else str(event.satang)),
        ("reason", "string", event.reason),
        ("hash", "string", event.hash),
    ]
    return tuple(Attribute(*each) for each in found if each[2])


def of_case(case: Case) -> tuple[Attribute, ...]:
    """What a log says of the case besides its name; nothing that is empty."""
    if case.attributes is not None:
        return case.attributes
    found: list[tuple[str, Type, str]] = [
        ("kind", "string", case.kind),
        ("kind_name", "string", case.kind_th),
        ("title", "string", case.title),
        ("fiscal_year", "int", str(case.fiscal_year)),
        ("quarter", "int", "" if case.quarter is None else str(case.quarter)),
        ("group", "string", case.group),
        ("group_name", "string", case.group_th),
        ("school", "string", case.school),
        ("school_name", "string", case.school_th),
        ("part_of", "string", case.parent),
        ("paid_from", "string", ", ".join(case.funds)),
        ("satang", "int", "" if case.satang is None else str(case.satang)),
    ]
    return tuple(Attribute(*each) for each in found if each[2])


def baht(satang: int) -> str:
    """Satang as baht with two decimals: 150050 is 1500.50."""
    sign = "-" if satang < 0 else ""
    return f"{sign}{abs(satang) // 100}.{abs(satang) % 100:02}"
