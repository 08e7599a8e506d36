"""One committee or board: its members with their terms, its meetings of a year, and who came to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse
from sqlmodel import Session, col, select

from api.dependencies import Looking, Moment, SignedIn, Transaction
from api.pages.page_route import PageRoute
from api.pages.preferences import preferences_of
from api.pages.rendering import reader_of, render
from api.pages.words import Words
from api.plain_text import PlainText
from api.whole_record import must_see_all
from states.thai import be_year
from workflow import definitions
from workflow.errors import UnknownBody
from workflow.meetings.viewing import part_of
from workflow.models import Attendance, Body, Item, Meeting, Member
from workflow.moments import bangkok_date
from workflow.queries import Viewer

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Seat:
    """A member with her term, and to how many of the year's meetings she came, of those recorded of her."""

    row: Member
    came: int
    sent: int
    recorded: int


@router.get("/meetings/bodies/{body}")
def show_body(
    request: Request,
    session: Transaction,
    person: SignedIn,
    who: Looking,
    at: Moment,
    body: PlainText,
    year: Annotated[str, Query(max_length=4, pattern=r"^\d*$")] = "",
) -> HTMLResponse:
    """The body in one calendar year B.E., this one where none is asked for."""
    must_see_all(who)
    words, on = Words(preferences_of(request)), bangkok_date(at)
    rows = _bodies(session, who, body)
    chosen = int(year) if year else be_year(on.year)
    ids = [row.id for row in rows]
    meetings = _meetings(session, ids, chosen, words)
    part = part_of(who.roles)
    return render(
        request,
        "meetings/body.html",
        reader=reader_of(session, person, who),
        section="meetings",
        body=rows[-1],
        today=on,
        year=chosen,
        years=_years(session, ids),
        part=part,
        seats=_seats(session, ids, [meeting.item_id for meeting, _, _ in meetings]),
        meetings=meetings,
    )


def _bodies(session: Session, who: Viewer, code: str) -> Sequence[Body]:
    """The body's rows, one for each span in which it existed; raises UnknownBody."""
    found = session.exec(
        select(Body)
        .where(Body.office_id == who.office_id, Body.code == code)
        .order_by(col(Body.valid_from), col(Body.id))
    ).all()
    if not found:
        raise UnknownBody(code)
    return found


def _years(session: Session, ids: Sequence[int]) -> list[int]:
    found = select(Meeting.year).where(col(Meeting.body_id).in_(ids)).distinct()
    return sorted(session.exec(found), reverse=True)


def _meetings(
    session: Session, ids: Sequence[int], year: int, words: Words
) -> list[tuple[Meeting, Item, str]]:
    found = session.exec(
        select(Meeting, Item)
        .join(Item, col(Item.id) == col(Meeting.item_id))
        .where(col(Meeting.body_id).in_(ids), Meeting.year == year)
        .order_by(col(Meeting.held_on), col(Meeting.item_id))
    )
    return [
        (
            meeting,
            item,
            words.label(definitions.by_hash(session, item.definition_hash).by_state[item.state].label),
        )
        for meeting, item in found
    ]


def _seats(session: Session, ids: Sequence[int], meetings: Sequence[int]) -> list[Seat]:
    """Members now, before and to come, with their attendance of the year."""
    told: dict[int, list[Attendance]] = {}
    for row in session.exec(select(Attendance).where(col(Attendance.meeting_id).in_(meetings))):
        told.setdefault(row.member_id, []).append(row)
    members = session.exec(
        select(Member).where(col(Member.body_id).in_(ids)).order_by(col(Member.valid_from), col(Member.id))
    )
    return [
        Seat(
            row,
            came=sum(each.present for each in told.get(row.id, [])),
            sent=sum(not each.present and bool(each.substitute) for each in told.get(row.id, [])),
            recorded=len(told.get(row.id, [])),
        )
        for row in members
    ]
