"""The doors of one paper's page: looking at it, taking a step, recording what a step needs, opening files."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlmodel import select

from api.dependencies import AskedItem, Configured, Looking, Moment, SignedIn, Transaction
from api.pages.again import keep
from api.pages.item_page import Visit, item_page, shown_again
from api.pages.page_route import PageRoute
from api.pages.step_forms import Order, once, taken_in
from api.pages.typed import Typed, TypedForm, typed_day
from api.plain_text import PlainText
from workflow import engine, evidence
from workflow.attest import attest
from workflow.errors import UnknownItem
from workflow.models import Document, Item, StoredFile

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
            documents=taken_in(session, settings, form, at),
            justifications=form.justifications,
            expect_version=form.expect_version,
        )
        return moved.entry_seq

    return once(session, person, Order(item, form, "take", _page(item)), at, take)


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
        files = taken_in(session, settings, form, at)
        return attest(session, item.id, by=person.id, at=at, facts=form.evidence, documents=files).seq

    return once(session, person, Order(item, form, "record", _page(item)), at, record)


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


def _page(item: Item) -> str:
    return f"/items/{quote(item.code, safe='')}"
