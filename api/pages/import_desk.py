"""Who imports and what the form of an import carries."""

import datetime
import hashlib
import json
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse
from sqlmodel import Session
from starlette.datastructures import UploadFile

from api.dependencies import Looking, Moment, SignedIn, Transaction
from api.pages.import_files import KINDS
from api.pages.preferences import preferences_of
from api.pages.refusals import Said, said
from api.pages.rendering import reader_of, render
from api.pages.words import Words
from workflow.changes import Hand
from workflow.errors import BadInput, Denial, NotAllowed
from workflow.evidence import safe_name
from workflow.models import Person
from workflow.queries import Viewer


@dataclass(frozen=True, slots=True)
class Sent:
    """A chosen file, or a file that was previewed and kept: `sha256` is its name, `seen` what was shown."""

    kind: str
    filename: str
    data: bytes = b""
    sha256: str = ""
    seen: str = ""
    key: str = ""

    @property
    def asked(self) -> str:
        """The same for the same form sent again, another for anything else under the same key."""
        told = ["import", self.kind, self.filename, self.sha256, self.seen]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()


async def sent(request: Request) -> Sent:
    """Reads the form before the transaction begins: a slow upload keeps nobody waiting. Raises BadInput."""
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
class Desk:
    """The person who imports, her office and the moment: what every page of an import needs."""

    request: Request
    session: Session
    person: Person
    who: Viewer
    at: datetime.datetime

    @property
    def office_id(self) -> int:
        return self.person.office_id

    @property
    def hand(self) -> Hand:
        return Hand(self.person.id, self.at)

    @property
    def words(self) -> Words:
        return Words(preferences_of(self.request))

    def said(self, error: Exception | None) -> Said | None:
        """`error` in the reader's language."""
        return said(error, self.words.language) if error else None

    def page(self, template: str, **context: Any) -> HTMLResponse:
        reader = reader_of(self.session, self.person, self.who)
        return render(self.request, template, reader=reader, section="import", **context)


def desk(request: Request, session: Transaction, person: SignedIn, who: Looking, at: Moment) -> Desk:
    """The person's desk; raises NotAllowed for school people and for those without any post."""
    if not who.active or not who.roles or who.bounded:
        roles = dict.fromkeys(role for roles in KINDS.values() for role in roles)
        raise NotAllowed(Denial("no_role", tuple(roles)))
    return Desk(request, session, person, who, at)


AtDesk = Annotated[Desk, Depends(desk)]
