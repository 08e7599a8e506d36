"""Finds by words everything a person may see: items, papers by number, files, schools and people.

Every word must occur, in any spelling of the same Thai letters and digits (`states.thai.search_text`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col, select

from states.thai import arabic_digits, search_text
from workflow.models import Document, Item, Person, RegisterNumber, School
from workflow.queries import Viewer, items_visible_to, matching

SHOWN = 10
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Found:
    """What was found of each sort, up to `SHOWN`; `items_count` of all items."""

    items: Sequence[Item]
    items_count: int
    numbers: Sequence[tuple[str, Item]]
    files: Sequence[tuple[str, Item]]
    schools: Sequence[School]
    people: Sequence[Person]

    @property
    def nothing(self) -> bool:
        return not (self.items or self.numbers or self.files or self.schools or self.people)


def search(session: Session, who: Viewer, text: str) -> Found:
    """Everything whose name, code or number has all the words; six statements for any number of rows."""
    wanted = text.strip()[:LONGEST]
    if not search_text(wanted):
        return Found((), 0, (), (), (), ())
    found = matching(items_visible_to(who), text=wanted)
    newest = (col(Item.fiscal_year).desc(), col(Item.code))
    return Found(
        items=session.exec(found.order_by(*newest).limit(SHOWN)).all(),
        items_count=session.execute(found.with_only_columns(func.count())).scalar_one(),
        numbers=_by_number(session, who, wanted),
        files=_by_file(session, who, wanted),
        schools=_schools(session, who, wanted),
        people=() if who.bounded else _people(session, who, wanted),
    )


def _by_number(session: Session, who: Viewer, wanted: str) -> list[tuple[str, Item]]:
    query = (
        items_visible_to(who)
        .join(RegisterNumber, col(RegisterNumber.item_id) == col(Item.id))
        .where(col(RegisterNumber.text).contains(arabic_digits(wanted), autoescape=True))
        .add_columns(col(RegisterNumber.text))
        .order_by(col(Item.id).desc())
        .limit(SHOWN)
    )
    return [(number, item) for item, number in session.execute(query)]


def _by_file(session: Session, who: Viewer, wanted: str) -> list[tuple[str, Item]]:
    query = (
        items_visible_to(who)
        .join(Document, col(Document.item_id) == col(Item.id))
        .where(_has_words(col(Document.filename), wanted))
        .add_columns(col(Document.filename))
        .order_by(col(Document.id).desc())
        .limit(SHOWN)
    )
    return [(filename, item) for item, filename in session.execute(query)]


def _schools(session: Session, who: Viewer, wanted: str) -> Sequence[School]:
    query = select(School).where(School.office_id == who.office_id, _has_words(col(School.name_th), wanted))
    if who.bounded:
        query = query.where(col(School.id).in_(who.school_ids))
    return session.exec(query.order_by(col(School.code)).limit(SHOWN)).all()


def _people(session: Session, who: Viewer, wanted: str) -> Sequence[Person]:
    query = select(Person).where(
        Person.office_id == who.office_id,
        col(Person.is_service).is_(False),
        _has_words(col(Person.name_th), wanted),
    )
    return session.exec(query.order_by(col(Person.name_th), col(Person.id)).limit(SHOWN)).all()


def _has_words(column: Mapped[str], wanted: str) -> ColumnElement[bool]:
    """Names are kept as typed: the words as typed, and in Arabic digits."""
    return and_(*(column.icontains(word, autoescape=True) for word in arabic_digits(wanted).split()))
