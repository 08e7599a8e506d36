"""Records what an outside board resolved, from the letter that tells it: nobody operates it here (U-D6)."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from msgspec.json import encode
from sqlmodel import Session, select

from states.catalogue import catalogue
from states.fiscal import fiscal_year_of
from states.model import Definition
from states.thai import be_year, long_date, search_text
from workflow import definitions, engine, history
from workflow.changes import Hand, named
from workflow.engine import Moved
from workflow.errors import AlreadyExists, BadInput, Denial, NotAllowed
from workflow.facts import LONGEST_REASON, canonical_facts, limited
from workflow.meetings.agenda import DECISIONS
from workflow.meetings.bodies import body_in_force
from workflow.meetings.planning import check_number, code_for, title_of
from workflow.meetings.resolutions import Grounds, open_move
from workflow.meetings.secretariat import empowered
from workflow.meetings.viewing import RECORDERS
from workflow.models import AgendaItem, Body, Item, Meeting, Resolution
from workflow.moments import moment_text
from workflow.permissions import Authority
from workflow.situation import ItemNow, Reading, read, who
from workflow.statements import Attached

LETTER = "resolution_letter"  # the document that proves what a board resolved
_HELD_ELSEWHERE = "minutes_adopted"  # the state in which an outside meeting is taken in: nothing is owed


@dataclass(frozen=True, slots=True)
class Outside:
    """A resolution as a board's letter tells it. `body` is the board's code, dates are Bangkok dates.

    `number` is the meeting's in the calendar year of `held_on`. `scan` is the letter itself, where it was
    taken in. `evidence` holds what else the step asks for (flexibility, resubmission), `synthetic` marks it.
    """

    body: str
    number: int
    held_on: datetime.date
    kind: str
    letter_no: str
    letter_on: datetime.date
    text: str
    reason: str = ""
    trigger: str = ""
    scan: Attached | None = None
    evidence: Mapping[str, str] = field(default_factory=dict)
    documents: Mapping[str, Attached] = field(default_factory=dict)
    synthetic: bool = False


def record_outside(session: Session, item_id: int, told: Outside, hand: Hand) -> Moved:
    """Takes the step an outside resolution gives rise to, dated on its day, and keeps the resolution itself.

    The step is the one open on the paper that a resolution of this kind fits, or `trigger`. Raises what the
    step raises (NotAllowed, StepRefused, BadDate…) and BadInput: an unknown kind, a board that is the
    office's own, not in force or not the one asked, no letter, no step or several that fit.
    """
    reading = read(session, item_id, hand.by, hand.day)
    _must_record(session, reading)
    body = _board(session, reading, told)
    trigger = told.trigger or _fitting(session, reading, told.kind)
    move = open_move(session, reading, trigger)
    definition = definitions.by_hash(session, reading.item.definition_hash)
    _check_board(definition, reading.item.state, body.code)
    by = empowered(reading, move.by)
    meeting, entry = _entry(session, body, reading, told, hand, by)
    letter = f"{named('letter_no', told.letter_no)} ลงวันที่ {long_date(told.letter_on)}"
    shown = {LETTER: told.scan} if told.scan else {}
    facts = {
        **told.evidence,
        **({} if told.scan else {LETTER: letter}),
        "resolution_meeting": f"{told.number}/{meeting.year} {letter}",
        "resolution_date": told.held_on.isoformat(),
    }
    meeting_id, entry_id, body_id = meeting.item_id, entry.id, body.id
    moved = engine.advance(
        session,
        item_id,
        trigger,
        by=hand.by,
        at=hand.at,
        on=told.held_on,
        reason=told.reason,
        evidence=facts,
        documents={**told.documents, **shown},
        synthetic=told.synthetic,
    )
    _keep(session, told, trigger, meeting_id, entry_id, body_id, moved.entry_seq)
    return moved


def must_record(session: Session, office_id: int, hand: Hand) -> None:
    """Raises NotAllowed for whoever records no board's letter, on whatever paper.

    To what an order is limited is asked of each paper by itself.
    """
    actor = who(session, office_id, hand.by, hand.day)
    if actor.office_id != office_id or not actor.active or not actor.roles & set(RECORDERS):
        raise NotAllowed(Denial("no_role", RECORDERS))


def wanted_steps(session: Session, item: Item | ItemNow, kind: str, trigger: str) -> tuple[str, ...]:
    """`trigger`, or without one each step open on the item that fits; none for an unknown kind."""
    if trigger:
        return (trigger,)
    words = catalogue().resolutions.get(kind)
    if words is None:
        return ()
    definition = definitions.by_hash(session, item.definition_hash)
    return tuple(move.trigger for move in definition.leaving(item.state) if words.fits(move.trigger))


def _must_record(session: Session, reading: Reading) -> None:
    """Raises NotAllowed for whoever takes no step of such a paper that a resolution gives rise to."""
    definition = definitions.by_hash(session, reading.item.definition_hash)
    words = catalogue().resolutions.values()
    resolved = (move for move in definition.transitions if any(each.fits(move.trigger) for each in words))
    empowered(reading, sorted({role for move in resolved for role in move.by}))


def _board(session: Session, reading: Reading, told: Outside) -> Body:
    """The board, checked with everything the letter says."""
    words = catalogue().resolutions.get(told.kind)
    if words is None or (told.trigger and not words.fits(told.trigger)):
        raise BadInput("kind", "unfit" if words else "unknown", told.kind)
    if not told.text.strip():
        raise BadInput("resolution", "empty")
    limited("resolution", told.text, LONGEST_REASON)
    if told.letter_on < told.held_on:
        raise BadInput("letter_no", "unfit", told.letter_on.isoformat())
    body = body_in_force(session, reading.item.office_id, told.body, told.held_on)
    if body.internal:
        raise BadInput("body", "unfit", told.body)
    return body


def _check_board(definition: Definition, state: str, board: str) -> None:
    """Raises BadInput for a board other than the one before which the paper lies, or on none of its route."""
    here = definition.by_state[state].body
    boards = {here} if here else {each.body for each in definition.states}
    if board not in boards:
        raise BadInput("body", "unfit", board)


def _fitting(session: Session, reading: Reading, kind: str) -> str:
    """The one step open here that a resolution of this kind gives rise to."""
    steps = wanted_steps(session, reading.item, kind, "")
    if len(steps) != 1:
        raise BadInput("kind", "unfit", kind)
    return steps[0]


def _entry(
    session: Session, body: Body, reading: Reading, told: Outside, hand: Hand, by: Authority
) -> tuple[Meeting, AgendaItem]:
    """The board's meeting, taken in when it is first heard of, with the paper on its agenda."""
    year = be_year(told.held_on.year)
    same = (Meeting.body_id == body.id, Meeting.number == told.number, Meeting.year == year)
    meeting = session.exec(select(Meeting).where(*same)).first()
    if meeting is None:
        meeting = _taken_in(session, body, year, told, hand, by)
    elif meeting.held_on != told.held_on:
        raise BadInput("held_on", "unfit", told.held_on.isoformat())
    papers = session.exec(select(AgendaItem.item_id).where(AgendaItem.meeting_id == meeting.item_id)).all()
    if reading.item.id in papers:
        raise AlreadyExists("agenda", reading.item.code)
    entry = AgendaItem(
        meeting_id=meeting.item_id,
        section=DECISIONS,
        position=len(papers) + 1,
        title=reading.item.title,
        item_id=reading.item.id,
    )
    session.add(entry)
    session.flush()
    return meeting, entry


def _taken_in(session: Session, body: Body, year: int, told: Outside, hand: Hand, by: Authority) -> Meeting:
    """A meeting held elsewhere, with its `imported` entry: the recorder's authority is that of the step."""
    check_number(session, body, told.number, year)
    name = definitions.in_force(session, body.office_id, "meeting", hand.at)
    item = Item(
        office_id=body.office_id,
        kind="meeting",
        code=code_for(session, body, told.number, year),
        title=title_of(body, told.number, year),
        search_text="",
        fiscal_year=fiscal_year_of(told.held_on).be,
        starts_on=told.held_on,
        ends_on=told.held_on,
        state=_HELD_ELSEWHERE,
        state_since=hand.at,
        effective_on=told.held_on,
        definition_hash=name,
        opened_at=hand.at,
    )
    item.search_text = search_text(f"{item.code} {item.title}")
    session.add(item)
    session.flush()
    meeting = Meeting(item_id=item.id, body_id=body.id, number=told.number, year=year, held_on=told.held_on)
    session.add(meeting)
    session.flush()
    history.append(session, _imported(item, hand, by))
    return meeting


def _imported(item: Item, hand: Hand, by: Authority) -> history.Record:
    return history.Record(
        office_id=item.office_id,
        kind="imported",
        at=moment_text(hand.at),
        effective_on=item.effective_on.isoformat(),
        subject=f"item:{item.code}",
        actor_id=hand.by,
        capacity=by.capacity,
        item_id=item.id,
        position_id=by.position_id,
        principal_id=by.principal_id,
        order_no=by.order_no,
        to_state=item.state,
        version=1,
        definition_hash=item.definition_hash,
    )


def _keep(
    session: Session, told: Outside, trigger: str, meeting_id: int, entry_id: int, body_id: int, seq: int
) -> None:
    """The resolution's own row. Boards number their resolutions themselves, so it gets no number here."""
    session.add(
        Resolution(
            agenda_item_id=entry_id,
            body_id=body_id,
            kind=told.kind,
            text=told.text.strip(),
            trigger=trigger,
            reason=told.reason.strip(),
            evidence=encode(Grounds(facts=canonical_facts(told.evidence))).decode(),
            entry_seq=seq,
        )
    )
    meeting = session.get_one(Meeting, meeting_id)
    meeting.closed_seq = meeting.closed_seq or seq
    session.flush()
