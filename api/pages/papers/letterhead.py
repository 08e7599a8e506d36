"""The letterhead as a page: what the office prints at the head of its papers, and its emblem."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.dependencies import Configured
from api.errors import UnknownDocument, answered
from api.pages.page_route import PageRoute
from api.pages.settings_desk import AtDesk, Desk, SentForm
from workflow.errors import BadEvidence, Refused
from workflow.evidence import read_file
from workflow.models import Office
from workflow.offices import change_office
from workflow.papers import letterhead as letterheads

router = APIRouter(route_class=PageRoute, include_in_schema=False)
FIELDS: Final = ("address", "telephone", "email")


@router.get("/settings/letterhead")
def show(desk: AtDesk, saved: Annotated[str, Query(max_length=20)] = "") -> HTMLResponse:
    """The letterhead as it stands."""
    return _page(desk, saved=saved)


@router.post("/settings/letterhead")
def save(form: SentForm, desk: AtDesk) -> Response:
    """Keeps what was typed; what is wrong is shown beside its field, and nothing is kept."""
    attempt = desk.session.begin_nested()
    try:
        told = {name: form.texts.get(name, "") for name in FIELDS}
        wanted: dict[str, str | bool] = {**told, "thai_digits": "thai_digits" in form.texts}
        letterheads.set_letterhead(desk.session, desk.office_id, wanted, desk.hand)
        if desk.administers:
            prefix = " ".join(form.texts.get("document_prefix", "").split())
            change_office(desk.session, desk.office_id, {"document_prefix": prefix}, desk.hand)
    except Refused as error:
        attempt.rollback()
        return _page(desk, typed=dict(form.texts), error=error)
    attempt.commit()
    return RedirectResponse("/settings/letterhead?saved=fields", status_code=303)


@router.post("/settings/letterhead/emblem")
def upload(form: SentForm, desk: AtDesk, settings: Configured) -> Response:
    """Takes in the emblem: a PNG or JPEG, written anew."""
    try:
        letterheads.set_emblem(desk.session, settings.data_folder, form.data, desk.hand)
    except Refused as error:
        return _page(desk, error=error)
    return RedirectResponse("/settings/letterhead?saved=emblem", status_code=303)


@router.post("/settings/letterhead/emblem/remove")
def remove(desk: AtDesk) -> RedirectResponse:
    """Papers keep the room where the emblem stood."""
    letterheads.remove_emblem(desk.session, desk.hand)
    return RedirectResponse("/settings/letterhead?saved=removed", status_code=303)


@router.get("/settings/letterhead/emblem.png")
def emblem(desk: AtDesk, settings: Configured) -> Response:
    """The picture that papers carry."""
    sha256 = letterheads.letterhead(desk.session, desk.office_id).emblem_sha256
    if sha256 is None:
        raise UnknownDocument("emblem")
    return Response(read_file(settings.data_folder, sha256), media_type="image/png")


def _page(
    desk: Desk, *, typed: dict[str, str] | None = None, error: Refused | None = None, saved: str = ""
) -> HTMLResponse:
    kept = letterheads.letterhead(desk.session, desk.office_id)
    office = desk.session.get_one(Office, desk.office_id)
    told: dict[str, Any] = {name: getattr(kept, name) for name in FIELDS}
    told |= {"document_prefix": office.document_prefix, "thai_digits": kept.thai_digits}
    if typed is not None:
        told = {name: typed.get(name, "") for name in told} | {"thai_digits": "thai_digits" in typed}
    return desk.page(
        "letterhead.html",
        status=answered(error).status if error else 200,
        office=office,
        told=told,
        emblem=kept.emblem_sha256,
        wrong="emblem" if isinstance(error, BadEvidence) else str(getattr(error, "name", "")),
        problem=desk.said(error),
        saved=saved,
    )
