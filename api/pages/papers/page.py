"""The desk of one official paper: the paper itself, this person's next step, its readers and its story."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from fastapi import Request
from fastapi.responses import HTMLResponse

from api.dependencies import item_seen, moment_of
from api.errors import WrongPassword, answered
from api.pages.again import looking
from api.pages.desk.board import Before, before_her
from api.pages.items.cards import Card, Form, Place, cards
from api.pages.items.marks import marks_of
from api.pages.items.page import refused
from api.pages.items.story import tell_all
from api.pages.items.typed import Typed
from api.pages.looker import Visit
from api.pages.papers.fields import Written, written_of
from api.pages.papers.listing import name_of
from api.pages.papers.readers import choices_of, names_of, readers_of
from api.pages.papers.shown import Shown, show
from api.pages.preferences import preferences_of
from api.pages.refusals import Line, said
from api.pages.rendering import reader_of, render
from api.pages.words import Words
from states.main_path import way_of
from workflow import definitions, queries
from workflow.decision import Offer, offers
from workflow.errors import Missing, Refused, StepRefused
from workflow.models import Item, PaperRow
from workflow.papers import registers, signing, witness
from workflow.papers.drafts import EDITABLE, WRITERS, paper_of, words_of
from workflow.papers.fields import SECRECIES, URGENCIES, Fields, read
from workflow.papers.issuing import ISSUE, PROOF
from workflow.papers.opinions import SIGNING
from workflow.papers.readers import ASKERS, ISSUED, last_asked_again
from workflow.waiting import powers

# What the desk's own forms bring, so that it is no need to be listed.
_BROUGHT: Final = {
    **dict.fromkeys(SIGNING, frozenset({"order_recorded", "text_frozen"})),
    ISSUE: frozenset({"number_assigned", PROOF}),
}
PROPOSING: Final = ("propose", "fix")  # what puts a draft, or one that was sent back, before its superiors
FIELDS: Final = {"paper_subject": "subject"}  # where a refusal has another name for a field


@dataclass(frozen=True, slots=True)
class Editing:
    """The draft as it was typed, on which `revision`; `kept` is what stands otherwise in the draft now."""

    written: Written
    revision: int
    thai_digits: bool
    problems: dict[str, str]
    kept: dict[str, str]


def paper_page(
    visit: Visit,
    paper: PaperRow,
    shown: Shown,
    *,
    editing: Editing | None = None,
    form: Form | None = None,
    summary: Sequence[Line] = (),
    status: int = 200,
    done: int = 0,
    saved: bool = False,
    again: int = 0,
) -> HTMLResponse:
    """The page; `summary` lists what was wrong, `done` is the entry just written, `again` how many readers
    were just asked again."""
    session, item, words = visit.session, visit.item, Words(preferences_of(visit.request))
    definition = definitions.by_hash(session, item.definition_hash)
    way = way_of(item.definition_hash, definition)
    entries = session.exec(queries.entries_of(item.id)).all()
    fields = read(paper.fields)
    offered = offers(session, item.id, by=visit.person.id, at=visit.at, on=visit.on)
    steps = _steps(offered, Place(definition, item.state, way, visit.who.roles), words, form or Form())
    may_ask = item.state == ISSUED and bool(visit.who.roles & set(ASKERS))
    return render(
        visit.request,
        "paper.html",
        reader=reader_of(session, visit.person, visit.who),
        section="papers",
        status=status,
        today=visit.on,
        item=item,
        paper=paper,
        fields=fields,
        name=name_of(paper.code, words),
        shown=shown,
        state=words.label(definition.by_state[item.state].label),
        ended=definition.is_end(item.state),
        beside=item.state not in way.path,
        marks=marks_of(definition, way, item, entries, words),
        **_whose(steps),
        signing=SIGNING,
        issue=ISSUE,
        keys={card.trigger: uuid.uuid4().hex for card in steps},
        typed=form.typed if form else None,
        problems=form.problems if form else {},
        proposing=PROPOSING,
        key=uuid.uuid4().hex,
        **_editing(visit, paper, fields, editing, words),
        told=list(reversed(tell_all(session, entries, words))),
        readers=readers_of(session, item.id, visit.person.id),
        again=again,
        asked_again=last_asked_again(session, item.id),
        may_ask=may_ask,
        summary=summary,
        done=next((entry for entry in entries if entry.seq == done), None),
        saved=saved,
        following=_following(visit, words),
        **_particulars(visit, paper, fields, words),
    )


def _following(visit: Visit, words: Words) -> list[Before] | None:
    """What else lies on her desk, in order; None where she did not come from there."""
    if not {"desk", "done"} & visit.request.query_params.keys():
        return None
    hers = powers(visit.session, visit.person.id, visit.on)
    papers, _more = before_her(visit.session, visit.who, hers, visit.at, words)
    return [each for each in papers if each.item.id != visit.item.id]


def _whose(steps: Sequence[Card]) -> dict[str, Any]:
    """Her own steps, the one by which she submits a draft, and what is for others to do."""
    hers = [card for card in steps if card.status != "denied"]
    return {
        "steps": hers,
        "propose": next((each for each in hers if each.trigger in PROPOSING), None),
        "others": [card for card in steps if card.status == "denied"],
    }


def _editing(
    visit: Visit, paper: PaperRow, fields: Fields, editing: Editing | None, words: Words
) -> dict[str, Any]:
    """The form in which a draft is changed, for those who may; what was typed where it can be no more."""
    may_edit = visit.item.state in EDITABLE and bool(visit.who.roles & set(WRITERS))
    kept = Editing(written_of(fields), paper.revision, paper.thai_digits, {}, {})
    return {
        "may_edit": may_edit,
        "editing": (editing or kept) if may_edit else None,
        "lost": _lost(editing) if editing and not may_edit else (),
        "choices": _choices(visit, editing, fields, words) if may_edit else None,
        "urgencies": URGENCIES,
        "secrecies": SECRECIES,
    }


def _lost(editing: Editing) -> list[tuple[str, str]]:
    """What was typed into a draft that can be changed no more, each with the key of its field's name."""
    texts = editing.written.texts.items()
    return [
        ("field_reason_part" if name == "reason" else f"field_{name}", text)
        for name, text in texts
        if text.strip()
    ]


def _choices(visit: Visit, editing: Editing | None, fields: Fields, words: Words) -> Any:
    chosen = editing.written.sent_to if editing else fields.sent_to
    return choices_of(visit.session, visit.person.office_id, chosen, visit.on, words)


def _steps(offered: Sequence[Offer], place: Place, words: Words, form: Form) -> list[Card]:
    """Her steps and others'; what the desk's own forms bring along is no need, and opinions have room."""
    people = [each for each in offered if each.move.by != ("system",)]
    return [_roomy(card) for card in cards(people, place, words, form)]


def _roomy(card: Card) -> Card:
    brought = _BROUGHT.get(card.trigger, frozenset())
    needs = tuple(
        replace(need, fields=tuple(replace(each, shape=_shape(each.shape)) for each in need.fields))
        for need in card.needs
        if need.code not in brought
    )
    ready = card.status == "missing" and not needs
    return replace(
        card, needs=needs, status="ready" if ready else card.status, missing=" ".join(n.code for n in needs)
    )


def _shape(shape: str) -> str:
    return "long" if shape == "text" else shape


def _particulars(visit: Visit, paper: PaperRow, fields: Fields, words: Words) -> dict[str, Any]:
    """What the side of the desk says of the paper: number, signature, witness, what it is about."""
    session, item = visit.session, visit.item
    seen = queries.items_visible_to(visit.who)
    about = session.exec(seen.where(Item.id == paper.about_id)).first() if paper.about_id else None
    named, more = names_of(session, item.office_id, fields.sent_to, words)
    vouched = witness.witness_of(session, item.id)
    return {
        "about": about,
        "number": registers.number_of(session, item.id),
        "text": signing.signed_text(session, item.id),
        "witness": vouched.code if vouched else "",
        "register": words_of(paper.code).register_kind,
        "sent_to": named,
        "sent_to_more": more,
    }


def step_refused(request: Request, error: Refused) -> HTMLResponse | None:
    """The desk with what was typed for a step and what is wrong; None where it cannot be shown."""
    typed: Typed = request.state.typed

    def again(visit: Visit, paper: PaperRow, words: Words) -> HTMLResponse:
        if isinstance(error, WrongPassword):
            told = words("sign_wrong_password")
            summary: Sequence[Line] = (Line(told, f"{typed.trigger}-password"),)
            form = Form(typed, {"password": told})
        else:
            summary, form = refused(visit.session, visit.item, error, typed, words)
        shown = show(request, visit.session, visit.item, visit.at)
        return paper_page(visit, paper, shown, form=form, summary=summary, status=answered(error).status)

    return _again(request, again)


def edit_refused(
    request: Request, error: Refused, written: Written, revision: int, thai_digits: bool | None
) -> HTMLResponse | None:
    """The desk with the draft as it was typed, what is wrong with it, and what was changed meanwhile."""

    def again(visit: Visit, paper: PaperRow, words: Words) -> HTMLResponse:
        now = written_of(read(paper.fields))
        changed = paper.revision != revision
        name = getattr(error, "name", "")
        name = FIELDS.get(name, name)
        told = said(error, words.language).line
        known = name in written.texts or name == "sent_to"
        editing = Editing(
            written,
            paper.revision,
            paper.thai_digits if thai_digits is None else thai_digits,
            {name: told} if known else {},
            {each: now[each] for each in written.texts if now[each].split() != written[each].split()}
            if changed
            else {},
        )
        summary = [Line(told, f"edit-{name}" if known else "")]
        if isinstance(error, StepRefused):
            summary += [Line(_lacking(each, words), "edit") for each in error.missing]
        if changed:
            summary.append(Line(words("paper_changed_since"), "edit"))
        shown = show(request, visit.session, visit.item, visit.at)
        return paper_page(
            visit, paper, shown, editing=editing, summary=summary, status=answered(error).status
        )

    return _again(request, again)


def _lacking(missing: Missing, words: Words) -> str:
    label = words.label(missing.label)
    return f"{label}: {words.label(missing.detail)}" if missing.detail else label


def _again(request: Request, page: Any) -> HTMLResponse | None:
    with looking(request) as found:
        if found is None:
            return None
        session, person, who = found
        try:
            item = item_seen(session, who, request.path_params["code"])
        except Refused:
            return None
        paper = paper_of(session, item.id)
        if paper is None:
            return None
        visit = Visit(request, session, person, who, moment_of(request), item)
        answer: HTMLResponse = page(visit, paper, Words(preferences_of(request)))
        return answer
