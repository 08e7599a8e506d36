"""An official paper as its desk shows it and as it leaves the house; never made while writing."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Final, TypeVar
from urllib.parse import quote

from fastapi import Depends, Request, Response
from fastapi.concurrency import run_in_threadpool
from markupsafe import Markup
from sqlmodel import Session

from api.calendar_feed import base_url
from api.dependencies import Moment, Turns, item_seen, settings_of
from api.errors import NotSignedIn
from api.pages.again import looking
from api.pages.preferences import preferences_of
from api.pages.refusals import Said, said
from api.paper_files import Leaving, paper_ready
from api.plain_text import PlainText
from workflow.errors import BadMarkup, ContentDestroyed, RenderRefused, UnknownItem
from workflow.models import Item
from workflow.moments import bangkok_date
from workflow.papers.drafts import paper_of
from workflow.papers.signing import sha256_of
from workflow.queries import Viewer

T = TypeVar("T")
MEDIA: Final = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "txt": "text/plain; charset=utf-8",
    "html": "text/html; charset=utf-8",
}
_LONGEST_NAME: Final = 120


@dataclass(frozen=True, slots=True)
class Shown:
    """The paper as it will print, or why it cannot be shown; nothing where the item is no such paper.

    `sha256` is that of its text: whoever signs says with it what she has read.
    """

    fragment: Markup | None = None
    problem: Said | None = None
    sha256: str = ""


def ready_of(request: Request, session: Session, item: Item, at: datetime.datetime) -> Leaving:
    """The paper with what its office and its issue put around the text."""
    folder = settings_of(request).data_folder
    return paper_ready(session, item, on=bangkok_date(at), folder=folder, base_url=base_url(request))


def show(request: Request, session: Session, item: Item, at: datetime.datetime) -> Shown:
    """The paper to stand in a page of ours."""
    return shown_of(request, lambda: ready_of(request, session, item, at))


def shown_of(request: Request, composed: Callable[[], Leaving]) -> Shown:
    """What `composed` gives, to stand in a page of ours; or why it cannot."""
    try:
        leaving = composed()
        page = leaving.file("html").decode()
    except (RenderRefused, BadMarkup, ContentDestroyed) as error:
        return Shown(problem=said(error, preferences_of(request).language))
    return Shown(fragment=_within(page), sha256=sha256_of(leaving.ready.markup))


def _within(page: str) -> Markup:
    """The paper alone, out of the whole page: it was written from its blocks, with everything escaped."""
    _, start, rest = page.partition("<article")
    inner, end, _ = rest.rpartition("</article>")
    return Markup(f"{start}{inner}{end}")  # noqa: S704


async def aside(request: Request, do: Callable[[Session, Viewer], T]) -> T:
    """What `do` reads and composes, in a look of its own before this request's turn to write.

    Raises NotSignedIn.
    """

    def look() -> T:
        with looking(request) as found:
            if found is None:
                raise NotSignedIn
            session, _, who = found
            return do(session, who)

    turns: Turns = request.app.state.turns
    async with turns.reading:
        return await run_in_threadpool(look)


async def shown(request: Request, code: PlainText, at: Moment) -> Shown:
    """The paper named in the address, shown; raises NotSignedIn, UnknownItem."""

    def read(session: Session, who: Viewer) -> Shown:
        item = item_seen(session, who, code)
        return Shown() if paper_of(session, item.id) is None else show(request, session, item, at)

    return await aside(request, read)


ShownPaper = Annotated[Shown, Depends(shown)]


async def ready_to_leave(request: Request, code: PlainText, at: Moment) -> Leaving:
    """The paper named in the address, composed; raises NotSignedIn, UnknownItem, RenderRefused."""

    def read(session: Session, who: Viewer) -> Leaving:
        item = item_seen(session, who, code)
        if paper_of(session, item.id) is None:
            raise UnknownItem(code)
        return ready_of(request, session, item, at)

    return await aside(request, read)


LeavingPaper = Annotated[Leaving, Depends(ready_to_leave)]


def file_of(content: bytes, ending: str, code: str, title: str) -> Response:
    """The paper as a file to save, under its code and its Thai subject (RFC 5987); HTML is shown."""
    if ending == "html":
        return Response(content, media_type=MEDIA[ending])
    named = "".join(" " if sign in '/\\:*?"<>|' or ord(sign) < 32 else sign for sign in f"{code} {title}")
    name = quote(" ".join(named.split())[:_LONGEST_NAME], safe="")
    plain = "".join(sign if sign.isascii() and (sign.isalnum() or sign in "-_.") else "-" for sign in code)
    disposition = f"attachment; filename=\"{plain}.{ending}\"; filename*=UTF-8''{name}.{ending}"
    return Response(content, media_type=MEDIA[ending], headers={"Content-Disposition": disposition})
