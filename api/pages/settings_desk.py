"""Who sets up how the office's papers look, and the form she sends."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse
from sqlmodel import Session
from starlette.datastructures import UploadFile

from api.dependencies import Looking, Moment, SignedIn, Transaction
from api.pages.menu import KEEPERS, settings_of
from api.pages.preferences import preferences_of
from api.pages.refusals import Said, said
from api.pages.rendering import reader_of, render
from api.pages.words import Words
from workflow.changes import SETTERS, Hand
from workflow.errors import BadInput, Denial, NotAllowed
from workflow.models import Person
from workflow.queries import Viewer


@dataclass(frozen=True, slots=True)
class Sent:
    """What was typed, and the file that came along, if any did."""

    texts: Mapping[str, str]
    data: bytes = b""


async def sent(request: Request) -> Sent:
    """Reads the form before the transaction begins; raises BadInput."""
    async with request.form(max_files=1, max_fields=20, max_part_size=2**20) as form:
        texts = {name: value for name, value in form.multi_items() if isinstance(value, str)}
        file = form.get("file")
        data = await file.read() if isinstance(file, UploadFile) else b""
    if any("\x00" in text for text in texts.values()):
        raise BadInput("form", "nul_character")
    return Sent(texts, data)


SentForm = Annotated[Sent, Depends(sent)]


@dataclass(frozen=True, slots=True)
class Desk:
    """The person who sets the office up, and the moment."""

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

    @property
    def pages(self) -> tuple[str, ...]:
        """The pages of settings that are hers."""
        return settings_of(self.who.roles)

    @property
    def administers(self) -> bool:
        """Whether she may change the office itself, such as the prefix of its documents."""
        return bool(self.who.roles & set(SETTERS))

    def said(self, error: Exception | None) -> Said | None:
        """`error` in the reader's language."""
        return said(error, self.words.language) if error else None

    def page(self, template: str, *, status: int = 200, **context: Any) -> HTMLResponse:
        reader = reader_of(self.session, self.person, self.who)
        return render(
            self.request, template, reader=reader, section="settings", status=status, desk=self, **context
        )


def check_keeper(who: Viewer, page: str) -> None:
    """Raises NotAllowed for whoever may save nothing on this page."""
    roles = KEEPERS[page]
    if not who.active or not who.roles & set(roles):
        raise NotAllowed(Denial("no_role", roles))


def desk(request: Request, session: Transaction, person: SignedIn, who: Looking, at: Moment) -> Desk:
    """Her desk; raises NotAllowed for everybody else."""
    check_keeper(who, request.url.path.split("/")[2])
    return Desk(request, session, person, who, at)


AtDesk = Annotated[Desk, Depends(desk)]
