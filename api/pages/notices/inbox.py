"""A person's inbox as a page: everything told to her, newest first, each with a text ready for LINE."""

from typing import Annotated, Literal

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from api.calendar_feed import base_url
from api.dependencies import Looking, Moment, SignedIn, Transaction
from api.pages.notices.links import links_of
from api.pages.page_route import PageRoute
from api.pages.preferences import own_address, preferences_of
from api.pages.rendering import reader_of, render
from api.v1.shapes import LARGEST_NUMBER
from notifications.inbox import FILTERS, inbox, mark_read
from notifications.rendering import digest_line
from notifications.words import line_text, tell
from workflow.moments import bangkok_date

router = APIRouter(route_class=PageRoute, include_in_schema=False)
SHOWN = 20
Only = Annotated[Literal["", "unread", "late"], Query()]


@router.get("/notices")
def show_inbox(
    request: Request,
    session: Transaction,
    person: SignedIn,
    who: Looking,
    at: Moment,
    only: Only = "",
    before: Annotated[int, Query(ge=0, le=LARGEST_NUMBER)] = 0,
) -> HTMLResponse:
    """The notices, all or narrowed, a page at a time."""
    on, language = bangkok_date(at), preferences_of(request).language
    found = inbox(session, person.id, on, only=only, before=before, limit=SHOWN + 1)
    shown = found[:SHOWN]
    unread = inbox(session, person.id, on, only="unread", limit=SHOWN)
    both = list({each.notice.id: each.notice for each in (*shown, *unread)}.values())
    words = zip(both, tell(session, both, language, base_url(request), at), strict=True)
    told = {notice.id: each for notice, each in words}
    todays = [told[each.notice.id] for each in unread]
    return render(
        request,
        "notices.html",
        reader=reader_of(session, person, who),
        section="notices",
        today=on,
        only=only,
        filters=FILTERS,
        before=before,
        rows=[(got, told[got.notice.id], line_text(told[got.notice.id])) for got in shown],
        links=links_of(session, who, [each.notice for each in shown]),
        digest=digest_line(todays, on, base_url(request), language),
        following=shown[-1].notice.id if len(found) > SHOWN else 0,
    )


@router.post("/notices/read")
def read_all(
    session: Transaction, person: SignedIn, at: Moment, back: Annotated[str, Form()] = "/"
) -> RedirectResponse:
    """Marks every notice of this person as read."""
    mark_read(session, person.id, at)
    return RedirectResponse(own_address(back), status_code=303)


@router.post("/notices/{notice_id}/read")
def read_one(
    session: Transaction,
    person: SignedIn,
    at: Moment,
    notice_id: int,
    back: Annotated[str, Form()] = "/notices",
) -> RedirectResponse:
    """Marks one notice as read; of somebody else's nothing happens."""
    mark_read(session, person.id, at, min(notice_id, LARGEST_NUMBER))
    return RedirectResponse(own_address(back), status_code=303)
