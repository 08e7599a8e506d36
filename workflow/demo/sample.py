"""The sample year of an office, as values: invented data, amounts in satang."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from workflow.reports.outcomes import Score


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
    code: str
    body: str
    number: str
    day: datetime.date
    subject: str
    resolution: str


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
    requested: int
    original: int
    final: int
    disbursed: int


Quarters = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Project:
    """A project with its lines; `planned` and `quarters` are each quarter's money (satang).

    A proposal that did not stand in the plan on its own has nothing approved and nothing paid;
    `merged_into` names the one that took it in, `decided` says why.
    """

    code: str
    title: str
    group: str
    fund: str
    strategy: str
    start: datetime.date
    end: datetime.date
    lines: tuple[Line, ...]
    planned: Quarters
    quarters: Quarters
    quantity: str
    quality: str
    ends_as: str = "closed"
    merged_into: str = ""
    decided: str = ""


@dataclass(frozen=True, slots=True)
class SampleTranche:
    """Money of a fund that arrived (satang)."""

    fund: str
    number: int
    amount: int
    day: datetime.date


@dataclass(frozen=True, slots=True)
class SampleTarget:
    """Per cent to be disbursed by the end of a quarter."""

    quarter: int
    percent: Decimal
    verified: bool
    source: str


@dataclass(frozen=True, slots=True)
class Additions:
    """What a plan year needs besides the timeline. Ceilings by (group, fund); sizes of bodies by code."""

    ceilings: dict[tuple[str, str], int]
    ceiling_authority: str
    standards: dict[str, str]
    interim_authority: str
    third_quarter: str
    bodies: dict[str, tuple[int, int]]
    calls: dict[str, "Call"]
    scores: tuple[Score, ...]
    objectives: dict[str, str]


@dataclass(frozen=True, slots=True)
class Call:
    """When a meeting inside the office was planned and called, and which paper it was about."""

    planned: datetime.date
    invited: datetime.date
    paper: str
    urgent: str


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
    left_out: tuple[Project, ...]
    tranches: tuple[SampleTranche, ...]
    targets: tuple[SampleTarget, ...]
    savings: tuple[str, ...]
    strategies: dict[str, str]
    standards: dict[str, str]
    additions: Additions | None
    events: tuple[Event, ...]

    def first_with(self, role: str) -> str:
        """The account of the first user with this role."""
        return next(user.username for user in self.users if user.role == role)

    def day_of(self, trigger: str, kind: str = "annual_plan") -> datetime.date:
        """When a step of this kind was first taken."""
        return next(e.day for e in self.events if e.kind == kind and e.trigger == trigger)
