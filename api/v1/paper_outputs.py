"""Papers as files: PDF, Word, plain text or a page, by the ending of the address or by Accept."""

from typing import Annotated, Any, Final
from urllib.parse import quote

from fastapi import APIRouter, Depends, Header, Path, Request, Response
from fastapi.concurrency import run_in_threadpool

from api.calendar_feed import base_url
from api.dependencies import Moment, Turns, caller_asking, item_seen, settings_of
from api.paper_files import FORMATS, Leaving, content_ready, paper_ready
from api.plain_text import PlainText
from api.problems import RESPONSES
from papers.render import BOOK
from workflow.database import Database
from workflow.errors import BadInput
from workflow.moments import bangkok_date

router = APIRouter(tags=["papers"], responses={key: RESPONSES[key] for key in (401, 403, 404, 413, 422, 503)})
MEDIA: Final = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "txt": "text/plain; charset=utf-8",
    "html": "text/html; charset=utf-8",
}
_FILE: Final[dict[int | str, dict[str, Any]]] = {
    200: {"content": {name: {} for name in MEDIA.values()}, "description": "The file"}
}
Accept = Annotated[PlainText, Header(description="PDF where nothing else is asked for")]
Ending = Annotated[PlainText, Path(description="pdf, docx, txt or html")]
Paper = Annotated[PlainText, Path(description="Such as plan_book, minutes, proposal_form")]


def accepted(accept: str) -> str:
    """The ending for what the head of a request asks for, the first that we have."""
    for wanted in accept.split(","):
        kind = wanted.partition(";")[0].strip().casefold()
        for ending, media in MEDIA.items():
            if kind == media.partition(";")[0]:
                return ending
    return "pdf"


async def leaving(request: Request, code: PlainText, at: Moment) -> Leaving:
    """The paper of the address, composed in a look of its own; raises NotSignedIn, UnknownItem."""
    turns: Turns = request.app.state.turns
    async with turns.reading:
        return await run_in_threadpool(_leaving, request, code, at)


def _leaving(request: Request, code: str, at: Moment) -> Leaving:
    database: Database = request.app.state.database
    on, folder = bangkok_date(at), settings_of(request).data_folder
    with database.read() as session:
        item = item_seen(session, caller_asking(request, session, at).viewer, code)
        paper = request.path_params.get("paper")
        if paper is None:
            return paper_ready(session, item, on=on, folder=folder, base_url=base_url(request))
        return content_ready(session, item, paper, on=on, folder=folder)


Left = Annotated[Leaving, Depends(leaving)]


@router.get("/papers/{code}/file", response_class=Response, responses=_FILE)
async def paper_file(request: Request, left: Left, code: PlainText, accept: Accept = "") -> Response:
    """ดาวน์โหลดหนังสือ · The paper as a file of the kind that Accept asks for."""
    return await _file(request, left, code, accepted(accept))


@router.get("/papers/{code}/file.{ending}", response_class=Response, responses=_FILE)
async def paper_file_as(request: Request, left: Left, code: PlainText, ending: Ending) -> Response:
    """ดาวน์โหลดหนังสือ · The paper as a file with this ending."""
    return await _file(request, left, code, ending)


@router.get("/items/{code}/papers/{paper}", response_class=Response, responses=_FILE)
async def content_file(
    request: Request, left: Left, code: PlainText, paper: Paper, accept: Accept = ""
) -> Response:
    """เอกสารจากข้อมูล · A paper made from the item's rows as they are today, such as the plan book."""
    return await _file(request, left, f"{code}-{paper}", accepted(accept))


@router.get("/items/{code}/papers/{paper}/file.{ending}", response_class=Response, responses=_FILE)
async def content_file_as(
    request: Request, left: Left, code: PlainText, paper: Paper, ending: Ending
) -> Response:
    """เอกสารจากข้อมูล · The same as a file with this ending."""
    return await _file(request, left, f"{code}-{paper}", ending)


async def _file(request: Request, left: Leaving, name: str, ending: str) -> Response:
    if ending not in FORMATS:
        raise BadInput("format", "unknown", ending[:20])
    turns: Turns = request.app.state.turns
    async with turns.binding if left.limits == BOOK else turns.rendering:
        content = await run_in_threadpool(left.file, ending)
    disposition = f"attachment; filename*=UTF-8''{quote(f'{name}.{ending}', safe='')}"
    return Response(content, media_type=MEDIA[ending], headers={"Content-Disposition": disposition})
