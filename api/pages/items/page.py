"""Shows one paper: where it stands, what may be done and by whom, what is owed, and all that was done."""

import uuid
from collections.abc import Sequence
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from sqlmodel import Session, col, func, or_, select

from api.dependencies import item_seen, moment_of
from api.errors import answered
from api.pages.again import looking
from api.pages.items.attachments import attachments_of, size_text
from api.pages.items.cards import Card, Form, Place, cards
from api.pages.items.figures import amounts
from api.pages.items.marks import entered, marks_of
from api.pages.items.papers import DESK_STEPS, item_papers
from api.pages.items.path_svg import Shown, path_svg
from api.pages.items.related import related_to
from api.pages.items.story import tell_all
from api.pages.items.talk import Written, talk_of
from api.pages.items.told_rows import told_rows
from api.pages.items.typed import Typed
from api.pages.items.ways import ways
from api.pages.looker import Visit
from api.pages.preferences import preferences_of
from api.pages.refusals import Line, lines_of, said
from api.pages.rendering import reader_of, render
from api.pages.words import Words
from states.main_path import Way, way_of
from states.model import Definition
from workflow import definitions, queries
from workflow.accounts.final import retyped_triggers
from workflow.decision import offers
from workflow.errors import Refused
from workflow.models import Disbursement, Entry, Group, Item, Obligation, Person, ProjectLine, School
from workflow.queries import Viewer
from workflow.redating import explained
from workflow.retention.standing import destroyed
from workflow.waiting import powers


def item_page(
    visit: Visit,
    *,
    form: Form | None = None,
    summary: Sequence[Line] = (),
    status: int = 200,
    done: int = 0,
    written: Written | None = None,
) -> HTMLResponse:
    """The page; `summary` lists what was wrong with the form of a step or with the comment `written`.

    `done` is the entry just written.
    """
    session, item, request = visit.session, visit.item, visit.request
    words = Words(preferences_of(request))
    definition = definitions.by_hash(session, item.definition_hash)
    way = way_of(item.definition_hash, definition)
    entries = session.exec(queries.entries_of(item.id)).all()
    state = definition.by_state[item.state]
    papers = item_papers(session, visit.who, item, words)
    duties = _duties(visit, definition, words)
    owed = [duty for duty, *_ in duties if not duty.outcome and duty.person_id is None]
    shown = _steps(visit, definition, way, words, form or Form(), owed)
    if papers.desk:
        shown = [card for card in shown if card.trigger not in DESK_STEPS]
    return render(
        request,
        "item.html",
        reader=reader_of(session, visit.person, visit.who),
        section="items",
        status=status,
        today=visit.on,
        item=item,
        kind=words.label(definition.label),
        state=words.label(state.label),
        ended=definition.is_end(item.state),
        beside=item.state not in way.path,
        destroyed=destroyed(session, item.id),
        marks=marks_of(definition, way, item, entries, words),
        cards=shown,
        keys={card.trigger: uuid.uuid4().hex for card in shown},
        lost=_lost(form, shown),
        told=list(reversed(tell_all(session, entries, words))),
        tellings=told_rows(session, item, visit.who, definition, words),
        picture=path_svg(definition, _shown(definition, way, item, entries, words)),
        moves=_moves(definition, words),
        duties=duties,
        facts=_particulars(visit, words),
        summary=summary,
        done=_done(entries, done, shown, words),
        papers=papers,
        talk=talk_of(session, item, visit.person, visit.on, written),
        attached=attachments_of(session, item, definition, words),
        attach_key=uuid.uuid4().hex,
        size_text=size_text,
        ways=ways(item, visit.who),
        related=related_to(session, visit.who, item, words),
        retyped=retyped_triggers(session, item),
    )


def shown_again(request: Request, error: Refused) -> HTMLResponse | None:
    """The item's page with what was typed and what is wrong; None where the item itself cannot be shown."""
    typed: Typed = request.state.typed
    with looking(request) as found:
        if found is None:
            return None
        session, person, who = found
        try:
            item = item_seen(session, who, request.path_params["code"])
        except Refused:
            return None
        summary, form = refused(session, item, error, typed, Words(preferences_of(request)))
        visit = Visit(request, session, person, who, moment_of(request), item)
        return item_page(visit, form=form, summary=summary, status=answered(error).status)


def refused(
    session: Session, item: Item, error: Refused, typed: Typed, words: Words
) -> tuple[Sequence[Line], Form]:
    """The summary of what was wrong with a step's form, and the form as it was filled in."""
    lines, problems = lines_of(error, typed, words)
    if not lines:
        definition = definitions.by_hash(session, item.definition_hash)
        lines = (Line(said(error, words.language, definition).line, ""),)
    return lines, Form(typed, problems)


def _steps(
    visit: Visit, definition: Definition, way: Way, words: Words, form: Form, owed: Sequence[Obligation]
) -> list[Card]:
    offered = offers(visit.session, visit.item.id, by=visit.person.id, at=visit.at, on=visit.on)
    helped = any(
        each.denial is not None and each.missing for each in offered
    )  # only then her roles are asked
    hers = powers(visit.session, visit.person.id, visit.on) if helped else ()
    roles = frozenset(power.role for power in hers)
    place = Place(definition, visit.item.state, way, roles, owed, visit.on)
    return cards(offered, place, words, form)


def _lost(form: Form | None, shown: Sequence[Card]) -> Typed | None:
    """What was typed for a step that no longer starts here."""
    typed = form.typed if form else None
    return None if typed is None or any(card.trigger == typed.trigger for card in shown) else typed


def _shown(definition: Definition, way: Way, item: Item, entries: Sequence[Entry], words: Words) -> Shown:
    label = words.label(definition.label)
    state = words.label(definition.by_state[item.state].label)
    title = words("picture_title", kind=label, state=state)
    return Shown(way.path, item.state, frozenset(entered(entries)), words.language, title)


def _moves(definition: Definition, words: Words) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """The path as a list: each state with the steps out of it, where they lead and who takes them."""
    return [
        (
            words.label(state.label),
            [
                (
                    words.label(move.label),
                    words.label(definition.by_state[move.target].label),
                    words.roles(move.by),
                )
                for move in definition.leaving(state.name)
            ],
        )
        for state in definition.states
    ]


def _duties(visit: Visit, definition: Definition, words: Words) -> list[tuple[Obligation, str, str, str]]:
    """What is or was owed on the item, by whom and how its date came about: open first, earliest first.

    Of what each reader owes, what this reader does.
    """
    query = (
        select(Obligation, Group.name_th)
        .outerjoin(Group, col(Group.id) == col(Obligation.group_id))
        .where(
            Obligation.item_id == visit.item.id,
            Obligation.outcome != "cancelled",
            or_(col(Obligation.person_id).is_(None), col(Obligation.person_id) == visit.person.id),
        )
        .order_by(col(Obligation.outcome), col(Obligation.due_on), col(Obligation.id))
    )
    return [
        (
            duty,
            words.label(definition.duty[duty.code].label),
            _owing(visit, definition, duty, group, words),
            words.digits(explained(duty, words.language) or duty.formula),
        )
        for duty, group in visit.session.exec(query)
    ]


def _owing(visit: Visit, definition: Definition, duty: Obligation, group: str | None, words: Words) -> str:
    if duty.person_id is not None:
        return visit.person.name_th
    role = words.role(duty.owed_by)
    return f"{role} · {group}" if definition.duty[duty.code].each and group else role


def _particulars(visit: Visit, words: Words) -> dict[str, Any]:
    """What the side panel says of the item: whose it is, its money, its parent and children."""
    session, item = visit.session, visit.item
    group = session.get(Group, item.group_id) if item.group_id else None
    school = session.get(School, item.school_id) if item.school_id else None
    owner = session.get(Person, item.owner_id) if item.owner_id else None
    seen = queries.items_visible_to(visit.who)
    parent = session.exec(seen.where(Item.id == item.parent_id)).first() if item.parent_id else None
    budget = amounts(session, [item], visit.on).get(item.id) if item.kind == "project" else None
    return {
        "group": group.name_th if group else "",
        "school": school.name_th if school else "",
        "owner": owner.name_th if owner else "",
        "parent": parent,
        "children": _children(session, visit.who, item, words),
        "budget": budget,
        "paid": _paid(session, item) if budget else None,
    }


def _paid(session: Session, item: Item) -> int:
    query = (
        select(func.coalesce(func.sum(Disbursement.amount), 0))
        .join(ProjectLine, col(ProjectLine.id) == col(Disbursement.line_id))
        .where(ProjectLine.item_id == item.id)
    )
    return int(session.exec(query).one())


def _children(session: Session, who: Viewer, item: Item, words: Words) -> list[tuple[str, int]]:
    """The kinds of items under this one, each with how many there are."""
    query = (
        queries.items_visible_to(who)
        .where(Item.parent_id == item.id)
        .with_only_columns(col(Item.kind), func.max(Item.definition_hash), func.count())
        .group_by(col(Item.kind))
        .order_by(col(Item.kind))
    )
    return [
        (words.label(definitions.by_hash(session, name).label), count)
        for _, name, count in session.execute(query)
    ]


def _done(entries: Sequence[Entry], seq: int, shown: Sequence[Card], words: Words) -> dict[str, Any] | None:
    """What the entry just written did, and what comes next."""
    found = next((entry for entry in entries if entry.seq == seq), None)
    if found is None:
        return None
    following = next((card for card in shown if card.tone == "main" and not card.later), None)
    return {"seq": found.seq, "next": following}
