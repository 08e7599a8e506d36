"""Who sets up how the office's papers look, and the form she sends."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse
from starlette.datastructures import UploadFile

from api.dependencies import Looking, Moment, SignedIn, Transaction
from api.pages.looker import Looker
from api.pages.menu import KEEPERS, settings_of
from api.pages.refusals import Said, said
from api.pages.rendering import reader_of, render
from workflow.changes import SETTERS
from workflow.errors import BadInput, Denial, NotAllowed
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
class Desk(Looker):
    """The person who sets the office up, and the moment."""

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
