"""Lists the meetings of the office's bodies: those to come, those past, and what waits for an agenda."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse
from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import Session, col, func, select

from api.dependencies import Looking, Moment, SignedIn, Transaction
from api.pages.page_route import PageRoute
from api.pages.preferences import preferences_of
from api.pages.rendering import reader_of, render
from api.pages.words import Words
from api.plain_text import PlainText
from workflow import definitions
from workflow.meetings.deciding import CIRCULATED
from workflow.meetings.viewing import part_of
from workflow.meetings.waiting import Paper, waiting_by_body
from workflow.models import Body, Item, Meeting
from workflow.moments import bangkok_date
from workflow.permissions import in_force
from workflow.queries import Viewer, items_visible_to

router = APIRouter(route_class=PageRoute, include_in_schema=False)
PAGE: Final = 30
_OPEN: Final = ("planned", "invited", "held")
_MOST: Final = 20  # of what waits, and of meetings to come


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list is narrowed to; `after` is the last row of the page before, as `date:id`."""

    body: PlainText = ""
    year: int = 0
    after: PlainText = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One meeting in a list."""

    item: Item
    meeting: Meeting
    body: Body
    state: str


@dataclass(frozen=True, slots=True)
class Waits:
    """What waits for one body: the first papers, and how many there are."""

    body: Body
    papers: Sequence[Paper]
    count: int


@router.get("/meetings")
def list_meetings(
    request: Request,
    session: Transaction,
    person: SignedIn,
    who: Looking,
    at: Moment,
    body: Annotated[PlainText, Query(max_length=40)] = "",
    year: Annotated[str, Query(max_length=4, pattern=r"^\d*$")] = "",
    after: Annotated[PlainText, Query(max_length=30)] = "",
) -> HTMLResponse:
    """Meetings to come with the nearest first, then past ones with the latest first."""
    words, asked = Words(preferences_of(request)), Asked(body, int(year or 0), after)
    on, bodies = bangkok_date(at), bodies_of(session, who)
    coming = [] if after else _rows(session, who, words, *_narrowed(asked), _coming(), soonest=True)
    past = _rows(session, who, words, *_narrowed(asked), ~_coming(), *_later(asked.after))
    here = [each for each in bodies if in_force(each.valid_from, each.valid_to, on)]
    return render(
        request,
        "meetings/list.html",
        reader=reader_of(session, person, who),
        section="meetings",
        today=on,
        asked=asked,
        part=part_of(who.roles),
        bodies=bodies,
        years=_years(session, who),
        coming=coming,
        past=past[:PAGE],
        past_count=_count(session, who, *_narrowed(asked), ~_coming()),
        following=_key(past[PAGE - 1]) if len(past) > PAGE else "",
        waits=[] if after else _waiting(session, who, here, asked.body),
        circulated=CIRCULATED,
    )


def bodies_of(session: Session, who: Viewer) -> list[Body]:
    """Every body of the office, those of its own first."""
    found = select(Body).where(Body.office_id == who.office_id)
    return list(session.exec(found.order_by(col(Body.internal).desc(), col(Body.code), col(Body.valid_from))))


def _narrowed(asked: Asked) -> tuple[ColumnElement[bool], ...]:
    found: list[ColumnElement[bool]] = []
    if asked.body:
        found.append(col(Body.code) == asked.body)
    if asked.year:
        found.append(col(Meeting.year) == asked.year)
    return tuple(found)


def _coming() -> ColumnElement[bool]:
    """Meetings still to be closed."""
    return and_(col(Item.state).in_(_OPEN), col(Meeting.closed_seq).is_(None))


def _later(after: str) -> tuple[ColumnElement[bool], ...]:
    day, _, number = after.partition(":")
    try:
        held_on = datetime.date.fromisoformat(day)
    except ValueError:
        return ()
    if not (number.isascii() and number.isdecimal()):
        return ()
    same = and_(col(Meeting.held_on) == held_on, col(Meeting.item_id) < int(number))
    return (or_(col(Meeting.held_on) < held_on, same),)


def _key(row: Row) -> str:
    return f"{row.meeting.held_on.isoformat()}:{row.meeting.item_id}"


def _rows(
    session: Session, who: Viewer, words: Words, *where: ColumnElement[bool], soonest: bool = False
) -> list[Row]:
    found = (
        select(Item, Meeting, Body)
        .join(Meeting, col(Meeting.item_id) == col(Item.id))
        .join(Body, col(Body.id) == col(Meeting.body_id))
        .where(col(Item.id).in_(_seen(who)), *where)
    )
    if soonest:
        found = found.order_by(col(Meeting.held_on), col(Meeting.item_id)).limit(_MOST)
    else:
        found = found.order_by(col(Meeting.held_on).desc(), col(Meeting.item_id).desc()).limit(PAGE + 1)
    return [
        Row(item, meeting, body, _state(session, item, words)) for item, meeting, body in session.exec(found)
    ]


def _seen(who: Viewer) -> Any:
    """The meetings she may see, as a subquery of their ids."""
    return items_visible_to(who).where(Item.kind == "meeting").with_only_columns(col(Item.id))


def _state(session: Session, item: Item, words: Words) -> str:
    definition = definitions.by_hash(session, item.definition_hash)
    return words.label(definition.by_state[item.state].label)


def _count(session: Session, who: Viewer, *where: ColumnElement[bool]) -> int:
    found = (
        select(func.count())
        .select_from(Meeting)
        .join(Item, col(Item.id) == col(Meeting.item_id))
        .join(Body, col(Body.id) == col(Meeting.body_id))
        .where(col(Item.id).in_(_seen(who)), *where)
    )
    return session.exec(found).one()


def _years(session: Session, who: Viewer) -> list[tuple[int, int]]:
    """Calendar years B.E. with how many meetings each has, the latest first."""
    found = (
        select(Meeting.year, func.count())
        .where(col(Meeting.item_id).in_(_seen(who)))
        .group_by(col(Meeting.year))
        .order_by(col(Meeting.year).desc())
    )
    return list(session.exec(found))


def _waiting(session: Session, who: Viewer, bodies: Sequence[Body], chosen: str) -> list[Waits]:
    """What waits for each body in force, where anything does; school people see none of it."""
    if who.bounded:
        return []
    asked = {each.code: each for each in bodies if chosen in ("", each.code)}
    found = waiting_by_body(session, who.office_id, asked)
    return [Waits(asked[code], papers[:_MOST], len(papers)) for code, papers in found.items() if papers]
