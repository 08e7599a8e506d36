"""The report of a project at its end: what it brought, beside what it spent; kept as a draft while typed."""

from dataclasses import dataclass
from functools import partial
from typing import Annotated
from urllib.parse import quote
from uuid import uuid4

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from api.dependencies import Acting, AskedItem, Looking, Moment, SignedIn, Transaction, item_seen, moment_of
from api.errors import answered
from api.pages.again import keep, looking
from api.pages.drafts import Offered, Sent, SentForm, differences, offered
from api.pages.looker import Visit
from api.pages.page_route import PageRoute
from api.pages.preferences import preferences_of
from api.pages.proposals.page import steps_of
from api.pages.proposals.typed import Filled
from api.pages.refusals import Line, said
from api.pages.rendering import reader_of, render
from api.pages.words import Words
from api.plain_text import PlainText
from workflow import definitions
from workflow.accounts.final import retyped_triggers
from workflow.errors import BadInput, ContentChanged, Refused
from workflow.form_drafts import Fields, discard_draft
from workflow.models import Item
from workflow.money.amounts import line_amounts
from workflow.money.figures import sum_of
from workflow.proposals.editors import may_write
from workflow.proposals.form import read_form
from workflow.proposals.report import (
    EDITABLE,
    SECTIONS,
    Report,
    read_report,
    report_base,
    report_gaps,
    save_report,
)

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Shown:
    """How the form is filled in; `both` are the fields that somebody else saved otherwise meanwhile."""

    fields: Fields
    base: str
    notice: str = ""
    problems: tuple[Line, ...] = ()
    status: int = 200
    both: tuple[tuple[str, str, str], ...] = ()


@router.get("/projects/{code}/report")
def show_report(
    request: Request,
    session: Transaction,
    person: SignedIn,
    who: Looking,
    item: AskedItem,
    at: Moment,
    draft: Annotated[PlainText, Query(max_length=10)] = "",
    saved: Annotated[PlainText, Query(max_length=4)] = "",
) -> HTMLResponse:
    """The report as it is kept, to be filled in by whoever may; a draft of hers is used where she says so."""
    _must_be_project(item)
    visit, words = Visit(request, session, person, who, at, item), Words(preferences_of(request))
    report = read_report(session, item.id)
    kept, now = fields_of(report), report_base(report)
    offer = offered(session, person, form_name(item), kept, now, at)
    notice = words("report_saved") if saved else ""
    if offer and (draft == "use" or (draft == "kept" and not offer.stale)):
        notice = words("draft_in_use", moment=words.moment(offer.draft.saved_at))
        return _page(visit, Shown(offer.draft.fields, now, notice))
    return _page(visit, Shown(kept, now, notice), offer)


@router.post("/projects/{code}/report")
def save(
    request: Request, form: SentForm, session: Transaction, hand: Acting, item: AskedItem
) -> RedirectResponse:
    """Saves the report unless somebody saved another meanwhile, and shows what it still lacks."""
    keep(request, partial(_again, form=form))
    _must_be_project(item)
    measures = len(read_report(session, item.id).measured)
    save_report(session, item, typed_into(form.fields, measures), hand, expect=form.base or None)
    discard_draft(session, hand.by, form_name(item))
    return RedirectResponse(f"/projects/{quote(item.code, safe='')}/report?saved=1", status_code=303)


def form_name(item: Item) -> str:
    """What drafts of the report are called."""
    return f"report/{item.code}"


def fields_of(report: Report) -> Fields:
    """The report as its form shows it; `typed_into` reads the same back."""
    measured = ((f"measured-{number}", text) for number, text in enumerate(report.measured, start=1))
    return (*((name, getattr(report, name)) for name in SECTIONS), *measured)


def typed_into(fields: Fields, measures: int) -> Report:
    """The report as typed, with a result for each of the proposal's indicators."""
    filled = Filled(fields)
    measured = tuple(filled[f"measured-{number}"] for number in range(1, measures + 1))
    return Report(**{name: filled[name] for name in SECTIONS}, measured=measured)


def _must_be_project(item: Item) -> None:
    if item.kind != "project":
        raise BadInput("code", "not_a_project", item.code)


def _again(request: Request, error: Refused, form: Sent) -> HTMLResponse | None:
    with looking(request) as found:
        if found is None:
            return None
        session, person, who = found
        try:
            item = item_seen(session, who, request.path_params["code"])
            _must_be_project(item)
        except Refused:
            return None
        report, words = read_report(session, item.id), Words(preferences_of(request))
        both = differences(form.fields, fields_of(report)) if isinstance(error, ContentChanged) else ()
        definition = definitions.by_hash(session, item.definition_hash)
        name = getattr(error, "name", "")
        line = Line(said(error, words.language, definition).line, name if name in SECTIONS else "")
        now = report_base(report) if both else form.base
        visit = Visit(request, session, person, who, moment_of(request), item)
        return _page(visit, Shown(form.fields, now, "", (line,), answered(error).status, both))


def _page(visit: Visit, shown: Shown, offer: Offered | None = None) -> HTMLResponse:
    session, item, words = visit.session, visit.item, Words(preferences_of(visit.request))
    definition = definitions.by_hash(session, item.definition_hash)
    indicators = read_form(session, item.id).indicators
    lines = line_amounts(
        session, item.office_id, item.fiscal_year, visit.on, through=4, proposals=True, item_id=item.id
    )
    trigger = "resubmit_report" if item.state == "report_returned" else "submit_report"
    cards = [card for card in steps_of(visit, words) if card.trigger == trigger]
    labels = {name: words.label(label) for name, label in SECTIONS.items()}
    measured = {f"measured-{n}": words("report_measured", number=n) for n in range(1, len(indicators) + 1)}
    return render(
        visit.request,
        "proposals/report.html",
        reader=reader_of(session, visit.person, visit.who),
        section="propose",
        status=shown.status,
        item=item,
        state=words.label(definition.by_state[item.state].label),
        editable=may_write(session, item, visit.person.id, visit.on, trigger, EDITABLE),
        open=item.state in EDITABLE,
        shown=shown,
        filled=Filled(shown.fields),
        offer=offer,
        form_name=form_name(item),
        labels=labels,
        names=labels | measured,
        indicators=indicators,
        gaps=[(words.label(gap), gap.field) for gap in report_gaps(read_report(session, item.id))],
        total=sum_of(lines),
        quarters=[sum(line.disbursed[number] for line in lines) for number in range(4)],
        cards=cards,
        keys={card.trigger: uuid4().hex for card in cards},
        retyped=retyped_triggers(session, item),
    )
