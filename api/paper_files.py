"""Official papers as they leave the house, alike by page, JSON and command line."""

import datetime
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from sqlmodel import Session

from papers.content import CONTENTS
from papers.context import paper_markup
from papers.ready import Ready
from papers.render import BOOK, PRINT, Format, Limits, Templates, compose, produce
from papers.stamp import stamp_of
from states.catalogue import catalogue
from workflow.errors import BadInput
from workflow.models import Item
from workflow.papers import letterhead
from workflow.papers.templates import overrides

FORMATS: Final[dict[str, Format]] = {"pdf": "pdf", "docx": "docx", "txt": "text", "html": "html"}


@dataclass(frozen=True, slots=True)
class Leaving:
    """A paper that is composed, and the limits within which its files are made."""

    ready: Ready
    limits: Limits = PRINT

    def file(self, ending: str) -> bytes:
        """The paper as a file with this ending; raises RenderRefused, PdfUnavailable."""
        return produce(self.ready, FORMATS[ending], limits=self.limits)


def paper_ready(session: Session, item: Item, *, on: datetime.date, folder: Path, base_url: str) -> Leaving:
    """A memo, letter, circular or order as it stands, with its office's emblem and, once issued, its stamp.

    Raises UnknownItem, RenderRefused.
    """
    ready = paper_markup(session, item.id, on=on)
    emblem = letterhead.emblem(session, folder, item.office_id)
    stamp = stamp_of(session, item.id, base_url, ready.thai_digits)
    return Leaving(replace(ready, emblem=emblem, stamp=stamp))


def content_ready(session: Session, item: Item, paper: str, *, on: datetime.date, folder: Path) -> Leaving:
    """A paper made from the item's rows as on a Bangkok date; raises BadInput, RenderRefused."""
    words = catalogue().papers.get(paper)
    if words is None or paper not in CONTENTS or item.kind not in words.of:
        raise BadInput("paper", "unknown", paper[:80])
    limits = BOOK if words.book else PRINT
    told, own = CONTENTS[paper](session, item, on=on), Templates(overrides(session, item.office_id))
    head = letterhead.letterhead(session, item.office_id)
    ready = Ready(
        compose(words.template, told, own, limits=limits),
        f"{words.th} {item.title}",
        form=words.form,
        thai_digits=words.thai_digits and head.thai_digits,
        emblem=letterhead.emblem(session, folder, item.office_id),
    )
    return Leaving(ready, limits)


def papers_of(item: Item) -> list[str]:
    """The papers that can be made from the item's rows, by code."""
    return [code for code, words in catalogue().papers.items() if code in CONTENTS and item.kind in words.of]
