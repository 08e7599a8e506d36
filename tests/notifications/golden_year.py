"""The sample office lives through its year under a turned clock; everything sent to its people is kept."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field

from sqlmodel import Session, col, func, select

from notifications import schedule
from notifications.channels.channel import Outgoing
from notifications.contacts import Wanted, set_contact, set_preference
from notifications.delivery import AT_ONCE
from notifications.models import Delivery, Message, Notice
from workflow.absences import note_absence
from workflow.database import Database
from workflow.delegations import NewDelegation, delegate
from workflow.demo import playing_meetings, playing_money, playing_projects, playing_reports  # noqa: F401  they know how to play
from workflow.demo.cast import Cast, set_up
from workflow.demo.reading import SAMPLE, read_sample
from workflow.demo.sample import Sample
from workflow.demo.schedule import Happening, first_day, moment
from workflow.demo.schedule import schedule as happenings_of
from workflow.demo.stage import Stage, play
from workflow.models import Occupancy, Person, Position
from workflow.moments import BANGKOK, bangkok_date
from workflow.people import change_person, end_occupancy

BEGINS, ENDS = datetime.date(2017, 10, 1), datetime.date(2018, 10, 31)
CHANNELS = ("email", "line")
_LOOK, _NIGHT = datetime.time(7, 30), datetime.time(23, 59)
_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing told in a message: its subject, and of a reminder the rung and why it came to her."""

    subject: str
    code: str
    rung: int | None
    because: str


@dataclass(frozen=True, slots=True)
class Sent:
    """One message that a channel took."""

    at: datetime.datetime
    channel: str
    kind: str
    name: str
    lines: tuple[Line, ...]


@dataclass
class Recorder:
    """A channel that takes everything."""

    name: str
    took: list[Outgoing] = field(default_factory=list)

    def send(self, message: Outgoing) -> str:
        self.took.append(message)
        return "250 OK"

    def close(self) -> None:
        """Nothing is open."""


@dataclass
class Year:
    """The office, its people's channels, and the clock that is turned."""

    database: Database
    sample: Sample
    cast: Cast
    channels: dict[str, Recorder]
    at: datetime.datetime

    def __post_init__(self) -> None:
        self.work = schedule.Work(
            self.database, lambda: self.at, lambda _office, name: self.channels[name], worker="golden"
        )

    def person(self, name: str) -> int:
        return self.cast.person(name)

    def look(self) -> None:
        """Every look, as the scheduler would; what is to be sent later is looked at again then."""
        for each in schedule.SCHEDULES:
            while schedule.look(self.work, each) >= AT_ONCE and each.look is schedule.delivery:
                pass
        with self.database.read() as session:
            troubled = session.exec(select(schedule.SweepRun.trouble)).all()
        assert not any(troubled), troubled

    def go_on_to(self, until: datetime.datetime) -> None:
        """Every 07:30 up to `until`, and every moment for which a message was put off."""
        while (following := self._next(until)) is not None:
            self.at = following
            self.look()
        self.at = max(self.at, until)

    def _next(self, until: datetime.datetime) -> datetime.datetime | None:
        morning = datetime.datetime.combine(bangkok_date(self.at), _LOOK, BANGKOK)
        stops = [morning if morning > self.at else morning + _DAY]
        with self.database.read() as session:
            waiting = session.exec(
                select(func.min(Message.next_at)).where(Message.state == "waiting", Message.next_at > self.at)
            ).one()
        stops += [waiting] if waiting else []
        return min((each for each in stops if each <= until), default=None)


def sent_in_the_year(database: Database) -> list[Sent]:
    """Plays the sample year from 1 October 2560 to 31 October 2561; what was sent, in order."""
    sample = read_sample(SAMPLE)
    at = moment(first_day(sample), datetime.time(7))
    with database.write() as session:
        cast = set_up(
            session,
            sample,
            at=at,
            years=(2017, 2018, 2019),
            guests_until=datetime.date(2019, 1, 1),
            password_hash="",
        )
        _reach_everybody(session, cast, at)
    channels = {name: Recorder(name) for name in CHANNELS}
    year = Year(database, sample, cast, channels, moment(BEGINS, datetime.time()))
    stage_ids: dict[str, int] = {}
    story = sorted([*happenings_of(sample, ENDS), *_invented()], key=lambda each: each.at)
    for each in story:
        year.go_on_to(each.at)
        with database.write() as session:
            _happen(each, Stage(session, sample, cast, stage_ids))
        year.look()
    year.go_on_to(moment(ENDS, _NIGHT))
    return _told(year)


def _reach_everybody(session: Session, cast: Cast, at: datetime.datetime) -> None:
    """E-mail for all; LINE too for one, quiet hours for one. Invented for this test."""
    for person_id in set(cast.people.values()) - {cast.person("system")}:
        person = session.get_one(Person, person_id)
        address = f"{person.username.partition('.')[0]}@example.org"
        set_contact(session, person, Wanted("email", address), CHANNELS, at)
    head = session.get_one(Person, cast.person("plandir"))
    set_contact(session, head, Wanted("line", "U" + "0" * 32), CHANNELS, at)
    set_preference(session, cast.person("director"), language="th", quiet_from="18:00", quiet_to="08:00")


@dataclass(frozen=True, slots=True)
class Invented:
    """Something that the sample's year does not have."""

    at: datetime.datetime
    does: Callable[[Stage, datetime.datetime], None]


def _invented() -> list[Invented]:
    """A director leaves, her post stays vacant, then a colleague acts for it; two others are away a while."""

    def leaves(stage: Stage, at: datetime.datetime) -> None:
        post = _post(stage, "hrmdir")
        held = stage.session.exec(select(Occupancy).where(Occupancy.position_id == post)).one()
        hand, last = stage.hand("sysadmin", at), datetime.date(2018, 3, 31)
        end_occupancy(stage.session, held.id, last, hand)
        change_person(stage.session, stage.cast.person("hrmdir"), {"active_to": last}, hand)

    def acts(stage: Stage, at: datetime.datetime) -> None:
        order = _order(stage, "hrmdir", "admdir", datetime.date(2018, 4, 18), datetime.date(2018, 12, 31))
        delegate(stage.session, stage.cast.office_id, order, stage.hand("sysadmin", at))

    def travels(stage: Stage, at: datetime.datetime) -> None:
        _away(stage, "prodir", datetime.date(2018, 4, 2), datetime.date(2018, 4, 5), at)

    def is_on_leave(stage: Stage, at: datetime.datetime) -> None:
        first, last = datetime.date(2018, 7, 2), datetime.date(2018, 7, 13)
        _away(stage, "supdir", first, last, at)
        delegate(
            stage.session,
            stage.cast.office_id,
            _order(stage, "supdir", "supown", first, last),
            stage.hand("sysadmin", at),
        )

    return [
        Invented(moment(datetime.date(2018, 3, 29), datetime.time(15)), leaves),
        Invented(moment(datetime.date(2018, 3, 30), datetime.time(15)), travels),
        Invented(moment(datetime.date(2018, 4, 17), datetime.time(15)), acts),
        Invented(moment(datetime.date(2018, 6, 29), datetime.time(15)), is_on_leave),
    ]


def _away(stage: Stage, name: str, first: datetime.date, last: datetime.date, at: datetime.datetime) -> None:
    note_absence(stage.session, stage.cast.person(name), first, last, "", stage.hand(name, at))


def _order(stage: Stage, post: str, by: str, first: datetime.date, last: datetime.date) -> NewDelegation:
    return NewDelegation(
        position_id=_post(stage, post),
        person_id=stage.cast.person(by),
        capacity="acting",
        order_no="1/2561 (สมมติ)",
        ordered_on=first,
        valid_from=first,
        valid_to=last,
    )


def _post(stage: Stage, code: str) -> int:
    return stage.session.exec(
        select(Position.id).where(Position.office_id == stage.cast.office_id, Position.code == code)
    ).one()


def _happen(each: Happening | Invented, stage: Stage) -> None:
    if isinstance(each, Invented):
        each.does(stage, each.at)
    else:
        play(each, stage)


def _told(year: Year) -> list[Sent]:
    """What the channels took, with what the notices in it are."""
    with year.database.read() as session:
        messages = {each.token: each for each in session.exec(select(Message))}
        names = {each.id: each.name_th for each in session.exec(select(Person))}
        carried: dict[int, list[Notice]] = {}
        for message_id, notice in session.exec(
            select(Delivery.message_id, Notice)
            .join(Notice, col(Notice.id) == col(Delivery.notice_id))
            .where(Delivery.outcome == "sent")
            .order_by(col(Notice.id))
        ):
            carried.setdefault(message_id, []).append(notice)
        return sorted(
            (
                Sent(
                    each.at.astimezone(BANGKOK),
                    channel.name,
                    messages[each.token].kind,
                    names[messages[each.token].person_id],
                    tuple(
                        Line(told["subject"], notice.code, notice.rung, _why(told["body"]))
                        for told, notice in zip(each.told, carried[messages[each.token].id], strict=True)
                    ),
                )
                for channel in year.channels.values()
                for each in channel.took
            ),
            key=lambda each: (each.at, each.kind, each.name, each.channel),
        )


def _why(body: str) -> str:
    """The sentence of a reminder that says why it comes to her."""
    return next((line for line in body.splitlines() if line.startswith("แจ้งท่าน")), "")
