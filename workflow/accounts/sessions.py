"""Sessions of people who have signed in: started, seen, ended by themselves or by hand."""

import datetime
from dataclasses import dataclass
from typing import Final

from sqlmodel import Session, col, or_, select, update

from workflow import queries
from workflow.accounts import policy
from workflow.accounts.tokens import digest, new_token
from workflow.accounts.told import tell
from workflow.database import JSON_ROWS, Cursor, Sql
from workflow.errors import BadInput
from workflow.models import Person, SignIn
from workflow.moments import bangkok_date
from workflow.permissions import in_force
from workflow.queries import Viewer

FULL, SECOND_FACTOR, ENROLMENT = "full", "second_factor", "enrolment"
_PENDING: Final = datetime.timedelta(minutes=10)  # for the second step of signing in
_MOST_FAILURES: Final = 5
SEEN_EVERY: Final = datetime.timedelta(minutes=1)
_NAME: Final = 16  # signs of the hash of a token that name its session to its owner


@dataclass(frozen=True, slots=True)
class Place:
    """From where somebody signs in: the browser in words a person knows, and the network address."""

    device: str = ""
    address: str = ""


NOWHERE: Final = Place()


@dataclass(frozen=True, slots=True)
class Running:
    """A session as its owner sees it; `name` is what she ends it by."""

    name: str
    device: str
    address: str
    started_at: datetime.datetime
    last_seen_at: datetime.datetime
    expires_at: datetime.datetime
    this: bool


def start(
    session: Session,
    person_id: int,
    *,
    at: datetime.datetime,
    hours: int = 10,
    place: Place = NOWHERE,
    way: str = "password",
) -> str:
    """Starts a session for a person who has proved who she is; its token is kept nowhere.

    It lasts as long as the office's policy says, `hours` where the office has none. `way` is told in the
    history: password, second_factor, recovery_code, provider.
    """
    person = session.get_one(Person, person_id)
    rules = policy.of(session, person.office_id, hours)
    token = new_token()
    row = _row(token, person.id, at, at + datetime.timedelta(hours=rules.absolute_hours), FULL, place)
    row.idle_minutes = rules.idle_minutes
    session.add(row)
    session.flush()
    told = {"way": way} if way != "password" else {}
    tell(session, person, "", at, kind="sign_in", **told)
    return token


def start_pending(
    session: Session, person_id: int, stage: str, *, at: datetime.datetime, place: Place = NOWHERE
) -> str:
    """The token of ten minutes in which she who knew the password shows her second factor, or gets one."""
    token = new_token()
    session.add(_row(token, person_id, at, at + _PENDING, stage, place))
    session.flush()
    return token


def _row(
    token: str,
    person_id: int,
    at: datetime.datetime,
    until: datetime.datetime,
    stage: str,
    place: Place,
) -> SignIn:
    return SignIn(
        token_hash=digest(token),
        person_id=person_id,
        started_at=at,
        expires_at=until,
        last_seen_at=at,
        stage=stage,
        device=place.device[:120],
        address=place.address[:64],
    )


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks, by her session; `unseen` where it is a minute since that was last noted as used."""

    viewer: Viewer
    unseen: bool

    @property
    def person_id(self) -> int:
        return self.viewer.person_id

    @property
    def office_id(self) -> int:
        return self.viewer.office_id


_CALLER: Final = Sql(
    *(
        f"SELECT s.last_seen_at, s.idle_minutes, {queries.sight(each)}"  # noqa: S608  constant text
        " FROM sign_in s JOIN person w ON w.id = s.person_id"
        " WHERE s.token_hash = ? AND s.stage = 'full' AND s.ended_at IS NULL AND s.started_at <= ?"
        " AND s.expires_at > ? AND w.active_from <= ? AND (w.active_to IS NULL OR w.active_to >= ?)"
        for each in JSON_ROWS
    )
)


def caller_of(session: Session, token: str, at: datetime.datetime) -> Caller | None:
    """Who holds this token now: the session runs, was used lately, and the account is in force."""
    cursor = Cursor(session)
    moment, day = cursor.moment(at), cursor.date(bangkok_date(at))
    row = cursor.row(_CALLER, (*(day,) * queries.SIGHT_DATES, digest(token), moment, moment, day, day))
    if row is None:
        return None
    last, idle_minutes, *seen = row
    last_seen_at = datetime.datetime.fromisoformat(last) if isinstance(last, str) else last
    if _idle(idle_minutes, last_seen_at, at):
        return None
    return Caller(queries.as_viewer(seen), last_seen_at is None or last_seen_at + SEEN_EVERY <= at)


def pending(session: Session, token: str, at: datetime.datetime) -> tuple[Person, str] | None:
    """Who is half way in, and what is still asked of her: `second_factor` or `enrolment`."""
    row = _running(session, token, at)
    if row is None or row.stage == FULL:
        return None
    person = _in_force(session, row, at)
    return None if person is None else (person, row.stage)


def note_failure(session: Session, token: str, at: datetime.datetime) -> None:
    """Counts a refused second factor; after five the password is asked again."""
    row = session.get_one(SignIn, digest(token))
    row.failures += 1
    if row.failures >= _MOST_FAILURES:
        row.ended_at = at


def end_pending(session: Session, token: str, at: datetime.datetime) -> None:
    """Of two who bring the same second factor at once, one comes in. Raises BadInput for the other."""
    ended = session.exec(
        update(SignIn)
        .where(col(SignIn.token_hash) == digest(token), col(SignIn.ended_at).is_(None))
        .values(ended_at=at)
    )
    if ended.rowcount != 1:
        raise BadInput("session", "unknown")


def _running(session: Session, token: str, at: datetime.datetime) -> SignIn | None:
    row = session.get(SignIn, digest(token))
    if row is None or row.ended_at is not None or not row.started_at <= at < row.expires_at:
        return None
    return None if _idle(row.idle_minutes, row.last_seen_at, at) else row


def _idle(minutes: int | None, last_seen_at: datetime.datetime | None, at: datetime.datetime) -> bool:
    if minutes is None or last_seen_at is None:
        return False
    return at >= last_seen_at + datetime.timedelta(minutes=minutes)


def _in_force(session: Session, row: SignIn, at: datetime.datetime) -> Person | None:
    person = session.get_one(Person, row.person_id)
    return person if in_force(person.active_from, person.active_to, bangkok_date(at)) else None


def seen(session: Session, token: str, at: datetime.datetime) -> None:
    """Notes that the session is in use; never earlier than noted already, and not after its end."""
    session.exec(
        update(SignIn)
        .where(
            col(SignIn.token_hash) == digest(token),
            col(SignIn.ended_at).is_(None),
            or_(col(SignIn.last_seen_at).is_(None), col(SignIn.last_seen_at) < at),
        )
        .values(last_seen_at=at)
    )


def sign_out(session: Session, token: str, *, at: datetime.datetime) -> None:
    """Ends the session; an unknown token changes nothing."""
    row = session.get(SignIn, digest(token))
    if row is not None and row.ended_at is None:
        row.ended_at = at
        if row.stage == FULL:
            tell(session, session.get_one(Person, row.person_id), "", at, kind="sign_out")


def running(session: Session, person_id: int, token: str, at: datetime.datetime) -> list[Running]:
    """The person's sessions that run now, the latest used first; `token` says which is this one."""
    rows = session.exec(
        select(SignIn)
        .where(
            SignIn.person_id == person_id,
            SignIn.stage == FULL,
            col(SignIn.ended_at).is_(None),
            SignIn.expires_at > at,
        )
        .order_by(col(SignIn.last_seen_at).desc(), col(SignIn.token_hash))
    )
    return [_shown(row, digest(token)) for row in rows if not _idle(row.idle_minutes, row.last_seen_at, at)]


def _shown(row: SignIn, this: str) -> Running:
    return Running(
        row.token_hash[:_NAME],
        row.device,
        row.address,
        row.started_at,
        row.last_seen_at or row.started_at,
        row.expires_at,
        row.token_hash == this,
    )


def revoke(session: Session, person: Person, name: str, at: datetime.datetime) -> None:
    """Ends one session of the person's by its name; raises BadInput where she has no such session."""
    hers = select(SignIn).where(
        SignIn.person_id == person.id,
        col(SignIn.token_hash).startswith(name, autoescape=True),
        col(SignIn.ended_at).is_(None),
    )
    row = session.exec(hers).first() if len(name) == _NAME else None
    if row is None:
        raise BadInput("session", "unknown", name[:80])
    row.ended_at = at
    tell(session, person, "session_revoked", at, device=row.device)


def revoke_others(session: Session, person: Person, token: str, at: datetime.datetime) -> int:
    """Ends every session of the person's but the one of `token`; how many."""
    ended = end_all(session, person.id, at, but=token)
    if ended:
        tell(session, person, "other_sessions_revoked", at, count=ended)
    return ended


def end_all(session: Session, person_id: int, at: datetime.datetime, *, but: str = "") -> int:
    """Ends the person's sessions, half-way ones too; how many."""
    done = session.exec(
        update(SignIn)
        .where(
            col(SignIn.person_id) == person_id,
            col(SignIn.ended_at).is_(None),
            col(SignIn.expires_at) > at,
            col(SignIn.token_hash) != digest(but),
        )
        .values(ended_at=at)
    )
    return done.rowcount
