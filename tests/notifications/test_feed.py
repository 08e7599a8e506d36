"""A person's calendar: read back as calendar programs read it, and held to what RFC 5545 demands of it."""

import datetime
import re
from collections.abc import Iterator

import icalendar
import pytest
from sqlmodel import Session
from told_desk import TODAY, duty

from notifications.feed import calendar_of
from notifications.feed_links import link_of, make_link, person_of_link, revoke_link
from notifications.models import Feed
from workflow.changes import Hand
from workflow.models import Body, Item, Meeting, Member, Person
from workflow.papers.drafts import open_paper
from workflow.papers.fields import Fields

BASE = "https://khanton.example"
DAY = datetime.timedelta(days=1)
LONG = "รายงานผลการดำเนินงานตามแผนปฏิบัติการ; ไตรมาส, ที่ ๑ \\ และข้อเสนอแนะของคณะกรรมการทุกฝ่าย"


def officer(session: Session, office) -> Person:
    return session.get_one(Person, office.people["plan_officer"])


def read(session: Session, person: Person, now: datetime.datetime) -> tuple[bytes, icalendar.Calendar]:
    content = calendar_of(session, person, now, BASE)
    return content, icalendar.Calendar.from_ical(content)


def events(session: Session, person: Person, now: datetime.datetime) -> dict[str, icalendar.Event]:
    _, parsed = read(session, person, now)
    return {str(each["uid"]): each for each in parsed.walk("VEVENT")}


@pytest.fixture(name="report")
def a_report(session, office) -> Iterator:
    return office.open(session, "quarterly_report", "QR1", quarter=1, title=LONG)


def meeting(session: Session, office, code: str, **more) -> Meeting:
    """A meeting of a body on which the plan officer sits."""
    item = office.open(session, "meeting", code, title="ประชุมคณะกรรมการ")
    body = Body(office_id=office.id, code=code, name_th="คณะกรรมการจัดทำแผน", internal=True, valid_from=TODAY)
    session.add(body)
    session.flush()
    session.add(
        Member(
            body_id=body.id,
            person_id=office.people["plan_officer"],
            name_th="กรรมการ",
            role="member",
            valid_from=TODAY,
            valid_to=TODAY + 30 * DAY,
        )
    )
    told = {"number": 1, "year": 2561, "held_on": TODAY + DAY, "place": "ห้องประชุม", **more}
    made = Meeting(item_id=item.id, body_id=body.id, **told)
    session.add(made)
    session.flush()
    return made


def test_what_she_owes_is_a_whole_day_with_its_reason_and_its_link(session, office, report, now):
    owed = duty(session, office, report, TODAY)
    found = events(session, officer(session, office), now)
    event = found[f"due-{owed.id}.T1@khanton"]
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (TODAY, TODAY + DAY)
    assert event["dtstart"].params["value"] == "DATE"
    assert str(event["description"]) == f"{LONG}\nกำหนดวันโดย: {owed.formula}\n{BASE}/items/QR1"
    assert str(event["summary"]) == "ครบกำหนด: รายงานผลรายไตรมาส (QR1)"
    assert (str(event["url"]), event["sequence"], str(event["transp"])) == (
        f"{BASE}/items/QR1",
        3,
        "TRANSPARENT",
    )


def test_a_paper_that_waits_for_her_leads_to_its_desk(session, office, now):
    hand = Hand(office.people["plan_officer"], now)
    paper = open_paper(session, office.id, "free_memo", Fields("ขอเชิญประชุม"), hand)
    owed = duty(session, office, paper, TODAY, code="D-SG-01")
    event = events(session, officer(session, office), now)[f"due-{owed.id}.T1@khanton"]
    assert str(event["url"]) == f"{BASE}/papers/{paper.code}"


def test_it_is_in_the_calendar_of_whoever_owes_it_and_of_nobody_else(session, office, report, now):
    by_role = duty(session, office, report, TODAY)
    by_name = duty(session, office, report, TODAY, turn=2, person_id=office.people["clerk"])
    seen = {
        role: set(events(session, session.get_one(Person, office.people[role]), now))
        for role in ("plan_officer", "clerk", "internal_auditor", "school_officer")
    }
    named, owed = f"due-{by_name.id}.T1@khanton", f"due-{by_role.id}.T1@khanton"
    assert seen["clerk"] == {named}
    assert (owed in seen["plan_officer"], named in seen["plan_officer"]) == (True, False)
    assert (seen["internal_auditor"], seen["school_officer"]) == (set(), set())


def test_what_is_settled_leaves_and_what_is_moved_keeps_its_uid(session, office, report, now):
    owed = duty(session, office, report, TODAY)
    uid = f"due-{owed.id}.T1@khanton"
    owed.due_on, owed.calendar_version = TODAY + DAY, "4"
    session.flush()
    event = events(session, officer(session, office), now)[uid]
    assert (event.decoded("dtstart"), event["sequence"]) == (TODAY + DAY, 4)
    owed.outcome = "done"
    session.flush()
    assert uid not in events(session, officer(session, office), now)


def test_a_meeting_is_at_its_hour_in_bangkok(session, office, now):
    held = meeting(session, office, "MT1", begins="๐๙.๓๐ น.", ends="12.00")
    event = events(session, officer(session, office), now)[f"meeting-{held.item_id}.T1@khanton"]
    assert event["dtstart"].params["tzid"] == "Asia/Bangkok"
    begins, ends = event.decoded("dtstart"), event.decoded("dtend")
    assert begins.astimezone(datetime.UTC) == datetime.datetime(2018, 1, 13, 2, 30, tzinfo=datetime.UTC)
    assert ends - begins == datetime.timedelta(hours=2, minutes=30)
    assert (str(event["location"]), str(event["status"])) == ("ห้องประชุม", "CONFIRMED")
    assert str(event["summary"]) == "ประชุมคณะกรรมการจัดทำแผน ครั้งที่ 1/2561"


def test_meetings_without_a_time_of_others_and_cancelled_ones(session, office, now):
    whole = meeting(session, office, "MT1", begins="บ่าย")
    late = meeting(session, office, "MT2", held_on=TODAY + 31 * DAY)  # she has left the body by then
    gone = meeting(session, office, "MT3")
    session.get_one(Item, gone.item_id).state = "cancelled"
    session.flush()
    found = events(session, officer(session, office), now)
    event = found[f"meeting-{whole.item_id}.T1@khanton"]
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (TODAY + DAY, TODAY + 2 * DAY)
    assert f"meeting-{late.item_id}.T1@khanton" not in found
    assert str(found[f"meeting-{gone.item_id}.T1@khanton"]["status"]) == "CANCELLED"
    assert events(session, session.get_one(Person, office.people["clerk"]), now) == {}


def test_the_file_is_what_calendar_programs_demand(session, office, report, now):
    duty(session, office, report, TODAY)
    meeting(session, office, "MT1", begins="09.30")
    content, parsed = read(session, officer(session, office), now)
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    lines = content.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert [line.decode("utf-8") for line in lines]  # no line ends within a letter's bytes
    assert str(parsed["version"]) == "2.0"
    assert {str(parsed["method"]), str(parsed["x-wr-timezone"])} == {"PUBLISH", "Asia/Bangkok"}
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT1H" in content
    zones = {str(each["tzid"]) for each in parsed.walk("VTIMEZONE")}
    named = set(re.findall(rb"TZID=([^:;]+)", content))
    assert zones == {"Asia/Bangkok"} == {name.decode() for name in named}
    found = parsed.walk("VEVENT")
    assert len(found) > 1
    assert len({str(each["uid"]) for each in found}) == len(found)
    for each in found:
        assert each.decoded("dtstamp").tzinfo is not None
        assert each.decoded("dtend") > each.decoded("dtstart")


def test_the_same_bytes_as_long_as_nothing_changes(session, office, report, now):
    duty(session, office, report, TODAY)
    first = calendar_of(session, officer(session, office), now, BASE)
    assert calendar_of(session, officer(session, office), now + datetime.timedelta(hours=5), BASE) == first


def test_a_link_opens_one_persons_calendar_until_it_is_taken_back(session, office, now):
    person = officer(session, office)
    token = make_link(session, person.id, now)
    assert person_of_link(session, token, now) == person
    assert session.get_one(Feed, link_of(session, person.id).id).token_hash != token
    later = make_link(session, person.id, now)
    assert (person_of_link(session, token, now), person_of_link(session, later, now)) == (None, person)
    revoke_link(session, person.id, now)
    assert (person_of_link(session, later, now), link_of(session, person.id)) == (None, None)
    assert person_of_link(session, "", now) is None


def test_the_link_of_whoever_left_opens_nothing(session, office, now):
    person = officer(session, office)
    token = make_link(session, person.id, now)
    person.active_to = TODAY - DAY
    session.flush()
    assert person_of_link(session, token, now) is None
