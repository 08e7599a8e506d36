"""The doors of an item's conversation: adding a comment, taking it back, finding whom to call."""

from dataclasses import replace
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse

from api.dependencies import Acting, AskedItem, Looking, Moment, Transaction, item_seen, moment_of
from api.errors import answered
from api.pages.again import keep, looking
from api.pages.items.page import item_page
from api.pages.items.talk import PLACE, Written
from api.pages.looker import Visit
from api.pages.page_route import PageRoute
from api.pages.preferences import preferences_of
from api.pages.refusals import Line, said
from api.plain_text import PlainText
from notifications import mentioning
from workflow import comments
from workflow.errors import BadInput, Refused
from workflow.models import Item
from workflow.moments import bangkok_date

router = APIRouter(route_class=PageRoute, include_in_schema=False)


async def written(request: Request) -> Written:
    """Reads the form before the transaction begins, and keeps it should it be refused."""
    async with request.form(max_files=0, max_fields=60, max_part_size=2**16) as form:
        found = Written(str(form.get("text", "")), tuple(str(each) for each in form.getlist("call")))
    if any("\x00" in text for text in (found.text, *found.call)):
        raise BadInput("comment", "nul_character")
    request.state.written = found
    keep(request, _shown_again)
    return found


@router.post("/items/{code}/comments")
def say(
    form: Annotated[Written, Depends(written)], session: Transaction, hand: Acting, item: AskedItem
) -> RedirectResponse:
    """Adds a comment and tells those whom it calls."""
    comment = comments.write(session, item, form.text, hand, call=form.call)
    mentioning.tell(session, comment)
    return RedirectResponse(f"{_page(item)}#comment-{comment.id}", status_code=303)


@router.post("/items/{code}/comments/{comment_id}/withdraw")
def withdraw(session: Transaction, hand: Acting, item: AskedItem, comment_id: int) -> RedirectResponse:
    """Takes her own comment back."""
    comments.withdraw(session, item, comment_id, hand)
    return RedirectResponse(f"{_page(item)}#comment-{comment_id}", status_code=303)


@router.get("/people/named")
def named(
    session: Transaction, who: Looking, at: Moment, q: Annotated[PlainText, Query(max_length=60)] = ""
) -> JSONResponse:
    """Up to six people of her office for whoever begins to write `@`: username and name.

    School people and accounts without a post are offered nobody; the form works for them all the same.
    """
    found = comments.named(session, who, q, bangkok_date(at))
    return JSONResponse([{"username": each.username, "name": each.name_th} for each in found])


def _shown_again(request: Request, error: Refused) -> HTMLResponse | None:
    """The item's page with what was typed; None where the item itself cannot be shown."""
    form: Written = request.state.written
    with looking(request) as found:
        if found is None:
            return None
        session, person, who = found
        try:
            item = item_seen(session, who, request.path_params["code"])
        except Refused:
            return None
        line = said(error, preferences_of(request).language).line
        visit = Visit(request, session, person, who, moment_of(request), item)
        summary = (Line(line, f"{PLACE}-text"),)
        return item_page(
            visit, summary=summary, status=answered(error).status, written=replace(form, problem=line)
        )


def _page(item: Item) -> str:
    return f"/items/{quote(item.code, safe='')}"
