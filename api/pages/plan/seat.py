"""Who sits before the pages of plan and money, and the form she sends: nothing typed is lost when refused."""

import datetime
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any, Final

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from api.dependencies import Looking, Moment, SignedIn, Transaction, moment_of
from api.pages.again import looking
from api.pages.items.typed import typed_day
from api.pages.looker import Looker
from api.pages.refusals import said
from api.pages.rendering import reader_of, render
from api.pages.year.doors import fiscal_year
from api.whole_record import must_see_all
from states.buddhist import arabic_digits
from states.typed import WrongEra
from workflow import answers, situation
from workflow.errors import BadInput, Refused
from workflow.permissions import empowered
from workflow.sheets.cells import BadCell, read_amount

_MOST_FIELDS: Final = 4_000


@dataclass(frozen=True, slots=True)
class Seat(Looker):
    """The person, her view and the moment."""

    def has(self, roles: tuple[str, ...]) -> bool:
        """Whether the page offers her what these roles may do; doing it decides."""
        return self.who.active and bool(self.who.roles & set(roles))

    def must(self, roles: tuple[str, ...], kind: str = "", trigger: str = "") -> None:
        """Raises NotAllowed for whoever has none of these roles over it: asked before her form is read."""
        actor = situation.who(self.session, self.office_id, self.person.id, self.on)
        empowered(actor, self.office_id, roles, kind, trigger)

    def told(self, error: Refused | None) -> str:
        """What was wrong and what to do next, in one line."""
        return said(error, self.words.language).line if error else ""

    def page(self, template: str, section: str, *, status: int = 200, **context: Any) -> HTMLResponse:
        reader = reader_of(self.session, self.person, self.who)
        return render(
            self.request, template, reader=reader, section=section, status=status, today=self.on, **context
        )


def seat(request: Request, session: Transaction, person: SignedIn, who: Looking, at: Moment) -> Seat:
    """Her seat; raises NotAllowed for those who see only their own school."""
    must_see_all(who)
    return Seat(request, session, person, who, at)


AtPlan = Annotated[Seat, Depends(seat)]


@contextmanager
def seated_again(request: Request) -> Iterator[Seat | None]:
    """The seat for showing a refused form again; None for nobody, or for whoever may not see the page."""
    with looking(request) as found:
        if found is None:
            yield None
            return
        session, person, who = found
        try:
            must_see_all(who)
        except Refused:
            yield None
            return
        yield Seat(request, session, person, who, moment_of(request))


@dataclass(slots=True)
class Filled:
    """A form as typed; `wrong` is the field at which reading or saving it stopped."""

    texts: Mapping[str, str]
    wrong: str = ""

    def text(self, name: str) -> str:
        return self.texts.get(name, "").strip()

    @contextmanager
    def at(self, name: str) -> Iterator[None]:
        """What is refused in here is wrong in this field."""
        try:
            yield
        except Refused:
            self.wrong = self.wrong or name
            raise

    def amount(self, name: str, *, negative: bool = False) -> int | None:
        """Satang of an amount as people type it; None where nothing is typed. Raises BadInput."""
        with self.at(name):
            try:
                return read_amount(self.text(name), negative=negative)
            except BadCell as error:
                problem = "out_of_range" if error.code in ("negative", "too_large") else "not_amount"
                raise BadInput("amount", problem, self.text(name)[:80]) from error

    def per_cent(self, name: str) -> Decimal | None:
        """A share in per cent with two decimals at most; raises BadInput."""
        with self.at(name):
            try:
                found = read_amount(self.text(name).removesuffix("%"))
            except BadCell as error:
                raise BadInput("per_cent", "out_of_range", self.text(name)[:80]) from error
            return None if found is None else Decimal(found).scaleb(-2)

    def day(self, name: str) -> datetime.date | None:
        with self.at(name):
            return typed_day(self.text(name))

    def must_day(self, name: str, called: str) -> datetime.date:
        """The day typed; raises BadInput under the name `called` where there is none."""
        found = self.day(name)
        with self.at(name):
            if found is None:
                raise BadInput(called, "empty")
        return found

    def year(self, name: str) -> int:
        """A Buddhist fiscal year; raises BadInput."""
        with self.at(name):
            try:
                return fiscal_year(self.text(name))
            except WrongEra as error:
                raise BadInput("fiscal_year", "wrong_era", self.text(name)[:80]) from error

    def whole(self, name: str, called: str) -> int:
        """A whole number, Thai digits too; raises BadInput under the name `called`."""
        text = arabic_digits(self.text(name))
        with self.at(name):
            if not text:
                raise BadInput(called, "empty")
            if not (text.isascii() and text.isdecimal() and len(text) < 10):
                raise BadInput(called, "out_of_range", text[:80])
        return int(text)

    def fingerprint(self, address: str) -> str:
        """The same for the same form sent again to the same address."""
        return hashlib.sha256(json.dumps([address, *sorted(self.texts.items())]).encode()).hexdigest()


async def filled(request: Request) -> Filled:
    """Reads the form before the transaction begins; raises BadInput."""
    async with request.form(max_files=0, max_fields=_MOST_FIELDS, max_part_size=2**20) as form:
        texts = {name: value for name, value in form.multi_items() if isinstance(value, str)}
    if any("\x00" in text for text in texts.values()):
        raise BadInput("form", "nul_character")
    return Filled(texts)


FilledForm = Annotated[Filled, Depends(filled)]


def once(place: Seat, form: Filled, act: Callable[[], str]) -> RedirectResponse:
    """Does it and leads to the address that `act` gives; the same form sent again leads there at once."""
    key, session = form.text("key")[:120], place.session
    asked = form.fingerprint(place.request.url.path)
    known = answers.recorded(session, place.person.id, key, asked) if key else None
    if known is not None:
        return RedirectResponse(known.body, status_code=303)
    address = act()
    if key:
        answers.record(session, place.person.id, key, asked, status=303, body=address, at=place.at)
    return RedirectResponse(address, status_code=303)
