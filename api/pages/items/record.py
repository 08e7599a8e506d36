"""Shows an office's whole record to those who check it, and whether its chain of entries is unbroken."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse
from sqlmodel import col
from sqlmodel.sql.expression import SelectOfScalar

from api.dependencies import Looking, SignedIn, Transaction
from api.pages.items.story import tell_all
from api.pages.page_route import PageRoute
from api.pages.preferences import preferences_of
from api.pages.rendering import reader_of, render
from api.pages.words import Words
from api.plain_text import PlainText
from api.v1.shapes import LARGEST_NUMBER
from api.whole_record import must_see_all
from workflow import history
from workflow.checkpoints.taking import latest
from workflow.models import Entry, Item
from workflow.queries import Viewer, entries_visible_to

router = APIRouter(route_class=PageRoute, include_in_schema=False)
PAGE = 50


@dataclass(frozen=True, slots=True)
class Asked:
    """What the record is narrowed to; `before` is an entry number: older entries follow."""

    item: str
    before: int
    signs: bool


@router.get("/history")
def show_record(
    request: Request,
    session: Transaction,
    person: SignedIn,
    who: Looking,
    item: Annotated[PlainText, Query(max_length=40)] = "",
    before: Annotated[int, Query(ge=0, le=LARGEST_NUMBER)] = 0,
    signs: Annotated[bool, Query()] = False,
    check: Annotated[bool, Query()] = False,
) -> HTMLResponse:
    """The office's entries, newest first; with `check` the whole chain is recomputed now.

    Signing in and out is most of what a day records, so it is shown only with `signs`.
    """
    must_see_all(who)
    asked = Asked(item.strip(), before, signs)
    entries = session.exec(recorded(who, asked).limit(PAGE + 1)).all()
    shown = entries[:PAGE]
    return render(
        request,
        "history.html",
        reader=reader_of(session, person, who),
        section="history",
        asked=asked,
        told=tell_all(session, shown, Words(preferences_of(request))),
        following=shown[-1].seq if len(entries) > PAGE else 0,
        verdict=history.verify(session, who.office_id) if check else None,
        proved=last.seq if (last := latest(session, who.office_id)) else 0,
    )


def recorded(who: Viewer, asked: Asked) -> SelectOfScalar[Entry]:
    """The office's entries that are asked for, newest first."""
    query = entries_visible_to(who)
    if not asked.signs:
        query = query.where(col(Entry.kind).not_in(("sign_in", "sign_out")))
    if asked.before:
        query = query.where(Entry.seq < asked.before)
    if asked.item:
        query = query.join(Item, col(Item.id) == col(Entry.item_id)).where(Item.code == asked.item)
    return query.order_by(col(Entry.seq).desc())
