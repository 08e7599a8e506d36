"""Who imports and what the form of an import carries."""

import datetime
import hashlib
import json
import re
from dataclasses import dataclass, replace
from typing import Annotated, Any, Final

from fastapi import Depends, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse
from starlette.datastructures import UploadFile

from api.dependencies import (
    Configured,
    Looking,
    Moment,
    SignedIn,
    Transaction,
    Turns,
    caller_asking,
)
from api.pages.imports.files import KINDS
from api.pages.looker import Looker
from api.pages.refusals import Said, said
from api.pages.rendering import reader_of, render
from api.settings import Settings
from workflow import evidence
from workflow.database import Database
from workflow.errors import BadEvidence, BadInput, Denial, NotAllowed, Refused
from workflow.evidence import safe_name
from workflow.models import StoredFile
from workflow.queries import Viewer
from workflow.sheets.workbook import Sheet, open_workbook

_SHA256: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Sent:
    """A chosen file, or a file that was previewed and kept: `sha256` is its name, `seen` what was shown.

    `sheets` are the workbook's, or why it could not be opened.
    """

    kind: str
    filename: str
    data: bytes = b""
    sha256: str = ""
    seen: str = ""
    key: str = ""
    sheets: tuple[Sheet, ...] | Refused = ()

    @property
    def opened(self) -> tuple[Sheet, ...]:
        """The workbook's sheets; raises why it could not be opened: BadInput, BadEvidence."""
        if isinstance(self.sheets, Refused):
            raise self.sheets
        return self.sheets

    @property
    def asked(self) -> str:
        """The same for the same form sent again, another for anything else under the same key."""
        told = ["import", self.kind, self.filename, self.sha256, self.seen]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()


async def sent(request: Request, at: Moment, settings: Configured) -> Sent:
    """Reads the form and opens its workbook, both before the turn to write: neither keeps anybody waiting.

    Opens nothing for those who may not import. Raises BadInput, NotSignedIn, NotAllowed.
    """
    form = await _typed(request)
    turns: Turns = request.app.state.turns
    async with turns.reading:
        known = await run_in_threadpool(_let_in, request, form, at)
    async with turns.opening:
        return await run_in_threadpool(_opened, form, known, settings)


def _let_in(request: Request, form: Sent, at: datetime.datetime) -> bool:
    """Whether the form's file was kept; raises NotSignedIn, NotAllowed."""
    database: Database = request.app.state.database
    with database.read() as session:
        _check_may_import(caller_asking(request, session, at).viewer)
        return bool(_SHA256.fullmatch(form.sha256)) and session.get(StoredFile, form.sha256) is not None


def _opened(form: Sent, known: bool, settings: Settings) -> Sent:
    """The form with its workbook's sheets: of the file sent along, or else of the kept one."""
    try:
        if form.sha256 and not known:
            raise BadEvidence("file", "file_lost")
        data = evidence.read_file(settings.data_folder, form.sha256) if form.sha256 else form.data
        return replace(form, data=data, sheets=open_workbook(data))
    except Refused as error:
        return replace(form, sheets=error)


async def _typed(request: Request) -> Sent:
    """The form as it was filled in; raises BadInput."""
    async with request.form(max_files=1, max_fields=20, max_part_size=2**16) as form:
        texts = {name: value for name, value in form.multi_items() if isinstance(value, str)}
        file = form.get("file")
        if isinstance(file, UploadFile) and file.filename:
            texts["filename"], data = file.filename, await file.read()
        else:
            data = b""
    if any("\x00" in text for text in texts.values()):
        raise BadInput("form", "nul_character")
    return Sent(
        kind=texts.get("kind", ""),
        filename=safe_name(texts.get("filename", "")),
        data=data,
        sha256=texts.get("sha256", ""),
        seen=texts.get("seen", ""),
        key=texts.get("key", "")[:120],
    )


SentForm = Annotated[Sent, Depends(sent)]


@dataclass(frozen=True, slots=True)
class Desk(Looker):
    """The person who imports, her office and the moment: what every page of an import needs."""

    def said(self, error: Exception | None) -> Said | None:
        """`error` in the reader's language."""
        return said(error, self.words.language) if error else None

    def page(self, template: str, **context: Any) -> HTMLResponse:
        reader = reader_of(self.session, self.person, self.who)
        return render(self.request, template, reader=reader, section="import", **context)


def desk(request: Request, session: Transaction, person: SignedIn, who: Looking, at: Moment) -> Desk:
    """The person's desk; raises NotAllowed for school people and for those without any post."""
    _check_may_import(who)
    return Desk(request, session, person, who, at)


def _check_may_import(who: Viewer) -> None:
    if not who.active or not who.roles or who.bounded:
        roles = dict.fromkeys(role for roles in KINDS.values() for role in roles)
        raise NotAllowed(Denial("no_role", tuple(roles)))


AtDesk = Annotated[Desk, Depends(desk)]
