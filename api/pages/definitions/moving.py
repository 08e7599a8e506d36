"""Moving open items to the path in force: choose, look at what would be, confirm, see each result."""

import json
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlmodel import col, select

from api.errors import answered
from api.pages.definitions.forms import Asked, Typed, starting
from api.pages.page_route import PageRoute
from api.pages.settings_desk import AtDesk, Desk
from api.plain_text import PlainText
from api.v1.shapes import LARGEST_NUMBER
from states.model import Ending
from workflow import definitions
from workflow.errors import Refused, UnknownItem
from workflow.models import Entry, Item
from workflow.paths.moving import migrate, take_back
from workflow.paths.verdicts import MOVES, Outlook, outlook
from workflow.paths.versions import versions

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Result:
    """One item that was moved, and whether its move can still be taken back."""

    item: Item
    entry: Entry
    source: str
    target: str
    open: bool
    taken_back: bool


@router.get("/settings/definitions/{kind}/move")
def look(desk: AtDesk, kind: PlainText, asked: Asked) -> HTMLResponse:
    """What moving would do, item by item, with the states chosen in the address. Nothing is written."""
    return _page(desk, _outlook(desk, kind, starting(asked, "to:")))


@router.post("/settings/definitions/{kind}/move")
def move(desk: AtDesk, kind: PlainText, typed: Typed) -> Response:
    """Moves what can be moved, in one transaction; what moved meanwhile stays and is told."""
    mapping = starting(typed, "to:")
    versions_seen = {
        int(name): int(value)
        for name, value in starting(typed, "seen:").items()
        if name.isdecimal() and value.isdecimal()
    }
    attempt = desk.session.begin_nested()
    try:
        done = migrate(
            *(desk.session, desk.office_id, kind, mapping, desk.hand),
            reason=typed.get("reason", ""),
            expect=versions_seen,
        )
    except Refused as error:
        attempt.rollback()
        return _page(desk, _outlook(desk, kind, mapping), typed.get("reason", ""), error)
    attempt.commit()
    count = done.count(MOVES)
    return RedirectResponse(f"/settings/definitions/{kind}/moved?count={count}", status_code=303)


@router.get("/settings/definitions/{kind}/moved")
def result(
    desk: AtDesk,
    kind: PlainText,
    count: Annotated[int, Query(ge=0, le=LARGEST_NUMBER)] = 0,
    back: Annotated[str, Query(max_length=60)] = "",
) -> HTMLResponse:
    """What was moved to the path in force, newest first, and what still stands where it stood."""
    found = _outlook(desk, kind, {})
    return desk.page(
        "definitions/moved.html",
        kind=kind,
        definition=found.definition,
        results=_results(desk, found),
        left=found.verdicts,
        count=count,
        back_code=back,
    )


@router.post("/settings/definitions/{kind}/moved/{code}/back")
def back(desk: AtDesk, kind: PlainText, code: PlainText, typed: Typed) -> Response:
    """Takes the move of one item back, until its next step."""
    item = desk.session.exec(
        select(Item).where(Item.office_id == desk.office_id, Item.code == code, Item.kind == kind)
    ).first()
    if item is None:
        raise UnknownItem(code)
    reason = typed.get("reason", "").strip() or desk.words("defs_back_reason")
    take_back(desk.session, item, desk.hand, reason=reason)
    return RedirectResponse(f"/settings/definitions/{kind}/moved?back={code}", status_code=303)


def _outlook(desk: Desk, kind: str, mapping: dict[str, str]) -> Outlook:
    return outlook(desk.session, desk.office_id, kind, mapping, desk.at, desk.hand.day)


def _page(desk: Desk, found: Outlook, reason: str = "", error: Refused | None = None) -> HTMLResponse:
    t = desk.words
    states = [
        (state.name, t.label(state.label)) for state in found.definition.states if state.ending is Ending.OPEN
    ]
    numbers = {each.hash: each.number for each in versions(desk.session, desk.office_id, desk.at, found.kind)}
    return desk.page(
        "definitions/move.html",
        status=answered(error).status if error else 200,
        kind=found.kind,
        definition=found.definition,
        found=found,
        numbers=numbers,
        moving=found.count(MOVES),
        asking=found.count("needs_mapping"),
        stuck=found.count("cannot"),
        states=states,
        reason=reason,
        problem=desk.said(error),
    )


def _results(desk: Desk, found: Outlook) -> list[Result]:
    """In two statements, however many were moved."""
    rows = desk.session.execute(
        select(Entry, Item)
        .join(Item, col(Item.id) == col(Entry.item_id))
        .where(
            Entry.office_id == desk.office_id,
            Entry.kind == "migrated",
            Item.kind == found.kind,
            Entry.definition_hash == found.to_hash,
        )
        .order_by(col(Entry.seq).desc())
        .limit(500)
    ).all()
    undone = set(
        desk.session.exec(
            select(Entry.corrects).where(Entry.office_id == desk.office_id, Entry.kind == "unmigrated")
        ).all()
    )
    return [_result(desk, entry, item, undone) for entry, item in rows]


def _result(desk: Desk, entry: Entry, item: Item, undone: set[int | None]) -> Result:
    told: dict[str, Any] = json.loads(entry.details)
    t, session = desk.words, desk.session
    return Result(
        item,
        entry,
        t.label(definitions.state_label(session, told["from_hash"], entry.from_state)),
        t.label(definitions.state_label(session, entry.definition_hash, entry.to_state)),
        entry.version == item.version,
        entry.seq in undone,
    )
