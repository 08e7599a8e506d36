"""Gives an official paper out as PDF, Word, plain text or a page to print."""

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool

from api.dependencies import Turns
from api.pages.page_route import PageRoute
from api.pages.papers.pdf_missing import pdf_missing
from api.pages.papers.shown import LeavingPaper, file_of
from api.paper_files import FORMATS, Leaving
from api.plain_text import PlainText
from papers.render import BOOK
from workflow.errors import PdfUnavailable

router = APIRouter(route_class=PageRoute, include_in_schema=False)


async def made(request: Request, paper: Leaving, ending: str, code: str, beside: str) -> Response:
    """The paper as a file, made when its turn comes: papers in the making take no thread from pages.

    `beside` is the address that `.docx` and `.html` are added to where there can be no PDF.
    """
    turns: Turns = request.app.state.turns
    try:
        async with turns.binding if paper.limits == BOOK else turns.rendering:
            content = await run_in_threadpool(paper.file, ending)
    except PdfUnavailable as error:
        return await run_in_threadpool(pdf_missing, request, error, beside)
    return file_of(content, ending, code, paper.ready.title)


def _given_as(ending: str) -> None:
    """One address for each way in which a paper leaves."""

    @router.get(f"/papers/{{code}}.{ending}", name=f"paper_{ending}")
    async def give(request: Request, paper: LeavingPaper, code: PlainText) -> Response:
        return await made(request, paper, ending, code, f"/papers/{code}")


for _ending in FORMATS:
    _given_as(_ending)
