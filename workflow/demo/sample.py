"""Reads the sample year of an office: invented data, dates as ISO, amounts as baht in text."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from states.baht import satang_of
from states.load import read_yaml_file

FOLDER = Path(__file__).parent
SAMPLE, SECOND = "sample_fy2561", "second_fy2561"


@dataclass(frozen=True, slots=True)
class User:
    """An invented account. `same_as` names the account whose person holds this position too."""

    username: str
    label: str
    role: str
    group: str | None = None
    same_as: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """One step of the sample year, on a Bangkok date, by the person of this account."""

    kind: str
    item: str
    trigger: str
    target: str
    day: datetime.date
    by: str
    note: str


@dataclass(frozen=True, slots=True)
class Meeting:
    body: str
    number: str
    day: datetime.date


@dataclass(frozen=True, slots=True)
class Transfer:
    """What an amendment adds to or takes from a project's line (satang, signed)."""

    project: str
    sub: str
    change: int


@dataclass(frozen=True, slots=True)
class Amendment:
    code: str
    title: str
    reason: str
    day: datetime.date
    transfers: tuple[Transfer, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a project; amounts in satang, `disbursed` over the whole year."""

    category: str
    sub: str
    original: int
    final: int
    disbursed: int


@dataclass(frozen=True, slots=True)
class Project:
    """A project with its lines; `quarters` is what was disbursed in each quarter (satang)."""

    code: str
    title: str
    group: str
    fund: str
    start: datetime.date
    end: datetime.date
    lines: tuple[Line, ...]
    quarters: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class SampleSchool:
    code: str
    name: str
    cluster: str
    students: int


@dataclass(frozen=True, slots=True)
class Sample:
    """One invented office and its fiscal year (Buddhist Era)."""

    code: str
    office: dict[str, str]
    fiscal_year: int
    groups: dict[str, str]
    funds: dict[str, str]
    clusters: dict[str, str]
    schools: tuple[SampleSchool, ...]
    users: tuple[User, ...]
    meetings: tuple[Meeting, ...]
    amendments: tuple[Amendment, ...]
    projects: tuple[Project, ...]
    events: tuple[Event, ...]

    def first_with(self, role: str) -> str:
        """The account of the first user with this role."""
        return next(user.username for user in self.users if user.role == role)

    def day_of(self, trigger: str, kind: str = "annual_plan") -> datetime.date:
        """When a step of this kind was first taken."""
        return next(e.day for e in self.events if e.kind == kind and e.trigger == trigger)


CODES = {SAMPLE: "UTD2", SECOND: "PYO2"}


@cache
def read_sample(name: str) -> Sample:
    """The sample of this name; raises states.load.Unreadable, KeyError or ValueError where it is broken."""
    raw = read_yaml_file(FOLDER / f"{name}.yaml")
    return Sample(
        code=CODES[name],
        office=raw["office"],
        fiscal_year=int(raw["fiscal_year"]["be"]),
        groups=_names(raw, "groups"),
        funds=_names(raw, "funds"),
        clusters=_names(raw, "clusters"),
        schools=tuple(
            SampleSchool(each["code"], each["name"], each["cluster"], each["students"])
            for each in raw.get("schools", ())
        ),
        users=tuple(_user(each) for each in raw["users"]),
        meetings=tuple(Meeting(each["body"], each["no"], _day(each["on"])) for each in raw["meetings"]),
        amendments=tuple(_amendment(each) for each in raw.get("amendments", ())),
        projects=tuple(_project(each) for each in raw.get("projects", ())),
        events=tuple(_event(each) for each in raw["timeline"]),
    )


def _names(raw: dict[str, Any], section: str) -> dict[str, str]:
    return {each["code"]: each["th"] for each in raw.get(section, ())}


def _day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def _satang(text: str) -> int:
    return satang_of(Decimal(text))


def _user(raw: dict[str, Any]) -> User:
    return User(raw["username"], raw["label"], raw["role"], raw["group"], raw.get("same_person_as", ""))


def _event(raw: dict[str, Any]) -> Event:
    day = _day(raw["on"])
    return Event(raw["machine"], raw["item"], raw["trigger"], raw["to"], day, raw["by"], raw["note"])


def _amendment(raw: dict[str, Any]) -> Amendment:
    transfers = tuple(Transfer(t["project"], t["sub"], _signed(t["change"])) for t in raw["transfers"])
    return Amendment(raw["code"], raw["th"], raw["reason"], _day(raw["on"]), transfers)


def _signed(text: str) -> int:
    return -_satang(text.removeprefix("-")) if text.startswith("-") else _satang(text)


def _project(raw: dict[str, Any]) -> Project:
    first, second, third, fourth = (_satang(text) for text in raw["disbursed_by_quarter"])
    return Project(
        code=raw["code"],
        title=raw["title"],
        group=raw["group"],
        fund=raw["fund"],
        start=_day(raw["start"]),
        end=_day(raw["end"]),
        lines=tuple(
            Line(
                line["category"],
                line["sub"],
                _satang(line["original"]),
                _satang(line["final"]),
                _satang(line["disbursed"]),
            )
            for line in raw["lines"]
        ),
        quarters=(first, second, third, fourth),
    )
