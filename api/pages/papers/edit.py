"""The form of a draft: saved as typed, and put forward with it where that was asked for; both or neither."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Final
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse

from api.dependencies import Acting, AskedItem, Transaction
from api.pages.again import keep
from api.pages.page_route import PageRoute
from api.pages.papers.fields import NAMES, Written, fields_of
from api.pages.papers.page import PROPOSING, edit_refused
from workflow import answers, engine
from workflow.errors import BadInput, UnknownItem
from workflow.papers import drafts
from workflow.papers.fields import read

router = APIRouter(route_class=PageRoute, include_in_schema=False)
_MOST_FIELDS: Final = 2_000  # one for each reader that can be ticked


@dataclass(frozen=True, slots=True)
class Edited:
    """The draft as typed, and on which revision of it.

    `thai_digits` is the switch where the form asked for it, `then` the step to take with the saved draft;
    `key` is the same where the form is sent again.
    """

    written: Written
    revision: int
    thai_digits: bool | None
    then: str
    key: str

    @property
    def fingerprint(self) -> str:
        """The same for the same form sent again."""
        written = self.written
        told = ["edit", *sorted(written.texts.items()), written.sent_to, self.revision, self.thai_digits]
        return hashlib.sha256(json.dumps([*told, self.then]).encode()).hexdigest()


async def edited(request: Request) -> Edited:
    """Reads the form of a draft, which comes back with what was typed should it be refused."""
    async with request.form(max_fields=_MOST_FIELDS, max_files=0) as form:
        several = [(name, value) for name, value in form.multi_items() if isinstance(value, str)]
    if any("\x00" in text for _, text in several):
        raise BadInput("form", "nul_character")
    texts = dict(several)
    found = Edited(
        written_from(several),
        _whole(texts.get("revision", "")),
        {"yes": True, "no": False}.get(texts.get("thai_digits", "")),
        texts.get("then", ""),
        texts.get("key", "")[:120],
    )
    keep(
        request,
        partial(edit_refused, written=found.written, revision=found.revision, thai_digits=found.thai_digits),
    )
    return found


def written_from(several: list[tuple[str, str]]) -> Written:
    """What was typed into the fields of a paper, and whom it is for."""
    texts: Mapping[str, str] = dict(several)
    chosen = tuple(dict.fromkeys(value for name, value in several if name == "sent_to" and value))
    return Written({name: texts.get(name, "") for name in NAMES}, chosen)


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


@router.post("/papers/{code}/edit")
def edit(
    form: Annotated[Edited, Depends(edited)], session: Transaction, hand: Acting, item: AskedItem
) -> RedirectResponse:
    """Saves the draft as typed, unless somebody changed it since it was shown; and puts it forward, once."""
    paper = drafts.paper_of(session, item.id)
    if paper is None:
        raise UnknownItem(item.code)
    known = answers.recorded(session, hand.by, form.key, form.fingerprint) if form.key else None
    if known is not None:
        return RedirectResponse(known.body, status_code=303)
    fields = fields_of(form.written, read(paper.fields))
    drafts.edit(session, item.id, fields, hand, expect_revision=form.revision, thai_digits=form.thai_digits)
    address = f"/papers/{quote(item.code, safe='')}"
    if form.then in PROPOSING:
        done = engine.advance(session, item.id, form.then, by=hand.by, at=hand.at)
        address += f"?done={done.entry_seq}"
    else:
        address += "?saved=1"
    if form.key:
        kept = form.fingerprint
        answers.record(session, hand.by, form.key, kept, status=303, body=address, at=hand.at)
    return RedirectResponse(address, status_code=303)
