"""Walks the sample year through the engine: every step by its own actor, in its time, past every guard."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from sqlmodel import Session

from states.model import Definition
from workflow import definitions
from workflow.changes import Hand
from workflow.demo.sample import Event, Meeting, Sample
from workflow.demo.schedule import Happening, Opening, Taken, plan_code
from workflow.demo.stage import Stage, ask, play, step
from workflow.engine import Moved
from workflow.items import open_item
from workflow.meetings.deciding import DECIDES
from workflow.meetings.outside import Outside, record_outside

Progress = Callable[[str], None]
Meanwhile = Callable[[Session, datetime.datetime], None]
# Steps that a board outside gives rise to, and by their endings what it resolved.
_OUTSIDE = ("record_subcommittee_", "record_board_", "report_to_")
_KINDS = {
    "_endorsed": "endorse",
    "_endorsed_with_changes": "endorse_with_changes",
    "_ack": "acknowledge",
    "_board": "acknowledge",
}


@dataclass
class SampleDiffers(Exception):
    """The sample says a step leads elsewhere than it does."""

    item: str
    trigger: str
    target: str


def replay(stage: Stage, happenings: Iterable[Happening], progress: Progress, meanwhile: Meanwhile) -> None:
    """Lets everything happen in order, and before each what happens meanwhile. Nothing is waived."""
    for each in happenings:
        meanwhile(stage.session, each.at)
        progress(play(each, stage))


@play.register
def _open(opening: Opening, stage: Stage) -> str:
    by = stage.cast.person(opening.by)
    owner = None if opening.by == "system" else by
    new = replace(opening.new, parent_id=stage.ids.get(plan_code(stage.sample)), owner_id=owner)
    stage.ids[new.code] = open_item(stage.session, stage.cast.office_id, new, by=by, at=opening.at).id
    return new.code


@play.register
def _take(taken: Taken, stage: Stage) -> str:
    event = taken.event
    item = stage.item(event.item)
    definition = definitions.by_hash(stage.session, item.definition_hash)
    meeting = _meeting(stage.sample, definition, item.state, event)
    hand, reason = stage.hand(event.by, taken.at), _reason(stage.sample, event)
    if stage.sample.additions and meeting and event.trigger.startswith(_OUTSIDE):
        moved = _record(stage, event, meeting, hand, reason)
    else:
        moved = step(stage, event.item, event.trigger, hand, reason=reason, meeting=meeting, on=event.day)
    if moved.to_state != event.target:
        raise SampleDiffers(event.item, event.trigger, moved.to_state)
    return f"{event.item} {event.trigger}"


def _record(stage: Stage, event: Event, meeting: Meeting, hand: Hand, reason: str) -> Moved:
    """What a board outside resolved, as its letter tells it."""
    asked = ask(stage, event.item, event.trigger, hand, reason=reason, meeting=meeting)
    number = int(meeting.number.partition("/")[0])
    told = Outside(
        body=meeting.body,
        number=number,
        held_on=meeting.day,
        kind=next(kind for ending, kind in _KINDS.items() if event.trigger.endswith(ending)),
        letter_no=f"ที่ {number}/สมมติ",
        letter_on=event.day,
        text=meeting.resolution,
        reason=asked.reason,
        trigger=event.trigger,
        evidence={key: value for key, value in asked.facts.items() if not key.startswith("resolution_")},
        synthetic=True,
    )
    return record_outside(stage.session, stage.ids[event.item], told, hand)


def _meeting(sample: Sample, definition: Definition, state: str, event: Event) -> Meeting | None:
    """The last meeting, up to that day, of the body that decides here or is reported to."""
    own = [definition.by_state[name].body for name in (state, event.target)]
    bodies = [body for body in own if body][:1] or DECIDES.get((event.kind, state), ())
    held = [each for each in sample.meetings if each.body in bodies and each.day <= event.day]
    return max(held, key=lambda each: each.day, default=None)


def _reason(sample: Sample, event: Event) -> str:
    if event.kind == "plan_amendment" and event.trigger == "compile":
        return next(each.reason for each in sample.amendments if each.code == event.item)
    return event.note
