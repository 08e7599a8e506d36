"""A fiscal year in a small office, told twice alike: papers move, duties come and go, people come and go."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from random import Random

from conftest import SmallOffice, make_office
from reminding_desk import Owing
from sqlmodel import Session, col, select

from notifications.models import Contact
from states.fiscal import Quarter
from workflow import engine
from workflow.items import NewItem, import_item
from workflow.models import Item, Obligation, Occupancy, Person
from workflow.moments import BANGKOK

FIRST, LAST = datetime.date(2017, 10, 2), datetime.date(2018, 9, 28)
OUTAGE = datetime.date(2018, 1, 9)  # a Tuesday; on Friday at ten the machines are on again
BACK = datetime.datetime(2018, 1, 12, 10, 0, tzinfo=BANGKOK)
DISABLED, LEAVES = "project_owner", "group_director@ADM"
EMAIL = (
    *("area_director", "deputy_director", "plan_director", "plan_officer", "group_director", "clerk"),
    *(DISABLED, LEAVES, "committee_secretary", "school_officer"),
)
FOLDER = ("plan_director", "finance_officer", "clerk")
OWING = ("plan_officer", "plan_director", "group_director", "clerk", "finance_officer", "committee_secretary")
_DAY = datetime.timedelta(days=1)
_CALM = 7  # days at the end on which nothing happens any more
_MEMO = {
    "draft": ("propose", "plan_officer"),
    "pending_group": ("send_back", "plan_director"),
    "returned": ("fix", "plan_officer"),
}
_QUARTERS = [Quarter(year, number) for year in (2560, 2561) for number in (1, 2, 3, 4)]
_PROJECT = {"in_progress": "suspend", "suspended": "resume"}


@dataclass(frozen=True)
class Moment:
    """Where the clock stands next, and what people do then. `astray`: only the clock of the machines says
    so. `after_outage`: no machine has been on since the moment before. `calm`: the mail server works."""

    at: datetime.datetime
    acts: tuple[str, ...] = ()
    astray: bool = False
    after_outage: bool = False
    calm: bool = False


def moments(every: int, *, astray: int, seed: int) -> list[Moment]:
    """Every so many days of the year, and those around the outage; `astray` times the clock is wrong."""
    random = Random(seed)
    around = [OUTAGE + number * _DAY for number in range(-1, 5)]
    total = (LAST - FIRST).days + 1
    calm = [LAST + number * _DAY for number in range(1, _CALM + 1)]
    days = sorted({*(FIRST + number * _DAY for number in range(0, total, every)), *around})
    plain = [each for day in days for each in _of_day(day, random)]
    middle = len(plain) // 2
    plain[middle : middle + 1] = _with(plain[middle], "disable", "leave")
    places = sorted(random.sample(range(5, len(plain)), astray))
    for place in reversed(places):
        plain.insert(place, _astray(plain[place - 1].at, random))
    return [*plain, *(each for day in calm for each in _of_day(day, random, calm=True))]


def _of_day(day: datetime.date, random: Random, *, calm: bool = False) -> Iterator[Moment]:
    if OUTAGE < day < BACK.date():
        return
    if day == BACK.date():
        yield Moment(BACK, after_outage=True)
        yield Moment(BACK.replace(hour=18))
        return
    for hour, minute in ((7, 31), (12, 0), (18, 0)):
        at = datetime.datetime(day.year, day.month, day.day, hour, minute, tzinfo=BANGKOK)
        acts = random.choices(("owe", "settle", "sign", "pause", "return", "report"), (4, 3, 3, 2, 1, 1), k=3)
        yield Moment(at, () if calm or hour == 7 else tuple(acts), calm=calm)


def _with(moment: Moment, *acts: str) -> Sequence[Moment]:
    evening = moment.at.replace(hour=18, minute=30)
    return [moment, Moment(evening, acts)] if moment.at < evening else [moment]


def _astray(at: datetime.datetime, random: Random) -> Moment:
    """The clock jumps by hours or by days, forward or back."""
    far = random.choice((1, -1)) * random.choice((5, 11, 24, 50, 120))
    return Moment(at + datetime.timedelta(hours=far), astray=True)


@dataclass
class Story:
    """What happens in one database. Told again with the same seed it writes the same rows."""

    office: SmallOffice
    random: Random
    numbers: int = 0
    memos: list[int] = field(default_factory=list)
    projects: list[int] = field(default_factory=list)
    left_on: datetime.date | None = None

    @classmethod
    def begun(cls, session: Session, seed: int, at: datetime.datetime) -> "Story":
        story = cls(make_office(session, at=at), Random(seed))
        for channel, names in (("email", EMAIL), ("folder", FOLDER)):
            for name in names:
                address = f"{name.replace('@', '-')}@example.org"
                person = story.office.people[name]
                session.add(Contact(person_id=person, channel=channel, address=address, since=at))
        return story

    def act(self, session: Session, moment: Moment) -> None:
        for name in moment.acts:
            getattr(self, f"_{name}")(session, moment.at)

    def _owe(self, session: Session, at: datetime.datetime) -> None:
        due = at.date() + self.random.randint(-1, 16) * _DAY
        self.numbers += 1
        Owing(session, self.office, numbers=self.numbers).owe(self.random.choice(OWING), due)

    def _settle(self, session: Session, at: datetime.datetime) -> None:
        found = session.exec(
            select(Obligation).where(Obligation.outcome == "").order_by(col(Obligation.id))
        ).all()
        for row in self.random.sample(found, min(2, len(found))):
            row.outcome, row.closed_at = "done", at
        session.flush()

    def _sign(self, session: Session, at: datetime.datetime) -> None:
        if len(self.memos) < 3:
            self.memos.append(self._paper(session, "memo", "draft", at).id)
        item = session.get_one(Item, self.random.choice(self.memos))
        trigger, by = _MEMO[item.state]
        evidence = {"fields_complete": "ครบ"} if by == "plan_officer" else {}
        self._step(session, item.id, trigger, by, at, evidence)

    def _pause(self, session: Session, at: datetime.datetime) -> None:
        if len(self.projects) < 2:
            self.projects.append(self._paper(session, "project", "in_progress", at).id)
        item = session.get_one(Item, self.random.choice(self.projects))
        self._step(session, item.id, _PROJECT[item.state], "group_director", at)

    def _return(self, session: Session, at: datetime.datetime) -> None:
        owner = self.office.people["project_owner"]
        item = self._paper(session, "project", "submitted", at, owner_id=owner)
        self._step(session, item.id, "return_by_group", "group_director", at)

    def _report(self, session: Session, at: datetime.datetime) -> None:
        """The quarter that has ended is to be reported by every group."""
        last = max((each for each in _QUARTERS if each.end < at.date()), key=lambda each: each.end)
        of = {"fiscal_year": last.be, "quarter": last.number}
        item = self._paper(session, "quarterly_report", "scheduled", at, **of)
        self._step(session, item.id, "open", "plan_officer", at)

    def _disable(self, session: Session, _at: datetime.datetime) -> None:
        person = self.office.people[DISABLED]
        for contact in session.exec(select(Contact).where(Contact.person_id == person)):
            contact.enabled = False
        session.flush()

    def _leave(self, session: Session, at: datetime.datetime) -> None:
        person = self.office.people[LEAVES]
        self.left_on = at.date()
        session.get_one(Person, person).active_to = self.left_on
        for row in session.exec(select(Occupancy).where(Occupancy.person_id == person)):
            row.valid_to = self.left_on
        session.flush()

    def _paper(self, session: Session, kind: str, state: str, at: datetime.datetime, **more: object) -> Item:
        self.numbers += 1
        by, group = self.office.people["plan_director"], self.office.groups["PLN"]
        values = {"fiscal_year": 2561, "group_id": group, **more}
        new = NewItem(kind, f"S{self.numbers:05}", "เรื่องตัวอย่าง", **values)  # type: ignore[arg-type]
        return import_item(session, self.office.id, new, state=state, by=by, at=at)

    def _step(
        self,
        session: Session,
        item_id: int,
        trigger: str,
        by: str,
        at: datetime.datetime,
        evidence: dict[str, str] | None = None,
    ) -> None:
        person = self.office.people[by]
        engine.advance(session, item_id, trigger, by=person, at=at, reason="ตามเรื่อง", evidence=evidence or {})
