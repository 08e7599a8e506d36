"""Records what a body resolved on each entry of its agenda: typed, voted on, with dissent kept (มติที่ประชุม)."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from msgspec import Struct
from msgspec.json import decode, encode
from sqlmodel import Session, select

from states.catalogue import ResolutionKind, catalogue
from states.machine import graph
from states.model import Transition
from workflow import definitions
from workflow.changes import Hand
from workflow.errors import BadInput, Denial, NotAllowed, UnknownTrigger
from workflow.facts import LONGEST_REASON, canonical_facts, limited
from workflow.meetings.agenda import HEADING, TOLD, numbered
from workflow.meetings.attendance import roll
from workflow.meetings.deciding import may_decide
from workflow.meetings.roll import Roll
from workflow.meetings.secretariat import HELD, KEEPERS, InHand, entry_in_hand, in_hand, tell
from workflow.models import AgendaItem, Body, Dissent, Item, ProjectLine, Resolution
from workflow.permissions import may
from workflow.situation import ItemNow, Reading, read


@dataclass(frozen=True, slots=True)
class Votes:
    """Votes for the resolution as recorded; `casting`: the chair broke a tie in its favour."""

    in_favour: int
    against: int = 0
    abstained: int = 0
    casting: bool = False


@dataclass(frozen=True, slots=True)
class NewResolution:
    """What a body resolved. `kind` is one of the catalogue's; `trigger` the step it gives rise to, or none.

    `evidence` are facts for that step by evidence key. Of proposals: `approved` are satang by line for one
    that is included, `merge_into` the project that another is merged into. `dissents` are by member.
    """

    kind: str
    text: str
    trigger: str = ""
    reason: str = ""
    evidence: Mapping[str, str] = field(default_factory=dict)
    approved: Mapping[int, int] = field(default_factory=dict)
    merge_into: int | None = None
    votes: Votes | None = None
    dissents: Mapping[int, str] = field(default_factory=dict)


class Grounds(Struct, frozen=True, omit_defaults=True):
    """What is kept with a resolution until the meeting is closed, as JSON in `Resolution.evidence`."""

    facts: dict[str, str] = {}
    approved: dict[int, int] = {}
    merge_into: int | None = None
    casting_vote: bool = False


def resolve(session: Session, agenda_item_id: int, new: NewResolution, hand: Hand) -> Resolution:
    """Records one resolution; raises as `resolve_all`."""
    entry, _ = entry_in_hand(session, agenda_item_id, hand)
    return resolve_all(session, entry.meeting_id, {agenda_item_id: new}, hand)[0]


def resolve_all(
    session: Session, meeting_id: int, wanted: Mapping[int, NewResolution], hand: Hand
) -> list[Resolution]:
    """Records resolutions by entry of the agenda, anew where there was one, with one entry for all of them.

    While the meeting is held and not yet closed; nothing moves before it is closed. Raises NotAllowed (the
    step is not the secretary's to take), MeetingFixed, UnknownTrigger, NotOpenHere, BadEvidence, BadDate,
    TooLong and BadInput: of another kind, a paper of another body, no step where the secretary alone takes
    it, no reason, more votes than voters, not carried, dissent of somebody who has no vote, an amount for
    another project's line.
    """
    kept = in_hand(session, meeting_id, hand)
    kept.require("resolution", HELD)
    there = roll(session, kept.meeting)
    checked: list[tuple[AgendaItem, NewResolution]] = []
    for agenda_item_id, new in wanted.items():
        entry = session.get(AgendaItem, agenda_item_id)
        if entry is None or entry.meeting_id != meeting_id or entry.position == HEADING:
            raise BadInput("agenda", "unknown", str(agenda_item_id))
        _check(session, kept, entry, new, there)
        checked.append((entry, new))
    made = [_write(session, kept, entry, new) for entry, new in checked]
    told = [[numbered(session.get_one(AgendaItem, each.agenda_item_id)).th, _told(each)] for each in made]
    tell(session, kept, "meeting", {"resolution": told})
    return made


def grounds_of(resolution: Resolution) -> Grounds:
    """What is kept with the resolution for the step it gives rise to."""
    return decode(resolution.evidence, type=Grounds, strict=False)


def check_votes(there: Roll, entry_id: int, votes: Votes) -> None:
    """Raises BadInput where there are more votes than voters, no majority, or no chair to break a tie."""
    counts = (votes.in_favour, votes.against, votes.abstained)
    voters = len(there.voters(entry_id))
    if min(counts) < 0 or sum(counts) > voters:
        raise BadInput("votes", "out_of_range", f"{sum(counts)}/{voters}")
    tie = votes.in_favour == votes.against
    if votes.casting and not (tie and there.presiding(entry_id)):
        raise BadInput("casting_vote", "unfit", f"{votes.in_favour}-{votes.against}")
    if votes.in_favour < votes.against or (tie and not votes.casting):
        raise BadInput("votes", "not_carried", f"{votes.in_favour}-{votes.against}")


def triggers_for(session: Session, agenda_item_id: int, hand: Hand) -> dict[str, tuple[str, ...]]:
    """By kind of resolution, the steps open on the entry's paper now that the secretary may take."""
    entry, _ = entry_in_hand(session, agenda_item_id, hand)
    if entry.item_id is None:
        return dict.fromkeys(catalogue().resolutions, ())
    reading = read(session, entry.item_id, hand.by, hand.day, lock=False)
    definition = definitions.by_hash(session, reading.item.definition_hash)
    hers = [
        move.trigger
        for move in definition.leaving(reading.item.state)
        if not isinstance(
            may(reading.actor, reading.item, move, definition, lambda: reading.performed), Denial
        )
    ]
    return {
        kind: tuple(each for each in hers if words.fits(each))
        for kind, words in catalogue().resolutions.items()
    }


def open_move(session: Session, reading: Reading, trigger: str) -> Transition:
    """The step of this name, open on the item now and this actor's to take.

    Raises UnknownTrigger, NotOpenHere, NotAllowed; what the step still needs is asked when it is taken.
    """
    item = reading.item
    definition = definitions.by_hash(session, item.definition_hash)
    if trigger not in definition.triggers:
        raise UnknownTrigger(item.kind, trigger, tuple(sorted(definition.triggers)))
    if graph(definition, item.definition_hash).target(item.state, trigger) is None:
        raise definitions.not_open(session, item, trigger)
    move = definition.moves[item.state, trigger]
    answer = may(reading.actor, item, move, definition, lambda: reading.performed)
    if isinstance(answer, Denial):
        raise NotAllowed(answer)
    return move


def _check(session: Session, kept: InHand, entry: AgendaItem, new: NewResolution, there: Roll) -> None:
    words = catalogue().resolutions.get(new.kind)
    if words is None:
        raise BadInput("kind", "unknown", new.kind)
    if not new.text.strip():
        raise BadInput("resolution", "empty")
    limited("resolution", new.text, LONGEST_REASON)
    limited("reason", new.reason, LONGEST_REASON)
    canonical_facts(new.evidence)
    _check_step(session, kept, entry, new, words)
    _check_proposal(session, kept, entry, new)
    if new.votes is not None:
        check_votes(there, entry.id, new.votes)
    voters = {seat.id for seat in there.voters(entry.id)}
    for member_id, opinion in new.dissents.items():
        if member_id not in voters:
            raise BadInput("member", "no_vote", str(member_id))
        if not opinion.strip():
            raise BadInput("opinion", "empty")
        limited("opinion", opinion, LONGEST_REASON)


def _check_step(
    session: Session, kept: InHand, entry: AgendaItem, new: NewResolution, words: ResolutionKind
) -> None:
    """A step named is one that such a resolution of this body gives rise to; one left out may wait.

    Only a step that others may take too may wait: they take it on the strength of the resolution.
    """
    if new.trigger and (entry.item_id is None or not words.fits(new.trigger)):
        raise BadInput("trigger", "unfit", new.trigger)
    if entry.item_id is None:
        return
    paper = read(session, entry.item_id, kept.hand.by, kept.hand.day)
    body = session.get_one(Body, kept.meeting.body_id)
    decides = entry.section != TOLD and may_decide(session, body, paper.item, paper.item.state)
    if new.trigger:
        move = open_move(session, paper, new.trigger)
        if not decides:
            raise BadInput("agenda", "not_for_this_body", paper.item.code)
        if move.needs_reason and not new.reason.strip():
            raise BadInput("reason", "empty")
    elif decides and _hers_alone(session, paper.item, words):
        raise BadInput("trigger", "empty")


def _hers_alone(session: Session, paper: ItemNow, words: ResolutionKind) -> bool:
    """Whether a resolution of this kind gives rise to a step here that nobody but the secretary takes."""
    leaving = definitions.by_hash(session, paper.definition_hash).leaving(paper.state)
    return any(words.fits(move.trigger) and set(move.by) == set(KEEPERS) for move in leaving)


def _check_proposal(session: Session, kept: InHand, entry: AgendaItem, new: NewResolution) -> None:
    """Amounts belong to the lines of the proposal that is included, a target to one that is merged."""
    if new.approved and new.trigger != "include":
        raise BadInput("kind", "unfit", new.kind)
    if new.approved:
        own = set(session.exec(select(ProjectLine.id).where(ProjectLine.item_id == entry.item_id)))
        for line_id, satang in new.approved.items():
            if line_id not in own or satang < 0:
                raise BadInput("approved", "unfit", f"{line_id}: {satang}")
    if (new.merge_into is None) == (new.trigger == "merge"):
        raise BadInput("merge_target", "unfit" if new.merge_into else "empty", new.kind)
    if new.merge_into is not None:
        target = session.get(Item, new.merge_into)
        if target is None or target.office_id != kept.item.office_id or target.id == entry.item_id:
            raise BadInput("merge_target", "unknown", str(new.merge_into))


def _write(session: Session, kept: InHand, entry: AgendaItem, new: NewResolution) -> Resolution:
    known = session.exec(select(Resolution).where(Resolution.agenda_item_id == entry.id)).first()
    row = known or Resolution(
        agenda_item_id=entry.id, body_id=kept.meeting.body_id, kind=new.kind, text=new.text
    )
    row.kind, row.text, row.trigger, row.reason = new.kind, new.text.strip(), new.trigger, new.reason.strip()
    votes = new.votes
    row.votes_for = votes.in_favour if votes else None
    row.votes_against = votes.against if votes else None
    row.abstained = votes.abstained if votes else None
    row.evidence = encode(
        Grounds(
            facts=canonical_facts(new.evidence),
            approved=dict(new.approved),
            merge_into=new.merge_into,
            casting_vote=votes.casting if votes else False,
        )
    ).decode()
    session.add(row)
    session.flush()
    for old in session.exec(select(Dissent).where(Dissent.resolution_id == row.id)).all():
        session.delete(old)
    session.flush()
    session.add_all(
        Dissent(resolution_id=row.id, member_id=member_id, opinion=opinion.strip())
        for member_id, opinion in new.dissents.items()
    )
    session.flush()
    return row


def _told(row: Resolution) -> dict[str, object]:
    """A resolution as the history tells it."""
    votes = [row.votes_for, row.votes_against, row.abstained] if row.votes_for is not None else None
    told = {"kind": row.kind, "text": row.text, "trigger": row.trigger, "votes": votes}
    casting = {"casting_vote": True} if grounds_of(row).casting_vote else {}
    return {name: value for name, value in (told | casting).items() if value}
