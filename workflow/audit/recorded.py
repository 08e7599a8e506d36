"""Questions about single entries: who did what, what one person did, what was out of the ordinary."""

import re
from typing import Final

from sqlalchemy import text
from sqlmodel import Session

from workflow.audit.answers import Answer, Page
from workflow.audit.asked import Asked
from workflow.audit.entries import answered, narrowed
from workflow.audit.in_sql import Statement
from workflow.audit.prepared import Shape
from workflow.models.history import EXCEPTIONAL
from workflow.queries import Viewer

# The condition of the index ix_history_entry_exceptions word for word, or it would not be used.
_CONDITION: Final = re.sub(r"\b(kind|details)\b(?= )", r"history_entry.\1", EXCEPTIONAL)


def who_did_what(session: Session, who: Viewer, asked: Asked, page: Page) -> Answer:
    """Who did what, when, in which capacity and on whose order."""
    amounts = asked.least is not None or asked.most is not None
    return answered(session, who, "entries", asked, page, amounts=amounts)


def one_person(session: Session, who: Viewer, asked: Asked, page: Page) -> Answer:
    """What one person did in every capacity, and what others did in her place; of everybody without one."""
    return answered(session, who, "person", asked, page, amounts=False)


def exceptions(session: Session, who: Viewer, asked: Asked, page: Page) -> Answer:
    """Corrections, undoing, imports, moves to another path, and soft guards passed by a justification."""
    return answered(session, who, "exceptions", asked, page, _exceptional, amounts=False)


def _exceptional(who: Viewer, shape: Shape) -> Statement:
    return narrowed(who, shape).where(text(_CONDITION))
