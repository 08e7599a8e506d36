"""Puts right what was recorded wrongly: by a new entry that names the one it corrects, never by an edit."""

import datetime
from collections.abc import Mapping, Sequence

from sqlmodel import Session, select

from workflow import arrivals, definitions, history, permissions, statements
from workflow.amendments.taking_back import in_use
from workflow.changes import Hand
from workflow.database import Cursor
from workflow.days import moves
from workflow.engine import faster
from workflow.errors import BadDate, CannotCorrect, Denial, NotAllowed, UnknownEntry
from workflow.facts import LONGEST_REASON, canonical_facts, limited
from workflow.history import Sealed
from workflow.models import Entry
from workflow.moments import bangkok_date, moment_text
from workflow.permissions import Authority
from workflow.retention.standing import must_stand
from workflow.situation import Reading, read
from workflow.statements import Step, write_evidence, write_step


def correct(
    session: Session,
    item_id: int,
    seq: int,
    *,
    by: int,
    at: datetime.datetime,
    reason: str,
    undo: bool = False,
    effective_on: datetime.date | None = None,
    facts: Mapping[str, str] | None = None,
) -> Sealed:
    """Corrects the step recorded as entry `seq` of this item; needs the step's own authority and a reason.

    With `undo` the item returns to where it stood before and since when, which only its latest step
    allows, and no amendment whose money has been used. Else the entry states what the Bangkok date
    (`effective_on`, between the steps before and after) or the facts should have been. Raises UnknownEntry,
    CannotCorrect, NotAllowed, SomebodyWasFaster, BadDate, BadEvidence, TooLong.
    """
    reading = read(session, item_id, by, bangkok_date(at))
    wrong = _step(session, reading, seq)
    authority = _same_authority(session, reading, wrong)
    must_stand(session, item_id)
    _must_be_uncorrected(session, reading, seq)
    told = canonical_facts(facts or {})
    if not limited("reason", reason, LONGEST_REASON).strip():
        raise CannotCorrect("needs_reason", seq)
    if not (undo or told or effective_on):
        raise CannotCorrect("nothing_to_correct", seq)
    if undo:
        _must_be_latest(session, reading, wrong)
    taken = moves(session, item_id)
    on = _day(taken, seq, effective_on, bangkok_date(at), undo=undo)
    record = _record(reading, wrong, authority, by, at, reason.strip(), undo, on, told)
    cursor = Cursor(session)
    if not undo:
        step = Step(reading.item, history.append(session, record), reading.item.state, facts=told)
        write_evidence(cursor, step)
        if taken[-1][0] == seq:
            statements.redate(cursor, step)
        return step.sealed
    sealed = history.seal(reading.head, record)
    step = Step(reading.item, sealed, wrong.from_state, facts=told)
    if not write_step(cursor, step):
        raise faster(session, reading.item, reading.item.version)
    statements.undo_duties(cursor, step, seq)
    arrivals.taken_back(session, item_id, wrong.to_state, Hand(by, at), authority)
    return sealed


def _step(session: Session, reading: Reading, seq: int) -> Entry:
    found = session.get(Entry, (reading.item.office_id, seq))
    if found is None or found.item_id != reading.item.id:
        raise UnknownEntry(seq)
    if found.kind != "step":
        raise CannotCorrect("not_a_step", seq)
    return found


def _must_be_uncorrected(session: Session, reading: Reading, seq: int) -> None:
    again = select(Entry.seq).where(
        Entry.item_id == reading.item.id, Entry.corrects == seq, Entry.kind == "undone"
    )
    if session.exec(again).first() is not None:
        raise CannotCorrect("already_corrected", seq)


def _same_authority(session: Session, reading: Reading, wrong: Entry) -> Authority:
    """Whoever may take the step may correct it; separation of duties does not stand in the way."""
    definition = definitions.by_hash(session, wrong.definition_hash)
    move = definition.moves[wrong.from_state, wrong.trigger]
    answer = permissions.may(reading.actor, reading.item, move, definition, tuple)
    if isinstance(answer, Denial):
        raise NotAllowed(answer)
    return answer


def _must_be_latest(session: Session, reading: Reading, wrong: Entry) -> None:
    """Only the step that brought the item where it stands can be undone, and not over children it moved."""
    if wrong.version != reading.item.version:
        raise CannotCorrect("not_latest", wrong.seq)
    carried = f'"cascaded_from":{wrong.seq}'
    later = select(Entry.details).where(Entry.office_id == wrong.office_id, Entry.seq > wrong.seq)
    if any(carried in details for details in session.exec(later)):
        raise CannotCorrect("has_children", wrong.seq)
    used = in_use(session, reading.item, wrong)
    if used is not None:
        raise CannotCorrect("in_use", wrong.seq, used)


def _day(
    taken: Sequence[tuple[int, datetime.date]],
    seq: int,
    wanted: datetime.date | None,
    today: datetime.date,
    *,
    undo: bool,
) -> datetime.date:
    """From when the item stands where the undo brings it, or the corrected step counts; raises BadDate."""
    place = next(number for number, (entry, _) in enumerate(taken) if entry == seq)
    before, now = taken[place - 1][1], taken[place][1]
    on = wanted or (before if undo else now)
    if on > today:
        raise BadDate("in_future", on.isoformat())
    if wanted is None:
        return on
    if on < before:
        raise BadDate("before_last_step", on.isoformat(), before)
    if not undo and place + 1 < len(taken) and on > taken[place + 1][1]:
        raise BadDate("after_next_step", on.isoformat(), taken[place + 1][1])
    return on


def _record(
    reading: Reading,
    wrong: Entry,
    authority: Authority,
    by: int,
    at: datetime.datetime,
    reason: str,
    undo: bool,
    on: datetime.date,
    told: Mapping[str, str],
) -> history.Record:
    item = reading.item
    return history.Record(
        office_id=item.office_id,
        kind="undone" if undo else "corrected",
        at=moment_text(at),
        effective_on=on.isoformat(),
        subject=f"item:{item.code}",
        actor_id=by,
        capacity=authority.capacity,
        item_id=item.id,
        position_id=authority.position_id,
        principal_id=authority.principal_id,
        order_no=authority.order_no,
        trigger=wrong.trigger,
        from_state=wrong.to_state if undo else "",
        to_state=wrong.from_state if undo else "",
        version=item.version + 1 if undo else item.version,
        definition_hash=item.definition_hash,
        reason=reason,
        details=history.details({"facts": dict(told)}) if told else "{}",
        corrects=wrong.seq,
        dwell_seconds=max(0, int((at - item.state_since).total_seconds())) if undo else None,
    )
