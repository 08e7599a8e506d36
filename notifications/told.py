"""One notice in words, as inbox, message and export show it."""

import datetime
from dataclasses import dataclass
from urllib.parse import quote

from states.filling import shortened


@dataclass(frozen=True, slots=True)
class Told:
    """What a notice says to its reader.

    `body` has a thought to a line. `due_on` is by when something is expected of her. `kind` names what kind
    of paper it is about; `lines` are what a summary lists, each with its own link.
    """

    code: str
    subject: str
    body: str
    link: str
    due_on: datetime.date | None
    urgent: bool
    item_code: str
    kind: str = ""
    lines: tuple[tuple[str, str], ...] = ()


def item_link(base_url: str, item_code: str, *, paper: bool = False) -> str:
    """Where an item is shown; an official paper has a desk of its own."""
    return f"{base_url}/{'papers' if paper else 'items'}/{quote(item_code, safe='')}"


def line_text(told: Told) -> str:
    """The notice as a short text to copy into LINE: at most 1,000 characters."""
    parts = (shortened(told.subject), shortened(told.body, 500), told.link)
    return "\n".join(part for part in parts if part)
