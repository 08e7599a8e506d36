"""Carries out what a step's form asks for: once, however often it is sent, with its files taken in."""

import datetime
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass

from fastapi.responses import RedirectResponse
from sqlmodel import Session

from api.pages.typed import Typed
from api.settings import Settings
from workflow import answers, evidence
from workflow.errors import BadEvidence
from workflow.models import Item, Person
from workflow.statements import Attached


@dataclass(frozen=True, slots=True)
class Order:
    """What a form asks for: `act` names the door, `page` is the address it leads back to."""

    item: Item
    form: Typed
    act: str
    page: str

    @property
    def fingerprint(self) -> str:
        """The same for the same form sent again, another for anything else under the same key."""
        form = self.form
        files = {code: hashlib.sha256(data).hexdigest() for code, (_, data) in form.files.items()}
        told = [
            self.act,
            self.item.id,
            form.trigger,
            form.reason,
            form.on,
            form.evidence,
            form.justifications,
            files,
        ]
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def once(
    session: Session, person: Person, order: Order, at: datetime.datetime, do: Callable[[], int]
) -> RedirectResponse:
    """Does it and leads to the item's page; a form that comes again leads there without doing it again.

    `do` gives the number of the entry it wrote.
    """
    key, asked = order.form.key, order.fingerprint
    known = answers.recorded(session, person.id, key, asked) if key else None
    if known is not None:
        return RedirectResponse(known.body, status_code=303)
    address = f"{order.page}?done={do()}"
    if key:
        answers.record(session, person.id, key, asked, status=303, body=address, at=at)
    return RedirectResponse(address, status_code=303)


def taken_in(session: Session, settings: Settings, form: Typed, at: datetime.datetime) -> dict[str, Attached]:
    """The files of the form, stored; raises BadEvidence with the document's code."""
    taken = {}
    for code, (filename, data) in form.files.items():
        name = evidence.safe_name(filename)
        try:
            stored = evidence.take_in(session, settings.data_folder, data, name, at=at)
        except BadEvidence as error:
            raise BadEvidence(code, error.problem, error.detail) from error
        taken[code] = Attached(stored.sha256, name)
    return taken
