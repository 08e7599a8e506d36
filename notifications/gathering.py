"""Reads everything that a number of notices tell about, in a fixed number of statements."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, or_, select

from notifications.mentioning import comment_of
from notifications.models import Notice
from states.model import Definition
from workflow import definitions
from workflow.models import (
    AgendaItem,
    Attestation,
    Body,
    Comment,
    Entry,
    Group,
    Item,
    Meeting,
    Merger,
    Obligation,
    Occupancy,
    OutboxRow,
    PaperRow,
    Person,
    Position,
    School,
)
from workflow.queries import in_force_on
from workflow.waiting import Power, powers_of

ESCALATED = "escalated"
_INTO: Any = aliased(Item)  # what an item was merged into; made once, since making it takes milliseconds


@dataclass(frozen=True, slots=True)
class Paper:
    """An item, its school, and the title of what it was merged into, where that is known.

    It is `kept` where it is an official paper whose text is kept here.
    """

    item: Item
    school: str
    into: str
    kept: bool


@dataclass(frozen=True, slots=True)
class Step:
    """The entry that set a notice off, who made it, and the post by which she did."""

    entry: Entry
    actor: str
    post: Position | None


@dataclass(frozen=True, slots=True)
class Gathered:
    """What the notices tell about, each by its key."""

    on: datetime.date
    papers: dict[int, Paper]
    definitions: dict[str, Definition]
    steps: dict[int, Step]
    duties: dict[int, Obligation]
    meetings: dict[int, tuple[Meeting, Body]]
    numbers: dict[int, str]
    bodies: dict[tuple[int, str], Body]
    groups: dict[int, Group]
    positions: dict[int, Position]
    people: dict[int, str]
    powers: dict[int, tuple[Power, ...]]
    holders: Sequence[tuple[Position, str]]
    comments: dict[int, tuple[str, str]]

    def paper_of(self, notice: Notice) -> Paper:
        """The item it is about; of a reminder the one that is owed on."""
        duty = self.duties.get(notice.obligation_id or 0)
        return self.papers[duty.item_id if duty else notice.item_id or 0]

    def definition_of(self, item: Item) -> Definition:
        return self.definitions[item.definition_hash]

    def open_duty(self, notice: Notice) -> Obligation | None:
        """What the notice's reader still owes on its item, the earliest due first."""
        hers = [
            duty
            for duty in self.duties.values()
            if duty.item_id == notice.item_id and duty.outcome == "" and self._owes(notice.person_id, duty)
        ]
        return min(hers, key=lambda duty: (duty.due_on, duty.id), default=None)

    def _owes(self, person_id: int, duty: Obligation) -> bool:
        if duty.person_id is not None:
            return duty.person_id == person_id
        return any(
            power.role == duty.owed_by and power.covers(duty.group_id, duty.school_id)
            for power in self.powers[person_id]
        )

    def _owner(self, duty: Obligation) -> int | None:
        return self.papers[duty.item_id].item.owner_id if duty.owed_by == "project_owner" else None

    def holders_of(self, duty: Obligation) -> list[tuple[Position | None, str]]:
        """Who owes it: the person named, the project's owner, or who holds the post that day."""
        named = duty.person_id or self._owner(duty)
        if named:
            return [(None, self.people[named])]
        return [
            (post, name)
            for post, name in self.holders
            if (post.office_id, post.role) == (duty.office_id, duty.owed_by)
            and Power(post.role, post.group_id, post.school_id).covers(duty.group_id, duty.school_id)
        ]


def gather(session: Session, notices: Collection[Notice], on: datetime.date) -> Gathered:
    """Everything these notices tell about, as it stands on the Bangkok date `on`."""
    items = _ids(notice.item_id for notice in notices)
    offices = _ids(notice.office_id for notice in notices)
    duties = _duties(session, _ids(notice.obligation_id for notice in notices), items)
    posts, absent = _told_instead(notices)
    papers = _papers(session, items | {duty.item_id for duty in duties.values()})
    owing = _ids(duty.person_id for duty in duties.values()) | _ids(
        each.item.owner_id for each in papers.values()
    )
    hashes = {paper.item.definition_hash for paper in papers.values()}
    return Gathered(
        on=on,
        papers=papers,
        definitions={name: definitions.by_hash(session, name) for name in hashes},
        steps=_steps(session, _ids(notice.outbox_id for notice in notices)),
        duties=duties,
        meetings=_meetings(session, items),
        numbers=_numbers(session, items),
        bodies=_bodies(session, offices, on),
        groups={row.id: row for row in session.exec(select(Group).where(col(Group.office_id).in_(offices)))},
        positions=_positions(session, posts),
        people=dict(
            session.exec(select(Person.id, Person.name_th).where(col(Person.id).in_(absent | owing))).all()
        ),
        powers=powers_of(session, _ids(notice.person_id for notice in notices), on),
        holders=_holders(session, notices, duties, on),
        comments=_comments(session, _ids(comment_of(notice) for notice in notices)),
    )


def _ids(found: Iterable[int | None]) -> set[int]:
    return {each for each in found if each is not None}


def _told_instead(notices: Iterable[Notice]) -> tuple[set[int], set[int]]:
    """The positions and the people in whose place somebody is told."""
    told = [notice.because.partition(":")[::2] for notice in notices]
    posts = {int(whom) for why, whom in told if why in {"acting", "vacant"} and whom.isdecimal()}
    return posts, {int(whom) for why, whom in told if why in {"absent", "left"} and whom.isdecimal()}


def _duties(session: Session, ids: set[int], items: set[int]) -> dict[int, Obligation]:
    """The obligations named, and whatever is open on the items."""
    still = (col(Obligation.item_id).in_(items)) & (col(Obligation.outcome) == "")
    found = session.exec(select(Obligation).where(or_(col(Obligation.id).in_(ids), still)))
    return {row.id: row for row in found}


def _papers(session: Session, ids: set[int]) -> dict[int, Paper]:
    query: Any = (
        select(Item, School.name_th, _INTO.title, PaperRow.item_id)
        .outerjoin(School, col(School.id) == col(Item.school_id))
        .outerjoin(Merger, col(Merger.item_id) == col(Item.id))
        .outerjoin(_INTO, _INTO.id == col(Merger.into_id))
        .outerjoin(PaperRow, col(PaperRow.item_id) == col(Item.id))
        .where(col(Item.id).in_(ids))
    )
    return {
        item.id: Paper(item, school or "", into or "", paper is not None)
        for item, school, into, paper in session.execute(query)
    }


def _steps(session: Session, ids: set[int]) -> dict[int, Step]:
    columns: Any = (OutboxRow.id, Entry, Person.name_th, Person.is_service, Position)
    query: Any = (
        select(*columns)
        .join(
            Entry,
            (col(Entry.office_id) == col(OutboxRow.office_id)) & (col(Entry.seq) == col(OutboxRow.entry_seq)),
        )
        .join(Person, col(Person.id) == col(Entry.actor_id))
        .outerjoin(Position, col(Position.id) == col(Entry.position_id))
        .where(col(OutboxRow.id).in_(ids))
    )
    return {
        key: Step(entry, "" if service else name, post)
        for key, entry, name, service, post in session.execute(query)
    }


def _meetings(session: Session, ids: set[int]) -> dict[int, tuple[Meeting, Body]]:
    """Of a meeting its own particulars, of a paper those of the last meeting that has it on its agenda."""
    tabled = (
        select(AgendaItem.item_id, Meeting, Body)
        .join(Meeting, col(Meeting.item_id) == col(AgendaItem.meeting_id))
        .join(Body, col(Body.id) == col(Meeting.body_id))
        .where(col(AgendaItem.item_id).in_(ids))
        .order_by(col(Meeting.held_on), col(Meeting.item_id))
    )
    own = (
        select(Meeting.item_id, Meeting, Body)
        .join(Body, col(Body.id) == col(Meeting.body_id))
        .where(col(Meeting.item_id).in_(ids))
    )
    rows = (*session.execute(tabled), *session.execute(own))
    return {item_id: (meeting, body) for item_id, meeting, body in rows}


def _numbers(session: Session, ids: set[int]) -> dict[int, str]:
    """The number a paper was given, the last one recorded."""
    query = (
        select(Attestation.item_id, Attestation.value)
        .where(col(Attestation.item_id).in_(ids), Attestation.code == "document_number")
        .order_by(col(Attestation.id))
    )
    return dict(session.exec(query).all())


def _positions(session: Session, ids: set[int]) -> dict[int, Position]:
    """The posts in whose place somebody is told, which is seldom."""
    if not ids:
        return {}
    return {row.id: row for row in session.exec(select(Position).where(col(Position.id).in_(ids)))}


def _comments(session: Session, ids: set[int]) -> dict[int, tuple[str, str]]:
    """Who wrote each comment, and what; nothing of those that were withdrawn."""
    if not ids:
        return {}
    query = (
        select(Comment.id, Person.name_th, Comment.text)
        .join(Person, col(Person.id) == col(Comment.person_id))
        .where(col(Comment.id).in_(ids), col(Comment.withdrawn_at).is_(None))
    )
    return {key: (name, text) for key, name, text in session.exec(query)}


def _bodies(session: Session, offices: set[int], on: datetime.date) -> dict[tuple[int, str], Body]:
    query = select(Body).where(col(Body.office_id).in_(offices), in_force_on(Body, on))
    return {(body.office_id, body.code): body for body in session.exec(query)}


def _holders(
    session: Session, notices: Iterable[Notice], duties: dict[int, Obligation], on: datetime.date
) -> Sequence[tuple[Position, str]]:
    """Who holds the posts that owe what somebody above is told of."""
    late: dict[int, set[str]] = defaultdict(set)
    for notice in notices:
        if notice.because == ESCALATED and notice.obligation_id in duties:
            late[notice.office_id].add(duties[notice.obligation_id].owed_by)
    if not late:
        return ()
    query = (
        select(Position, Person.name_th)
        .join(Occupancy, col(Occupancy.position_id) == col(Position.id))
        .join(Person, col(Person.id) == col(Occupancy.person_id))
        .where(
            or_(
                *(
                    and_(col(Position.office_id) == office, col(Position.role).in_(roles))
                    for office, roles in late.items()
                )
            ),
            in_force_on(Occupancy, on),
            in_force_on(Position, on),
        )
        .order_by(col(Position.id))
    )
    return [(post, name) for post, name in session.exec(query)]
