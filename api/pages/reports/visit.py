"""Who looks at a page of reports, what she typed into its form, and doing what a form asks for once."""

import datetime
import hashlib
import json
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Final

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from api.dependencies import Looking, Moment, SignedIn, Transaction, moment_of
from api.errors import answered
from api.pages.again import keep, looking
from api.pages.items.typed import typed_day
from api.pages.looker import Looker
from api.pages.preferences import preferences_of
from api.pages.refusals import Line, said
from api.pages.rendering import reader_of, render
from api.pages.words import Words
from workflow import answers
from workflow.errors import BadDate, BadInput, Refused
from workflow.sheets.cells import BadCell, read_amount

_MOST_FIELDS: Final = 1_000


@dataclass(frozen=True, slots=True)
class Typed:
    """One form as it was filled in: `form` tells which of the page's it is, `key` is the same sent again."""

    form: str = ""
    key: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)

    def get(self, name: str) -> str:
        return self.texts.get(name, "")

    def back(self, form: str, name: str, otherwise: str = "") -> str:
        """What stands in a field: what was typed into this form, or else what is kept."""
        return self.texts.get(name, otherwise if self.form != form else "") if self.texts else otherwise

    def day(self, name: str) -> datetime.date | None:
        """A Bangkok date typed; None where nothing is. Raises BadDate."""
        return typed_day(self.get(name))

    def amount(self, name: str, called: str) -> int | None:
        """Satang of an amount typed: Thai digits, ฿ and commas are understood. Raises BadInput."""
        try:
            return read_amount(self.get(name))
        except BadCell as error:
            problem = "out_of_range" if error.code in ("negative", "too_large") else "not_amount"
            raise BadInput(called, problem, error.shown) from error

    @property
    def fingerprint(self) -> str:
        told = [self.form, sorted(self.texts.items())]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Trouble:
    """What was refused: in which form, at which field (by its name, or nowhere), in words."""

    form: str = ""
    field: str = ""
    line: str = ""
    status: int = 200

    @property
    def summary(self) -> list[Line]:
        anchor = f"{self.form}-{self.field}" if self.field else ""
        return [Line(self.line, anchor)] if self.line else []

    def at(self, form: str, name: str) -> str:
        """The words beside a field, if it was this one."""
        return self.line if (self.form, self.field) == (form, name) else ""


@dataclass(frozen=True, slots=True)
class Visit(Looker):
    """Who looks, and when; `typed` and `trouble` where a form came back; `done` what was just saved."""

    typed: Typed = field(default_factory=Typed)
    trouble: Trouble = field(default_factory=Trouble)
    done: str = ""

    def page(self, template: str, *, section: str = "quarter", **context: Any) -> HTMLResponse:
        """The page; every form on it gets a key of its own."""
        return render(
            self.request,
            template,
            reader=reader_of(self.session, self.person, self.who),
            section=section,
            status=self.trouble.status,
            visit=self,
            typed=self.typed,
            trouble=self.trouble,
            today=self.on,
            new_key=lambda: uuid.uuid4().hex,
            **context,
        )


Show = Callable[[Visit], HTMLResponse]


def visiting(request: Request, session: Transaction, person: SignedIn, who: Looking, at: Moment) -> Visit:
    """Somebody who has signed in; what she just saved is named in the address."""
    done = request.query_params.get("done", "")[:20]
    return Visit(request, session, person, who, at, done=done)


Visiting = Annotated[Visit, Depends(visiting)]


def form_of(show: Show) -> Callable[[Request], Any]:
    """Reads a form before the transaction begins; refused, it comes back on the page that `show` makes."""

    async def read(request: Request) -> Typed:
        async with request.form(max_fields=_MOST_FIELDS, max_files=0) as form:
            texts = {name: value for name, value in form.multi_items() if isinstance(value, str)}
        if any("\x00" in text for text in texts.values()):
            raise BadInput("form", "nul_character")
        found = Typed(texts.pop("form", "")[:80], texts.pop("key", "")[:120], texts)
        keep(request, lambda request, error: _again(request, error, found, show))
        return found

    return read


def _again(request: Request, error: Refused, typed: Typed, show: Show) -> HTMLResponse | None:
    with looking(request) as found:
        if found is None:
            return None
        session, person, who = found
        trouble = trouble_of(error, typed, Words(preferences_of(request)))
        visit = Visit(request, session, person, who, moment_of(request), typed, trouble)
        try:
            return show(visit)
        except Refused:
            return None


def trouble_of(error: Refused, typed: Typed, words: Words) -> Trouble:
    """The refusal at the field it speaks of: by its name, else by the text in which it was found."""
    name = str(getattr(error, "name", ""))
    detail = str(getattr(error, "detail", "")) if isinstance(error, BadInput) else ""
    fields = [f"{name}:{detail}", name] if detail else [name]
    if isinstance(error, BadDate):
        fields = [key for key, text in typed.texts.items() if text[:80] == error.text]
    place = next((each for each in fields if each in typed.texts), "") or next(
        (
            key
            for key, text in typed.texts.items()
            if key.startswith(f"{name}:") and text.strip()[: len(detail) or None] == detail
        ),
        "",
    )
    return Trouble(typed.form, place, said(error, words.language).line, answered(error).status)


def once(visit: Visit, form: Typed, act: Callable[[], str], address: str) -> RedirectResponse:
    """Does it and leads to the page that confirms it; the same form sent again leads there and does nothing.

    `act` gives the word for what was done.
    """
    asked = f"{visit.request.url.path} {form.fingerprint}"
    asked = hashlib.sha256(asked.encode()).hexdigest()
    known = answers.recorded(visit.session, visit.person.id, form.key, asked) if form.key else None
    if known is not None:
        return RedirectResponse(known.body, status_code=303)
    path, _, anchor = address.partition("#")
    there = f"{path}?done={act()}" + (f"#{anchor}" if anchor else "")
    if form.key:
        answers.record(visit.session, visit.person.id, form.key, asked, status=303, body=there, at=visit.at)
    return RedirectResponse(there, status_code=303)
