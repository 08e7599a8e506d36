"""When each paper of the sample year is opened and each step is taken: list order, ten minutes apart."""

import datetime
from collections import Counter
from dataclasses import dataclass

from states.fiscal import FiscalYear
from workflow.demo.meetings import Session, meeting_story
from workflow.demo.money import Money, money_story
from workflow.demo.projects import Proposed, Walked, project_story
from workflow.demo.reports import Reported, report_story
from workflow.demo.sample import Event, Sample
from workflow.items import NewItem
from workflow.moments import BANGKOK, bangkok_date

_FIRST_STEP, _APART = datetime.time(9), datetime.timedelta(minutes=10)
_OPENING, _OPENINGS_APART = datetime.time(8), datetime.timedelta(minutes=1)
_AHEAD = datetime.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Opening:
    """A paper about to be opened by the person of the account `by`; its parent is the annual plan."""

    at: datetime.datetime
    by: str
    new: NewItem


@dataclass(frozen=True, slots=True)
class Taken:
    """A step of the sample with the moment it is recorded."""

    at: datetime.datetime
    event: Event


def moment(day: datetime.date, time: datetime.time) -> datetime.datetime:
    """The Bangkok moment of a day and time."""
    return datetime.datetime.combine(day, time, BANGKOK)


Happening = Opening | Taken | Money | Proposed | Walked | Session | Reported


def schedule(sample: Sample, until: datetime.date | None = None) -> tuple[Happening, ...]:
    """Everything that happens in the sample year up to and including `until`, in order of time."""
    happenings: list[Happening] = [
        *_openings(sample),
        *_steps(sample),
        *money_story(sample),
        *project_story(sample),
        *meeting_story(sample),
        *report_story(sample),
    ]
    happenings.sort(key=lambda each: each.at)
    return tuple(each for each in happenings if until is None or bangkok_date(each.at) <= until)


def ends(sample: Sample, until: datetime.date | None) -> datetime.datetime:
    """When the demonstration stands still: 17:00 of `until`, or the day after the last step."""
    after = moment(sample.events[-1].day + datetime.timedelta(days=1), _FIRST_STEP)
    return after if until is None else min(after, moment(until, datetime.time(17)))


def plan_code(sample: Sample) -> str:
    return next(event.item for event in sample.events if event.kind == "annual_plan")


def first_day(sample: Sample) -> datetime.date:
    """The first working Monday to Friday of the fiscal year, when the annual plan is opened."""
    day = FiscalYear(sample.fiscal_year).start
    while day.weekday() > 4:
        day += datetime.timedelta(days=1)
    return day


def _steps(sample: Sample) -> list[Taken]:
    on_day: Counter[datetime.date] = Counter()
    taken = []
    for event in sample.events:
        taken.append(Taken(moment(event.day, _FIRST_STEP) + on_day[event.day] * _APART, event))
        on_day[event.day] += 1
    return taken


def _openings(sample: Sample) -> list[Opening]:
    firsts: dict[str, Event] = {}
    for event in sample.events:
        firsts.setdefault(event.item, event)
    return [_opening(sample, first, place) for place, first in enumerate(firsts.values())]


def _opening(sample: Sample, first: Event, place: int) -> Opening:
    """How a paper begins: the plan with the year, a report with its quarter, the others a week ahead."""
    year = FiscalYear(sample.fiscal_year)
    starts, ends_on = first.day - _AHEAD, year.end
    day, quarter = starts, None
    if first.kind == "annual_plan":
        day, starts = first_day(sample), year.start
    elif first.kind == "quarterly_report":
        quarter = year.quarter(int(first.item.rpartition("-")[2]))
        starts, ends_on = quarter.start, quarter.end
        day = max(quarter.start, first_day(sample))
    new = NewItem(
        kind=first.kind,
        code=first.item,
        title=_title(sample, first),
        fiscal_year=sample.fiscal_year,
        quarter=quarter.number if quarter else None,
        starts_on=starts,
        ends_on=ends_on,
    )
    return Opening(moment(day, _OPENING) + place * _OPENINGS_APART, _opener(sample, first), new)


def _opener(sample: Sample, first: Event) -> str:
    """Who opens it: the system a quarter, the asking group an amendment, the plan group the rest."""
    if first.kind == "quarterly_report":
        return "system"
    if first.kind == "plan_amendment":
        return _asking_director(sample, first.item)
    return sample.first_with("plan_director" if first.kind == "annual_plan" else "plan_officer")


def _asking_director(sample: Sample, code: str) -> str:
    """The director of the group that owns the first project of the amendment."""
    amendment = next(each for each in sample.amendments if each.code == code)
    group = next(each.group for each in sample.projects if each.code == amendment.transfers[0].project)
    return next(u.username for u in sample.users if u.role == "group_director" and u.group == group)


def _title(sample: Sample, first: Event) -> str:
    year = f"ปีงบประมาณ พ.ศ. {sample.fiscal_year}"
    if first.kind == "plan_amendment":
        return f"{next(each.title for each in sample.amendments if each.code == first.item)} {year}"
    if first.kind == "quarterly_report":
        return f"รายงานผลไตรมาสที่ {first.item.rpartition('-')[2]} {year}"
    names = {
        "annual_plan": "แผนปฏิบัติการประจำ",
        "annual_report": "รายงานผลการดำเนินงานประจำ",
        "expenditure_analysis": "การวิเคราะห์งบประมาณรายจ่าย ",
    }
    return f"{names[first.kind]}{year}"
