"""Closes a meeting: numbers its resolutions and takes every step they give rise to, all of them or none."""

import datetime
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct
from sqlmodel import Session, col, select

from states.thai import long_date
from workflow import definitions, engine
from workflow.changes import Hand
from workflow.errors import ClosingRefused, Refused
from workflow.meetings.readiness import Due, due_of, lacking
from workflow.meetings.secretariat import HELD, InHand, in_hand, tell
from workflow.models import AgendaItem, Document, Entry, Item, Meeting, Resolution
from workflow.money.lines import set_approved
from workflow.proposals.merging import record_merger
from workflow.statements import Attached

# Papers of the meeting itself: steps that ask for them are shown the meeting's own.
_OWN_PAPERS = ("minutes", "resolution_table", "attendance_list", "meeting_agenda")


class Carried(Struct, frozen=True):
    """One resolution of a closed meeting: its number, and the step it gave rise to, if any."""

    agenda_item_id: int
    number: int | None
    year: int | None
    kind: str
    code: str
    trigger: str
    entry_seq: int | None
    to_state: str


class Closed(Struct, frozen=True):
    """A closed meeting: the entry of its closing and every resolution, in the order of the agenda."""

    meeting_id: int
    code: str
    entry_seq: int
    resolutions: tuple[Carried, ...]


def close_meeting(session: Session, meeting_item_id: int, *, by: int, at: datetime.datetime) -> Closed:
    """Carries out what a meeting resolved, in the caller's transaction; a second call changes nothing.

    Resolutions are numbered by body and calendar year B.E. and dated on the day of the meeting; projects
    move before their plan. Raises ClosingRefused with everything the meeting and each paper still need,
    MeetingFixed where it is not held, NotAllowed, UnknownItem; then nothing has changed.
    """
    kept = in_hand(session, meeting_item_id, Hand(by, at))
    if kept.meeting.closed_seq is None:
        kept.require("resolution", HELD)
        with session.begin_nested():
            _carry_out(session, kept)
    return closed(session, meeting_item_id, kept.item.code)


class _Rehearsed(Exception):
    """Nothing that a rehearsal did is kept."""


def rehearse_closing(
    session: Session, meeting_item_id: int, *, by: int, at: datetime.datetime
) -> tuple[Carried, ...]:
    """What closing would bring about, taken back at once; raises as `close_meeting`."""
    found: tuple[Carried, ...] = ()
    try:
        with session.begin_nested():
            found = close_meeting(session, meeting_item_id, by=by, at=at).resolutions
            raise _Rehearsed
    except _Rehearsed:
        return found


def closed(session: Session, meeting_id: int, code: str) -> Closed:
    """What a closed meeting brought about, as its rows tell it."""
    found = session.exec(
        select(Resolution, Item.code, Entry.to_state)
        .join(AgendaItem, col(AgendaItem.id) == col(Resolution.agenda_item_id))
        .outerjoin(Item, col(Item.id) == col(AgendaItem.item_id))
        .outerjoin(
            Entry, (col(Entry.office_id) == Item.office_id) & (col(Entry.seq) == col(Resolution.entry_seq))
        )
        .where(AgendaItem.meeting_id == meeting_id)
        .order_by(col(AgendaItem.section), col(AgendaItem.position))
    )
    carried = tuple(
        Carried(
            row.agenda_item_id,
            row.number,
            row.year,
            row.kind,
            paper or "",
            row.trigger,
            row.entry_seq,
            state or "",
        )
        for row, paper, state in found
    )
    seq = session.exec(select(Meeting.closed_seq).where(Meeting.item_id == meeting_id)).one()
    assert seq is not None
    return Closed(meeting_id, code, seq, carried)


def _carry_out(session: Session, kept: InHand) -> None:
    due = due_of(session, kept)
    needed = lacking(session, kept, due)
    refused: list[tuple[str, Refused]] = []
    fired: dict[int, int] = {}
    shown = _papers_of(session, kept.item.id)
    _number(session, due)
    for each in _children_first(due):
        try:
            fired[each.id] = _fire(session, kept, each, shown)
        except Refused as refusal:
            refused.append((each.code, refusal))
    if needed or refused:
        raise ClosingRefused(kept.item.code, tuple(needed), tuple(refused))
    _write(session, kept, due, fired)


def _children_first(due: Sequence[Due]) -> list[Due]:
    """The papers that move, each before the one it belongs to, otherwise in the order of the agenda."""
    parents = {each.item_id: each.parent_id for each in due}

    def depth(item_id: int | None) -> int:
        return 1 + depth(parents[item_id]) if item_id in parents else 0

    return sorted((each for each in due if each.trigger), key=lambda each: -depth(each.item_id))


def _fire(session: Session, kept: InHand, due: Due, shown: Mapping[str, Attached]) -> int:
    """Takes the step of one resolution, dated on the day of the meeting; the number of its entry."""
    assert due.item_id is not None
    hand, meeting = kept.hand, kept.meeting
    paper = session.get_one(Item, due.item_id)
    move = definitions.by_hash(session, paper.definition_hash).moves.get((paper.state, due.trigger))
    asked = [code for code in _OWN_PAPERS if move is not None and code in move.documents]
    facts = {code: _reference(kept, due) for code in asked if code not in shown} | due.grounds.facts
    facts |= _decide_proposal(session, kept, due, paper)
    moved = engine.advance(
        session,
        due.item_id,
        due.trigger,
        by=hand.by,
        at=hand.at,
        on=meeting.held_on,
        reason=due.reason,
        evidence=facts,
        documents={code: shown[code] for code in asked if code in shown},
    )
    return moved.entry_seq


def _decide_proposal(session: Session, kept: InHand, due: Due, paper: Item) -> dict[str, str]:
    """Sets what is approved for a proposal, or records what it is merged into; the facts for its step."""
    grounds, by = due.grounds, kept.authority
    if grounds.approved:
        set_approved(session, paper, grounds.approved, kept.hand, by)
    if grounds.merge_into is None:
        return {}
    target = session.get_one(Item, grounds.merge_into)
    record_merger(session, paper, target, due.reason, kept.hand, on=kept.meeting.held_on, by=by)
    return {"merge_target": target.code}


def _reference(kept: InHand, due: Due) -> str:
    """Where the resolution is found: "มติที่ 3/2561 การประชุม… ครั้งที่ 1/2561 วันที่ 12 มกราคม 2561"."""
    return f"มติที่ {due.number}/{due.year} {kept.item.title} วันที่ {long_date(kept.meeting.held_on)}"


def _papers_of(session: Session, meeting_id: int) -> dict[str, Attached]:
    """The meeting's own papers by code, the newest of each."""
    rows = session.exec(
        select(Document.code, Document.sha256, Document.filename)
        .where(Document.item_id == meeting_id, col(Document.code).in_(_OWN_PAPERS))
        .order_by(col(Document.id))
    )
    return {code: Attached(sha256, filename) for code, sha256, filename in rows}


def _number(session: Session, due: Sequence[Due]) -> None:
    """Numbers the resolutions: a step follows none that is not final."""
    numbers = {each.id: each for each in due}
    for row in _resolutions(session, numbers):
        row.number, row.year = numbers[row.id].number, numbers[row.id].year
    session.flush()


def _resolutions(session: Session, ids: Iterable[int]) -> Sequence[Resolution]:
    return session.exec(select(Resolution).where(col(Resolution.id).in_(ids))).all()


def _write(session: Session, kept: InHand, due: Sequence[Due], fired: Mapping[int, int]) -> None:
    """Notes each step's entry with its resolution, and tells of the closing in one entry."""
    for row in _resolutions(session, fired):
        row.entry_seq = fired[row.id]
    told = [_told(each, fired.get(each.id)) for each in due]
    sealed = tell(session, kept, "meeting_closed", {"resolutions": told})
    session.get_one(Meeting, kept.item.id).closed_seq = sealed.seq
    session.flush()


def _told(due: Due, entry_seq: int | None) -> dict[str, object]:
    told = {
        "number": f"{due.number}/{due.year}",
        "kind": due.kind,
        "item": due.code,
        "trigger": due.trigger,
        "entry": entry_seq,
    }
    return {name: value for name, value in told.items() if value}
