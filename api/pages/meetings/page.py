"""One meeting: its main part follows where it stands, with the path, the next step and what is missing."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from fastapi import Request
from fastapi.responses import HTMLResponse

from api.dependencies import item_seen, moment_of
from api.errors import answered
from api.pages.again import keep, looking
from api.pages.items.cards import Card, Form, Place, cards
from api.pages.items.marks import marks_of
from api.pages.items.page import refused
from api.pages.items.papers import item_papers
from api.pages.items.typed import Typed
from api.pages.looker import Visit
from api.pages.meetings.forms import Sent
from api.pages.meetings.shown import Sitting, sitting_of
from api.pages.papers.readers import readers_of
from api.pages.refusals import Line, said
from api.pages.rendering import reader_of, render
from states.main_path import way_of
from workflow import queries
from workflow.accounts.final import retyped_triggers
from workflow.decision import offers
from workflow.errors import BadDate, Missing, Refused
from workflow.meetings.agenda import DECISIONS, HEADINGS, MINUTES, OTHER
from workflow.meetings.readiness import still_needed
from workflow.meetings.secretariat import BEFORE, HELD
from workflow.meetings.waiting import Paper, last_minutes, waiting_for
from workflow.moments import bangkok_date

_CLOSES_FIRST: Final = "draft_minutes"  # the step that only a closed meeting takes


@dataclass(frozen=True, slots=True)
class Said:
    """What the page tells beside the meeting: a refused form and why, or what was just done."""

    form: Form = field(default_factory=Form)
    sent: Sent = field(default_factory=Sent)
    summary: Sequence[Line] = ()
    status: int = 200
    done: str = ""


def phase_of(sitting: Sitting) -> str:
    """preparing, running, closed (its minutes are due) or over."""
    state, shut = sitting.item.state, sitting.meeting.closed_seq is not None
    if state in BEFORE:
        return "preparing"
    if state == HELD:
        return "closed" if shut else "running"
    return "over"


def meeting_page(visit: Visit, told: Said | None = None) -> HTMLResponse:
    """The page of the meeting as it stands."""
    told = told or Said()
    session, item, words = visit.session, visit.item, visit.words
    sitting = sitting_of(session, visit.who, item, words)
    way = way_of(item.definition_hash, sitting.definition)
    entries = session.exec(queries.entries_of(item.id)).all()
    phase, state = phase_of(sitting), sitting.definition.by_state[item.state]
    steps = _steps(visit, sitting, told.form)
    return render(
        visit.request,
        "meetings/meeting.html",
        reader=reader_of(session, visit.person, visit.who),
        section="meetings",
        status=told.status,
        item=item,
        meeting=sitting.meeting,
        sitting=sitting,
        part=sitting.part,
        phase=phase,
        state=words.label(state.label),
        ended=sitting.definition.is_end(item.state),
        marks=marks_of(sitting.definition, way, item, entries, words),
        cards=steps,
        keys={card.trigger: uuid.uuid4().hex for card in steps},
        retyped=retyped_triggers(visit.session, visit.item),
        key=uuid.uuid4().hex,
        sections=[(number, words(f"meetings_section_{number}")) for number in HEADINGS],
        other=OTHER,
        summary=told.summary,
        sent=told.sent,
        done=told.done,
        papers=item_papers(session, visit.who, item, words),
        readers=readers_of(session, item.id, visit.person.id),
        today=bangkok_date(visit.at),
        **_preparing(visit, sitting, phase),
        lacking=lacking_of(visit, sitting),
    )


def _steps(visit: Visit, sitting: Sitting, form: Form) -> list[Card]:
    """The meeting's own steps; its minutes are drafted once it has been closed."""
    session, item, on = visit.session, visit.item, bangkok_date(visit.at)
    offered = [
        each
        for each in offers(session, item.id, by=visit.person.id, at=visit.at, on=on)
        if each.move.trigger != _CLOSES_FIRST or sitting.meeting.closed_seq is not None
    ]
    way = way_of(item.definition_hash, sitting.definition)
    place = Place(sitting.definition, item.state, way, visit.who.roles)
    return cards(offered, place, visit.words, form)


def _preparing(visit: Visit, sitting: Sitting, phase: str) -> dict[str, Any]:
    """What can be put on the agenda: the last minutes and papers to decide, each under its heading."""
    waits: list[tuple[int, Paper]] = []
    if phase == "preparing" and sitting.part.plans:
        waits += [(MINUTES, each) for each in last_minutes(visit.session, sitting.meeting)]
        waits += [(DECISIONS, each) for each in waiting_for(visit.session, sitting.body)]
    return {"waits": waits}


def lacking_of(visit: Visit, sitting: Sitting) -> list[tuple[str, str]]:
    """What is missing before closing: in words, and where on the pages it is supplied."""
    if phase_of(sitting) != "running" or not sitting.part.keeps:
        return []
    found = still_needed(visit.session, visit.item.id, visit.hand)
    return [(visit.words.label(missing.label), _where(entry_id, missing)) for entry_id, missing in found]


def _where(entry_id: int | None, missing: Missing) -> str:
    """The address of the fields, after that of the meeting."""
    if entry_id is None:
        return "#attendance"
    return f"/entries/{entry_id}" + ("#recusals" if missing.code == "quorum_met" else "#decision")


def step_again(request: Request, error: Refused) -> HTMLResponse | None:
    """The page with what was typed for a step and what is wrong."""
    typed: Typed = request.state.typed

    def again(visit: Visit) -> HTMLResponse:
        summary, form = refused(visit.session, visit.item, error, typed, visit.words)
        return meeting_page(visit, Said(form=form, summary=summary, status=answered(error).status))

    return visited(request, again)


def shown_again(request: Request, sent: Sent, anchor: str) -> None:
    """From now on a refusal brings the page back, with what was sent and a line that leads to `anchor`."""

    def page(request: Request, error: Refused) -> HTMLResponse | None:
        def again(visit: Visit) -> HTMLResponse:
            line = Line(said(error, visit.words.language).line, anchor_of(error, anchor))
            return meeting_page(visit, Said(sent=sent, summary=(line,), status=answered(error).status))

        return visited(request, again)

    keep(request, page)


def anchor_of(error: Refused, form: str) -> str:
    """The field a refusal speaks of, by its id, else the form."""
    if isinstance(error, BadDate):
        return f"{form}-held_on"
    name = getattr(error, "name", "")
    return f"{form}-{name}" if name in _FIELDS and form in ("particulars", "add") else form


_FIELDS: Final = ("held_on", "place", "begins", "ends", "urgent", "title", "section")


def visited(request: Request, page: Any) -> HTMLResponse | None:
    """`page` of a visit of its own; None where whoever asks may not see the meeting."""
    with looking(request) as found:
        if found is None:
            return None
        session, person, who = found
        try:
            item = item_seen(session, who, request.path_params["code"])
            answer: HTMLResponse = page(Visit(request, session, person, who, moment_of(request), item))
        except Refused:
            return None
        return answer
