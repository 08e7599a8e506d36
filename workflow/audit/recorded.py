"""Questions about single entries: who did what, what one person did, what was out of the ordinary."""

import re
from typing import Any

from sqlalchemy import Select, TextClause, text
from sqlmodel import Session

from workflow.audit.answers import Answer, Page
from workflow.audit.asked import Asked
from workflow.audit.entries import answered, narrowed
from workflow.models.history import EXCEPTIONAL
from workflow.queries import Viewer


def who_did_what(session: Session, who: Viewer, asked: Asked, page: Page) -> Answer:
    """Who did what, when, in which capacity and on whose order."""
    with_amounts = asked.least is not None or asked.most is not None
    return answered(session, who, "entries", narrowed(who, asked), page, amounts=with_amounts)


def one_person(session: Session, who: Viewer, asked: Asked, page: Page) -> Answer:
    """What one person did in every capacity, and what others did in her place."""
    return answered(session, who, "person", narrowed(who, asked), page)


def exceptions(session: Session, who: Viewer, asked: Asked, page: Page) -> Answer:
    """Corrections, undoing, imports, moves to another path, and soft guards passed by a justification."""
    query: Select[Any] = narrowed(who, asked).where(_exceptional())
    return answered(session, who, "exceptions", query, page)


def _exceptional() -> TextClause:
    """The condition of the index ix_history_entry_exceptions word for word, or it would not be used."""
    return text(re.sub(r"\b(kind|details)\b(?= )", r"history_entry.\1", EXCEPTIONAL))
