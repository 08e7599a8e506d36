"""One field that finds everything: items, papers by number, files, schools, people."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from api.dependencies import Looking, SignedIn, Transaction
from api.pages.items.ways import address_of
from api.pages.page_route import PageRoute
from api.pages.papers.listing import state_of
from api.pages.preferences import preferences_of
from api.pages.rendering import reader_of, render
from api.pages.words import Words
from api.plain_text import PlainText
from workflow.papers.drafts import with_paper
from workflow.search import search

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.get("/search")
def show_found(
    request: Request,
    session: Transaction,
    person: SignedIn,
    who: Looking,
    q: Annotated[PlainText, Query(max_length=200)] = "",
) -> HTMLResponse:
    """What was found, by sort."""
    words = Words(preferences_of(request))
    found = search(session, who, q)
    every = [*found.items, *(item for _, item in (*found.numbers, *found.files))]
    kept = with_paper(session, every) if every else frozenset()
    return render(
        request,
        "desk/search.html",
        reader=reader_of(session, person, who),
        section="search",
        q=q,
        found=found,
        address_of=lambda item: address_of(item, kept),
        state_of=lambda item: state_of(session, item, words),
    )
