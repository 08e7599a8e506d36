"""The doors of one paper's page: looking at it, taking a step, recording what a step needs, opening files."""

from dataclasses import replace
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlmodel import select

from api.dependencies import AskedItem, Configured, Looking, Moment, SignedIn, Transaction
from api.pages.again import keep
from api.pages.items.page import item_page, shown_again
from api.pages.items.step_forms import Order, once, recorded, step_taken
from api.pages.items.typed import Typed, TypedForm
from api.pages.looker import Visit
from api.pages.page_route import PageRoute
from api.plain_text import PlainText
from api.retyping import retyped
from workflow import evidence
from workflow.changes import Hand
from workflow.errors import UnknownItem
from workflow.models import Document, Item, StoredFile
from workflow.retention.standing import must_stand

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
    return item_page(Visit(request, session, person, who, at, item), done=done)


def shown_again_if_refused(request: Request, form: TypedForm) -> Typed:
    """The form, which comes back with what was typed should it be refused."""
    keep(request, shown_again)
    return form


def attachment_form(request: Request, form: TypedForm) -> Typed:
    """The form whose one file is what its list says; it has no step."""
    kind = form.facts.get("kind", "")
    files = dict(zip((kind,), form.files.values(), strict=False))
    found = replace(form, trigger="attach", facts={}, files=files)
    request.state.typed = found
    keep(request, shown_again)
    return found


StepForm = Annotated[Typed, Depends(shown_again_if_refused)]


async def retyped_if_final(request: Request, _form: StepForm, code: PlainText, trigger: PlainText) -> None:
    """The password typed again for a final approval, compared before the turn to write."""
    typed = (await request.form()).get("password")
    await retyped(request, code, trigger, typed if isinstance(typed, str) else "")


Retyped = Annotated[None, Depends(retyped_if_final)]


@router.post("/items/{code}/steps/{trigger}")
def take_step(
    form: StepForm,
    _retyped: Retyped,
    trigger: PlainText,
    session: Transaction,
    person: SignedIn,
    item: AskedItem,
    at: Moment,
    settings: Configured,
) -> RedirectResponse:
    """Takes the step, then shows the item with what was done. Sent twice, the step is taken once."""

    def take() -> int:
        return step_taken(session, settings, item, trigger, form, Hand(person.id, at))

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
        return recorded(session, settings, item, form, Hand(person.id, at))

    return once(session, person, Order(item, form, "record", _page(item)), at, record)


@router.post("/items/{code}/attach")
def attach(
    form: Annotated[Typed, Depends(attachment_form)],
    session: Transaction,
    person: SignedIn,
    item: AskedItem,
    at: Moment,
    settings: Configured,
) -> RedirectResponse:
    """Puts a file forward without a step."""

    def record() -> int:
        return recorded(session, settings, item, form, Hand(person.id, at))

    return once(session, person, Order(item, form, "attach", _page(item)), at, record)


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
    must_stand(session, item.id)
    filename, media_type = found
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(filename)}"}
    data = evidence.read_file(settings.data_folder, sha256)
    return Response(data, media_type=media_type, headers=headers)


def _page(item: Item) -> str:
    return f"/items/{quote(item.code, safe='')}"
