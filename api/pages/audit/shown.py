"""An answer as a person reads it: every cell in her words, entries as the teller of history tells them."""

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlmodel import Session, col, select

from api.pages.items.story import tell_all
from api.pages.words import Words
from workflow.audit.answers import Answer, Column, Did, Standing
from workflow.models import Entry
from workflow.sheets.tables import Column as SheetColumn
from workflow.sheets.tables import Kind

Titles = dict[int, str]
_RIGHT: Final = frozenset({"whole", "days", "amount"})


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the page's table: its words, the item it leads to, and whether it is a number."""

    text: str
    heading: str
    item: str = ""
    is_number: bool = False


def titles(session: Session, office_id: int, answer: Answer, words: Words) -> Titles:
    """What the entries of an answer are called, by their number: four statements however many."""
    place = next((n for n, column in enumerate(answer.columns) if column.kind == "did"), None)
    if place is None or not answer.rows:
        return {}
    seqs = [row[place].seq for row in answer.rows]
    found = session.exec(select(Entry).where(Entry.office_id == office_id, col(Entry.seq).in_(seqs))).all()
    return {told.seq: told.title for told in tell_all(session, found, words)}


def on_page(answer: Answer, told: Titles, words: Words) -> list[list[Cell]]:
    """The rows of the page, without the columns that only files have."""
    return [
        [
            Cell(
                text_of(column, cell, told, words),
                words(f"audit_col_{column.name}"),
                cell if column.kind == "code" else "",
                column.kind in _RIGHT,
            )
            for column, cell in zip(answer.columns, row, strict=True)
            if not column.aside
        ]
        for row in answer.rows
    ]


def text_of(column: Column, cell: Any, told: Titles, words: Words) -> str:
    """One cell in the reader's words; empty where nothing is known."""
    if cell is None or cell == "":
        return ""
    return _SAID.get(column.kind, _plain)(cell, told, words)


def _plain(cell: Any, _told: Titles, words: Words) -> str:
    return words.digits(cell)


def _did(cell: Did, told: Titles, words: Words) -> str:
    return told.get(cell.seq) or (words.label(cell.label) if cell.trigger else cell.kind)


def _by(cell: Standing, _told: Titles, words: Words) -> str:
    """The post, or for whom and on whose order, as the record tells it."""
    if cell.capacity == "system":
        return words("capacity_system")
    if cell.capacity == "own":
        return words.digits(cell.post)
    said = words(f"capacity_{cell.capacity}", post=cell.post)
    said += words("capacity_for", holder=cell.principal) if cell.principal else ""
    return said + (words("capacity_order", order=cell.order_no) if cell.order_no else "")


_SAID: Final[dict[str, Callable[[Any, Titles, Words], str]]] = {
    "did": _did,
    "by": _by,
    "code": lambda cell, _told, _words: str(cell),
    "label": lambda cell, _told, words: words.label(cell.label),
    "date": lambda cell, _told, words: words.date(cell),
    "moment": lambda cell, _told, words: words.moment(cell),
    "month": lambda cell, _told, words: words.month(_first_of(cell)),
    "amount": lambda cell, _told, words: words.money(cell),
    "whole": lambda cell, _told, words: words.number(cell),
    "days": lambda cell, _told, words: words.digits(f"{cell:.1f}"),
}


def _first_of(month: str) -> datetime.date:
    return datetime.date.fromisoformat(f"{month}-01")


def sheet_columns(columns: Sequence[Column], words: Words) -> tuple[SheetColumn, ...]:
    """The headings of a workbook; what Excel should reckon with stays a number."""
    kinds: dict[str, Kind] = {"amount": "amount", "whole": "whole", "date": "date", "days": "share"}
    return tuple(
        SheetColumn(words(f"audit_col_{each.name}"), kinds.get(each.kind, "text")) for each in columns
    )


def in_sheet(answer: Answer, told: Titles, words: Words) -> Iterable[tuple[Any, ...]]:
    """The rows of a workbook: numbers and dates as they are, everything else in words."""
    for row in answer.rows:
        yield tuple(
            cell
            if column.kind in ("amount", "whole", "date", "days")
            else text_of(column, cell, told, words).replace("\N{NO-BREAK SPACE}", " ")
            for column, cell in zip(answer.columns, row, strict=True)
        )
