"""What people say to each other about an item: written once, never changed, withdrawn by whoever wrote it.

Comments stand beside the record and decide nothing: an opinion that belongs to a step is that step's reason.
"""

import datetime
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from sqlmodel import Session, col, or_, select

from workflow import queries
from workflow.changes import Hand
from workflow.errors import BadInput, Denial, NotAllowed, UnknownEntry
from workflow.facts import limited
from workflow.models import Comment, Entry, Item, Mention, Person
from workflow.moments import bangkok_date
from workflow.permissions import in_force
from workflow.queries import Viewer
from workflow.retention.standing import must_stand

LONGEST: Final = 4_000
MOST_CALLED: Final = 20
_CALLED: Final = re.compile(r"(?:^|(?<=[\s(]))@([A-Za-z0-9][A-Za-z0-9._-]{1,59})")


@dataclass(frozen=True, slots=True)
class Said:
    """A comment as it is read: `text` is empty once it was withdrawn; `called` are names of people."""

    id: int
    person_id: int
    name_th: str
    text: str
    written_at: datetime.datetime
    withdrawn_at: datetime.datetime | None
    called: tuple[str, ...]


def write(session: Session, item: Item, text: str, hand: Hand, *, call: Iterable[str] = ()) -> Comment:
    """Adds a comment by somebody who sees the item, and calls people: those of `call` and each `@username`.

    An `@` that names nobody of the office stays text. Raises BadInput (empty, too many called, somebody who
    may not see the item), TooLong, NotAllowed (a writer who does not see it).
    """
    written = limited("comment", text.replace("\r\n", "\n").strip(), LONGEST)
    if not written:
        raise BadInput("comment", "empty")
    if not _sees(session, hand.by, item, hand.at):
        raise NotAllowed(Denial("other_office"))
    must_stand(session, item.id)
    called = _people(session, item, {*call, *called_in(written)}, hand)
    comment = Comment(
        office_id=item.office_id, item_id=item.id, person_id=hand.by, text=written, written_at=hand.at
    )
    session.add(comment)
    session.flush()
    session.add_all(Mention(comment_id=comment.id, person_id=each.id) for each in called)
    session.flush()
    return comment


def withdraw(session: Session, item: Item, comment_id: int, hand: Hand) -> None:
    """Takes her own comment back: that it was there stays visible, its words do not.

    Raises UnknownEntry, NotAllowed.
    """
    comment = session.get(Comment, comment_id)
    if comment is None or comment.item_id != item.id:
        raise UnknownEntry(comment_id)
    if comment.person_id != hand.by:
        raise NotAllowed(Denial("not_hers"))
    if comment.withdrawn_at is None:
        comment.withdrawn_at = hand.at
        session.flush()


def said(session: Session, item_id: int) -> list[Said]:
    """Everything said about an item, the oldest first; two statements for any number."""
    rows = session.exec(
        select(Comment, Person.name_th)
        .join(Person, col(Person.id) == col(Comment.person_id))
        .where(Comment.item_id == item_id)
        .order_by(col(Comment.id))
    ).all()
    called: dict[int, list[str]] = {}
    if rows:
        names = (
            select(Mention.comment_id, Person.name_th)
            .join(Person, col(Person.id) == col(Mention.person_id))
            .join(Comment, col(Comment.id) == col(Mention.comment_id))
            .where(Comment.item_id == item_id)
            .order_by(col(Person.name_th))
        )
        for comment_id, name in session.exec(names):
            called.setdefault(comment_id, []).append(name)
    return [
        Said(
            row.id,
            row.person_id,
            name,
            "" if row.withdrawn_at else row.text,
            row.written_at,
            row.withdrawn_at,
            tuple(called.get(row.id, ())),
        )
        for row, name in rows
    ]


def concerned(session: Session, item: Item, on: datetime.date) -> list[Person]:
    """Whom a comment most likely calls: who owns the item, took a step on it or spoke about it; by name."""
    took_part = select(Entry.actor_id).where(Entry.item_id == item.id)
    spoke = select(Comment.person_id).where(Comment.item_id == item.id)
    found = session.exec(
        select(Person)
        .where(
            Person.office_id == item.office_id,
            col(Person.is_service).is_(False),
            or_(col(Person.id).in_(took_part), col(Person.id).in_(spoke), Person.id == (item.owner_id or 0)),
        )
        .order_by(col(Person.name_th), col(Person.id))
    )
    return [each for each in found if in_force(each.active_from, each.active_to, on)]


def named(session: Session, who: Viewer, text: str, on: datetime.date, limit: int = 6) -> list[Person]:
    """People of her office whose name or username has `text`, for whoever begins to call somebody.

    Nobody for those who do not find people by searching either: school people and accounts without a post
    would otherwise list the office's staff, letter by letter, with the names they sign in by.
    """
    wanted = text.strip()
    if not wanted or who.bounded or not who.roles or not who.active:
        return []
    found = session.exec(
        select(Person)
        .where(
            Person.office_id == who.office_id,
            col(Person.is_service).is_(False),
            or_(
                col(Person.name_th).contains(wanted, autoescape=True),
                col(Person.username).icontains(wanted, autoescape=True),
            ),
            col(Person.active_from) <= on,
            or_(col(Person.active_to).is_(None), col(Person.active_to) >= on),
        )
        .order_by(col(Person.name_th), col(Person.id))
        .limit(limit)
    )
    return list(found)


def called_in(text: str) -> tuple[str, ...]:
    """The usernames behind an `@`, as typed, without what ends the sentence."""
    return tuple(dict.fromkeys(name.rstrip(".-_") for name in _CALLED.findall(text)))


def _people(session: Session, item: Item, usernames: Collection[str], hand: Hand) -> list[Person]:
    """Who is called: people of the office in force today, except herself."""
    if not usernames:
        return []
    found = session.exec(
        select(Person)
        .where(
            Person.office_id == item.office_id,
            col(Person.is_service).is_(False),
            col(Person.username).in_(sorted(usernames)[: 5 * MOST_CALLED]),
        )
        .order_by(col(Person.id))
    )
    on = bangkok_date(hand.at)
    people = [each for each in found if each.id != hand.by and in_force(each.active_from, each.active_to, on)]
    if len(people) > MOST_CALLED:
        raise BadInput("comment", "too_many_called", str(MOST_CALLED))
    for each in people:
        if not _sees(session, each.id, item, hand.at):
            raise BadInput("comment", "cannot_see", each.name_th)
    return people


def _sees(session: Session, person_id: int, item: Item, at: datetime.datetime) -> bool:
    seen = queries.items_visible_to(queries.viewer(session, person_id, at)).where(Item.id == item.id)
    return session.exec(seen).first() is not None
