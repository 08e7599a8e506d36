"""The doors of an import from Excel: choosing a file, seeing what it would change, saving all of it."""

import json
import secrets
from collections.abc import Sequence
from typing import Annotated, Final, Literal
from urllib.parse import quote

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlmodel import col, or_, select

from api.dependencies import Configured
from api.errors import answered
from api.pages.imports.desk import AtDesk, Desk, Sent, SentForm
from api.pages.imports.files import (
    KINDS,
    Preview,
    changes_nothing,
    fingerprint,
    must_save,
    read_file,
    save_file,
    why_not,
)
from api.pages.imports.shown import show
from api.pages.page_route import PageRoute
from api.plain_text import PlainText
from api.settings import Settings
from api.v1.shapes import LARGEST_NUMBER
from states.fiscal import fiscal_year_of, quarter_of
from workflow import answers, evidence
from workflow.errors import BadEvidence, Refused, UnknownEntry
from workflow.models import Entry, Group, Item, Occupancy, Position
from workflow.sheets.finance import FinancePreview

router = APIRouter(route_class=PageRoute, include_in_schema=False)
_MOST_ENTRIES: Final = 10_000


@router.get("/import")
def choose(desk: AtDesk) -> HTMLResponse:
    """What can be imported, by whom, and the templates to fill in."""
    return _choose(desk, "finance" if "finance_officer" in desk.who.roles else "proposals")


@router.get("/import/template")
def template(
    desk: AtDesk,
    kind: Literal["finance", "proposals"],
    year: Annotated[int, Query(gt=2400, lt=2700)],
    part: Annotated[PlainText, Query(max_length=40)],
) -> RedirectResponse:
    """Leads to the template of a fiscal year (B.E.): `part` is the quarter, or the group's code."""
    return RedirectResponse(f"/year/{year}/{kind}/{quote(part, safe='')}.xlsx", status_code=303)


@router.get("/import/preview")
@router.get("/import/save")
def start_over() -> RedirectResponse:
    """What answered a form has no address of its own: reloading it begins anew."""
    return RedirectResponse("/import", status_code=303)


@router.post("/import/preview")
def preview(form: SentForm, desk: AtDesk, settings: Configured) -> HTMLResponse:
    """The file as understood. Nothing is kept but the file itself, and that only where it can be saved."""
    try:
        found = read_file(desk.session, desk.office_id, form.kind, form.opened, desk.hand)
        return _preview(desk, form, found, settings)
    except Refused as error:
        page = _choose(desk, form.kind, error)
        error.__traceback__ = None  # it holds the form, and the form holds it with the file
        return page


@router.post("/import/save")
def save(form: SentForm, desk: AtDesk, settings: Configured) -> Response:
    """Saves all that was previewed or nothing; sent twice, once.

    Where the plan or the figures have changed since, the preview as it is now comes instead.
    """
    must_save(desk.session, desk.office_id, form.kind, desk.hand)
    known = answers.recorded(desk.session, desk.person.id, form.key, form.asked) if form.key else None
    if known is not None:
        return RedirectResponse(known.body, status_code=303)
    if not form.sha256:
        raise BadEvidence("file", "file_lost")  # only what was previewed and kept is saved
    found = read_file(desk.session, desk.office_id, form.kind, form.opened, desk.hand)
    if fingerprint(found) != form.seen:
        return _preview(desk, form, found, settings, changed=True)
    written = save_file(desk.session, desk.office_id, found, desk.hand, form.filename)
    address = f"/import/saved?first={written.first}&last={written.last}"
    if isinstance(found, FinancePreview):
        address += f"&year={found.fiscal_year}&quarter={found.quarter}"
    if form.key:
        answers.record(
            desk.session, desk.person.id, form.key, form.asked, status=303, body=address, at=desk.at
        )
    return RedirectResponse(address, status_code=303)


@router.get("/import/saved")
def saved(
    desk: AtDesk,
    first: Annotated[int, Query(ge=1, le=LARGEST_NUMBER)],
    last: Annotated[int, Query(ge=1, le=LARGEST_NUMBER)],
    year: Annotated[int, Query(gt=2400, lt=2700)] = 0,
    quarter: Annotated[int, Query(ge=1, le=4)] = 0,
) -> HTMLResponse:
    """What an import wrote: the numbers of its entries in the history, and its projects.

    Finance's figures lead back to the desk of their `quarter` of a fiscal `year` (B.E.).
    """
    if not first <= last < first + _MOST_ENTRIES:
        raise UnknownEntry(first)
    query = select(Entry).where(
        Entry.office_id == desk.office_id,
        Entry.actor_id == desk.person.id,
        Entry.seq >= first,
        Entry.seq <= last,
    )
    entries = desk.session.exec(query.order_by(col(Entry.seq))).all()
    if len(entries) != last - first + 1:
        raise UnknownEntry(first)
    projects = _projects(desk, entries)
    return desk.page(
        "import_saved.html",
        first=first,
        last=last,
        projects=projects,
        desk=f"/quarter/{year}/{quarter}" if year and quarter else "",
    )


def _choose(desk: Desk, kind: str, error: Refused | None = None) -> HTMLResponse:
    """The form, with why the file was refused."""
    on = desk.hand.day
    year, quarter = fiscal_year_of(on).be, quarter_of(on).number
    years = desk.session.exec(select(Item.fiscal_year).where(Item.office_id == desk.office_id).distinct())
    groups = desk.session.exec(
        select(Group.code, Group.name_th).where(Group.office_id == desk.office_id).order_by(col(Group.code))
    ).all()
    return desk.page(
        "import.html",
        status=answered(error).status if error else 200,
        told=desk.said(error),
        kinds=[(name, roles, bool(desk.who.roles & set(roles))) for name, roles in KINDS.items()],
        chosen=kind if kind in KINDS else "proposals",
        years=sorted({*years, year, year + 1}, reverse=True),
        year=year,
        quarter=max(1, quarter - 1),
        groups=groups,
        group=_own_group(desk),
    )


def _own_group(desk: Desk) -> str:
    """The code of the group that the person holds a post in, or empty."""
    on = desk.hand.day
    query = (
        select(Group.code)
        .join(Position, col(Position.group_id) == col(Group.id))
        .join(Occupancy, col(Occupancy.position_id) == col(Position.id))
        .where(
            Occupancy.person_id == desk.person.id,
            Occupancy.valid_from <= on,
            or_(col(Occupancy.valid_to).is_(None), col(Occupancy.valid_to) >= on),
        )
        .order_by(col(Group.code))
    )
    return desk.session.exec(query).first() or ""


def _preview(
    desk: Desk, form: Sent, found: Preview, settings: Settings, *, changed: bool = False
) -> HTMLResponse:
    """The rows and their mistakes, or the button that saves them all."""
    shown = show(desk.session, desk.office_id, found, desk.words)
    seen, nothing = fingerprint(found), changes_nothing(found)
    refused, sha256 = None, ""
    if not found.errors:
        refused = why_not(desk.session, desk.office_id, found, desk.hand, form.filename)
    if not found.errors and not nothing and refused is None:
        sha256 = evidence.take_in(
            desk.session, settings.data_folder, form.data, form.filename, at=desk.at
        ).sha256
    status = 422 if found.errors else answered(refused).status if refused else 409 if changed else 200
    return desk.page(
        "import_preview.html",
        status=status,
        kind=form.kind,
        filename=form.filename,
        shown=shown,
        nothing=nothing,
        changed=changed,
        refused=desk.said(refused),
        sha256=sha256,
        seen=seen,
        key=secrets.token_urlsafe(16),
    )


def _projects(desk: Desk, entries: Sequence[Entry]) -> list[Item]:
    """The projects that the entries speak of."""
    ids = {entry.item_id for entry in entries if entry.item_id is not None}
    codes = {code for entry in entries for code in json.loads(entry.details).get("codes", ())}
    query = select(Item).where(Item.office_id == desk.office_id)
    both = col(Item.id).in_(ids) | col(Item.code).in_(codes)
    return list(desk.session.exec(query.where(both).order_by(col(Item.code))))
