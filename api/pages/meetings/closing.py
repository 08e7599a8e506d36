"""Closing a meeting: first what each resolution will do, then all of it at once, or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlmodel import col, select

from api.dependencies import AskedItem, Looking, Moment, SignedIn, Transaction
from api.errors import answered
from api.pages.again import keep
from api.pages.looker import Visit
from api.pages.meetings import shown
from api.pages.meetings.doors import page_of
from api.pages.meetings.forms import Sent, SentForm
from api.pages.meetings.page import lacking_of, phase_of, visited
from api.pages.meetings.shown import Sitting, sitting_of
from api.pages.page_route import PageRoute
from api.pages.refusals import said
from api.pages.rendering import reader_of, render
from api.words import explain
from workflow import definitions
from workflow.database import Database
from workflow.errors import ClosingRefused, Refused
from workflow.meetings.closing import Carried, close_meeting, closed, rehearse_closing
from workflow.models import Item

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.get("/meetings/{code}/close")
def ask(
    request: Request, session: Transaction, person: SignedIn, who: Looking, item: AskedItem, at: Moment
) -> HTMLResponse:
    """What closing will do to each paper, or did; tried out and taken back, nothing is changed."""
    return _page(Visit(request, session, person, who, at, item))


def _kept(request: Request, form: SentForm) -> Sent:
    keep(request, partial(_again, form=form))
    return form


@router.post("/meetings/{code}/close")
def close(
    _form: Annotated[Sent, Depends(_kept)],
    session: Transaction,
    person: SignedIn,
    item: AskedItem,
    at: Moment,
) -> RedirectResponse:
    """Carries out every resolution, or none; closing again changes nothing."""
    close_meeting(session, item.id, by=person.id, at=at)
    return RedirectResponse(f"{page_of(item)}/close?done=closed", status_code=303)


def _again(request: Request, error: Refused, form: Sent) -> HTMLResponse | None:
    return visited(request, lambda visit: _page(visit, error))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one resolution does, or did: `target` is the state its paper moves to, if it moves."""

    line: shown.Line
    number: str
    target: str
    back: bool


def _page(visit: Visit, error: Refused | None = None) -> HTMLResponse:
    session, item = visit.session, visit.item
    sitting = sitting_of(session, visit.who, item, visit.words)
    running, shut = phase_of(sitting) == "running", sitting.meeting.closed_seq is not None
    refusal, found = error, closed(session, item.id, item.code).resolutions if shut else ()
    lacking = lacking_of(visit, sitting) if running and sitting.part.keeps else []
    if error is None and running and sitting.part.keeps and not lacking:
        refusal, found = _rehearsed(visit)
    outcomes = _outcomes(visit, sitting, found)
    done = visit.request.method == "GET" and visit.request.query_params.get("done") == "closed"
    return render(
        visit.request,
        "meetings/close.html",
        reader=reader_of(session, visit.person, visit.who),
        section="meetings",
        status=answered(error).status if error else 200,
        item=item,
        sitting=sitting,
        part=sitting.part,
        running=running,
        shut=shut,
        outcomes=outcomes,
        moving=sum(bool(each.target) and not each.back for each in outcomes),
        returned=sum(each.back for each in outcomes),
        needs=_needs(visit, sitting, refusal, lacking),
        done="closed" if done and shut else "",
    )


def _rehearsed(visit: Visit) -> tuple[Refused | None, tuple[Carried, ...]]:
    """Tries the closing in a transaction of its own, in which nothing is left of it."""
    database: Database = visit.request.app.state.database
    with database.write() as session:
        try:
            return None, rehearse_closing(session, visit.item.id, by=visit.person.id, at=visit.at)
        except Refused as refusal:
            return refusal, ()


def _outcomes(visit: Visit, sitting: Sitting, found: Sequence[Carried]) -> list[Outcome]:
    ids = [line.paper.id for line in sitting.entries if line.paper]
    pinned = select(Item.id, Item.definition_hash).where(col(Item.id).in_(ids))
    hashes = dict(visit.session.exec(pinned).all())
    made = []
    for each in found:
        line = sitting.line(each.agenda_item_id)
        target, back = "", False
        if line.paper and each.to_state:
            definition = definitions.by_hash(visit.session, hashes[line.paper.id])
            target = visit.words.label(definition.by_state[each.to_state].label)
            moves = (move for move in definition.transitions if move.trigger == each.trigger)
            back = any(move.send_back and move.target == each.to_state for move in moves)
        made.append(Outcome(line, f"{each.number}/{each.year}" if each.number else "", target, back))
    return made


def _needs(
    visit: Visit, sitting: Sitting, error: Refused | None, lacking: Sequence[tuple[str, str]]
) -> list[tuple[str, str]]:
    """Everything that stands in the way, each with the address at which it is put right."""
    page = page_of(visit.item)
    needs = [(text, page + where) for text, where in lacking]
    if error is None:
        return needs
    if not isinstance(error, ClosingRefused):
        return [(said(error, visit.words.language).line, page)]
    entries = {line.paper.code: line.id for line in sitting.entries if line.paper}
    for code, refusal in error.papers:
        for each in explain(ClosingRefused(code, (), ((code, refusal),))).missing:
            text, detail = (
                (each.th, each.detail_th) if visit.words.preferences.thai else (each.en, each.detail_en)
            )
            asked = ",".join(each.facts)
            anchor = f"?ask={asked}#fact-{next(iter(each.facts))}" if asked else "#decision"
            needs.append((f"{text}: {detail}" if detail else text, f"{page}/entries/{entries[code]}{anchor}"))
    return needs
