"""The inbox, the form of how a person wants to be told, her calendar's link and the health page."""

import datetime
import io
import re

import icalendar
import openpyxl
import pytest
from fastapi.testclient import TestClient
from sqlmodel import col, select
from told_desk import TODAY, duty, notice, sent
from year_pages import PASSWORD, TEXTS, browser_of_the_small_office, page_at, sign_in  # noqa: F401  a fixture

from notifications.models import Contact, Preference, SweepRun
from tests.conftest import NOW, SmallOffice
from workflow.database import Database
from workflow.models import Credential, Entry, Item, Obligation, Person

LINE = "U" + "0123456789abcdef" * 2
DAY = datetime.timedelta(days=1)


class Some:
    """An installation that has set up two channels."""

    def available(self, office_code: str) -> tuple[str, ...]:
        return ("email", "line") if office_code == "T1" else ()


@pytest.fixture(name="told")
def notices_in_the_office(database: Database, office: SmallOffice, desk: TestClient) -> dict[str, int]:
    """Three notices to the clerk: of a step, of something late, of a week; the second went out by e-mail."""
    desk.app.state.channels = Some()  # type: ignore[attr-defined]
    with database.write() as session:
        item = office.open(session, "quarterly_report", "QR1", quarter=1, title="รายงาน <b>ไตรมาส</b>")
        owed = duty(session, office, item, TODAY - DAY)
        late = notice(
            session,
            office,
            "clerk",
            item,
            NOW,
            obligation_id=owed.id,
            rung=1,
            code="reminder",
            due_on=owed.due_on,
        )
        sent(session, late, "email", NOW, outcome="failed", tries=2)
        step = notice(session, office, "clerk", item, NOW)
        week = notice(session, office, "clerk", None, NOW, code="weekly_summary", about="2561-W02")
        return {"late": late.id, "step": step.id, "week": week.id}


def shown(page: str) -> list[int]:
    return [int(number) for number in re.findall(r'<textarea id="line-(\d+)"', page)]


def test_the_inbox_shows_everything_newest_first_and_narrows(desk, told):
    sign_in(desk, "clerk.t1")
    assert shown(page_at(desk, "/notices")) == [told["week"], told["step"], told["late"]]
    assert shown(page_at(desk, "/notices?only=late")) == [told["late"]]
    assert desk.get("/notices?only=nonsense").status_code == 422
    assert "<b>ไตรมาส" not in desk.get("/notices").text


def test_each_notice_has_its_link_and_a_text_for_line(desk, told):
    sign_in(desk, "clerk.t1")
    page = page_at(desk, "/notices?only=late")
    assert '<h2><a href="/items/QR1">' in page
    assert "http://testserver/items/QR1</textarea>" in page


def test_one_is_marked_as_read_then_all(desk, told):
    sign_in(desk, "plan_officer.t1")
    desk.post(f"/notices/{told['late']}/read")
    sign_in(desk, "clerk.t1")
    assert shown(page_at(desk, "/notices?only=unread")) == [told["week"], told["step"], told["late"]]
    answer = desk.post(f"/notices/{told['late']}/read", data={"back": "/notices?only=unread"})
    assert shown(answer.text) == [told["week"], told["step"]]
    desk.post("/notices/read", data={"back": "/notices"})
    assert shown(page_at(desk, "/notices?only=unread")) == []
    assert TEXTS["notices_nothing"] in page_at(desk, "/")


def test_todays_short_list_holds_what_is_about_no_paper_and_leaves_out_what_is_settled(desk, told, database):
    sign_in(desk, "clerk.t1")
    listed = re.compile(r'<section class="card" aria-labelledby="notices">.*?</section>', re.DOTALL)
    (before,) = listed.findall(page_at(desk, "/"))
    with database.write() as session:
        item = session.exec(select(Item).where(Item.code == "QR1")).one()
        for each in session.exec(select(Obligation).where(Obligation.item_id == item.id)):
            each.outcome = "done"
    (after,) = listed.findall(page_at(desk, "/"))
    assert (before.count("<li>"), after.count("<li>")) == (3, 2)


def form(**more: str) -> dict[str, str]:
    return {"shown:email": "yes", "shown:line": "yes", "language": "th", **more}


def test_channels_quiet_hours_and_language_are_kept(desk, told, database, office):
    sign_in(desk, "clerk.t1")
    wanted = form(
        **{"address:email": "clerk@example.go.th", "enabled:email": "yes", "address:line": LINE},
        password=PASSWORD,
        quiet_from="๒๑:๓๐",
        quiet_to="6.00",
        language="en",
    )
    page = desk.post("/notices/settings", data=wanted).text
    assert TEXTS["ways_saved"] in page
    assert 'value="clerk@example.go.th"' in page
    with database.read() as session:
        kept = {each.channel: (each.address, each.enabled) for each in session.exec(select(Contact))}
        person = session.exec(select(Preference)).one()
    assert kept == {"email": ("clerk@example.go.th", True), "line": (LINE, False)}
    assert (person.language, person.quiet_from, person.quiet_to) == ("en", "21:30", "06:00")


def test_everything_wrong_is_told_at_once_and_nothing_is_kept(desk, told, database):
    sign_in(desk, "clerk.t1")
    wanted = form(
        **{"address:email": "nonsense", "enabled:email": "yes", "address:line": LINE, "quiet_from": "25:00"}
    )
    answer = desk.post("/notices/settings", data=wanted)
    assert answer.status_code == 422
    assert re.findall(r'<li><a href="#([\w-]+)">', answer.text) == ["address-email", "quiet_from"]
    assert (answer.text.count('value="nonsense"'), answer.text.count(f'value="{LINE}"')) == (1, 1)
    with database.read() as session:
        assert session.exec(select(Contact)).all() == []


def test_another_mail_address_asks_for_the_password_and_the_history_tells_it(desk, told, database):
    """Links for a new password go there: whoever comes to a computer left open must not take the account."""
    sign_in(desk, "clerk.t1")
    wanted = form(**{"address:email": "clerk@example.go.th", "enabled:email": "yes", "quiet_from": "21:30"})
    wanted["quiet_to"] = "06:00"
    for typed in ({}, {"password": "ผิดแน่นอน"}):
        answer = desk.post("/notices/settings", data=wanted | typed)
        assert answer.status_code == 403
        assert re.findall(r'<li><a href="#([\w-]+)">', answer.text) == ["password"]
        assert answer.text.count('value="clerk@example.go.th"') == answer.text.count('value="21:30"') == 1
        assert "ผิดแน่นอน" not in answer.text
    with database.read() as session:
        assert session.exec(select(Contact)).all() == []
    assert TEXTS["ways_saved"] in desk.post("/notices/settings", data=wanted | {"password": PASSWORD}).text
    # What leaves the address as it is asks for nothing, whatever a browser fills in.
    for typed in ({}, {"password": "ผิดแน่นอน"}):
        assert desk.post("/notices/settings", data=wanted | {"language": "en"} | typed).status_code == 200
    gone = wanted | {"address:email": ""}
    assert desk.post("/notices/settings", data=gone).status_code == 403
    assert desk.post("/notices/settings", data=gone | {"password": PASSWORD}).status_code == 200
    with database.read() as session:
        entries = session.exec(select(Entry).where(Entry.kind == "account").order_by(col(Entry.seq))).all()
        details = [entry.details for entry in entries]
    assert details == [f'{{"did":"mail_address_changed","set":{each}}}' for each in ("true", "false")]
    assert {entry.subject for entry in entries} == {"person:clerk.t1"}


def test_who_has_no_password_is_asked_for_none(desk, told, database, office):
    sign_in(desk, "clerk.t1")
    with database.write() as session:
        session.delete(session.get_one(Credential, office.people["clerk"]))
    assert 'name="password"' not in page_at(desk, "/notices/settings")
    wanted = form(**{"address:email": "clerk@example.go.th", "enabled:email": "yes"})
    assert TEXTS["ways_saved"] in desk.post("/notices/settings", data=wanted).text


def test_an_office_without_channels_says_so_and_refuses_one(desk, told, database):
    desk.app.state.channels = type("Nothing", (), {"available": lambda _self, _code: ()})()
    sign_in(desk, "clerk.t1")
    assert TEXTS["ways_no_channels"] in page_at(desk, "/notices/settings")
    desk.post("/notices/settings", data=form(**{"address:email": "a@example.com", "enabled:email": "yes"}))
    with database.read() as session:
        assert session.exec(select(Contact)).all() == []


def made_link(desk: TestClient) -> str:
    page = desk.post("/notices/settings/feed").text
    found = re.search(r"http://testserver(/feed/[\w-]{43}\.ics)</textarea>", page)
    assert found is not None
    return found[1]


def test_the_calendar_is_shown_once_fetched_without_signing_in_and_taken_back(desk, told):
    sign_in(desk, "plan_officer.t1")
    address = made_link(desk)
    assert "/feed/" not in page_at(desk, "/notices/settings").replace("settings/feed", "")
    program = TestClient(desk.app)
    answer = program.get(address)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    assert answer.headers["cache-control"] == "private, no-cache"
    assert any(
        "QR1" in str(each["summary"]) for each in icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    )
    again = program.get(address, headers={"If-None-Match": f'"x", W/{answer.headers["etag"]}'})
    assert (again.status_code, again.content) == (304, b"")
    head = program.head(address)
    assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", answer.headers["etag"])
    sign_in(desk, "plan_officer.t1")
    desk.post("/notices/settings/feed/revoke")
    assert (program.get(address).status_code, program.get(address).content) == (404, b"")
    assert program.get("/feed/nothing.ics").status_code == 404


def test_the_calendar_of_whoever_left_is_gone(desk, told, database, office):
    sign_in(desk, "plan_officer.t1")
    address = made_link(desk)
    with database.write() as session:
        session.get_one(Person, office.people["plan_officer"]).active_to = TODAY - DAY
    assert TestClient(desk.app).get(address).status_code == 404


def test_whoever_sees_the_paper_sees_who_was_told_of_it(desk, told):
    seen = {}
    for name in ("external_auditor", "clerk", "school_officer"):
        sign_in(desk, f"{name}.t1")
        answer = desk.get("/items/QR1")
        seen[name] = answer.status_code, TEXTS["told_title"] in answer.text, "answer 2" in answer.text
    assert seen == {
        "external_auditor": (200, True, False),  # an answer may hold the clerk's address
        "clerk": (200, True, True),
        "school_officer": (404, False, False),
    }


def test_the_download_holds_every_telling(desk, told):
    sign_in(desk, "internal_auditor.t1")
    answer = desk.get("/items/QR1/told.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert [(row[2], row[3], row[5]) for row in rows] == [
        (None, None, "clerk.t1"),
        (1, "11 ม.ค. 2561", "clerk.t1"),
    ]
    assert rows[1][8].startswith("อีเมล: ส่งไม่ได้")


def test_the_health_page_is_for_those_who_mind_it(desk, told):
    seen = {}
    for name in ("system_admin", "plan_director", "internal_auditor", "clerk", "school_officer"):
        sign_in(desk, f"{name}.t1")
        seen[name] = desk.get("/health").status_code, 'href="/health"' in desk.get("/").text
    assert {name for name, found in seen.items() if found == (200, True)} == {
        *("system_admin", "plan_director", "internal_auditor"),
    }
    assert (seen["clerk"], seen["school_officer"]) == ((403, False), (403, False))


def test_the_health_page_tells_its_alarms_in_words(desk, told, database, office):
    with database.write() as session:
        for run in session.exec(select(SweepRun)):
            session.delete(run)
        old = NOW - datetime.timedelta(hours=1)
        session.add(SweepRun(name="notices", looked_at=old, rows=4))
        session.add(
            Contact(
                person_id=office.people["clerk"],
                channel="email",
                address="a@b.cd",
                since=NOW,
                trouble="550 gone",
            )
        )
    sign_in(desk, "plan_director.t1")
    page = page_at(desk, "/health")
    assert f"{TEXTS['sweep_notices']}</strong>: {TEXTS['alarm_silent']}" in page
    assert "550 gone" in page
    assert TEXTS["health_again"] not in page


def test_only_the_administrator_of_the_office_tries_an_address_again(desk, told, database, office):
    with database.write() as session:
        contact = Contact(
            person_id=office.people["clerk"], channel="email", address="a@b.cd", since=NOW, trouble="550"
        )
        session.add(contact)
        session.flush()
        number = contact.id
    tried = {}
    for name in ("plan_director", "system_admin"):
        sign_in(desk, f"{name}.t1")
        tried[name] = desk.post(f"/health/contacts/{number}/again").status_code
        with database.read() as session:
            tried[f"{name} left"] = session.get_one(Contact, number).trouble
    assert tried == {
        "plan_director": 403,
        "plan_director left": "550",
        "system_admin": 200,
        "system_admin left": "",
    }
    assert desk.post("/health/contacts/999999/again").status_code == 404


def test_what_is_unread_today_is_one_text_for_line_and_every_text_has_its_button(desk, told):
    sign_in(desk, "clerk.t1")
    page = page_at(desk, "/notices")
    (digest,) = re.findall(r'<textarea id="line-today"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    assert digest.strip().endswith("http://testserver/notices")
    assert digest.count("•") == 3
    assert len(digest) <= 1000
    assert page.count("data-copy=") == 4  # three notices and the day
    desk.post("/notices/read", data={"back": "/notices"})
    assert "line-today" not in page_at(desk, "/notices")
