"""Whoever checks an office, what she asks, and the office's whole record to reckon the answer by hand."""

import datetime
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from sqlmodel import Session, col, select

from api.asked_history import ask
from api.pages.items.typed import typed_day
from notifications.questions import question_named
from states.model import Definition
from workflow import definitions
from workflow.audit.answers import Answer, Page
from workflow.audit.asked import Asked
from workflow.models import Entry, Group, Item, Obligation, Person
from workflow.queries import Viewer, viewer

WHOLE = {"since": "1/10/2557", "until": "30/9/2569"}


class Desk:
    """An auditor before her office, and all its rows."""

    def __init__(self, session: Session, username: str, at: datetime.datetime) -> None:
        self.session, self.at = session, at
        person = session.exec(select(Person).where(Person.username == username)).one()
        self.who: Viewer = viewer(session, person.id, at)

    def answer(self, question: str, **raw: str) -> Answer:
        """The first thousand rows."""
        return ask(self.session, self.who, question, raw, self.at, typed_day, limit=1000).answer

    def paged(self, question: str, limit: int, raw: Mapping[str, str]) -> list[tuple[Any, ...]]:
        """All rows, a few at a time."""
        rows: list[tuple[Any, ...]] = []
        after = ""
        while True:
            told = ask(self.session, self.who, question, raw, self.at, typed_day, after=after, limit=limit)
            rows += told.answer.rows
            after = told.answer.after
            if not after:
                return rows

    def asked(self, question: str, asked: Asked) -> Answer:
        return question_named(question).ask(self.session, self.who, asked, Page("", 1000))

    @cached_property
    def entries(self) -> list[Entry]:
        """The office's entries in the order of an answer: the latest recorded first."""
        mine = select(Entry).where(Entry.office_id == self.who.office_id).order_by(col(Entry.seq))
        return sorted(self.session.exec(mine), key=lambda each: (each.at, each.seq), reverse=True)

    @cached_property
    def items(self) -> dict[int, Item]:
        mine = select(Item).where(Item.office_id == self.who.office_id)
        return {each.id: each for each in self.session.exec(mine)}

    @cached_property
    def obligations(self) -> list[Obligation]:
        mine = select(Obligation).where(Obligation.office_id == self.who.office_id)
        return list(self.session.exec(mine))

    @cached_property
    def people(self) -> dict[int, Person]:
        return {each.id: each for each in self.session.exec(select(Person))}

    @cached_property
    def groups(self) -> dict[int, Group]:
        return {each.id: each for each in self.session.exec(select(Group))}

    def definition(self, name: str) -> Definition:
        return definitions.by_hash(self.session, name)

    def sends_back(self, entry: Entry) -> bool:
        if entry.kind != "step":
            return False
        move = self.definition(entry.definition_hash).moves.get((entry.from_state, entry.trigger))
        return move is not None and move.send_back


def seqs(answer: Answer) -> list[int]:
    """The numbers of the entries that an answer tells of."""
    place = next(number for number, column in enumerate(answer.columns) if column.kind == "did")
    return [row[place].seq for row in answer.rows]
