"""Puts a meeting's minutes before every member of staff, and follows who has read them (U-C4)."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session, col, or_, select

from workflow import asked, engine
from workflow.changes import Hand
from workflow.database import Cursor
from workflow.errors import BadInput, Denial, MeetingFixed, NotAllowed
from workflow.history import Sealed, hold
from workflow.meetings.secretariat import in_hand, tell_of
from workflow.models import Acknowledgement, Group, Item, Occupancy, Person, Position
from workflow.moments import bangkok_date
from workflow.permissions import Authority, in_force
from workflow.situation import ItemNow, read
from workflow.statements import Attached

CIRCULATORS = ("committee_secretary", "clerk")
# People of schools have their own circulars; auditors from outside and the service account are no staff.
_NOT_STAFF = ("school_officer", "school_cluster_chair", "external_auditor", "system")
_STEP, _DRAFTED, _CIRCULATED = "circulate_minutes", "minutes_drafted", "minutes_circulated"


@dataclass(frozen=True, slots=True)
class GroupProgress:
    """How many of a group were asked and have read, and who has not; without a code it is the office."""

    code: str
    name_th: str
    asked: int
    read: int
    unread: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """Who has read a paper put before people."""

    asked: int
    read: int
    groups: tuple[GroupProgress, ...]

    @property
    def complete(self) -> bool:
        """Everybody asked has read it."""
        return 0 < self.asked == self.read


def circulate(
    session: Session,
    meeting_id: int,
    hand: Hand,
    *,
    evidence: Mapping[str, str] | None = None,
    documents: Mapping[str, Attached] | None = None,
) -> int:
    """Circulates drafted minutes and asks every member of staff to read them; how many were newly asked.

    Takes the step `circulate_minutes` where it was not taken yet, which asks them; called again it asks
    those who have joined since. Raises what the step raises, MeetingFixed before the minutes are drafted,
    NotAllowed.
    """
    kept = in_hand(session, meeting_id, hand, CIRCULATORS)
    before = len(_asked(session, meeting_id))
    if kept.item.state == _DRAFTED:
        engine.advance(
            session, meeting_id, _STEP, by=hand.by, at=hand.at, evidence=evidence, documents=documents
        )
    elif kept.item.state == _CIRCULATED:
        ask_staff(session, kept.item, hand, kept.authority)
    else:
        raise MeetingFixed(kept.item.code, "minutes", kept.definition.by_state[kept.item.state].label)
    return len(_asked(session, meeting_id)) - before


def ask_staff(session: Session, item: Item | ItemNow, hand: Hand, by: Authority) -> Sealed | None:
    """Asks everybody in the office's service to read circulated minutes; None where all were asked before.

    Whoever was asked before the circulating was taken back, and has not read them, owes it anew.
    """
    known = _asked(session, item.id)
    new = [person for person in staff_on(session, item.office_id, hand.day) if person not in known]
    sealed = tell_of(session, item, by, hand, "circulated", {"asked": len(new)}) if new else None
    seq = sealed.seq if sealed else hold(Cursor(session), item.office_id).seq
    asked.ask(session, item, new, hand.at, seq)
    return sealed


def _asked(session: Session, item_id: int) -> set[int]:
    return set(session.exec(select(Acknowledgement.person_id).where(Acknowledgement.item_id == item_id)))


def acknowledge(session: Session, item_id: int, person_id: int, at: datetime.datetime) -> Sealed | None:
    """Notes that a person has read what was put before her; None where she had said so before.

    Raises UnknownItem, NotAllowed (not active, no post) and BadInput where she was not asked.
    """
    hand = Hand(person_id, at)
    reading = read(session, item_id, person_id, bangkok_date(at))
    row = session.exec(
        select(Acknowledgement).where(
            Acknowledgement.item_id == item_id, Acknowledgement.person_id == person_id
        )
    ).first()
    if row is None:
        raise BadInput("person", "unfit", reading.item.code)
    if row.read_at is not None:
        return None
    if not reading.actor.active or not reading.actor.authorities:
        raise NotAllowed(Denial("not_active"))
    row.read_at = at
    session.flush()
    sealed = tell_of(session, reading.item, reading.actor.authorities[0], hand, "acknowledged", {})
    asked.reader_answered(session, reading.item, person_id, sealed)
    return sealed


def progress(session: Session, item_id: int) -> Progress:
    """How many of those asked have read the paper, by the group in which each was when she was asked."""
    rows = session.exec(
        select(Acknowledgement, Person.name_th)
        .join(Person, col(Person.id) == col(Acknowledgement.person_id))
        .where(Acknowledgement.item_id == item_id)
        .order_by(col(Person.name_th), col(Person.id))
    ).all()
    groups = _groups(session, [(row.person_id, bangkok_date(row.asked_at)) for row, _ in rows])
    told: dict[tuple[str, str], list[tuple[str, bool]]] = {}
    for row, name in rows:
        told.setdefault(groups[row.person_id], []).append((name, row.read_at is not None))
    return Progress(
        asked=len(rows),
        read=sum(row.read_at is not None for row, _ in rows),
        groups=tuple(
            GroupProgress(
                code=code,
                name_th=name,
                asked=len(people),
                read=sum(done for _, done in people),
                unread=tuple(person for person, done in people if not done),
            )
            for (code, name), people in sorted(told.items())
        ),
    )


def staff_on(session: Session, office_id: int, on: datetime.date) -> list[int]:
    """Everybody in the office's service on a Bangkok date who holds a post in a group or in the office."""
    found = session.exec(
        select(Person.id)
        .join(Occupancy, col(Occupancy.person_id) == col(Person.id))
        .join(Position, col(Position.id) == col(Occupancy.position_id))
        .where(
            Person.office_id == office_id,
            col(Person.is_service).is_(False),
            Person.active_from <= on,
            or_(col(Person.active_to).is_(None), col(Person.active_to) >= on),
            Occupancy.valid_from <= on,
            or_(col(Occupancy.valid_to).is_(None), col(Occupancy.valid_to) >= on),
            col(Position.school_id).is_(None),
            col(Position.cluster_id).is_(None),
            col(Position.role).not_in(_NOT_STAFF),
        )
        .distinct()
        .order_by(col(Person.id))
    )
    return list(found)


def _groups(session: Session, asked: list[tuple[int, datetime.date]]) -> dict[int, tuple[str, str]]:
    """Each person's group (code, name) on the day she was asked; empty for posts of the office itself."""
    days = dict(asked)
    found = session.exec(
        select(Occupancy, Group.code, Group.name_th)
        .join(Position, col(Position.id) == col(Occupancy.position_id))
        .join(Group, col(Group.id) == col(Position.group_id))
        .where(col(Occupancy.person_id).in_(days))
        .order_by(col(Occupancy.id))
    )
    groups = dict.fromkeys(days, ("", ""))
    for held, code, name in found:
        day = days[held.person_id]
        if in_force(held.valid_from, held.valid_to, day) and not groups[held.person_id][0]:
            groups[held.person_id] = (code, name)
    return groups
