"""The tables of the pages as Excel files, for whoever may see the page that shows them."""

import datetime
from collections.abc import Sequence
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Response
from fastapi.responses import StreamingResponse
from sqlmodel import Session, select

from api.dependencies import AskedItem, Looking, Moment, SignedIn, Transaction
from api.packs.giving import Pack, given
from api.pages.items import listing, record
from api.pages.items.record import recorded
from api.pages.items.story import Told, tell_all
from api.pages.items.told_rows import told_rows
from api.pages.items.typed import typed_day
from api.pages.page_route import PageRoute
from api.pages.tables import MOST, PAPER, Table, book_of, xlsx
from api.pages.year.doors import Day, Year, fiscal_year, looked_at
from api.pages.year.tables import Names, year_tables
from api.plain_text import PlainText
from api.v1.shapes import LARGEST_NUMBER
from api.whole_record import must_see_all
from workflow import definitions
from workflow.errors import BadInput
from workflow.models import Entry, Group
from workflow.moments import bangkok_date
from workflow.queries import entries_of, items_visible_to, matching
from workflow.sheets.finance_template import finance_template
from workflow.sheets.proposal_template import proposals_template
from workflow.sheets.tables import Column, Kind
from workflow.years.exports import EXPORTS, check_day

router = APIRouter(route_class=PageRoute, include_in_schema=False)
_LISTED: Final = (
    *(("code", "text"), ("title", "text"), ("fiscal_year", "whole"), ("kind", "text"), ("state", "text")),
    *(("due", "date"), ("amount", "amount")),
)
_RECORDED: Final = (
    *(("number", "whole"), ("at", "text"), ("effective", "date"), ("code", "text"), ("title", "text")),
    *(("what", "text"), ("from", "text"), ("to", "text"), ("person", "text"), ("capacity", "text")),
    *(("dwell", "whole"), ("reason", "text"), ("given", "text"), ("notes", "text")),
)

_TOLD: Final = (
    *(("told_at", "text"), ("notice", "text"), ("rung", "whole"), ("due", "date"), ("told_who", "text")),
    *(("account", "text"), ("because", "text"), ("read_at", "text"), ("sent", "text")),
)


@router.get("/items.xlsx")
def export_items(
    session: Transaction,
    _person: SignedIn,
    who: Looking,
    at: Moment,
    q: Annotated[PlainText, Query(max_length=200)] = "",
    kind: Annotated[PlainText, Query(max_length=40)] = "",
    state: Annotated[PlainText, Query(max_length=60)] = "",
    after: Annotated[PlainText, Query(max_length=60)] = "",
) -> Response:
    """The list of items as it is narrowed, this page of it and all that follow."""
    found = matching(items_visible_to(who), kind=kind, state=state if kind else "", text=q)
    items = session.exec(listing.after_row(found, after).limit(MOST + 1)).all()
    rows = [
        (
            *(row.item.code, row.item.title, row.item.fiscal_year, row.kind, row.state),
            *(row.due_on, row.amount),
        )
        for row in listing.rows_of(session, items[:MOST], bangkok_date(at), PAPER.language)
    ]
    name = PAPER("export_list")
    return xlsx(name, book_of([Table("list", name, _columns(_LISTED), rows, note=_note(len(items)))]))


@router.get("/history.xlsx")
def export_record(
    session: Transaction,
    _person: SignedIn,
    who: Looking,
    item: Annotated[PlainText, Query(max_length=40)] = "",
    before: Annotated[int, Query(ge=0, le=LARGEST_NUMBER)] = 0,
    signs: Annotated[bool, Query()] = False,
) -> Response:
    """The office's record as it is narrowed, from the newest entry or the page's first on."""
    must_see_all(who)
    asked = record.Asked(item.strip(), before, signs)
    entries = session.exec(recorded(who, asked).limit(MOST + 1)).all()
    return _history(session, entries, PAPER("record_title"))


@router.get("/items/{code}/history.xlsx")
def export_history(session: Transaction, item: AskedItem) -> Response:
    """One item's history, the newest entry first."""
    entries = session.exec(entries_of(item.id)).all()
    return _history(session, entries[::-1], f"{PAPER('export_history')} {item.code}")


@router.get("/items/{code}/evidence-pack.zip")
def give_pack(pack: Pack) -> StreamingResponse:
    """Papers, history and proofs of the item, with what checks them without this program."""
    return given(pack)


@router.get("/items/{code}/told.xlsx")
def export_told(session: Transaction, who: Looking, item: AskedItem) -> Response:
    """Who was told of one item, the latest first."""
    definition = definitions.by_hash(session, item.definition_hash)
    found = told_rows(session, item, who, definition, PAPER)
    rows = [
        (
            *(_moment(each.at), each.what, each.telling.rung, each.telling.due_on, each.who),
            *(each.telling.username, each.because, _moment(each.read_at), "\n".join(each.sent)),
        )
        for each in found[:MOST]
    ]
    name = f"{PAPER('export_told')} {item.code}"
    return xlsx(name, book_of([Table("told", name, _columns(_TOLD), rows, note=_note(len(found)))]))


@router.get("/year/{year}/year.xlsx")
def export_year(session: Transaction, who: Looking, at: Moment, year: Year, on: Day = "") -> Response:
    """The tables of the year's page, a sheet for each."""
    must_see_all(who)
    be, names = fiscal_year(year), Names.of(session, who.office_id)
    told = looked_at(session, who, be, typed_day(on) or bangkok_date(at))
    return xlsx(f"{PAPER('nav_year')} {be}", book_of(year_tables(told, names, PAPER)))


def _year_export(name: str) -> None:
    """One address for each table that `khanton export` writes."""

    @router.get(f"/year/{{year}}/{name}.xlsx", name=f"export_{name}")
    def export(session: Transaction, who: Looking, at: Moment, year: Year, on: Day = "") -> Response:
        must_see_all(who)
        be, asked, today = fiscal_year(year), typed_day(on), bangkok_date(at)
        check_day(name, asked, today)
        content = EXPORTS[name](session, who.office_id, be, asked or today)
        return xlsx(f"{PAPER(f'export_{name}')} {be}", content)


for _name in EXPORTS:
    _year_export(_name)


@router.get("/year/{year}/finance/{quarter}.xlsx")
def export_finance(
    session: Transaction, who: Looking, at: Moment, year: Year, quarter: PlainText, on: Day = ""
) -> Response:
    """The template for finance's figures of a quarter."""
    must_see_all(who)
    if quarter not in ("1", "2", "3", "4"):
        raise BadInput("quarter", "out_of_range", quarter[:80])
    be, day = fiscal_year(year), typed_day(on) or bangkok_date(at)
    content = finance_template(session, who.office_id, be, int(quarter), day)
    return xlsx(f"{PAPER('export_finance')} {be} {PAPER('quarter')} {quarter}", content)


@router.get("/year/{year}/proposals/{group}.xlsx")
def export_proposals(session: Transaction, who: Looking, year: Year, group: PlainText) -> Response:
    """The template for a group's proposals, with those it has."""
    must_see_all(who)
    asked = select(Group).where(Group.office_id == who.office_id, Group.code == group)
    found = session.exec(asked).first()
    if found is None:
        raise BadInput("group", "unknown", group[:80])
    be = fiscal_year(year)
    content = proposals_template(session, who.office_id, be, found)
    return xlsx(f"{PAPER('export_proposals')} {be} {found.name_th}", content)


def _history(session: Session, entries: Sequence[Entry], name: str) -> Response:
    rows = [_told(each) for each in tell_all(session, entries[:MOST], PAPER)]
    table = Table("history", name, _columns(_RECORDED), rows, note=_note(len(entries)))
    return xlsx(name, book_of([table]))


def _told(told: Told) -> tuple[Any, ...]:
    item = told.item
    given = [f"{name}: {value}" for name, value in told.facts]
    given += [f"{name}: {filename} ({sha256})" for name, filename, sha256 in told.documents]
    given += [f"{PAPER('justified_given')} {name}: {text}" for name, text in told.justifications]
    notes = [*told.notes, *([PAPER("synthetic")] if told.synthetic else [])]
    return (
        *(told.seq, _moment(told.at), told.effective_on),
        *(item.code if item else "", item.title if item else told.subject, told.title),
        *(told.source, told.target, told.who, told.capacity, told.dwell_days, told.reason),
        *("\n".join(given), "; ".join(notes)),
    )


def _moment(at: datetime.datetime | None) -> str:
    return PAPER.moment(at).replace("\N{NO-BREAK SPACE}", " ") if at else ""


def _columns(written: tuple[tuple[str, Kind], ...]) -> tuple[Column, ...]:
    return tuple(Column(PAPER(f"export_col_{name}"), kind) for name, kind in written)


def _note(found: int) -> str:
    """What the last line says where there is more than one download holds."""
    return PAPER("export_cut", count=MOST) if found > MOST else ""
