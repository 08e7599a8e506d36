"""Walks the sample year through the engine: every step by its own actor, in its time, past every guard."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, replace

from sqlmodel import Session

from states.model import Definition
from workflow import definitions, engine
from workflow.decision import Offer, offers
from workflow.demo.cast import Cast
from workflow.demo.invented import REASON, Scene, supply
from workflow.demo.sample import Event, Meeting, Sample
from workflow.demo.schedule import Opening, Taken, plan_code
from workflow.items import open_item
from workflow.models import Item

Progress = Callable[[str], None]
# Bodies that decide in states of no body of their own.
_DECIDES = {
    "committee_review": ("plan_committee",),
    "meeting_review": ("executive_team", "executive_plus_clusters"),
    "committee_analysis": ("expenditure_committee",),
}
_RESOLVED_EARLIER = "มติวันที่"  # so the sample notes a resolution that was recorded after its day


@dataclass
class SampleDiffers(Exception):
    """The sample says a step leads elsewhere than it does."""

    item: str
    trigger: str
    target: str


def replay(
    session: Session, sample: Sample, cast: Cast, happenings: tuple[Opening | Taken, ...], progress: Progress
) -> dict[str, int]:
    """Opens the papers and takes the steps in order; the papers' ids by code.

    Raises whatever the engine refuses: nothing is waived for the demonstration.
    """
    ids: dict[str, int] = {}
    for each in happenings:
        if isinstance(each, Opening):
            ids[each.new.code] = _open(session, sample, cast, each, ids)
            progress(each.new.code)
        else:
            _take(session, sample, cast, each, ids[each.event.item])
            progress(f"{each.event.item} {each.event.trigger}")
    return ids


def _open(session: Session, sample: Sample, cast: Cast, opening: Opening, ids: dict[str, int]) -> int:
    by = cast.person(opening.by)
    owner = None if opening.by == "system" else by
    new = replace(opening.new, parent_id=ids.get(plan_code(sample)), owner_id=owner)
    return open_item(session, cast.office_id, new, by=by, at=opening.at).id


def _take(session: Session, sample: Sample, cast: Cast, taken: Taken, item_id: int) -> None:
    event, by = taken.event, cast.person(taken.event.by)
    item = session.get_one(Item, item_id)
    session.refresh(item)
    definition = definitions.by_hash(session, item.definition_hash)
    meeting = _meeting(sample, definition, item.state, event)
    found = offers(session, item_id, by=by, at=taken.at, on=event.day)
    offer = next((each for each in found if each.move.trigger == event.trigger), None)
    scene = Scene(definition, tuple(sample.groups), cast.schools, event.day, meeting)
    facts, justifications = supply(offer.missing if offer else (), scene)
    moved = engine.advance(
        session,
        item_id,
        event.trigger,
        by=by,
        at=taken.at,
        on=_resolved_on(event, meeting, item.effective_on),
        reason=_reason(sample, event, offer),
        evidence=facts,
        justifications=justifications,
        synthetic=bool(facts or justifications),
    )
    if moved.to_state != event.target:
        raise SampleDiffers(event.item, event.trigger, moved.to_state)


def _meeting(sample: Sample, definition: Definition, state: str, event: Event) -> Meeting | None:
    """The last meeting, up to that day, of the body that decides here or is reported to."""
    own = [definition.by_state[name].body for name in (state, event.target)]
    bodies = [body for body in own if body][:1] or _DECIDES.get(state, ())
    held = [each for each in sample.meetings if each.body in bodies and each.day <= event.day]
    return max(held, key=lambda each: each.day, default=None)


def _resolved_on(event: Event, meeting: Meeting | None, not_before: datetime.date) -> datetime.date:
    """The meeting's day where the sample notes that a resolution was recorded later, else the day itself."""
    if meeting is None or not event.note.startswith(_RESOLVED_EARLIER) or meeting.day < not_before:
        return event.day
    return meeting.day


def _reason(sample: Sample, event: Event, offer: Offer | None) -> str:
    if event.kind == "plan_amendment" and event.trigger == "compile":
        return next(each.reason for each in sample.amendments if each.code == event.item)
    if not event.note and offer is not None and offer.move.needs_reason:
        return REASON
    return event.note
