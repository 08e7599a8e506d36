"""The templates of papers as pages: the office's own text beside its preview, its versions, the way back."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from markupsafe import Markup
from sqlmodel import Session, col, select

from api.errors import answered
from api.pages.page_route import PageRoute
from api.pages.settings_desk import AtDesk, Desk, Sent, sent
from api.pages.words import Words
from api.plain_text import PlainText
from api.template_trials import Trial, Wish, complaint, difference, in_force
from api.template_trials import tried as try_template
from papers import trying
from papers.outputs.html import fragment
from states.catalogue import catalogue
from workflow.errors import Refused
from workflow.models import PaperTemplate, Person
from workflow.papers import templates

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list of templates; `kept` is the office's newest version, None where it has none."""

    name: str
    papers: str
    kept: PaperTemplate | None
    by: str


async def tried(request: Request, name: PlainText) -> Trial:
    """Reads the form, or the address of a page only looked at, and tries what it says on real data."""
    form = await sent(request) if request.method == "POST" else Sent(dict(request.query_params))
    source = form.texts.get("source")
    wish = Wish(
        source.replace("\r\n", "\n") if source is not None else None,
        _number(form.texts.get("version", "")),
        form.texts.get("item", ""),
        form.texts.get("note", "").strip(),
    )
    return await try_template(request, name, wish)


TriedForm = Annotated[Trial, Depends(tried)]


@router.get("/settings/templates")
def show_all(desk: AtDesk) -> HTMLResponse:
    """Every template, whose version is in use, and who saved it."""
    newest = in_force(desk.session, desk.office_id)
    names, rows = _people(desk.session, newest.values()), []
    for name in trying.names():
        kept = newest.get(name)
        by = names.get(kept.saved_by, "") if kept else ""
        rows.append(Line(name, _used_for(name, desk.words), kept, by))
    return desk.page("paper_templates.html", rows=rows)


@router.get("/settings/templates/{name}")
def show(
    form: TriedForm, desk: AtDesk, saved: Annotated[int | None, Query(ge=1, lt=2**31)] = None
) -> HTMLResponse:
    """The template in force, its preview, and its versions."""
    return _page(desk, form, saved=saved)


@router.post("/settings/templates/{name}/preview")
def preview(form: TriedForm, desk: AtDesk) -> HTMLResponse:
    """What was typed, with what comes of it, or with the exact complaint. Nothing is kept."""
    return _page(desk, form, typed=True)


@router.post("/settings/templates/{name}")
def save(form: TriedForm, desk: AtDesk) -> Response:
    """Keeps a new version where it could be tried; else shows what was typed with the complaint."""
    return _kept(desk, form, form.source, form.note)


@router.post("/settings/templates/{name}/use")
def use(form: TriedForm, desk: AtDesk) -> Response:
    """Goes back to a version kept before, or to the shipped template."""
    words = desk.words
    if form.version:
        return _kept(desk, form, form.source, words("template_used_note", version=form.version))
    return _kept(desk, form, "", words("template_back_note"))


def _kept(desk: Desk, form: Trial, source: str, note: str) -> Response:
    if form.error is not None:
        return _page(desk, form, typed=True)
    try:
        row = templates.save(desk.session, desk.office_id, form.name, source, note, desk.hand)
    except Refused as error:
        return _page(desk, form, typed=True, error=error)
    return RedirectResponse(f"/settings/templates/{form.name}?saved={row.version}", status_code=303)


def _page(
    desk: Desk, form: Trial, *, typed: bool = False, error: Refused | None = None, saved: int | None = None
) -> HTMLResponse:
    error = error or form.error
    kept = templates.versions(desk.session, desk.office_id, form.name)
    return desk.page(
        "paper_template.html",
        status=answered(error).status if error and typed else 200,
        form=form,
        used_for=_used_for(form.name, desk.words),
        preview=Markup(fragment(form.ready)) if form.ready and not error else "",  # noqa: S704  from blocks
        problem=desk.said(error),
        complaint=complaint(error),
        versions=kept,
        people=_people(desk.session, kept),
        differences={each.version: difference(form.name, each.source) for each in kept if each.source},
        difference=difference(form.name, form.source),
        saved=saved,
    )


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else None


def _people(session: Session, rows: Iterable[PaperTemplate]) -> dict[int, str]:
    ids = {each.saved_by for each in rows}
    return {each.id: each.name_th for each in session.exec(select(Person).where(col(Person.id).in_(ids)))}


def _used_for(name: str, words: Words) -> str:
    known = catalogue().papers
    return ", ".join(words.label(known[code].label) for code in trying.papers_using(name))
