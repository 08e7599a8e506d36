"""What people say to each other about an item, as its page shows it."""

import datetime
from dataclasses import dataclass
from typing import Final

from sqlmodel import Session

from workflow import comments
from workflow.comments import Said
from workflow.models import Item, Person

PLACE: Final = "talk"  # where the conversation stands on the page


@dataclass(frozen=True, slots=True)
class Written:
    """A comment's form: its text, the usernames ticked, and what was wrong with it."""

    text: str = ""
    call: tuple[str, ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Talk:
    """The conversation, whom a comment likely calls, and the form."""

    said: list[Said]
    concerned: list[Person]
    reader: int
    form: Written


def talk_of(session: Session, item: Item, person: Person, on: datetime.date, form: Written | None) -> Talk:
    """The conversation about an item as this person sees it on a Bangkok date."""
    concerned = [each for each in comments.concerned(session, item, on) if each.id != person.id]
    return Talk(comments.said(session, item.id), concerned, person.id, form or Written())
