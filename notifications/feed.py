"""A person's calendar (RFC 5545): what she owes by which day, and the meetings of the bodies she sits on."""

import datetime
import re
from dataclasses import dataclass
from typing import Final

from icalendar import Calendar, Event, Timezone, TimezoneStandard, vDuration, vUri
from sqlmodel import Session, col, or_, select

from notifications.told import item_link
from states.due_words import Reckoning, explain_th
from states.thai import arabic_digits
from workflow import definitions
from workflow.models import Body, Item, Meeting, Member, Obligation, Office, Person
from workflow.moments import BANGKOK, bangkok_date
from workflow.owed import owed_by
from workflow.papers.drafts import with_paper
from workflow.queries import viewer
from workflow.waiting import powers

MOST: Final = 1000  # of each kind; calendars grow slow long before
_KEPT: Final = datetime.timedelta(days=400)  # how long a meeting stays in the calendar
_DAY: Final = datetime.timedelta(days=1)
_TIME: Final = re.compile(r"([01]?\d|2[0-3])[.:]([0-5]\d)")
_ZONE: Final = "Asia/Bangkok"


def calendar_of(session: Session, person: Person, now: datetime.datetime, base_url: str) -> bytes:
    """The calendar as her program fetches it; the same bytes as long as nothing in it has changed.

    What is settled is no longer in it, and leaves her calendar when it is fetched again.
    """
    made = Calendar()
    made.add("prodid", "-//Khanton//TH")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", f"ขั้นตอน: {person.name_th}")
    made.add("x-wr-timezone", _ZONE)
    refresh = vDuration(datetime.timedelta(hours=1))
    refresh.params["VALUE"] = "DURATION"
    made.add("refresh-interval", refresh)
    made.add("x-published-ttl", vDuration(datetime.timedelta(hours=1)))
    made.add_component(_bangkok())
    who = viewer(session, person.id, now)
    hers = powers(session, person.id, bangkok_date(now))
    office = session.get_one(Office, person.office_id).code
    owed = owed_by(session, who, hers, MOST)
    place = _Place(office, base_url, with_paper(session, [item for _, item in owed]))
    for duty, item in owed:
        made.add_component(_deadline(session, duty, item, place))
    for meeting, item, body in _meetings(session, person, bangkok_date(now)):
        made.add_component(_meeting(meeting, item, body, place))
    written: bytes = made.to_ical()
    return written


@dataclass(frozen=True, slots=True)
class _Place:
    """The office's code, the address at which people reach it, and which items are official papers."""

    office: str
    base_url: str
    papers: frozenset[int] = frozenset()

    def link(self, item: Item) -> str:
        return item_link(self.base_url, item.code, paper=item.id in self.papers)


def _bangkok() -> Timezone:
    """One time all year, since 1920."""
    standard = TimezoneStandard()
    standard.add("dtstart", datetime.datetime(1970, 1, 1))  # noqa: DTZ001  RFC 5545 wants local time here
    standard.add("tzoffsetfrom", datetime.timedelta(hours=7))
    standard.add("tzoffsetto", datetime.timedelta(hours=7))
    standard.add("tzname", "+07")
    zone = Timezone()
    zone.add("tzid", _ZONE)
    zone.add_component(standard)
    return zone


def _deadline(session: Session, duty: Obligation, item: Item, place: _Place) -> Event:
    """A whole day that keeps nobody from meetings; a date that was moved raises the sequence."""
    label = definitions.by_hash(session, item.definition_hash).duty[duty.code].label.th
    event = _event(f"due-{duty.id}", f"ครบกำหนด: {label} ({item.code})", item, place)
    event.add("dtstamp", duty.opened_at)
    event.add("sequence", int(duty.calendar_version) if duty.calendar_version.isdecimal() else 0)
    event.add("dtstart", duty.due_on)
    event.add("dtend", duty.due_on + _DAY)
    event.add("transp", "TRANSPARENT")
    event.add("categories", ["กำหนดส่ง"])
    event.add("description", "\n".join((item.title, f"กำหนดวันโดย: {_explained(duty)}", place.link(item))))
    return event


def _explained(duty: Obligation) -> str:
    try:
        return explain_th(Reckoning.from_json(duty.reckoning), duty.due_on)
    except (KeyError, ValueError):  # opened before reckonings were kept
        return duty.formula


def _meeting(meeting: Meeting, item: Item, body: Body, place: _Place) -> Event:
    number = f"ครั้งที่ {meeting.number}/{meeting.year}"
    event = _event(f"meeting-{item.id}", f"ประชุม{body.name_th} {number}", item, place)
    event.add("dtstamp", item.state_since)
    event.add("sequence", item.version)
    begins = _at(meeting.held_on, meeting.begins)
    if begins is None:
        event.add("dtstart", meeting.held_on)
        event.add("dtend", meeting.held_on + _DAY)
    else:
        ends = _at(meeting.held_on, meeting.ends)
        later = ends if ends is not None and ends > begins else begins + datetime.timedelta(hours=2)
        event.add("dtstart", begins, parameters={"TZID": _ZONE})
        event.add("dtend", later, parameters={"TZID": _ZONE})
    if meeting.place:
        event.add("location", meeting.place)
    event.add("status", "CANCELLED" if item.state == "cancelled" else "CONFIRMED")
    event.add("categories", ["ประชุม"])
    event.add("description", f"{item.title}\n{place.link(item)}")
    return event


def _event(uid: str, summary: str, item: Item, place: _Place) -> Event:
    """What both kinds have. The uid never changes: a calendar moves the event instead of doubling it."""
    event = Event()
    event.add("uid", f"{uid}.{place.office}@khanton")
    event.add("summary", summary)
    event.add("url", vUri(place.link(item)))
    return event


def _at(on: datetime.date, text: str) -> datetime.datetime | None:
    """The moment on the day at a time as people write it: `09.30 น.`; None where no time is read."""
    found = _TIME.match(arabic_digits(text).strip())
    return (
        datetime.datetime.combine(on, datetime.time(int(found[1]), int(found[2])), BANGKOK) if found else None
    )


def _meetings(session: Session, person: Person, on: datetime.date) -> list[tuple[Meeting, Item, Body]]:
    """Meetings of bodies of which she is a member on the day they are held."""
    query = (
        select(Meeting, Item, Body)
        .join(Item, col(Item.id) == col(Meeting.item_id))
        .join(Body, col(Body.id) == col(Meeting.body_id))
        .join(Member, col(Member.body_id) == col(Body.id))
        .where(
            Item.office_id == person.office_id,
            Member.person_id == person.id,
            col(Member.valid_from) <= col(Meeting.held_on),
            or_(col(Member.valid_to).is_(None), col(Member.valid_to) >= col(Meeting.held_on)),
            col(Meeting.held_on) >= on - _KEPT,
        )
        .distinct()
        .order_by(col(Meeting.held_on), col(Item.id))
        .limit(MOST)
    )
    return [(meeting, item, body) for meeting, item, body in session.exec(query)]
