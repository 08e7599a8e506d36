"""Lets anybody who holds a paper ask whether the office's history still contains what it attests."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.dependencies import Moment, Somebody, Transaction, Walking
from api.pages.page_route import PageRoute
from api.pages.rendering import reader_of, render
from api.plain_text import PlainText
from api.witnessed import LENGTH, attested, count_look, found_one, signs_in
from workflow import queries

router = APIRouter(route_class=PageRoute, include_in_schema=False)
NEVER_INDEXED = {"X-Robots-Tag": "noindex"}


@router.get("/verify")
def ask(
    request: Request,
    session: Transaction,
    person: Somebody,
    at: Moment,
    code: Annotated[PlainText, Query(max_length=400)] = "",
) -> Response:
    """The form; what was typed into it leads to its answer."""
    if code.strip():
        last = code.strip().rstrip("/").rsplit("/", 1)[-1]
        return RedirectResponse(f"/verify/{quote(last or '-', safe='')}", status_code=303)
    reader = reader_of(session, person, queries.viewer(session, person.id, at)) if person else None
    return _never_indexed(render(request, "verify.html", reader=reader, told=None, typed="", signs=None))


@router.get("/verify/{code}")
def answer(
    request: Request, _turn: Walking, session: Transaction, person: Somebody, at: Moment, code: PlainText
) -> HTMLResponse:
    """What the history says of the paper with this code; what is no code, or none of ours, is said, too."""
    count_look(request, code)
    who = queries.viewer(session, person.id, at) if person else None
    reader = reader_of(session, person, who) if person and who else None
    signs = signs_in(code)
    told = attested(session, code, who) if signs == LENGTH else None
    if told is not None and told.checked.found:
        found_one(request, code)
    typed = told.checked.code if told else code[:80]
    return _never_indexed(render(request, "verify.html", reader=reader, told=told, typed=typed, signs=signs))


def _never_indexed(page: HTMLResponse) -> HTMLResponse:
    page.headers.update(NEVER_INDEXED)
    return page
