"""Gives an evidence pack to whoever may see the item, alike by page and by JSON address."""

import datetime
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Annotated, Any, Final
from urllib.parse import quote

from fastapi import Depends, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse

from api.calendar_feed import base_url
from api.dependencies import Moment, Turns, caller_asking, item_seen, settings_of
from api.packs.contents import contents
from api.packs.writing import Place, file_name, write
from api.plain_text import PlainText
from workflow.database import Database
from workflow.moments import bangkok_date

MEDIA: Final = "application/zip"
_IN_MEMORY: Final = 8 * 1024 * 1024
_BLOCK: Final = 256 * 1024


@dataclass(frozen=True, slots=True)
class Made:
    """A pack that has been written, from its beginning."""

    file: IO[bytes]
    name: str
    size: int


async def made(
    request: Request,
    code: PlainText,
    at: Moment,
    whole: Annotated[bool, Query(description="Also what belongs to it: projects, papers, agenda")] = True,
) -> Made:
    """The pack of the item in the address. Packs wait for one another, and nobody's memo waits for them.

    Raises NotSignedIn, UnknownItem, PackTooLarge, NotCheckpointed, HistoryBroken.
    """
    turns: Turns = request.app.state.turns
    async with turns.binding:
        return await run_in_threadpool(_made, request, code, at, whole)


def _made(request: Request, code: str, at: datetime.datetime, whole: bool) -> Made:
    database: Database = request.app.state.database
    place = Place(settings_of(request).data_folder, base_url(request))
    file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115  closed with the answer
    try:
        with database.read() as session:
            who = caller_asking(request, session, at).viewer
            item = item_seen(session, who, code)
            told = contents(session, item, who=who, on=bangkok_date(at), whole=whole)
            write(session, told, file, place, at)
    except BaseException:
        file.close()
        raise
    size = file.tell()
    file.seek(0)
    return Made(file, file_name(told, at), size)


Pack = Annotated[Made, Depends(made)]


def given(pack: Made) -> StreamingResponse:
    """The pack as an answer to download."""
    headers: dict[str, Any] = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(pack.name, safe='')}",
        "Content-Length": str(pack.size),
    }
    return StreamingResponse(_blocks(pack.file), media_type=MEDIA, headers=headers)


def _blocks(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while block := file.read(_BLOCK):
            yield block
