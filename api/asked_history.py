"""Reads what a question is narrowed to, as pages, programs and the command line give it, and answers it."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlmodel import Session, select

from api.whole_record import must_see_all
from notifications.questions import question_named
from states.catalogue import catalogue
from states.compile import shipped_definition
from states.fiscal import fiscal_year_of
from states.model import Label
from states.source import shipped_kinds
from workflow import definitions
from workflow.audit.answers import LARGEST_PAGE, PAGE, Answer, Page, Question
from workflow.audit.asked import Asked
from workflow.errors import BadInput
from workflow.models import Group, Item, Person
from workflow.moments import bangkok_date
from workflow.queries import Viewer, items_visible_to
from workflow.sheets.cells import BadCell, read_amount

ReadDay = Callable[[str], datetime.date | None]
ENTRIES: Final = (
    *("step", "opened", "attested", "corrected", "undone", "imported", "migrated", "unmigrated"),
    *("delegation", "definition", "sign_in", "sign_out", "account", "content", "particulars"),
)
_LONGEST: Final = 200
_YES: Final = {"true": True, "yes": True, "1": True, "": False, "false": False, "no": False, "0": False}


@dataclass(frozen=True, slots=True)
class Told:
    """A question, what it was narrowed to, and a page of its answer."""

    question: Question
    asked: Asked
    answer: Answer


def ask(
    session: Session,
    who: Viewer,
    name: str,
    raw: Mapping[str, str],
    at: datetime.datetime,
    read_day: ReadDay,
    *,
    after: str = "",
    limit: int = PAGE,
) -> Told:
    """Answers the question of this name, a page at a time.

    Raises NotAllowed (school people), and BadInput or BadDate for a filter that cannot be read, names
    nothing of the office, or is none of this question's.
    """
    must_see_all(who)
    question = question_named(name)
    if not 1 <= limit <= LARGEST_PAGE:
        raise BadInput("limit", "out_of_range", str(limit))
    asked = read_filters(session, who, question, raw, at, read_day)
    return Told(question, asked, question.ask(session, who, asked, Page(after, limit)))


def read_filters(
    session: Session,
    who: Viewer,
    question: Question,
    raw: Mapping[str, str],
    at: datetime.datetime,
    read_day: ReadDay,
) -> Asked:
    """What the question is narrowed to: this fiscal year, unless a period or one item is named."""
    given = {name: text.strip() for name, text in raw.items() if text.strip()}
    for name, text in given.items():
        if name not in question.filters:
            raise BadInput(name, "unknown", text[:80])
        if len(text) > _LONGEST or "\x00" in text:
            raise BadInput(name, "length", f"1-{_LONGEST}")
    days: dict[str, datetime.date | None] = {name: read_day(given[name]) for name in _DAYS if name in given}
    if "since" in question.filters and not days.keys() & set(_DAYS) and "item" not in given:
        year = fiscal_year_of(bangkok_date(at))
        days = {"since": year.start, "until": year.end}
    _in_order(days)
    values: dict[str, Any] = {
        name: _choice(question, name, given[name], lambda: kinds_of(session, who.office_id, at))
        for name in _CHOICES
        if name in given
    }
    values |= _rows(session, who, given) | _amounts(given) | days
    return Asked(at=at, **values)


_DAYS: Final = ("since", "until", "effective_since", "effective_until", "on")
_CHOICES: Final = ("kind", "trigger", "entry", "duty", "by", "every_pair")


def _in_order(days: Mapping[str, datetime.date | None]) -> None:
    for early, late in (("since", "until"), ("effective_since", "effective_until")):
        first, last = days.get(early), days.get(late)
        if first is not None and last is not None and last < first:
            raise BadInput(late, "before_start", last.isoformat())


def kinds_of(session: Session, office_id: int, at: datetime.datetime) -> dict[str, Label]:
    """The kinds of papers, the program's and those of histories that the office brought in."""
    shipped = {kind: shipped_definition(kind, "modern_default").label for kind in shipped_kinds()}
    own = definitions.all_in_force(session, office_id, at)
    return shipped | {kind: definition.label for kind, definition in own.items()}


def _choice(question: Question, name: str, text: str, kinds: Callable[[], Mapping[str, Label]]) -> str | bool:
    """A value of a closed set; triggers are as many as offices have paths, and are taken as they are."""
    if name == "every_pair":
        if text.casefold() not in _YES:
            raise BadInput(name, "unknown", text[:80])
        return _YES[text.casefold()]
    if name == "kind" and text not in shipped_kinds() and text in kinds():
        return text
    known = {
        "kind": shipped_kinds(),
        "entry": ENTRIES,
        "duty": tuple(catalogue().deadlines),
        "by": question.dimensions,
        "trigger": (text,),
    }[name]
    if text not in known:
        raise BadInput(name, "unknown", text[:80])
    return text


def _rows(session: Session, who: Viewer, given: Mapping[str, str]) -> dict[str, int]:
    """The office's person, group and item of these names."""
    found: dict[str, int] = {}
    if "person" in given:
        person = select(Person.id).where(
            Person.office_id == who.office_id, Person.username == given["person"].casefold()
        )
        found["person_id"] = _one(session, "person", given["person"], person)
    if "group" in given:
        group = select(Group.id).where(Group.office_id == who.office_id, Group.code == given["group"])
        found["group_id"] = _one(session, "group", given["group"], group)
    if "item" in given:
        item = items_visible_to(who).where(Item.code == given["item"]).with_only_columns(Item.id)  # type: ignore[call-overload]
        found["item_id"] = _one(session, "item", given["item"], item)
    return found


def _one(session: Session, name: str, text: str, query: Any) -> int:
    row = session.execute(query).first()
    if row is None:
        raise BadInput(name, "unknown", text[:80])
    return int(row[0])


def _amounts(given: Mapping[str, str]) -> dict[str, int]:
    """Baht as people type them, in satang."""
    found: dict[str, int] = {}
    for name in ("least", "most"):
        if name in given:
            try:
                found[name] = read_amount(given[name], negative=False) or 0
            except BadCell as error:
                raise BadInput(name, "not_amount", given[name][:80]) from error
    return found
