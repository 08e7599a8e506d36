"""When the sample's reports are fed: by groups each quarter, by listed projects, by schools, by tests."""

import datetime
from dataclasses import dataclass

from workflow.demo.sample import Event, Sample
from workflow.moments import BANGKOK

_BEFORE_WORK, _LAST_THING = datetime.time(8, 20), datetime.time(16, 40)
_A_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Gathered:
    """Every group sends in its part of a quarter's report, the plan group notes what stood in the way."""

    at: datetime.datetime
    by: str
    report: str


@dataclass(frozen=True, slots=True)
class BelowListed:
    """The plan group lists the projects below target, before acceleration is ordered."""

    at: datetime.datetime
    by: str
    report: str


@dataclass(frozen=True, slots=True)
class Answered:
    """Every listed project answers."""

    at: datetime.datetime
    report: str


@dataclass(frozen=True, slots=True)
class Surveyed:
    """The answers of schools and groups are in; or the lines of income and expense are drawn up."""

    at: datetime.datetime
    by: str
    paper: str
    lines: bool


@dataclass(frozen=True, slots=True)
class Tested:
    """The mean scores of national tests are noted, before the annual report is compiled."""

    at: datetime.datetime
    by: str


Reported = Gathered | BelowListed | Answered | Surveyed | Tested


def report_story(sample: Sample) -> list[Reported]:
    """Everything that goes into the sample's reports beside their steps."""
    if not sample.additions:
        return []
    told: list[Reported] = []
    for event in sample.events:
        told += _before(sample, event)
    return told


def _before(sample: Sample, event: Event) -> list[Reported]:
    """What comes before a step of the timeline so that it can be taken."""
    officer = sample.first_with("plan_officer")
    if event.kind == "quarterly_report" and event.trigger == "consolidate":
        return [Gathered(_at(event.day, _BEFORE_WORK), officer, event.item)]
    if event.trigger == "order_acceleration":
        return [BelowListed(_at(event.day, _BEFORE_WORK), officer, event.item)]
    if event.trigger == "close_follow_up":
        return [Answered(_at(event.day - _A_DAY, _LAST_THING), event.item)]
    if event.trigger == "start_analysis":
        return [
            Surveyed(_at(event.day, _BEFORE_WORK), officer, event.item, lines=False),
            Surveyed(_at(event.day, _LAST_THING), officer, event.item, lines=True),
        ]
    if event.trigger == "start_compiling":
        return [Tested(_at(event.day, _BEFORE_WORK), officer)]
    return []


def _at(day: datetime.date, time: datetime.time) -> datetime.datetime:
    return datetime.datetime.combine(day, time, BANGKOK)
