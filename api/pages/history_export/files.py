"""A history as a file for whoever asks for it over the web: made whole first, then sent piece by piece."""

import datetime
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final
from urllib.parse import quote

from fastapi.responses import StreamingResponse
from sqlmodel import Session
from starlette.background import BackgroundTask

from api.pages.history_export.names import entry_name
from api.pages.tables import PAPER
from workflow.eventlogs.events import Log
from workflow.eventlogs.formats import FORMS, Format, write_log
from workflow.eventlogs.narrowing import narrowed
from workflow.models import Office
from workflow.moments import bangkok_date
from workflow.queries import Viewer

PIECE: Final = 256 * 1024


def history_file(
    session: Session, who: Viewer, at: datetime.datetime, form: Format, **narrowing: Any
) -> StreamingResponse:
    """What this person may see of her office's history; `narrowing` as `workflow.eventlogs.narrowing` has it.

    Made on the disk before the first byte leaves: a log that cannot be made is refused in words, and the
    database is not kept waiting by a slow line. Raises UnknownItem, UnknownKind, BadInput, TooManyRows.
    """
    asked = narrowed(session, who.office_id, who, **narrowing)
    office = session.get_one(Office, who.office_id)
    on = bangkok_date(at)
    name = f"{PAPER('hexport_title')} {office.code} {on.isoformat()}"
    with tempfile.TemporaryDirectory(prefix="khanton-", ignore_cleanup_errors=True) as folder:
        path = Path(folder) / "log"
        write_log(path, Log(session, asked, entry_name, on), form, office.name_th)
        size, file = path.stat().st_size, path.open("rb")  # read on after its name is gone
    ending = FORMS[form].ending
    disposition = (
        f"attachment; filename=\"khanton.{ending}\"; filename*=UTF-8''{quote(name, safe='')}.{ending}"
    )
    headers = {"Content-Disposition": disposition, "Content-Length": str(size)}
    return StreamingResponse(
        _pieces(file),
        media_type=FORMS[form].media_type,
        headers=headers,
        background=BackgroundTask(file.close),
    )


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while piece := file.read(PIECE):
            yield piece
