"""An answer to take along: as CSV, written while it is read a page at a time, or as an Excel workbook."""

import csv
import io
from collections.abc import Iterator
from typing import Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse
from sqlmodel import Session

from api.asked_history import ask
from api.dependencies import Looking, Moment, Transaction
from api.pages.audit.asking import Filters
from api.pages.audit.shown import in_sheet, sheet_columns, text_of, titles
from api.pages.items.typed import typed_day
from api.pages.page_route import PageRoute
from api.pages.tables import MOST, PAPER, Table, book_of, xlsx
from api.plain_text import PlainText
from workflow import tenancy
from workflow.audit.answers import Answer, Page, Question
from workflow.audit.asked import Asked
from workflow.database import Database
from workflow.queries import Viewer
from workflow.sheets.cells import guarded

router = APIRouter(route_class=PageRoute, include_in_schema=False)
FIRST: Final = 500  # rows a question is asked for at most, as everywhere
AT_ONCE: Final = 5_000  # rows of a piece after that: a megabyte or so
LONGEST_CSV: Final = 100_000  # rows, some tens of megabytes; a longer answer says so in its last line
_BOM: Final = "\N{ZERO WIDTH NO-BREAK SPACE}"  # without it Excel takes Thai for something else


@router.get("/audit/{question}.csv")
def download_csv(
    request: Request, session: Transaction, who: Looking, at: Moment, question: PlainText, filters: Filters
) -> Response:
    """The whole answer as CSV (RFC 4180, UTF-8 with BOM, nothing that a program takes for a formula).

    It is read a page at a time, each in a transaction of its own: whoever reads slowly keeps nobody waiting.
    """
    told = ask(session, who, question, filters, at, typed_day, limit=1)
    lines = csv_lines(request.app.state.database, who, told.question, told.asked)
    disposition = f'attachment; filename="khanton-{told.question.name}.csv"'
    headers = {"Content-Disposition": disposition}
    return StreamingResponse(lines, media_type="text/csv; charset=utf-8", headers=headers)


def csv_lines(database: Database, who: Viewer, question: Question, asked: Asked) -> Iterator[str]:
    """The answer as CSV, a piece for each page."""
    after, written, start = "", 0, _BOM
    while True:
        with database.read() as session:
            tenancy.narrow(session, who.office_id)
            answer = question.ask(session, who, asked, Page(after, AT_ONCE))
            piece = csv_of(session, who, answer, heading=not written and not after)
        yield start + piece
        start, after, written = "", answer.after, written + len(answer.rows)
        if not after:
            return
        if written >= LONGEST_CSV:
            yield _line([PAPER("export_cut", count=written)])
            return


def csv_of(session: Session, who: Viewer, answer: Answer, *, heading: bool) -> str:
    """One page as CSV: amounts in baht, everything else as a person reads it."""
    told = titles(session, who.office_id, answer, PAPER)
    first = [_line([PAPER(f"audit_col_{each.name}") for each in answer.columns])] if heading else []
    rows = (
        _line(
            [
                plain(text_of(column, cell, told, PAPER))
                for column, cell in zip(answer.columns, row, strict=True)
            ]
        )
        for row in answer.rows
    )
    return "".join([*first, *rows])


def plain(text: str) -> str:
    """A cell without what only browsers need, and never a formula."""
    return guarded(text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{ZERO WIDTH SPACE}", ""))


def _line(cells: list[str]) -> str:
    into = io.StringIO()
    csv.writer(into, lineterminator="\r\n").writerow(cells)
    return into.getvalue()


@router.get("/audit/{question}.xlsx")
def download_xlsx(
    session: Transaction, who: Looking, at: Moment, question: PlainText, filters: Filters
) -> Response:
    """The answer as a workbook, as far as one holds; the last line says where there is more."""
    told = ask(session, who, question, filters, at, typed_day, limit=FIRST)
    answer = told.answer
    rows = list(in_sheet(answer, titles(session, who.office_id, answer, PAPER), PAPER))
    following = answer
    while following.after and len(rows) < MOST:
        following = told.question.ask(session, who, told.asked, Page(following.after, AT_ONCE))
        rows += in_sheet(following, titles(session, who.office_id, following, PAPER), PAPER)
    note = PAPER("export_cut", count=MOST) if following.after or len(rows) > MOST else ""
    name = PAPER.label(told.question.label)
    table = Table(told.question.name, name, sheet_columns(answer.columns, PAPER), rows[:MOST], note=note)
    return xlsx(name, book_of([table]))
