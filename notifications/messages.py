"""Puts notices on their way: what cannot wait at once, all others in one digest a person and day."""

import datetime
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    Subquery,
    Update,
    and_,
    cast,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    union,
    update,
)
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from notifications.inserting import add_selected, is_sqlite
from notifications.models import Attempt, Contact, Delivery, Message, Notice, Preference
from states.catalogue import catalogue
from workflow.database import Moment
from workflow.models import OutboxRow, Person
from workflow.moments import BANGKOK, bangkok_date

DIGEST, URGENT, MERGED = "digest", "urgent", "merged"
ONLY_DIGESTS: Final = frozenset({"line"})
"""Each message counts against the month's allowance, so these channels carry one a day at most."""
_HELD_UP: Final = datetime.timedelta(hours=1)
_HORIZON: Final = datetime.timedelta(days=400)


def write_urgent(session: Session, now: datetime.datetime) -> int:
    """One message for each notice that cannot wait and each channel of its person; how many.

    What came of a step more than an hour ago was held up: it goes with the next digest, so that nobody gets
    ten messages when the machine is on again.
    """
    codes = [code for code, words in catalogue().notices.items() if words.urgent]
    waiting = _waiting(
        now - _HELD_UP,
        col(Notice.code).in_(codes),
        col(Contact.channel).not_in(ONLY_DIGESTS),
        exists().where(col(OutboxRow.id) == Notice.outbox_id, col(OutboxRow.created_at) >= now - _HELD_UP),
    ).subquery()
    rows = select(waiting.c.office_id, waiting.c.person_id, waiting.c.channel, waiting.c.notice_id)
    made = _make(session, URGENT, rows.subquery(), now)
    if made:
        _carry(session, waiting, URGENT, now)
        _keep_quiet(session, now)
    return made


def write_digests(session: Session, office_id: int, now: datetime.datetime) -> int:
    """One message for each person and channel of an office with all that has not gone out; how many.

    What waits from before (a mail server that was down) goes with it: however long that took, a person gets
    one message.
    """
    waiting = _waiting(now - _HORIZON, col(Person.office_id) == office_id).subquery()
    stale = _stale(office_id)
    people = union(
        select(waiting.c.office_id, waiting.c.person_id, waiting.c.channel),
        select(stale.c.office_id, stale.c.person_id, stale.c.channel)
        .group_by(stale.c.office_id, stale.c.person_id, stale.c.channel)
        .having(func.count() > 1),
    ).subquery()
    each = select(people, cast(null(), Integer).label("notice_id")).subquery()
    made = _make(session, DIGEST, each, now)
    if made:
        _carry(session, waiting, DIGEST, now)
        _merge(session, office_id, now)
        _keep_quiet(session, now)
    return made


def _waiting(since: datetime.datetime, *conditions: ColumnElement[bool]) -> Select[Any, Any, Any, Any]:
    """Notices that are still to go out by a channel their person has turned on."""
    return (
        select(
            col(Person.office_id).label("office_id"),
            col(Notice.person_id).label("person_id"),
            col(Contact.channel).label("channel"),
            col(Notice.id).label("notice_id"),
        )
        .join(Contact, col(Contact.person_id) == col(Notice.person_id))
        .join(Person, col(Person.id) == col(Notice.person_id))
        .outerjoin(
            Delivery,
            and_(col(Delivery.notice_id) == Notice.id, col(Delivery.channel) == Contact.channel),
        )
        .where(
            col(Contact.enabled),
            col(Notice.written_at) >= since,
            col(Notice.written_at) >= col(Contact.since),
            col(Delivery.notice_id).is_(None),
            *conditions,
        )
    )


def _stale(office_id: int) -> Subquery:
    """Messages that wait and that nobody can have received: they may be put into another."""
    doubtful = exists().where(
        col(Attempt.message_id) == Message.id, col(Attempt.outcome).in_(("", "unknown"))
    )
    return (
        select(
            col(Message.id).label("id"),
            col(Message.office_id).label("office_id"),
            col(Message.person_id).label("person_id"),
            col(Message.channel).label("channel"),
        )
        .where(col(Message.office_id) == office_id, col(Message.state) == "waiting", ~doubtful)
        .subquery()
    )


def _make(session: Session, kind: str, people: Subquery, now: datetime.datetime) -> int:
    """A message for every row of `people` (office, person, channel, notice)."""
    columns = {
        "office_id": people.c.office_id,
        "person_id": people.c.person_id,
        "channel": people.c.channel,
        "notice_id": people.c.notice_id,
        "kind": literal(kind),
        "day": literal(bangkok_date(now)),
        "token": _token(session),
        "state": literal("waiting"),
        "attempts": literal(0),
        "next_at": literal(now, Moment()),
        "claimed_by": literal(""),
        "made_at": literal(now, Moment()),
    }
    return add_selected(session, Message, columns)


def _carry(session: Session, waiting: Subquery, kind: str, now: datetime.datetime) -> int:
    """Gives the messages just made the notices they are for."""
    own = or_(col(Message.notice_id).is_(None), col(Message.notice_id) == waiting.c.notice_id)
    found = select(waiting.c.notice_id, waiting.c.channel, col(Message.id).label("message_id")).join(
        Message,
        and_(
            col(Message.person_id) == waiting.c.person_id,
            col(Message.channel) == waiting.c.channel,
            col(Message.kind) == kind,
            col(Message.made_at) == now,
            own,
        ),
    )
    rows = found.subquery()
    columns = {
        "notice_id": rows.c.notice_id,
        "channel": rows.c.channel,
        "message_id": rows.c.message_id,
        "outcome": literal(""),
    }
    return add_selected(session, Delivery, columns)


def _merge(session: Session, office_id: int, now: datetime.datetime) -> None:
    """Moves what older messages still carry into the digest just made."""
    stale, digest = _stale(office_id), aliased(Message)
    pairs = (
        select(stale.c.id, col(digest.id))
        .join(
            digest,
            and_(col(digest.person_id) == stale.c.person_id, col(digest.channel) == stale.c.channel),
        )
        .where(col(digest.kind) == DIGEST, col(digest.made_at) == now, col(digest.id) != stale.c.id)
    )
    for old, new in session.execute(pairs).all():
        # Only if no worker has begun to send it meanwhile: then it goes as it is.
        mine = update(Message).where(col(Message.id) == old, col(Message.state) == "waiting")
        if _changed(session, mine.values(state=MERGED, ended_at=now)):
            left = (col(Delivery.message_id) == old, col(Delivery.outcome) == "")
            session.execute(update(Delivery).where(*left).values(message_id=new))


def _changed(session: Session, statement: Update) -> int:
    return session.connection().execute(statement).rowcount


def _keep_quiet(session: Session, now: datetime.datetime) -> None:
    """Lets the messages just made wait until the quiet hours of their people are over."""
    people = select(col(Message.person_id)).where(col(Message.made_at) == now)
    wishes = select(Preference).where(col(Preference.person_id).in_(people), col(Preference.quiet_from) != "")
    for row in session.scalars(wishes).all():
        until = quiet_until(row.quiet_from, row.quiet_to, now)
        if until is not None:
            mine = (col(Message.person_id) == row.person_id, col(Message.made_at) == now)
            session.execute(update(Message).where(*mine).values(next_at=until))


def quiet_until(quiet_from: str, quiet_to: str, now: datetime.datetime) -> datetime.datetime | None:
    """When the quiet hours (HH:MM in Bangkok) that hold at `now` are over; None outside them."""
    here = now.astimezone(BANGKOK)
    begins, ends = (datetime.time.fromisoformat(each) for each in (quiet_from, quiet_to))
    if begins == ends:
        return None
    over_midnight = begins > ends
    time = here.time()
    quiet = (time >= begins or time < ends) if over_midnight else begins <= time < ends
    if not quiet:
        return None
    day = here.date() + datetime.timedelta(days=over_midnight and time >= begins)
    return datetime.datetime.combine(day, ends, BANGKOK)


def _token(session: Session) -> ColumnElement[str]:
    """A new random name for each row, made by the database."""
    if is_sqlite(session):
        return func.lower(func.hex(func.randomblob(16)))
    return func.replace(cast(func.gen_random_uuid(), String), "-", "")
