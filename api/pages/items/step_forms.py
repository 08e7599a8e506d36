"""Carries out what a step's form asks for: once, however often it is sent, with its files taken in."""

import datetime
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass

from fastapi.responses import RedirectResponse
from sqlmodel import Session

from api.pages.items.typed import Typed, typed_day
from api.settings import Settings
from workflow import answers, engine, evidence
from workflow.attest import attest, must_record
from workflow.changes import Hand
from workflow.decision import offers
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


def step_taken(
    session: Session, settings: Settings, item: Item, trigger: str, form: Typed, hand: Hand
) -> int:
    """Takes the step with everything the form brings; the number of its entry. Raises as engine.advance."""
    moved = engine.advance(
        session,
        item.id,
        trigger,
        by=hand.by,
        at=hand.at,
        on=typed_day(form.on),
        reason=form.reason,
        evidence=form.evidence,
        documents=_brought(session, settings, item, trigger, form, hand),
        justifications=form.justifications,
        expect_version=form.expect_version,
    )
    return moved.entry_seq


def _brought(
    session: Session, settings: Settings, item: Item, trigger: str, form: Typed, hand: Hand
) -> dict[str, Attached]:
    """The form's files, stored only for whoever may take the step; the engine refuses everybody else."""
    if not form.files:
        return {}
    offered = offers(session, item.id, by=hand.by, at=hand.at, on=hand.day)
    hers = any(each.move.trigger == trigger and each.denial is None for each in offered)
    return taken_in(session, settings, form, hand.at) if hers else {}


def recorded(session: Session, settings: Settings, item: Item, form: Typed, hand: Hand) -> int:
    """Records the form's facts and files without a step; the number of its entry. Raises as attest."""
    must_record(session, item.id, by=hand.by, at=hand.at, facts=form.evidence)
    files = taken_in(session, settings, form, hand.at)
    return attest(session, item.id, by=hand.by, at=hand.at, facts=form.evidence, documents=files).seq
