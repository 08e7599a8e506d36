"""One proposal: its sections with what they lack, the step that hands it in, all it says, what is alike."""

from functools import partial
from typing import Annotated
from urllib.parse import quote
from uuid import uuid4

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlmodel import Session, col

from api.dependencies import Acting, AskedItem, Looking, Moment, SignedIn, Transaction, item_seen, moment_of
from api.errors import answered
from api.pages.again import keep, looking
from api.pages.drafts import Sent, SentForm, differences
from api.pages.items.cards import Card, Form, Place, cards
from api.pages.looker import Visit
from api.pages.page_route import PageRoute
from api.pages.preferences import preferences_of
from api.pages.proposals.new import with_items
from api.pages.proposals.section import address_of
from api.pages.proposals.shown import MONTH_NAMES, field_names, parts_of
from api.pages.proposals.typed import fields_of
from api.pages.refusals import Line, said
from api.pages.rendering import reader_of, render
from api.pages.words import Words
from api.paper_files import papers_of
from api.plain_text import PlainText
from states.main_path import way_of
from workflow import definitions
from workflow.accounts.final import retyped_triggers
from workflow.decision import offers
from workflow.errors import BadInput, Refused
from workflow.form_drafts import Draft, drafts_of
from workflow.models import Group, Item, Person
from workflow.moments import bangkok_date
from workflow.proposals.described import proposals_of
from workflow.proposals.editors import may_write
from workflow.proposals.fields import FIELDS
from workflow.proposals.form import EDITABLE, lacking
from workflow.proposals.goals import KINDS, goals_of
from workflow.proposals.merging import lineage, may_record, record_merger
from workflow.proposals.sections import SECTIONS, Kept, read_kept
from workflow.proposals.similar import Pair, similar_to
from workflow.queries import Viewer, items_visible_to
from workflow.sheets.proposal_layout import Choices

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.get("/proposals/{code}/paper")
def paper(item: AskedItem) -> RedirectResponse:
    """Leads to the proposal as the official form prints it."""
    return RedirectResponse(f"/items/{quote(item.code, safe='')}/papers/proposal_form", status_code=303)


@router.get("/proposals/{code}")
def show_proposal(
    request: Request,
    session: Transaction,
    person: SignedIn,
    who: Looking,
    item: AskedItem,
    at: Moment,
    saved: Annotated[PlainText, Query(max_length=20)] = "",
) -> HTMLResponse:
    """The proposal as it is kept, for whoever may see the project; printable."""
    return _page(Visit(request, session, person, who, at, item), saved)


@router.get("/proposals/{code}/similar")
def show_similar(
    request: Request, session: Transaction, person: SignedIn, who: Looking, item: AskedItem, at: Moment
) -> HTMLResponse:
    """The plan's proposals that are alike, why, and joining them for whoever records that."""
    return _similar_page(Visit(request, session, person, who, at, item))


@router.post("/proposals/{code}/merge")
def merge(
    request: Request, form: SentForm, session: Transaction, who: Looking, hand: Acting, item: AskedItem
) -> RedirectResponse:
    """Records that the project is joined into another, as the committee resolved; the step is taken after."""
    keep(request, partial(_merge_again, form=form))
    into = item_seen(session, who, form.get("into"))
    record_merger(session, item, into, form.get("reason"), hand)
    return RedirectResponse(f"{address_of(item)}?saved=merge", status_code=303)


def _merge_again(request: Request, error: Refused, form: Sent) -> HTMLResponse | None:
    with looking(request) as found:
        if found is None:
            return None
        session, person, who = found
        try:
            item = item_seen(session, who, request.path_params["code"])
        except Refused:
            return None
        visit = Visit(request, session, person, who, moment_of(request), item)
        return _similar_page(visit, form, error)


def _page(visit: Visit, saved: str) -> HTMLResponse:
    session, item, words = visit.session, visit.item, Words(preferences_of(visit.request))
    if item.kind != "project":
        raise BadInput("code", "not_a_project", item.code)
    definition, kept = definitions.by_hash(session, item.definition_hash), read_kept(session, item)
    shown, group = steps_of(visit, words), session.get(Group, item.group_id) if item.group_id else None
    owner = session.get(Person, item.owner_id) if item.owner_id else None
    choices, drafts = Choices.of(session, item.office_id, item.fiscal_year), _drafts(visit, kept)
    family = lineage(session, item.id)
    return render(
        visit.request,
        "proposals/page.html",
        reader=reader_of(session, visit.person, visit.who),
        section="propose",
        item=item,
        root=address_of(item),
        state=words.label(definition.by_state[item.state].label),
        group=group.name_th if group else "",
        owner=owner.name_th if owner else "",
        editable=may_write(session, item, visit.person.id, visit.on, "submit", EDITABLE),
        open=item.state in EDITABLE,
        parts=parts_of(lacking(session, item), words),
        kept=kept,
        form=kept.form,
        labels={name: words.label(field.label) for name, field in FIELDS.items()},
        choices=choices,
        goals={
            (goal.kind, goal.code): goal.name_th
            for goal in goals_of(session, item.office_id, item.fiscal_year)
        },
        goal_kinds={kind: words.label(label) for kind, label in KINDS.items()},
        months=MONTH_NAMES[words.language],
        total=sum(line.satang for line in kept.lines),
        cards=shown,
        keys={card.trigger: uuid4().hex for card in shown},
        retyped=retyped_triggers(session, item),
        papers=papers_of(item),
        notice=_notice(saved, words),
        drafts=drafts,
        names=field_names(tuple(pair for _, draft in drafts for pair in draft.fields), words),
        merged=_others(visit, [each.code for each in family.merged_in]),
        into=_others(visit, []) if not family.into else [session.get_one(Item, family.into[-1].into_id)],
    )


def _notice(saved: str, words: Words) -> str:
    if saved == "merge":
        return words("propose_merged")
    return (
        words("propose_saved_section", name=words.label(SECTIONS[saved].label)) if saved in SECTIONS else ""
    )


def steps_of(visit: Visit, words: Words) -> list[Card]:
    """The steps that are hers, with what is missing; the page of the item has the rest."""
    item = visit.item
    definition = definitions.by_hash(visit.session, item.definition_hash)
    way = way_of(item.definition_hash, definition)
    offered = offers(visit.session, item.id, by=visit.person.id, at=visit.at, on=visit.on)
    place = Place(definition, item.state, way, frozenset())
    return [card for card in cards(offered, place, words, Form()) if card.status != "denied"]


def _drafts(visit: Visit, kept: Kept) -> list[tuple[str, Draft]]:
    """Her unsaved sections of this proposal, each with its name."""
    found = drafts_of(visit.session, visit.person.id, f"proposal/{visit.item.code}/", visit.at)
    named = [(draft.form.rpartition("/")[2], draft) for draft in found]
    return [
        (name, draft)
        for name, draft in named
        if name in SECTIONS and differences(draft.fields, fields_of(kept, name))
    ]


def _others(visit: Visit, codes: list[str]) -> list[Item]:
    if not codes:
        return []
    query = items_visible_to(visit.who).where(col(Item.code).in_(codes)).order_by(col(Item.code))
    return list(visit.session.exec(query))


def _similar_page(visit: Visit, form: Sent | None = None, error: Refused | None = None) -> HTMLResponse:
    session, item, words = visit.session, visit.item, Words(preferences_of(visit.request))
    if item.kind != "project":
        raise BadInput("code", "not_a_project", item.code)
    line = said(error, words.language).line if error else ""
    return render(
        visit.request,
        "proposals/similar.html",
        reader=reader_of(session, visit.person, visit.who),
        section="propose",
        status=answered(error).status if error else 200,
        item=item,
        root=address_of(item),
        alike=similar_of(session, visit.who, item),
        may_merge=may_record(session, item, visit.person.id, bangkok_date(visit.at)),
        typed={"into": form.get("into"), "reason": form.get("reason")}
        if form
        else {"into": "", "reason": ""},
        problems=[Line(line, "")] if error else [],
    )


def similar_of(session: Session, who: Viewer, item: Item) -> list[tuple[Pair, Item]]:
    """The other proposals of its plan that are alike, likest first."""
    plan = session.get(Item, item.parent_id) if item.parent_id else None
    if plan is None:
        return []
    compared = proposals_of(session, plan.id)
    own = next((each for each in compared if each.code == item.code), None)
    return with_items(session, who, similar_to(own, compared)) if own else []
