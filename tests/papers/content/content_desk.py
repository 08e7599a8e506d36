"""Writes content papers in tests, in this process, and reads them as people would."""

import datetime
import json
import re
from typing import Any

from sqlmodel import Session, select

from papers.composing import compose
from papers.content import CONTENTS
from papers.outputs.text import text
from papers.ready import Ready
from workflow.models import Item, Office

LATER = datetime.date(2018, 12, 31)
_NEVER = re.compile(r"None|Undefined|\b(?:19|20)\d\d\b|\d{4}-\d\d-\d\d")  # nothing, C.E. years, ISO dates


def item_of(session: Session, code: str, office: str = "UTD2") -> Item:
    return session.exec(select(Item).join(Office).where(Office.code == office, Item.code == code)).one()


def told(session: Session, paper: str, item: Item, on: datetime.date = LATER) -> dict[str, Any]:
    """The paper's content as it goes to the child process: JSON there and back."""
    found: dict[str, Any] = json.loads(json.dumps(CONTENTS[paper](session, item, on=on)))
    return found


def written(paper: str, content: dict[str, Any]) -> str:
    """The paper as plain text with digits 0-9; fails where it is no paper or shows what nobody should see."""
    return read(f"{paper}.html", content)


def read(template: str, content: dict[str, Any], **more: Any) -> str:
    markup = compose(template, content, {}, 5_000_000)
    shown = text(Ready(markup, "", thai_digits=False, **more).blocks())
    assert _NEVER.findall(shown) == []
    return shown
