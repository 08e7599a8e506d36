"""Reads the two dates of a question about the past as people type them; says what is wrong, and where."""

import datetime
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, Query

from api.dependencies import Looking, Moment, SignedIn, Transaction
from api.pages.items.typed import typed_day
from api.pages.refusals import said
from api.plain_text import PlainText
from workflow.asof.past import Past, past
from workflow.errors import BadDate, PastRefused
from workflow.moments import bangkok_date

Typed = Annotated[PlainText, Query(max_length=60)]


@dataclass(frozen=True, slots=True)
class Asked:
    """The dates as typed, the question where they make one, or what is wrong and in which field."""

    on: str
    known: str
    past: Past | None
    error: BadDate | PastRefused | None = None
    wrong: str = ""

    def problem(self, language: str) -> str:
        return said(self.error, language).line if self.error else ""

    @property
    def query(self) -> str:
        """The question as it stands in an address: the same dates, whatever era they were typed in."""
        if self.past is None:
            return ""
        known = {} if self.past.all_known else {"known": self.past.known_on.isoformat()}
        return urlencode({"on": self.past.on.isoformat(), **known})

    @property
    def status(self) -> int:
        return 422 if self.error else 200


def asked(
    session: Transaction,
    _person: SignedIn,
    who: Looking,
    at: Moment,
    on: Typed = "",
    known: Typed = "",
) -> Asked:
    """The question: a day (today where none is typed), and by what was known when (now where none is)."""
    days: dict[str, datetime.date | None] = {}
    for name, text in (("on", on), ("known", known)):
        try:
            days[name] = typed_day(text)
        except BadDate as error:
            return Asked(on, known, None, error, name)
    try:
        found = past(session, who.office_id, days["on"] or bangkok_date(at), days["known"], at)
    except PastRefused as error:
        wrong = "on" if error.problem == "in_future" and error.day == days["on"] else "known"
        return Asked(on, known, None, error, wrong)
    return Asked(on, known, found)


Question = Annotated[Asked, Depends(asked)]
