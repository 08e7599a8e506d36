"""When the sample's bodies are appointed, called, sit and have their minutes circulated."""

import datetime
from dataclasses import dataclass

from workflow.demo.sample import Meeting, Sample
from workflow.moments import BANGKOK

# A meeting sits before the office's day, so that what it resolved is there for the steps of the same day.
_MORNING, _SITTING, _EVENING = datetime.time(8, 10), datetime.time(8, 40), datetime.time(16, 20)
_MINUTES_AFTER = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Appointed:
    """Everybody who sits on a body that meets in the office, by one order of appointment."""

    at: datetime.datetime
    by: str


@dataclass(frozen=True, slots=True)
class Planned:
    """A meeting is given its day, number and paper."""

    at: datetime.datetime
    by: str
    meeting: Meeting


@dataclass(frozen=True, slots=True)
class Called:
    """The agenda is drawn from what waits, the invitations go out."""

    at: datetime.datetime
    by: str
    meeting: Meeting


@dataclass(frozen=True, slots=True)
class Sat:
    """Attendance, resolutions, and their carrying out."""

    at: datetime.datetime
    by: str
    meeting: Meeting


@dataclass(frozen=True, slots=True)
class Minuted:
    """The minutes are drafted and circulated to all staff."""

    at: datetime.datetime
    by: str
    meeting: Meeting


Session = Appointed | Planned | Called | Sat | Minuted


def meeting_story(sample: Sample) -> list[Session]:
    """Everything about the meetings inside the office; outside boards meet elsewhere."""
    if not sample.additions:
        return []
    secretary = sample.first_with("committee_secretary")
    before_the_call = sample.day_of("open_proposals") - datetime.timedelta(days=3)
    told: list[Session] = [Appointed(_at(before_the_call, _MORNING), sample.first_with("plan_director"))]
    for meeting in sample.meetings:
        call = sample.additions.calls.get(meeting.code)
        if call is None:
            continue
        told += [
            Planned(_at(call.planned, _EVENING), secretary, meeting),
            Called(_at(call.invited, _EVENING) + datetime.timedelta(minutes=5), secretary, meeting),
            Sat(_at(meeting.day, _SITTING), secretary, meeting),
            Minuted(_at(meeting.day + _MINUTES_AFTER, _MORNING), secretary, meeting),
        ]
    return told


def _at(day: datetime.date, time: datetime.time) -> datetime.datetime:
    return datetime.datetime.combine(day, time, BANGKOK)
