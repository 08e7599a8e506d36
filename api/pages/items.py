"""The doors of one paper's page: looking at it, taking a step, recording what a step needs, opening files."""

import datetime
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlmodel import Session, select

from api.dependencies import AskedItem, Configured, Looking, Moment, SignedIn, Transaction
from api.pages.again import keep
from api.pages.item_page import Visit, item_page, shown_again
from api.pages.page_route import PageRoute
from api.pages.typed import Typed, TypedForm, typed_day
from api.plain_text import PlainText
from api.settings import Settings
from workflow import answers, engine, evidence
from workflow.attest import attest
from workflow.errors import BadEvidence, UnknownItem
from workflow.models import Document, Item, Person, StoredFile
from workflow.statements import Attached

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.get("/items/{code}")
def show_item(
    request: Request,
    session: Transaction,
    person: SignedIn,
    who: Looking,
    item: AskedItem,
    at: Moment,
    done: Annotated[int, Query(ge=0)] = 0,
) -> HTMLResponse:
    """One item; `done` is the number of the entry that was just written, to confirm it."""
    return item_page(Visit(request, session, person, who, item, at), done=done)


def shown_again_if_refused(request: Request, form: TypedForm) -> Typed:
    """The form, which comes back with what was typed should it be refused."""
    keep(request, shown_again)
    return form


StepForm = Annotated[Typed, Depends(shown_again_if_refused)]


@router.post("/items/{code}/steps/{trigger}")
def take_step(
    form: StepForm,
    trigger: PlainText,
    session: Transaction,
    person: SignedIn,
    item: AskedItem,
    at: Moment,
    settings: Configured,
) -> RedirectResponse:
    """Takes the step, then shows the item with what was done. Sent twice, the step is taken once."""

    def take() -> int:
        moved = engine.advance(
            session,
            item.id,
            trigger,
            by=person.id,
            at=at,
            on=typed_day(form.on),
            reason=form.reason,
            evidence=form.evidence,
            documents=_taken_in(session, settings, form, at),
            justifications=form.justifications,
            expect_version=form.expect_version,
        )
        return moved.entry_seq

    return _once(session, person, _Order(item, form, "take"), at, take)


@router.post("/items/{code}/record/{trigger}")
def record_evidence(
    form: StepForm,
    session: Transaction,
    person: SignedIn,
    item: AskedItem,
    at: Moment,
    settings: Configured,
) -> RedirectResponse:
    """Records what a step will need, without taking it: by whoever takes it, or whoever can supply it."""

    def record() -> int:
        files = _taken_in(session, settings, form, at)
        return attest(session, item.id, by=person.id, at=at, facts=form.evidence, documents=files).seq

    return _once(session, person, _Order(item, form, "record"), at, record)


@router.get("/items/{code}/files/{sha256}")
def open_file(session: Transaction, item: AskedItem, sha256: PlainText, settings: Configured) -> Response:
    """A document of the item, as it was put forward; always saved, never shown inside our own pages."""
    query = (
        select(Document.filename, StoredFile.media_type)
        .join(StoredFile)
        .where(Document.item_id == item.id, Document.sha256 == sha256)
    )
    found = session.exec(query).first()
    if found is None:
        raise UnknownItem(sha256[:40])
    filename, media_type = found
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(filename)}"}
    data = evidence.read_file(settings.data_folder, sha256)
    return Response(data, media_type=media_type, headers=headers)


@dataclass(frozen=True, slots=True)
class _Order:
    """What a form asks for: `act` is take or record."""

    item: Item
    form: Typed
    act: str

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


def _once(
    session: Session, person: Person, order: _Order, at: datetime.datetime, do: Callable[[], int]
) -> RedirectResponse:
    """Does it and leads to the item's page; a form that comes again leads there without doing it again."""
    key, asked = order.form.key, order.fingerprint
    known = answers.recorded(session, person.id, key, asked) if key else None
    if known is not None:
        return RedirectResponse(known.body, status_code=303)
    address = f"/items/{quote(order.item.code, safe='')}?done={do()}"
    if key:
        answers.record(session, person.id, key, asked, status=303, body=address, at=at)
    return RedirectResponse(address, status_code=303)


def _taken_in(
    session: Session, settings: Settings, form: Typed, at: datetime.datetime
) -> dict[str, Attached]:
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
