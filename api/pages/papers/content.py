"""The doors of papers made from an item's rows whenever they are asked for: forms, minutes, books."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse
from sqlmodel import Session

from api.dependencies import AskedItem, Looking, Moment, SignedIn, Transaction, Turns, item_seen, settings_of
from api.pages.page_route import PageRoute
from api.pages.papers.files import made
from api.pages.papers.listing import name_of
from api.pages.papers.shown import Shown, aside, shown_of
from api.pages.preferences import preferences_of
from api.pages.rendering import reader_of, render
from api.pages.words import Words
from api.paper_files import FORMATS, Leaving, content_ready, papers_of
from api.plain_text import PlainText
from states.catalogue import catalogue
from workflow.errors import UnknownItem
from workflow.moments import bangkok_date
from workflow.queries import Viewer

router = APIRouter(route_class=PageRoute, include_in_schema=False)


def _is_book(paper: str) -> bool:
    known = catalogue().papers.get(paper)
    return known is not None and known.book


async def composed(request: Request, code: PlainText, paper: PlainText, at: Moment) -> Leaving:
    """The paper of the address, read from the rows as they are now; books wait for one another.

    Raises NotSignedIn, UnknownItem (also for a paper that is not made from such an item), RenderRefused.
    """
    turns: Turns = request.app.state.turns
    folder, on = settings_of(request).data_folder, bangkok_date(at)

    def read(session: Session, who: Viewer) -> Leaving:
        item = item_seen(session, who, code)
        if paper not in papers_of(item):
            raise UnknownItem(paper[:60])
        return content_ready(session, item, paper, on=on, folder=folder)

    async with turns.binding if _is_book(paper) else turns.rendering:
        return await aside(request, read)


ComposedPaper = Annotated[Leaving, Depends(composed)]


def _given_as(ending: str) -> None:
    """One address for each way in which a paper leaves."""

    @router.get(f"/items/{{code}}/papers/{{paper}}.{ending}", name=f"content_{ending}")
    async def give(request: Request, found: ComposedPaper, code: PlainText, paper: PlainText) -> Response:
        return await made(request, found, ending, code, f"/items/{code}/papers/{paper}")


for _ending in FORMATS:
    _given_as(_ending)


async def looked_at(request: Request, code: PlainText, paper: PlainText, at: Moment) -> Shown:
    """The paper to stand in its page; a book stands there only on asking for it."""
    if _is_book(paper):
        return Shown()
    found = await composed(request, code, paper, at)
    return await run_in_threadpool(shown_of, request, lambda: found)


@router.get("/items/{code}/papers/{paper}")
def show_content(
    request: Request,
    shown: Annotated[Shown, Depends(looked_at)],
    session: Transaction,
    person: SignedIn,
    who: Looking,
    item: AskedItem,
    at: Moment,
    paper: PlainText,
) -> HTMLResponse:
    """One such paper with its files; of a book what it is, and that it takes a moment."""
    if paper not in papers_of(item):
        raise UnknownItem(paper[:60])
    return render(
        request,
        "content_paper.html",
        reader=reader_of(session, person, who),
        section="items",
        item=item,
        name=name_of(paper, Words(preferences_of(request))),
        address=f"/items/{item.code}/papers/{paper}",
        book=_is_book(paper),
        shown=shown,
        at=at,
    )
