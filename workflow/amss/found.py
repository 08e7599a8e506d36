"""What was found in a planning export of AMSS++, before anything is saved."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from workflow.sheets.rows import CellError

# In which states projects may be taken in: proposals of a coming year, work under way, or a past year's.
STATES: Final = ("draft", "in_plan", "in_progress", "completed", "closed")


@dataclass(frozen=True, slots=True)
class FoundGoal:
    """A strategy of the year; `kept` where the office has it already under that code and name."""

    code: str
    name: str
    kept: bool


@dataclass(frozen=True, slots=True)
class FoundActivity:
    """An activity with the months of the fiscal year it takes (1 for October) and what has no place here."""

    title: str
    months: tuple[int, ...]
    row: int
    kept: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FoundProject:
    """A project: amounts in satang, dates Bangkok dates, `code` the one it will have here."""

    row: int
    code: str
    title: str
    group_id: int | None
    owner_id: int | None
    strategy: str
    asked: int
    approved: int
    starts_on: datetime.date | None
    ends_on: datetime.date | None
    results: str
    obstacles: str
    kept: Mapping[str, str]
    activities: tuple[FoundActivity, ...] = ()


@dataclass(frozen=True, slots=True)
class AmssPreview:
    """What importing would do. Nothing may be saved while `errors` is not empty.

    `other_years` counts the rows of other fiscal years, which stay out, by table; `unlisted` names the
    columns nobody knew ("plan_proj.colour"), which are kept in the entries; `left_out` counts the values that
    look like an identity card's number and are kept nowhere.
    """

    fiscal_year: int
    goals: tuple[FoundGoal, ...]
    projects: tuple[FoundProject, ...]
    errors: tuple[CellError, ...]
    other_years: Mapping[str, int]
    unlisted: tuple[str, ...]
    left_out: int

    @property
    def activities(self) -> int:
        return sum(len(project.activities) for project in self.projects)

    @property
    def asked(self) -> int:
        """What all projects ask for (satang)."""
        return sum(project.asked for project in self.projects)

    @property
    def approved(self) -> int:
        """What was approved of it (satang)."""
        return sum(project.approved for project in self.projects)
