"""Finds an office's official papers: what waits for a person, and all of them she may see."""

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, and_, func, or_
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from api.pages.desk.waiting import waiting_for
from api.pages.words import Words
from states.catalogue import catalogue
from states.thai import arabic_digits, search_text
from workflow import definitions
from workflow.models import Acknowledgement, Item, PaperRow, RegisterNumber
from workflow.papers.drafts import KIND, with_paper
from workflow.queries import Viewer, items_visible_to
from workflow.waiting import Power

PAGE: Final = 50
WAITING: Final = 20
FORMS: Final = ("memo", "letter", "circular", "order")
# What is asked of a person before whom a paper stands, by the paper's state.
_ASKED: Final = {
    "draft": "check",
    "returned": "correct",
    "pending_group": "opinion",
    "pending_deputy": "opinion",
    "pending_director": "sign",
    "signed": "number",
    "issued": "read",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list is narrowed to; `after` is the code of the last row of the page before."""

    q: str = ""
    form: str = ""
    state: str = ""
    year: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One paper as a line of the list; `number` is empty before it is issued."""

    item: Item
    paper: PaperRow
    state: str
    number: str
    dated_on: datetime.date | None
    void: bool


@dataclass(frozen=True, slots=True)
class Waits:
    """A paper that waits for the person: `asked` is what is asked of her, due on a Bangkok date."""

    item: Item
    asked: str
    state: str
    due_on: datetime.date | None


def waiting(
    session: Session, who: Viewer, hers: Iterable[Power], at: datetime.datetime, words: Words
) -> tuple[list[Waits], bool]:
    """Papers that wait for a step of hers or to be read by her, and whether there are more."""
    steps, more = waiting_for(session, who, hers, at, WAITING, kind=KIND)
    papers = with_paper(session, [each.item for each in steps])
    found = [
        Waits(
            each.item, _ASKED.get(each.item.state, "check"), state_of(session, each.item, words), each.due_on
        )
        for each in steps
        if each.item.id in papers
    ]
    unread = session.exec(_unread(who).limit(WAITING + 1)).all()
    found += [_waits(session, item, words, None) for item in unread[:WAITING]]
    return found, more or len(unread) > WAITING


def _waits(session: Session, item: Item, words: Words, due_on: datetime.date | None) -> Waits:
    return Waits(item, _ASKED.get(item.state, "check"), state_of(session, item, words), due_on)


def _unread(who: Viewer) -> SelectOfScalar[Item]:
    return (
        items_visible_to(who)
        .join(Acknowledgement, col(Acknowledgement.item_id) == col(Item.id))
        .join(PaperRow, col(PaperRow.item_id) == col(Item.id))
        .where(
            Acknowledgement.person_id == who.person_id,
            col(Acknowledgement.read_at).is_(None),
            Item.state == "issued",
        )
        .order_by(col(Acknowledgement.asked_at), col(Item.id))
    )


def narrowed(who: Viewer, asked: Asked, *, without: Collection[str] = ()) -> SelectOfScalar[Item]:
    """The papers she sees, narrowed as asked, a filter of `without` left open."""
    found = (
        items_visible_to(who)
        .join(PaperRow, col(PaperRow.item_id) == col(Item.id))
        .outerjoin(RegisterNumber, col(RegisterNumber.item_id) == col(Item.id))
    )
    if asked.form and "form" not in without:
        found = found.where(PaperRow.form == asked.form)
    if asked.state and "state" not in without:
        found = found.where(Item.state == asked.state)
    if asked.year.isascii() and asked.year.isdecimal() and len(asked.year) <= 4 and "year" not in without:
        found = found.where(Item.fiscal_year == int(asked.year))
    if asked.q.strip():
        found = found.where(_found_by(asked.q))
    return found


def _found_by(text: str) -> ColumnElement[bool]:
    """Every word in subject or code, or the whole in its number."""
    words = [col(Item.search_text).contains(word, autoescape=True) for word in search_text(text).split()]
    number = col(RegisterNumber.text).contains(arabic_digits(text).strip(), autoescape=True)
    return or_(and_(*words), number) if words else number


def rows_after(session: Session, who: Viewer, asked: Asked, limit: int, words: Words) -> list[Row]:
    """Up to `limit` rows after the paper `asked.after`, the newest first; two statements for any number."""
    found = narrowed(who, asked)
    if asked.after:
        last = select(Item.id).where(Item.office_id == who.office_id, Item.code == asked.after)
        found = found.where(col(Item.id) < last.scalar_subquery())
    query = found.add_columns(PaperRow, RegisterNumber).order_by(col(Item.id).desc()).limit(limit)
    return [
        Row(
            item,
            paper,
            state_of(session, item, words),
            number.text if number else "",
            number.dated_on if number else None,
            number is not None and number.voided_at is not None,
        )
        for item, paper, number in session.execute(query)
    ]


def count(session: Session, who: Viewer, asked: Asked) -> int:
    """How many papers there are, narrowed as asked."""
    return int(session.execute(narrowed(who, asked).with_only_columns(func.count())).scalar_one())


def forms(session: Session, who: Viewer, asked: Asked) -> list[tuple[str, int]]:
    """Each form there is with how many papers have it."""
    form = col(PaperRow.form)
    query = narrowed(who, asked, without=("form",)).with_only_columns(form, func.count()).group_by(form)
    counted = dict(session.execute(query).all())
    return [(each, counted[each]) for each in FORMS if each in counted]


def years(session: Session, who: Viewer, asked: Asked) -> list[tuple[int, int]]:
    """Each fiscal year (B.E.) there is with how many papers it has, the latest first."""
    year = col(Item.fiscal_year)
    query = narrowed(who, asked, without=("year",)).with_only_columns(year, func.count()).group_by(year)
    return sorted(session.execute(query).all(), reverse=True)


def states(session: Session, who: Viewer, asked: Asked, words: Words) -> list[tuple[str, str, int]]:
    """Each state some paper is in, its name and how many, in the definition's order."""
    query = (
        narrowed(who, asked, without=("state",))
        .with_only_columns(col(Item.state), func.max(Item.definition_hash), func.count())
        .group_by(col(Item.state))
    )
    placed = []
    for state, name, number in session.execute(query):
        definition = definitions.by_hash(session, name)
        label = words.label(definition.by_state[state].label)
        placed.append((list(definition.by_state).index(state), (state, label, number)))
    return [each for _, each in sorted(placed)]


def state_of(session: Session, item: Item, words: Words) -> str:
    """The name of the state an item stands in."""
    return words.label(definitions.by_hash(session, item.definition_hash).by_state[item.state].label)


def name_of(code: str, words: Words) -> str:
    """What a kind of paper is called; its own code where the catalogue no longer knows it."""
    known = catalogue().papers.get(code)
    return words.label(known.label) if known else code
