"""The templates of papers as pages: the office's own text beside its preview, its versions, the way back."""

import difflib
import re
from dataclasses import dataclass, field
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlmodel import Session, col, select

from api.dependencies import Moment, Turns, person_or_nobody, signed_in
from api.errors import answered
from api.pages.page_route import PageRoute
from api.pages.preferences import preferences_of
from api.pages.settings_desk import AtDesk, Desk, Sent, check_keeper, sent
from api.pages.words import Words
from api.plain_text import PlainText
from papers import trying
from papers.outputs.html import fragment
from papers.ready import Ready
from papers.trying import Sample
from states.catalogue import catalogue
from workflow import queries
from workflow.database import Database
from workflow.errors import BadInput, Refused
from workflow.models import PaperTemplate, Person
from workflow.moments import bangkok_date
from workflow.papers import templates
from workflow.queries import Viewer

router = APIRouter(route_class=PageRoute, include_in_schema=False)
_LINE: Final = re.compile(r"\bline (\d+)|:(\d+):")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a list of templates; `kept` is the office's own version, None where the shipped one is used."""

    name: str
    papers: str
    kept: PaperTemplate | None
    by: str


@dataclass(frozen=True, slots=True)
class Tried:
    """A template as typed, tried before the transaction: nobody waits for the child process.

    `ready` is the paper that came of it, `error` why none did; `samples` what it can be tried on.
    """

    name: str
    source: str
    note: str = ""
    item: str = ""
    version: int | None = None
    ready: Ready | None = None
    error: Refused | None = None
    samples: tuple[Sample, ...] = field(default=())


async def tried(request: Request, at: Moment) -> Tried:
    """Reads the form, or the address of a page that is only looked at, and tries what it says on real data.

    Raises NotSignedIn, NotAllowed, BadInput.
    """
    form = await sent(request) if request.method == "POST" else Sent(dict(request.query_params))
    turns: Turns = request.app.state.turns
    async with turns.reading:
        return await run_in_threadpool(_try, request, form, at)


def _try(request: Request, form: Sent, at: Moment) -> Tried:
    database: Database = request.app.state.database
    with database.read() as session:
        person = signed_in(person_or_nobody(request, session, at))
        who = queries.viewer(session, person.id, at)
        check_keeper(who)
        return _tried(session, who, request.path_params["name"], form, at)


def _tried(session: Session, who: Viewer, name: str, form: Sent, at: Moment) -> Tried:
    trying.known(name)
    found = tuple(trying.samples(session, queries.items_visible_to(who), name))
    version = _number(form.texts.get("version", ""))
    source = form.texts.get("source")
    if version is not None or source is None:
        source = _source(session, who.office_id, name, version)
    source = source.replace("\r\n", "\n")
    item = form.texts.get("item", "")
    sample = next((each for each in found if each.item.code == item), found[0] if found else None)
    told = Tried(
        name,
        source,
        form.texts.get("note", "").strip(),
        sample.item.code if sample else "",
        version,
        samples=found,
    )
    return _shown(session, who.office_id, told, sample, at)


def _shown(session: Session, office_id: int, told: Tried, sample: Sample | None, at: Moment) -> Tried:
    from dataclasses import replace

    if sample is None:
        return replace(told, error=BadInput("template", "nothing_to_try", told.name))
    try:
        ready = trying.try_on(session, office_id, told.name, told.source, sample, bangkok_date(at))
    except Refused as error:
        return replace(told, error=error)
    return replace(told, ready=ready)


TriedForm = Annotated[Tried, Depends(tried)]


@router.get("/settings/templates")
def show_all(desk: AtDesk) -> HTMLResponse:
    """Every template, whose version is in use, and who saved it."""
    newest = templates.newest(desk.session, desk.office_id)
    names = _people(desk.session, newest.values())
    rows = []
    for name in trying.names():
        kept = newest.get(name)
        rows.append(Line(name, _used_for(name, desk.words), kept, names.get(kept.saved_by, "") if kept else ""))
    return desk.page("paper_templates.html", rows=rows)


@router.get("/settings/templates/{name}")
def show(
    form: TriedForm, desk: AtDesk, saved: Annotated[int | None, Query(ge=1, lt=2**31)] = None
) -> HTMLResponse:
    """The template in use, its preview, and its versions."""
    return _page(desk, form, saved=saved)


@router.post("/settings/templates/{name}/preview")
def preview(form: TriedForm, desk: AtDesk) -> HTMLResponse:
    """What was typed, with what comes of it, or with the exact complaint. Nothing is kept."""
    return _page(desk, form, typed=True)


@router.post("/settings/templates/{name}")
def save(form: TriedForm, desk: AtDesk) -> Response:
    """Keeps a new version where it could be tried; else shows what was typed with the complaint."""
    if form.error is not None:
        return _page(desk, form, typed=True)
    try:
        row = templates.save(desk.session, desk.office_id, form.name, form.source, form.note, desk.hand)
    except Refused as error:
        return _page(desk, form, typed=True, error=error)
    return _saved(form.name, row)


@router.post("/settings/templates/{name}/use")
def use(form: TriedForm, desk: AtDesk) -> Response:
    """Goes back to a version kept before, or, for version 0, to the shipped template."""
    if form.error is not None:
        return _page(desk, form)
    version = form.version or 0
    words = desk.words
    note = words("template_used_note", version=version) if version else words("template_back_note")
    source = form.source if version else ""
    return _saved(
        form.name, templates.save(desk.session, desk.office_id, form.name, source, note, desk.hand)
    )


def _saved(name: str, row: PaperTemplate) -> RedirectResponse:
    return RedirectResponse(f"/settings/templates/{name}?saved={row.version}", status_code=303)


def _page(
    desk: Desk, form: Tried, *, typed: bool = False, error: Refused | None = None, saved: int | None = None
) -> HTMLResponse:
    error = error or form.error
    kept = templates.versions(desk.session, desk.office_id, form.name)
    shipped = trying.shipped(form.name)
    return desk.page(
        "paper_template.html",
        status=answered(error).status if error and typed else 200,
        form=form,
        used_for=_used_for(form.name, desk.words),
        preview=fragment(form.ready) if form.ready and not error else "",
        problem=desk.said(error),
        line=_line_of(error),
        versions=kept,
        people=_people(desk.session, kept),
        differences={each.version: difference(shipped, each.source or shipped) for each in kept},
        difference=difference(shipped, form.source),
        saved=saved,
    )


def difference(shipped: str, own: str) -> str:
    """What the office's text has otherwise, as `diff -u` writes it; empty where nothing."""
    lines = difflib.unified_diff(shipped.splitlines(), own.splitlines(), "-", "+", lineterm="", n=2)
    return "\n".join(list(lines)[2:])


def _source(session: Session, office_id: int, name: str, version: int | None) -> str:
    """The text of a version (0: the shipped one), or of the one in use; raises BadInput."""
    if version is None:
        return templates.overrides(session, office_id).get(name) or trying.shipped(name)
    if version == 0:
        return trying.shipped(name)
    wanted = (PaperTemplate.office_id == office_id, PaperTemplate.name == name)
    row = session.exec(select(PaperTemplate).where(*wanted, PaperTemplate.version == version)).first()
    if row is None:
        raise BadInput("version", "unknown", str(version)[:20])
    return row.source or trying.shipped(name)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else None


def _people(session: Session, rows: Any) -> dict[int, str]:
    ids = {each.saved_by for each in rows}
    found = session.exec(select(Person).where(col(Person.id).in_(ids)))
    return {each.id: each.name_th for each in found}


def _used_for(name: str, words: Words) -> str:
    known = catalogue().papers
    return ", ".join(words.label(known[code].label) for code in trying.papers_using(name))


def _line_of(error: Refused | None) -> int | None:
    """The line of the template that a complaint names, if it names one."""
    found = _LINE.search(str(getattr(error, "detail", "")))
    return int(found[1] or found[2]) if found else None
