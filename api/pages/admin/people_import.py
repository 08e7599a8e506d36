"""People from Excel: a template, the file as understood with what is wrong in it, all of it saved at once."""

import hashlib
import json
import secrets
from dataclasses import astuple
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlmodel import Session

from api.dependencies import Configured
from api.errors import answered
from api.pages.imports.desk import SentForm
from api.pages.page_route import PageRoute
from api.pages.settings_desk import AtDesk, Desk
from api.pages.tables import PAPER, xlsx
from api.words_sheets import explain_cell
from workflow import answers, evidence
from workflow.changes import SETTERS, Hand
from workflow.errors import BadEvidence, Denial, NotAllowed, Refused
from workflow.sheets.people import PeoplePreview, people_template, read_people, save_people

router = APIRouter(route_class=PageRoute, include_in_schema=False)
_HERE: Final = "/settings/people/import/file"  # no account can be called what stands in it


def administrator(desk: AtDesk) -> Desk:
    """The desk of whoever opens accounts; raises NotAllowed for everybody else."""
    if not desk.administers:
        raise NotAllowed(Denial("no_role", SETTERS))
    return desk


Administrator = Annotated[Desk, Depends(administrator)]


@router.get("/settings/people/import/template.xlsx")
def template(desk: Administrator) -> Response:
    """A workbook with the posts that wait for somebody."""
    name = PAPER("settings_people")
    return xlsx(name, people_template(desk.session, desk.office_id, desk.hand.day))


@router.get(_HERE)
def choose(desk: Administrator, saved: Annotated[int, Query(ge=0, le=100_000)] = 0) -> HTMLResponse:
    """The form for a file; `saved` people were taken in just now."""
    return _page(desk, saved=saved)


@router.post(_HERE)
def preview(form: SentForm, desk: Administrator, settings: Configured) -> HTMLResponse:
    """Whom the file names, and what is wrong with it. Nothing is kept but a file that may be saved."""
    try:
        found = read_people(desk.session, desk.office_id, form.opened, desk.hand.day)
    except Refused as error:
        return _page(desk, error=error)
    refused = None if found.errors else why_not(desk.session, desk.office_id, found, desk.hand)
    kept = ""
    if found.effective and not found.errors and refused is None:
        kept = evidence.take_in(
            desk.session, settings.data_folder, form.data, form.filename, at=desk.at
        ).sha256
    return _page(desk, found=found, error=refused, filename=form.filename, sha256=kept)


@router.post("/settings/people/import/save")
def save(form: SentForm, desk: Administrator) -> Response:
    """Saves all that was previewed or nothing, once; what has changed since is shown anew."""
    known = answers.recorded(desk.session, desk.person.id, form.key, form.asked) if form.key else None
    if known is not None:
        return RedirectResponse(known.body, status_code=303)
    if not form.sha256:
        raise BadEvidence("file", "file_lost")  # only what was previewed and kept is saved
    found = read_people(desk.session, desk.office_id, form.opened, desk.hand.day)
    if fingerprint(found) != form.seen:
        return _page(desk, found=found, filename=form.filename, sha256=form.sha256, changed=True)
    save_people(desk.session, desk.office_id, found, desk.hand)
    address = f"{_HERE}?saved={len(found.effective)}"
    if form.key:
        answers.record(
            desk.session, desk.person.id, form.key, form.asked, status=303, body=address, at=desk.at
        )
    return RedirectResponse(address, status_code=303)


def why_not(session: Session, office_id: int, found: PeoplePreview, hand: Hand) -> Refused | None:
    """Why this could not be saved now: it is saved whole, and all of it taken back."""
    attempt = session.begin_nested()
    try:
        save_people(session, office_id, found, hand)
    except Refused as error:
        return error
    finally:
        attempt.rollback()
    return None


def fingerprint(found: PeoplePreview) -> str:
    """The same while the file would do the same."""
    told = [*map(astuple, found.rows), len(found.errors)]
    return hashlib.sha256(json.dumps(told, default=str).encode()).hexdigest()


def _page(
    desk: Desk,
    *,
    found: PeoplePreview | None = None,
    error: Refused | None = None,
    filename: str = "",
    sha256: str = "",
    changed: bool = False,
    saved: int = 0,
) -> HTMLResponse:
    """The form, or what is understood of a file."""
    told = [explain_cell(each) for each in found.errors] if found else []
    status = answered(error).status if error else 422 if told else 409 if changed else 200
    return desk.page(
        "admin/people_import.html",
        status=status,
        here=_HERE,
        refused=desk.said(error),
        found=found,
        mistakes=[(each, each.en if desk.words.language == "en" else each.th) for each in told],
        headings={(each.row, each.column): each.heading for each in found.errors} if found else {},
        filename=filename,
        sha256="" if told else sha256,
        seen=fingerprint(found) if found else "",
        key=secrets.token_urlsafe(16),
        changed=changed,
        saved=saved,
    )
