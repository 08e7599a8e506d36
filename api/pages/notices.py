"""A person's inbox as a page: everything told to her, newest first, each with a text ready for LINE."""

from typing import Annotated, Literal

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from api.calendar_feed import base_url
from api.dependencies import Looking, Moment, SignedIn, Transaction
from api.pages.page_route import PageRoute
from api.pages.preferences import own_address, preferences_of
from api.pages.rendering import reader_of, render
from api.v1.shapes import LARGEST_NUMBER
from notifications.inbox import FILTERS, PAGE, inbox, mark_read, unread_count
from notifications.words import line_text, tell
from workflow.moments import bangkok_date

router = APIRouter(route_class=PageRoute, include_in_schema=False)
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
    found = inbox(session, person.id, on, only=only, before=before, limit=PAGE + 1)
    shown = found[:PAGE]
    told = tell(session, [each.notice for each in shown], language, base_url(request), at)
    return render(
        request,
        "notices.html",
        reader=reader_of(session, person, who),
        section="notices",
        today=on,
        only=only,
        filters=FILTERS,
        before=before,
        rows=[(got, words, line_text(words)) for got, words in zip(shown, told, strict=True)],
        unread=unread_count(session, person.id),
        following=shown[-1].notice.id if len(found) > PAGE else 0,
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
