"""A signer's desk: papers before her in the order in which to take them, and circulars to acknowledge."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse
from sqlmodel import Session, col, select

from api.dependencies import Acting, Looking, Moment, SignedIn, Transaction
from api.pages.desk.waiting import waiting_for
from api.pages.items.ways import address_of
from api.pages.page_route import PageRoute
from api.pages.preferences import preferences_of
from api.pages.refusals import said
from api.pages.rendering import reader_of, render
from api.pages.words import Words
from workflow import unread
from workflow.errors import BadInput
from workflow.models import Item, PaperRow
from workflow.moments import bangkok_date
from workflow.papers.drafts import KIND, with_paper
from workflow.papers.fields import URGENCIES, read
from workflow.queries import Viewer
from workflow.waiting import Power, powers

router = APIRouter(route_class=PageRoute, include_in_schema=False)
MOST: Final = 30
UNPROPOSED: Final = ("draft", "returned")  # nobody has put such a paper before anybody
_MOST_TICKED: Final = 100


@dataclass(frozen=True, slots=True)
class Before:
    """A paper before the person: what is asked of her, how urgent it is, due on a Bangkok date."""

    item: Item
    step: str
    ready: bool
    urgency: str
    due_on: datetime.date | None
    from_unit: str


def before_her(
    session: Session, who: Viewer, hers: Iterable[Power], at: datetime.datetime, words: Words
) -> tuple[list[Before], bool]:
    """Papers that wait for an opinion or signature of hers: the most urgent first, then the earliest due.

    Drafts are left out: nobody has put them before her.
    """
    steps, more = waiting_for(session, who, hers, at, MOST, kind=KIND)
    rows = _papers(session, [each.item for each in steps])
    found = []
    for each in steps:
        row = rows.get(each.item.id)
        if row is None or each.item.state in UNPROPOSED:
            continue
        fields = read(row.fields)
        label, ready = words.label(each.step.move.label), not each.step.missing
        found.append(Before(each.item, label, ready, fields.urgency, each.due_on, fields.unit))
    return sorted(found, key=_order), more


def _order(paper: Before) -> tuple[int, datetime.date, datetime.datetime]:
    urgency = URGENCIES.index(paper.urgency) if paper.urgency in URGENCIES else 0
    return -urgency, paper.due_on or datetime.date.max, paper.item.state_since


def _papers(session: Session, items: Sequence[Item]) -> dict[int, PaperRow]:
    rows = session.exec(select(PaperRow).where(col(PaperRow.item_id).in_([item.id for item in items])))
    return {row.item_id: row for row in rows}


@router.get("/desk")
def show_desk(
    request: Request, session: Transaction, person: SignedIn, who: Looking, at: Moment
) -> HTMLResponse:
    """What to sign, in order, and what to acknowledge."""
    words = Words(preferences_of(request))
    papers, more = before_her(session, who, powers(session, person.id, bangkok_date(at)), at, words)
    to_read, more_to_read = unread.unread_by(session, who)
    kept = with_paper(session, to_read)
    return render(
        request,
        "desk/desk.html",
        reader=reader_of(session, person, who),
        section="desk",
        today=bangkok_date(at),
        papers=papers,
        more=more,
        to_read=[(item, address_of(item, kept)) for item in to_read],
        more_to_read=more_to_read,
    )


async def ticked(request: Request) -> tuple[str, ...]:
    """The codes ticked on the page; read before the transaction begins."""
    async with request.form(max_files=0, max_fields=_MOST_TICKED + 5) as form:
        codes = tuple(str(each) for each in form.getlist("code"))
    if len(codes) > _MOST_TICKED or any("\x00" in code for code in codes):
        raise BadInput("code", "unfit", str(len(codes)))
    return codes


@router.post("/desk/acknowledge")
def acknowledge(
    request: Request,
    codes: Annotated[tuple[str, ...], Depends(ticked)],
    session: Transaction,
    person: SignedIn,
    who: Looking,
    hand: Acting,
) -> HTMLResponse:
    """Says of each ticked paper that she has read it, and what became of each; twice changes nothing."""
    if not codes:
        raise BadInput("code", "empty")
    language = preferences_of(request).language
    done = unread.acknowledge_all(session, who, codes, hand)
    return render(
        request,
        "desk/acknowledged.html",
        reader=reader_of(session, person, who),
        section="desk",
        outcomes=[(each, said(each.refused, language) if each.refused else None) for each in done],
        read=sum(each.refused is None for each in done),
    )
