"""The official papers that belong to an item: those made from its rows, and memos drafted about it."""

from dataclasses import dataclass
from typing import Final

from sqlmodel import Session, col

from api.pages.papers.listing import state_of
from api.pages.words import Words
from api.paper_files import papers_of
from states.catalogue import catalogue
from workflow.models import Item, PaperRow
from workflow.papers.drafts import KIND, paper_of
from workflow.papers.issuing import ISSUE
from workflow.papers.opinions import SIGNING
from workflow.queries import Viewer, items_visible_to

DESK_STEPS: Final = (*SIGNING, ISSUE)  # only the paper's own desk brings what these need
_MOST: Final = 20


@dataclass(frozen=True, slots=True)
class Made:
    """A paper that can be made from the item's rows; a book takes a moment."""

    code: str
    name: str
    book: bool


@dataclass(frozen=True, slots=True)
class Memo:
    """A memo, letter, circular or order about the item, and where it stands."""

    code: str
    title: str
    state: str


@dataclass(frozen=True, slots=True)
class ItemPapers:
    """`desk` says that the item is itself an official paper, with a desk of its own."""

    made: tuple[Made, ...]
    memos: tuple[Memo, ...]
    more: bool
    desk: bool


def item_papers(session: Session, who: Viewer, item: Item, words: Words) -> ItemPapers:
    """What the item's page lists under its papers, the newest memo first."""
    if item.kind == KIND:
        return ItemPapers((), (), False, paper_of(session, item.id) is not None)
    known = catalogue().papers
    made = tuple(Made(code, words.label(known[code].label), known[code].book) for code in papers_of(item))
    about = (
        items_visible_to(who)
        .join(PaperRow, col(PaperRow.item_id) == col(Item.id))
        .where(PaperRow.about_id == item.id)
        .order_by(col(Item.id).desc())
        .limit(_MOST + 1)
    )
    rows = session.exec(about).all()
    memos = tuple(Memo(row.code, row.title, state_of(session, row, words)) for row in rows[:_MOST])
    return ItemPapers(made, memos, len(rows) > _MOST, False)
