"""One section of a proposal's form: shown, kept as a draft while it is typed, saved by itself."""

from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlmodel import Session

from api.dependencies import Acting, AskedItem, Looking, Moment, SignedIn, Transaction, item_seen, moment_of
from api.errors import answered
from api.pages.again import keep, looking
from api.pages.drafts import Offered, Sent, SentForm, differences, offered
from api.pages.looker import Visit
from api.pages.page_route import PageRoute
from api.pages.preferences import preferences_of
from api.pages.proposals.choices import owners_for
from api.pages.proposals.shown import MONTH_NAMES, field_names, parts_of, sums_of
from api.pages.proposals.typed import MOST_ROWS, Filled, Misread, fields_of, typed_into
from api.pages.refusals import Line, said
from api.pages.rendering import reader_of, render
from api.pages.words import Words
from api.plain_text import PlainText
from workflow import definitions
from workflow.errors import BadInput, ContentChanged, Refused, UnknownItem
from workflow.form_drafts import Fields, discard_draft, keep_draft
from workflow.models import Item
from workflow.moments import bangkok_date
from workflow.proposals.editors import may_write
from workflow.proposals.fields import FIELDS
from workflow.proposals.form import EDITABLE, lacking
from workflow.proposals.goals import KINDS
from workflow.proposals.sections import SECTIONS, base, read_kept, save_section
from workflow.sheets.proposal_layout import Choices

router = APIRouter(route_class=PageRoute, include_in_schema=False)
_ROWS = 5


@dataclass(frozen=True, slots=True)
class Shown:
    """How the section's form is filled in: as kept, from a draft, or as it was sent and refused."""

    fields: Fields
    base: str
    rows: int = 2
    notice: str = ""
    problems: tuple[Line, ...] = ()
    status: int = 200
    both: tuple[tuple[str, str, str], ...] = ()


def form_name(item: Item, section: str) -> str:
    """What drafts of the section are called."""
    return f"proposal/{item.code}/{section}"


def address_of(item: Item, section: str = "") -> str:
    address = f"/proposals/{quote(item.code, safe='')}"
    return f"{address}/{section}" if section else address


@router.get("/proposals/{code}/{section}")
def show_section(
    request: Request,
    session: Transaction,
    person: SignedIn,
    who: Looking,
    item: AskedItem,
    at: Moment,
    section: PlainText,
    draft: Annotated[str, Query(max_length=10)] = "",
    rows: Annotated[int, Query(ge=1, le=MOST_ROWS)] = 2,
    saved: Annotated[PlainText, Query(max_length=20)] = "",
) -> Response:
    """The section's form; a draft of hers is offered first. Whoever may not write it reads the proposal."""
    if section not in SECTIONS or item.kind != "project":
        raise UnknownItem(f"{item.code}/{section}"[:60])
    if not may_write(session, item, person.id, bangkok_date(at), "submit", EDITABLE):
        return RedirectResponse(f"{address_of(item)}#{section}", status_code=303)
    visit, kept, words = (
        Visit(request, session, person, who, at, item),
        read_kept(session, item),
        _words(request),
    )
    now = base(kept, section)
    offer = offered(session, person, form_name(item, section), fields_of(kept, section), now, at)
    if offer and (draft not in ("use", "kept") or (draft == "kept" and offer.stale)):
        return _page(visit, section, Shown((), now), offer=offer)
    notice = (
        words("propose_saved_section", name=words.label(SECTIONS[saved].label)) if saved in SECTIONS else ""
    )
    if offer:
        notice = (
            words("draft_was_kept")
            if draft == "kept"
            else words("draft_in_use", moment=words.moment(offer.draft.saved_at))
        )
    fields = offer.draft.fields if offer else fields_of(kept, section)
    return _page(visit, section, Shown(fields, now, rows, notice))


@router.post("/proposals/{code}/{section}")
def save(
    request: Request,
    form: SentForm,
    session: Transaction,
    hand: Acting,
    item: AskedItem,
    section: PlainText,
) -> RedirectResponse:
    """Saves the section and leads on; `rows` keeps what is typed as a draft and brings more rows."""
    keep(request, partial(_again, section=section, form=form))
    if section not in SECTIONS or item.kind != "project":
        raise BadInput("code", "not_a_project", item.code)
    name = form_name(item, section)
    if form.then == "rows":
        keep_draft(session, hand.by, name, form.fields, base=form.base, at=hand.at)
        return RedirectResponse(f"{address_of(item, section)}?draft=use&rows={_ROWS}", status_code=303)
    try:
        wanted = typed_into(form.fields, section, read_kept(session, item))
    except Misread as misread:
        request.state.place = misread.place
        raise misread.error from misread
    save_section(session, item, section, wanted, hand, expect=form.base or None)
    discard_draft(session, hand.by, name)
    order = list(SECTIONS)
    following = order[order.index(section) + 1] if section != order[-1] else ""
    there = address_of(item, section if form.then == "stay" else following)
    return RedirectResponse(f"{there}?saved={section}", status_code=303)


def _again(request: Request, error: Refused, section: str, form: Sent) -> HTMLResponse | None:
    """The form as it was sent, with what is wrong; beside it what somebody else saved meanwhile."""
    with looking(request) as found:
        if found is None or section not in SECTIONS:
            return None
        session, person, who = found
        try:
            item = item_seen(session, who, request.path_params["code"])
        except Refused:
            return None
        if item.kind != "project":
            return None
        visit = Visit(request, session, person, who, moment_of(request), item)
        kept = read_kept(session, item)
        both = differences(form.fields, fields_of(kept, section)) if isinstance(error, ContentChanged) else ()
        now = base(kept, section) if both else form.base
        return _page(
            visit,
            section,
            Shown(form.fields, now, 2, "", (_line(visit, error, form),), answered(error).status, both),
        )


def _line(visit: Visit, error: Refused, form: Sent) -> Line:
    """The refusal in words, with the field it speaks of."""
    definition = definitions.by_hash(visit.session, visit.item.definition_hash)
    text = said(error, _words(visit.request).language, definition).line
    named = str(getattr(visit.request.state, "place", "") or getattr(error, "name", ""))
    first = {"activities": "activity-1", "indicators": "indicator-1", "lines": "line-1", "plan": "quarter-1"}
    place = first.get(named, named)
    sent = place in {name for name, _ in form.fields}
    return Line(text, place if sent else "")


def _page(visit: Visit, section: str, shown: Shown, offer: Offered | None = None) -> HTMLResponse:
    session, item, words = visit.session, visit.item, _words(visit.request)
    filled, order = Filled(shown.fields), list(SECTIONS)
    place = order.index(section)
    return render(
        visit.request,
        "proposals/section.html",
        reader=reader_of(session, visit.person, visit.who),
        section="propose",
        status=shown.status,
        item=item,
        name=section,
        heading=words.label(SECTIONS[section].label),
        number=place + 1,
        parts=parts_of(lacking(session, item), words),
        before=order[place - 1] if place else "",
        filled=filled,
        shown=shown,
        offer=offer,
        problem={line.anchor: line.text for line in shown.problems if line.anchor},
        form_name=form_name(item, section),
        address=address_of(item, section),
        root=address_of(item),
        labels={name: words.label(field.label) for name, field in FIELDS.items()},
        names=field_names(shown.fields or (offer.draft.fields if offer else ()), words),
        months=MONTH_NAMES[words.language],
        goal_kinds={kind: words.label(label) for kind, label in KINDS.items()},
        sums=sums_of(filled) if section == "budget" else None,
        **_choices(session, item, section, visit),
    )


def _choices(session: Session, item: Item, section: str, visit: Visit) -> dict[str, Any]:
    if section == "frame":
        return {"owners": owners_for(session, item, visit.on), "choices": None}
    chosen = section in ("alignment", "budget")
    return {
        "owners": (),
        "choices": Choices.of(session, item.office_id, item.fiscal_year) if chosen else None,
    }


def _words(request: Request) -> Words:
    return Words(preferences_of(request))
