"""When each project of the sample year is proposed, granted, worked on and reported: the days and who acts.

The sample tells a project's own dates and the plan's; the days between are invented to fit them.
"""

import datetime
from dataclasses import dataclass

from states.fiscal import FiscalYear
from workflow.demo.sample import Project, Sample
from workflow.moments import BANGKOK

_OPENED = datetime.timedelta(days=7)  # after the call
_SUBMITTED = datetime.timedelta(days=11)
_ENDORSED = datetime.timedelta(days=16)
_INTERIM = datetime.timedelta(days=6)  # after the committee's resolution
_REPORTED = datetime.timedelta(days=28)  # after the work is done
_LAST_REPORT = (10, 12)  # a Friday in 2018: the 15th is a holiday
_MORNING, _AFTERNOON = datetime.time(9, 30), datetime.time(14)


@dataclass(frozen=True, slots=True)
class Proposed:
    """A project opened as a draft by its owner, with its form and its lines."""

    at: datetime.datetime
    by: str
    project: Project


@dataclass(frozen=True, slots=True)
class Walked:
    """One step of a project by the person of the account `by`."""

    at: datetime.datetime
    by: str
    project: Project
    trigger: str


def project_story(sample: Sample) -> list[Proposed | Walked]:
    """Every opening and step of every proposal, in order of time.

    Taking in for screening follows from the plan's step, and the committee decides in its meeting.
    """
    if not sample.additions:
        return []
    told: list[Proposed | Walked] = []
    for place, project in enumerate((*sample.projects, *sample.left_out)):
        told += _story(sample, project, datetime.timedelta(minutes=place))
    return sorted(told, key=lambda each: each.at)


def authorised_on(sample: Sample, project: Project) -> datetime.date:
    """After the plan's publication; work that begins before, by the director's interim authority."""
    if interim(sample, project):
        return sample.day_of("record_committee_resolution") + _INTERIM
    return working_day(sample.day_of("publish") + datetime.timedelta(days=1))


def interim(sample: Sample, project: Project) -> bool:
    """Whether the project begins before the plan is endorsed."""
    return project.start < sample.day_of("confirm_revision")


def working_day(day: datetime.date) -> datetime.date:
    """The day itself, or the Monday after it."""
    while day.weekday() > 4:
        day += datetime.timedelta(days=1)
    return day


def _story(sample: Sample, project: Project, later: datetime.timedelta) -> list[Proposed | Walked]:
    owner, director = _owner(sample, project), _director(sample, project)
    call = sample.day_of("open_proposals")

    def at(day: datetime.date, time: datetime.time = _MORNING) -> datetime.datetime:
        return datetime.datetime.combine(working_day(day), time, BANGKOK) + later

    told: list[Proposed | Walked] = [
        Proposed(at(call + _OPENED), owner, project),
        Walked(at(call + _SUBMITTED), owner, project, "submit"),
        Walked(at(call + _ENDORSED), director, project, "endorse"),
    ]
    if project.ends_as != "closed":
        return told
    allowed = authorised_on(sample, project)
    done = working_day(project.end)
    last = datetime.date(FiscalYear(sample.fiscal_year).end.year, *_LAST_REPORT)
    return [
        *told,
        Walked(at(allowed), _deputy(sample, project), project, "authorise"),
        Walked(at(max(allowed, project.start), _AFTERNOON), owner, project, "start"),
        Walked(at(done, _AFTERNOON), owner, project, "complete"),
        Walked(at(min(done + _REPORTED, last)), owner, project, "submit_report"),
        Walked(
            at(sample.day_of("start_compiling", "annual_report"), _AFTERNOON),
            sample.first_with("plan_director"),
            project,
            "accept_report",
        ),
    ]


def _owner(sample: Sample, project: Project) -> str:
    return next(u.username for u in sample.users if u.role == "project_owner" and u.group == project.group)


def _director(sample: Sample, project: Project) -> str:
    return next(u.username for u in sample.users if u.role == "group_director" and u.group == project.group)


def _deputy(sample: Sample, project: Project) -> str:
    """The two deputies share the groups between them."""
    deputies = [user.username for user in sample.users if user.role == "deputy_director"]
    return deputies[list(sample.groups).index(project.group) % len(deputies)]
