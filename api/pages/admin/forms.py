"""The forms of settings: what was typed, and the same page again with it where it is refused."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Final, TypeAlias

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse

from api.dependencies import moment_of
from api.errors import answered
from api.pages.again import keep, looking
from api.pages.items.typed import typed_day
from api.pages.refusals import Line, said
from api.pages.settings_desk import Desk
from states.thai import arabic_digits
from workflow.errors import AlreadyExists, BadDate, BadInput, Refused, RetentionRefused, UnknownItem

_MOST_FIELDS: Final = 600  # an order may name every step of every path
# The field of a form that a refusal speaks of, where the row's name for it is another.
_OTHER_NAMES: Final = {
    "valid_to": ("last_day", "active_to"),
    "valid_from": ("active_from",),
    "person": ("username", "account"),
    "position": ("post",),
    "school": ("school_code",),
    "address": ("email", "line"),
}


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed into one of a page's forms, and what was wrong with it, by field."""

    form: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)
    summary: Sequence[Line] = ()
    status: int = 200

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "")

    def day(self, name: str) -> datetime.date | None:
        """The Bangkok date typed into a field, None where it is empty; raises BadDate."""
        return typed_day(self[name])

    def needed_day(self, name: str) -> datetime.date:
        """The same where there has to be one; raises BadInput, BadDate."""
        found = self.day(name)
        if found is None:
            raise BadInput(name, "empty")
        return found

    def whole(self, name: str) -> int:
        """A whole number in either digits, nothing typed being none; raises BadInput."""
        plain = arabic_digits(self[name]).replace(",", "").strip() or "0"
        if not (plain.isascii() and plain.isdecimal() and len(plain) <= 6):
            raise BadInput(name, "out_of_range", self[name][:80])
        return int(plain)


NOTHING: Final = Typed()
Show: TypeAlias = Callable[[Desk, Typed], HTMLResponse]


async def form_values(request: Request) -> dict[str, str]:
    """Reads the form before the transaction begins; raises BadInput."""
    async with request.form(max_files=0, max_fields=_MOST_FIELDS, max_part_size=2**16) as form:
        texts = {name: value for name, value in form.multi_items() if isinstance(value, str)}
    if any("\x00" in text for text in texts.values()):
        raise BadInput("form", "nul_character")
    return texts


Values = Annotated[dict[str, str], Depends(form_values)]


def typed_into(request: Request, form: str, values: Mapping[str, str], show: Show) -> Typed:
    """What was typed; should it be refused, `show` makes the page again with it."""
    typed = Typed(form, values)

    def shown_again(request: Request, error: Refused) -> HTMLResponse | None:
        with looking(request) as found:
            if found is None:
                return None
            session, person, who = found
            desk = Desk(request, session, person, who, moment_of(request))
            try:
                return show(desk, _wrong(desk, typed, error))
            except Refused:  # what the address names is not there: there is no page to come back to
                return None

    keep(request, shown_again)
    return typed


def _wrong(desk: Desk, typed: Typed, error: Refused) -> Typed:
    """What was typed, with the refusal beside its field and in the summary."""
    text = said(error, desk.words.language).line
    name = _field(typed, error)
    return Typed(
        typed.form,
        typed.values,
        {name: text} if name else {},
        (Line(text, f"{typed.form}-{name}" if name else ""),),
        answered(error).status,
    )


def _field(typed: Typed, error: Refused) -> str:
    """The field of the form that the refusal speaks of; empty where it speaks of none."""
    if isinstance(error, BadDate):
        return next((each for each, text in typed.values.items() if text[:80] == error.text), "")
    if isinstance(error, UnknownItem | RetentionRefused):  # they name one of the papers that were typed
        return "code" if "code" in typed.values else ""
    name = str(error.what if isinstance(error, AlreadyExists) else getattr(error, "name", ""))
    others = ("code",) if isinstance(error, AlreadyExists) else ()
    names: tuple[str, ...] = (name, *_OTHER_NAMES.get(name, ()), *others)
    return next((each for each in names if each in typed.values), "")
