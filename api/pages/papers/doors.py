"""Lists the office's official papers: first those that wait for the reader, then all she may see."""

from dataclasses import asdict, dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, Response
from sqlmodel import Session

from api.dependencies import Looking, Moment, SignedIn, Transaction
from api.pages.page_route import PageRoute
from api.pages.papers.listing import (
    PAGE,
    Asked,
    Row,
    count,
    forms,
    name_of,
    rows_after,
    states,
    waiting,
    years,
)
from api.pages.preferences import preferences_of
from api.pages.rendering import reader_of, render
from api.pages.tables import MOST, PAPER, Table, book_of, xlsx
from api.pages.words import Words
from api.plain_text import PlainText
from workflow.moments import bangkok_date
from workflow.queries import Viewer
from workflow.sheets.tables import Column, Kind
from workflow.waiting import powers

router = APIRouter(route_class=PageRoute, include_in_schema=False)
Text = Annotated[PlainText, Query(max_length=60)]
_COLUMNS: tuple[tuple[str, Kind], ...] = (
    *(("number", "text"), ("dated", "date"), ("code", "text"), ("subject", "text"), ("form", "text")),
    *(("state", "text"), ("year", "whole"), ("what", "text")),
)


def asked_of(
    q: Annotated[PlainText, Query(max_length=200)] = "",
    form: Text = "",
    state: Text = "",
    year: Text = "",
    after: Text = "",
) -> Asked:
    """What the address narrows the list to."""
    return Asked(q, form, state, year, after)


Narrowed = Annotated[Asked, Depends(asked_of)]


@dataclass(frozen=True, slots=True)
class _Filters:
    """The choices that still find something, each with how much."""

    forms: list[tuple[str, int]]
    states: list[tuple[str, str, int]]
    years: list[tuple[int, int]]


@router.get("/papers")
def list_papers(
    request: Request, session: Transaction, person: SignedIn, who: Looking, at: Moment, asked: Narrowed
) -> HTMLResponse:
    """What waits for her stands above the first page of the list, the newest paper first."""
    words = Words(preferences_of(request))
    rows = rows_after(session, who, asked, PAGE + 1, words)
    hers = powers(session, person.id, bangkok_date(at))
    waits, more = waiting(session, who, hers, at, words) if asked == Asked() else ([], False)
    return render(
        request,
        "papers.html",
        reader=reader_of(session, person, who),
        section="papers",
        today=bangkok_date(at),
        asked=asked,
        narrowed=_address(asked, after=""),
        waits=waits,
        more=more,
        rows=rows[:PAGE],
        found=count(session, who, asked),
        filters=_filters(session, who, asked, words),
        following=_address(asked, after=rows[PAGE - 1].item.code) if len(rows) > PAGE else None,
        name_of=lambda code: name_of(code, words),
    )


@router.get("/papers.xlsx")
def export_papers(session: Transaction, _person: SignedIn, who: Looking, asked: Narrowed) -> Response:
    """The list as it is narrowed, this page of it and all that follow."""
    rows = rows_after(session, who, asked, MOST + 1, PAPER)
    name = PAPER("papers_title")
    columns = tuple(Column(PAPER(f"papers_col_{each}"), kind) for each, kind in _COLUMNS)
    note = PAPER("export_cut", count=MOST) if len(rows) > MOST else ""
    return xlsx(
        name, book_of([Table("papers", name, columns, [_cells(row) for row in rows[:MOST]], note=note)])
    )


def _cells(row: Row) -> tuple[Any, ...]:
    state = f"{row.state} ({PAPER('register_void')})" if row.void else row.state
    return (
        *(row.number, row.dated_on, row.item.code, row.item.title, PAPER(f"form_{row.paper.form}"), state),
        *(row.item.fiscal_year, name_of(row.paper.code, PAPER)),
    )


def _filters(session: Session, who: Viewer, asked: Asked, words: Words) -> _Filters:
    return _Filters(
        forms(session, who, asked), states(session, who, asked, words), years(session, who, asked)
    )


def _address(asked: Asked, **more: str) -> dict[str, str]:
    """The list's address, without what is not narrowed."""
    return {name: value for name, value in (asdict(asked) | more).items() if value}
