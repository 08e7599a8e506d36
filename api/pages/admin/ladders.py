"""When reminders go out: each ladder as a table and a form, and what would be sent on a day."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlmodel import Session, col, delete

from api.errors import answered
from api.pages.definitions.forms import Asked, Typed
from api.pages.page_route import PageRoute
from api.pages.settings_desk import AtDesk, Desk
from api.plain_text import PlainText
from notifications.forecast import WRITTEN, at_moment
from notifications.foretold import Telling
from notifications.ladders import ladders_of
from notifications.models import OfficeRung
from notifications.morning import BEGINS
from notifications.office_ladders import LONGEST, checked, set_ladder, tellable
from notifications.reminding import REMINDER
from states.catalogue import Rung, catalogue
from states.thai import arabic_digits
from states.typed import parse_typed_date
from workflow.database import Database
from workflow.errors import BadInput, Refused
from workflow.ledger import calendar_of
from workflow.models import Office
from workflow.moments import BANGKOK
from workflow.rehearsal import rehearsal

router = APIRouter(route_class=PageRoute, include_in_schema=False)
ROOM: Final = 3  # empty rows to add to
_FARTHEST: Final = 400


@dataclass(frozen=True, slots=True)
class Ladder:
    """One ladder with its rungs, whether they are the office's own, and the deadlines that go by it."""

    name: str
    title: str
    rungs: tuple[Rung, ...]
    own: bool
    duties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the form as typed."""

    days: str
    when: str
    to: str


@router.get("/settings/ladders")
def show(desk: AtDesk, saved: Annotated[str, Query(max_length=30)] = "") -> HTMLResponse:
    """Every ladder as a table."""
    return desk.page("admin/ladders.html", ladders=_ladders(desk), saved=saved)


@router.get("/settings/ladders/{name}")
def edit(desk: AtDesk, name: PlainText, asked: Asked) -> HTMLResponse:
    """The form of one ladder; with `look`, what its rows would send on a day. Nothing is kept."""
    ladder = _named(desk, name)
    if "look" not in asked:
        return _page(desk, ladder, _lines_of(ladder))
    lines = _typed_lines(asked)
    try:
        rungs = checked(_rungs(lines)) or catalogue().ladders[name].rungs
        day = _day(asked.get("day", ""), desk.hand.day)
    except Refused as error:
        return _page(desk, ladder, lines, error=error, day=asked.get("day", ""))
    return _page(desk, ladder, lines, day=desk.words.date(day), told=_would_send(desk, name, rungs, day))


@router.post("/settings/ladders/{name}")
def save(desk: AtDesk, name: PlainText, typed: Typed) -> Response:
    """Keeps the rows from the next morning on; without any, or with `shipped`, the shipped ones again."""
    ladder, lines = _named(desk, name), _typed_lines(typed)
    try:
        rungs = [] if "shipped" in typed else _rungs(lines)
        set_ladder(desk.session, desk.office_id, name, rungs, desk.hand)
    except Refused as error:
        return _page(desk, ladder, lines, error=error)
    return RedirectResponse(f"/settings/ladders?saved={name}", status_code=303)


def _ladders(desk: Desk) -> list[Ladder]:
    t, found, words = desk.words, ladders_of(desk.session, desk.office_id), catalogue()
    return [
        Ladder(
            name,
            t.label(each.label),
            found[name],
            found[name] != each.rungs,
            tuple(t.label(duty.label) for duty in words.deadlines.values() if duty.ladder == name),
        )
        for name, each in words.ladders.items()
    ]


def _named(desk: Desk, name: str) -> Ladder:
    for ladder in _ladders(desk):
        if ladder.name == name:
            return ladder
    raise BadInput("ladder", "unknown", name[:40])


def _lines_of(ladder: Ladder) -> list[Line]:
    return [
        Line(str(abs(each.days)), "after" if each.days > 0 else "before" if each.days else "on", each.to)
        for each in ladder.rungs
    ]


def _typed_lines(typed: Mapping[str, str]) -> list[Line]:
    places = sorted(
        int(name.removeprefix("when:"))
        for name in typed
        if name.startswith("when:") and name.removeprefix("when:").isdecimal()
    )
    return [
        Line(typed.get(f"days:{place}", ""), typed[f"when:{place}"], typed.get(f"to:{place}", ""))
        for place in places[:60]
        if typed.get(f"days:{place}", "").strip() or typed[f"when:{place}"] == "on"
    ]


def _rungs(lines: Iterable[Line]) -> list[Rung]:
    """The rows as rungs; raises BadInput."""
    found = []
    for line in lines:
        text = arabic_digits(line.days).strip() or "0"
        if not text.isdecimal() or len(text) > 4 or int(text) > LONGEST:
            raise BadInput("rung_days", "out_of_range", line.days[:20])
        sign = {"before": -1, "after": 1}.get(line.when, 0)
        found.append(Rung(days=sign * int(text), to=line.to))
    return found


def _day(text: str, today: datetime.date) -> datetime.date:
    """The day of the preview; today where none was typed."""
    if not text.strip():
        return today
    try:
        day = parse_typed_date(text.strip())
    except ValueError:
        raise BadInput("rung_day", "out_of_range", text[:20]) from None
    if abs((day - today).days) > _FARTHEST:
        raise BadInput("rung_day", "out_of_range", text[:20])
    return day


def _would_send(
    desk: Desk, name: str, rungs: Iterable[Rung], day: datetime.date
) -> tuple[list[Telling], str]:
    """The reminders of a morning by these rungs, and why there is none on a closed day. On a copy only."""
    database: Database = desk.request.app.state.database
    at = datetime.datetime.combine(day, BEGINS, BANGKOK)
    office = desk.session.get_one(Office, desk.office_id)
    calendar = calendar_of(desk.session, office.id, office.calendar_version)
    if not calendar.is_workday(day):
        return [], calendar.closed_because(day) or desk.words("ladders_closed")
    with rehearsal(database, (*WRITTEN, OfficeRung)) as copy:
        _put(copy, office.id, name, rungs)
        told = at_moment(copy, office.id, at, desk.at, desk.words.language)
    return [each for each in told if each.told.code == REMINDER], ""


def _put(copy: Session, office_id: int, name: str, rungs: Iterable[Rung]) -> None:
    copy.execute(
        delete(OfficeRung).where(col(OfficeRung.office_id) == office_id, col(OfficeRung.ladder) == name)
    )
    copy.add_all(OfficeRung(office_id=office_id, ladder=name, days=each.days, told=each.to) for each in rungs)
    copy.flush()


def _page(
    desk: Desk,
    ladder: Ladder,
    lines: list[Line],
    *,
    error: Refused | None = None,
    day: str = "",
    told: tuple[list[Telling], str] | None = None,
) -> HTMLResponse:
    return desk.page(
        "admin/ladder.html",
        status=answered(error).status if error and desk.request.method == "POST" else 200,
        ladder=ladder,
        lines=[*lines, *(Line("", "before", "owner") for _ in range(ROOM))],
        tellable=tellable(),
        problem=desk.said(error),
        wrong=str(getattr(error, "name", "")),
        day=day or desk.words.date(desk.hand.day),
        looked=told is not None,
        tellings=told[0] if told else [],
        closed=told[1] if told else "",
    )
