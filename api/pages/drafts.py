"""Unsaved forms: kept while somebody types, offered again, discarded. See workflow/form_drafts."""

import datetime
from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import PlainTextResponse, RedirectResponse
from sqlmodel import Session

from api.dependencies import Moment, SignedIn, Transaction
from api.pages.page_route import PageRoute
from api.pages.preferences import own_address, preferences_of
from api.pages.words import Words
from workflow.errors import BadInput
from workflow.form_drafts import Draft, Fields, discard_draft, find_draft, keep_draft
from workflow.models import Person

router = APIRouter(route_class=PageRoute, include_in_schema=False)
MOST_FIELDS: Final = 6_000
_OWN: Final = ("draft_form", "draft_base", "draft_back", "then", "key")


@dataclass(frozen=True, slots=True)
class Sent:
    """A form as it was sent: `fields` without what is only for keeping drafts, which the rest names."""

    fields: Fields
    form: str = ""
    base: str = ""
    back: str = "/"
    then: str = ""
    key: str = ""

    def get(self, name: str) -> str:
        return next((text for known, text in self.fields if known == name), "")


@dataclass(frozen=True, slots=True)
class Offered:
    """A draft to go on with or to discard; `stale` where somebody saved since it was begun.

    `different` has each field whose texts differ: its name, the texts of the draft, and as kept now.
    """

    draft: Draft
    stale: bool
    different: tuple[tuple[str, str, str], ...]


async def sent(request: Request) -> Sent:
    """Reads a form before the transaction begins; raises BadInput for what no database takes."""
    async with request.form(max_fields=MOST_FIELDS, max_files=0, max_part_size=2**20) as form:
        pairs = [(name, value) for name, value in form.multi_items() if isinstance(value, str)]
    if any("\x00" in text for pair in pairs for text in pair):
        raise BadInput("form", "nul_character")
    own = {name: text for name, text in pairs if name in _OWN}
    return Sent(
        tuple((name, text.replace("\r\n", "\n")) for name, text in pairs if name not in _OWN),
        own.get("draft_form", ""),
        own.get("draft_base", ""),
        own_address(own.get("draft_back", "/")),
        own.get("then", "")[:60],
        own.get("key", "")[:120],
    )


SentForm = Annotated[Sent, Depends(sent)]


def offered(
    session: Session, person: Person, form: str, kept: Fields, base: str, at: datetime.datetime
) -> Offered | None:
    """Her draft of the form, where it says anything else than what is kept as `base`."""
    draft = find_draft(session, person.id, form, at)
    if draft is None:
        return None
    different = differences(draft.fields, kept)
    return Offered(draft, draft.base != base, different) if different else None


def differences(typed: Fields, kept: Fields) -> tuple[tuple[str, str, str], ...]:
    """Each field whose texts differ: its name, the text typed, the text kept."""
    mine, theirs = _by_name(typed), _by_name(kept)
    return tuple(
        (name, mine.get(name, ""), theirs.get(name, ""))
        for name in dict.fromkeys((*mine, *theirs))
        if mine.get(name, "") != theirs.get(name, "")
    )


def _by_name(fields: Fields) -> dict[str, str]:
    """The texts by name; what has several, such as ticked boxes, in one."""
    found: dict[str, list[str]] = {}
    for name, text in fields:
        found.setdefault(name, []).append(text.replace("\r\n", "\n").strip())
    return {name: ", ".join(filter(None, texts)) for name, texts in found.items()}


@router.post("/form-drafts/keep")
def keep(request: Request, form: SentForm, session: Transaction, person: SignedIn, at: Moment) -> Response:
    """Keeps the form as typed; a script is told when, a browser without one is led back to the form."""
    keep_draft(session, person.id, form.form, form.fields, base=form.base, at=at)
    if request.headers.get("hx-request") == "true":
        return PlainTextResponse(Words(preferences_of(request))("draft_kept_at", moment=_time(request, at)))
    mark = "&" if "?" in form.back else "?"
    return RedirectResponse(f"{form.back}{mark}draft=kept", status_code=303)


@router.post("/form-drafts/discard")
def discard(form: SentForm, session: Transaction, person: SignedIn) -> RedirectResponse:
    """Forgets the draft; only hers can be named."""
    discard_draft(session, person.id, form.form)
    return RedirectResponse(form.back, status_code=303)


def _time(request: Request, at: datetime.datetime) -> str:
    return Words(preferences_of(request)).moment(at)
