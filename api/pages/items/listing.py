"""Lists an office's papers: found by words, kind and state, counted, a page at a time."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse
from sqlalchemy import and_, func, or_
from sqlmodel import Session, col
from sqlmodel.sql.expression import SelectOfScalar

from api.dependencies import Looking, Moment, SignedIn, Transaction
from api.pages.items.figures import amounts, due_dates
from api.pages.items.ways import address_of
from api.pages.page_route import PageRoute
from api.pages.preferences import preferences_of
from api.pages.rendering import reader_of, render
from api.plain_text import PlainText
from workflow import definitions
from workflow.models import Item
from workflow.moments import bangkok_date
from workflow.papers.drafts import with_paper
from workflow.queries import items_visible_to, matching
from workflow.saved_views import saved_by

router = APIRouter(route_class=PageRoute, include_in_schema=False)
PAGE = 50


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list is narrowed to; `after` is the last row of the page before, as `year:code`."""

    q: PlainText = ""
    kind: PlainText = ""
    state: PlainText = ""
    after: PlainText = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One item in the list; money in satang, only for projects."""

    item: Item
    kind: str
    state: str
    due_on: datetime.date | None
    amount: int | None


@router.get("/items")
def list_items(
    request: Request,
    session: Transaction,
    person: SignedIn,
    who: Looking,
    at: Moment,
    q: Annotated[PlainText, Query(max_length=200)] = "",
    kind: Annotated[PlainText, Query(max_length=40)] = "",
    state: Annotated[PlainText, Query(max_length=60)] = "",
    after: Annotated[PlainText, Query(max_length=60)] = "",
) -> HTMLResponse:
    """The items this person sees, newest fiscal year first."""
    on, language = bangkok_date(at), preferences_of(request).language
    asked = Asked(q, kind, state if kind else "", after)
    seen = items_visible_to(who)
    found = matching(seen, kind=asked.kind, state=asked.state, text=asked.q)
    items = session.exec(after_row(found, asked.after).limit(PAGE + 1)).all()
    shown = items[:PAGE]
    return render(
        request,
        "items.html",
        reader=reader_of(session, person, who),
        section="items",
        today=on,
        asked=asked,
        rows=rows_of(session, shown, on, language),
        papers=with_paper(session, shown),
        address_of=address_of,
        views=saved_by(session, person.id, "/items"),
        found=session.execute(found.with_only_columns(func.count())).scalar_one(),
        kinds=_kinds(session, matching(seen, text=asked.q), language),
        states=_states(session, matching(seen, kind=asked.kind, text=asked.q), asked.kind, language),
        following=f"{shown[-1].fiscal_year}:{shown[-1].code}" if len(items) > PAGE else "",
    )


def after_row(found: SelectOfScalar[Item], after: str) -> SelectOfScalar[Item]:
    """The rows that come after the one named `year:code`, in the list's order."""
    year, _, code = after.partition(":")
    if code and year.isascii() and year.isdecimal():
        later = and_(col(Item.fiscal_year) == int(year), col(Item.code) > code)
        found = found.where(or_(col(Item.fiscal_year) < int(year), later))
    return found.order_by(col(Item.fiscal_year).desc(), col(Item.code))


def rows_of(session: Session, items: Sequence[Item], on: datetime.date, language: str) -> list[Row]:
    """The items as lines of the list on a Bangkok date, by a fixed number of statements."""
    dues, money = due_dates(session, items), amounts(session, items, on)
    rows = []
    for item in items:
        definition = definitions.by_hash(session, item.definition_hash)
        rows.append(
            Row(
                item,
                definition.label.in_language(language),
                definition.by_state[item.state].label.in_language(language),
                dues.get(item.id),
                money.get(item.id),
            )
        )
    return rows


def _kinds(session: Session, found: SelectOfScalar[Item], language: str) -> list[tuple[str, str, int]]:
    """Each kind there is with its name and how many match the words."""
    query = found.with_only_columns(col(Item.kind), func.max(Item.definition_hash), func.count()).group_by(
        col(Item.kind)
    )
    return sorted(
        (kind, definitions.by_hash(session, name).label.in_language(language), count)
        for kind, name, count in session.execute(query)
    )


def _states(
    session: Session, found: SelectOfScalar[Item], kind: str, language: str
) -> list[tuple[str, str, int]]:
    """Each state of the chosen kind with its name and how many stand in it, in the definition's order."""
    if not kind:
        return []
    query = found.with_only_columns(col(Item.state), func.max(Item.definition_hash), func.count()).group_by(
        col(Item.state)
    )
    counted = []
    for state, name, count in session.execute(query):
        definition = definitions.by_hash(session, name)
        place = list(definition.by_state).index(state)
        counted.append((place, (state, definition.by_state[state].label.in_language(language), count)))
    return [each for _, each in sorted(counted)]
