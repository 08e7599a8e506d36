"""What the pages of the past show, in the reader's words."""

import datetime
from dataclasses import dataclass

from api.pages.words import Words
from states.catalogue import catalogue
from workflow.asof.duties import DutyThen
from workflow.asof.item import ItemThen, ShownThen


@dataclass(frozen=True, slots=True)
class DutyRow:
    """One thing owed: its name, by whom, when, and since when it was settled."""

    name: str
    who: str
    due_on: datetime.date | None
    closed_on: datetime.date | None
    outcome: str


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A fact or document: what it is called, its value, of which day and by whom."""

    name: str
    value: str
    on: datetime.date
    by: str
    seq: int


def duties_told(told: ItemThen, words: Words) -> list[DutyRow]:
    return [_duty(each, words) for each in told.duties]


def _duty(each: DutyThen, words: Words) -> DutyRow:
    known = catalogue().deadlines.get(each.code)
    name = words.label(known.label) if known else each.code
    who = words.role(each.owed_by) if each.owed_by in catalogue().roles else each.owed_by
    place = f"{who} ({each.group})" if each.group else who
    return DutyRow(name, place, each.due_on, each.closed_on, each.outcome)


def shown_told(told: ItemThen, words: Words) -> tuple[list[ShownRow], list[ShownRow]]:
    """The facts and the documents."""
    facts = [
        _shown(each, words.fact(each.code), words.fact_value(each.code, each.value)) for each in told.facts
    ]
    documents = [_shown(each, words.document(each.code), each.value) for each in told.documents]
    return facts, documents


def _shown(each: ShownThen, name: str, value: str) -> ShownRow:
    return ShownRow(name, value, each.on, each.by, each.seq)
