"""Lets those who check the office take its history away: a form that says what and how, and the file."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response
from sqlmodel import Session, col, func

from api.dependencies import Exporting, Looking, Moment, SignedIn, Transaction
from api.pages.history_export.files import history_file
from api.pages.items.typed import typed_day
from api.pages.page_route import PageRoute
from api.pages.preferences import preferences_of
from api.pages.rendering import reader_of, render
from api.pages.year.doors import fiscal_year
from api.plain_text import PlainText
from api.whole_record import must_see_all
from workflow import definitions
from workflow.errors import BadInput
from workflow.eventlogs.formats import Format
from workflow.eventlogs.narrowing import count, narrowed
from workflow.models import Item
from workflow.queries import Viewer, items_visible_to

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the kinds or years there are: what is sent, and what is shown."""

    value: str
    shown: str


@router.get("/history/export")
def show_form(
    request: Request,
    session: Transaction,
    person: SignedIn,
    who: Looking,
    item: Annotated[PlainText, Query(max_length=40)] = "",
) -> HTMLResponse:
    """The form; with `item` already filled in where one comes from an item's page."""
    must_see_all(who)
    language = preferences_of(request).language
    return render(
        request,
        "history_export/form.html",
        reader=reader_of(session, person, who),
        section="history",
        item=item,
        formats=[each.value for each in Format],
        kinds=_kinds(session, who, language),
        years=_years(session, who),
        entries=count(session, narrowed(session, who.office_id, who)),
    )


@router.get("/history/export/file")
def send_file(
    _turn: Exporting,
    session: Transaction,
    who: Looking,
    at: Moment,
    form: Annotated[PlainText, Query(alias="format", max_length=20)] = Format.XLSX.value,
    kind: Annotated[PlainText, Query(max_length=40)] = "",
    item: Annotated[PlainText, Query(max_length=40)] = "",
    year: Annotated[PlainText, Query(max_length=20)] = "",
    since: Annotated[PlainText, Query(alias="from", max_length=80)] = "",
    until: Annotated[PlainText, Query(alias="to", max_length=80)] = "",
) -> Response:
    """The file. Raises NotAllowed, BadInput, BadDate, UnknownItem, UnknownKind, TooManyRows."""
    must_see_all(who)
    return history_file(
        session,
        who,
        at,
        _format(form),
        kind=kind.strip(),
        item=item.strip(),
        fiscal_year=fiscal_year(year) if year.strip() else None,
        since=typed_day(since),
        until=typed_day(until),
    )


def _format(text: str) -> Format:
    try:
        return Format(text)
    except ValueError:
        raise BadInput("format", "unknown", text[:80]) from None


def _kinds(session: Session, who: Viewer, language: str) -> list[Choice]:
    """The kinds of which she sees items, by name."""
    query = items_visible_to(who).with_only_columns(col(Item.kind), func.max(Item.definition_hash))
    found = session.execute(query.group_by(col(Item.kind)))
    named = [
        Choice(kind, definitions.by_hash(session, name).label.in_language(language)) for kind, name in found
    ]
    return sorted(named, key=lambda each: each.shown)


def _years(session: Session, who: Viewer) -> list[int]:
    """The fiscal years of which she sees items, the newest first."""
    query = items_visible_to(who).with_only_columns(col(Item.fiscal_year)).distinct()
    return sorted(session.execute(query).scalars(), reverse=True)
