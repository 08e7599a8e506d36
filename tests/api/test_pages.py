"""The pages as people use them: signing in, seeing what waits, taking a step, reading what was done."""

import datetime
import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from quick_passwords import quick_hash
from sqlalchemy import event, text
from sqlmodel import select

from api.app import create_app
from api.pages.preferences import Preferences
from api.pages.rendering import FOLDER
from api.pages.texts import TEXTS
from api.pages.words import Words
from api.settings import Settings
from notifications.models import Notice
from tests.conftest import NOW, SmallOffice
from workflow import accounts
from workflow.database import Database
from workflow.models import Entry, Item, OutboxRow

PASSWORD = "a good password"
HASH = quick_hash(PASSWORD)
MEMO = "/items/M1"


class Browser:
    """One person's browser; forms carry what the page put into them."""

    def __init__(self, client: TestClient) -> None:
        self.client = client

    def sign_in(self, username: str, password: str = PASSWORD, to: str = "/") -> object:
        told = {"username": username, "password": password, "to": to}
        return self.client.post("/sign-in", data=told, follow_redirects=False)

    def text(self, address: str, status: int = 200) -> str:
        answer = self.client.get(address)
        assert answer.status_code == status
        return unescape(answer.text)


@pytest.fixture
def browser(database: Database, database_url: str, office: SmallOffice, tmp_path: Path) -> Iterator[Browser]:
    """A browser before an application with the small office, where everybody has the same password."""
    with database.write() as session:
        for name, person in office.people.items():
            if name != "system":
                accounts.set_password(session, person, HASH)
        office.open(session, "memo", "M1", title="ขอเชิญประชุม")
    app = create_app(Settings(database_url=database_url, data_folder=tmp_path), clock=lambda: NOW)
    with TestClient(app) as client:
        yield Browser(client)


def _hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(expect_version|key)" value="([^"]*)"', page))


def _propose(browser: Browser, **more: str) -> dict[str, str]:
    return _hidden(browser.text(MEMO)) | {"fact:fields_complete": "ครบ"} | more


def _entries(database: Database) -> list[str]:
    with database.read() as session:
        return list(session.exec(select(Entry.trigger).where(Entry.kind == "step").order_by(Entry.seq)))


def test_both_languages_have_the_same_texts() -> None:
    assert list(TEXTS["th"]) == list(TEXTS["en"])


def test_every_text_takes_the_same_values_in_both_languages() -> None:
    def values(texts: dict[str, str]) -> dict[str, set[str]]:
        return {key: set(re.findall(r"{(\w+)}", text)) for key, text in texts.items()}

    assert values(TEXTS["th"]) == values(TEXTS["en"])


def test_templates_hold_no_style_and_no_script_of_their_own() -> None:
    """The content security policy would refuse them; pages work without."""
    found = [
        (path.name, match)
        for path in sorted((FOLDER / "templates").rglob("*.html"))
        for match in re.findall(
            r"<script(?! src=)|<style|\sstyle=|\son\w+=", path.read_text(encoding="utf-8")
        )
    ]
    assert found == []


def test_nobody_is_led_to_the_sign_in_page_and_back(browser: Browser) -> None:
    away = browser.client.get(MEMO, follow_redirects=False)
    assert (away.status_code, away.headers["location"]) == (303, "/sign-in?to=/items/M1")
    back = browser.sign_in("plan_officer.t1", to=MEMO)
    assert (back.status_code, back.headers["location"]) == (303, MEMO)


def test_nobody_is_led_to_another_site(browser: Browser) -> None:
    assert browser.sign_in("plan_officer.t1", to="//elsewhere.example").headers["location"] == "/"


def test_a_wrong_password_shows_the_form_again_with_the_name(browser: Browser) -> None:
    answer = browser.sign_in("plan_officer.t1", "wrong password")
    assert answer.status_code == 401
    assert 'value="plan_officer.t1"' in answer.text
    assert 'role="alert"' in answer.text


def test_signing_out_ends_the_session(browser: Browser) -> None:
    browser.sign_in("plan_officer.t1")
    browser.text("/")
    browser.client.post("/sign-out")
    assert browser.client.get("/", follow_redirects=False).status_code == 303


def test_a_paper_waits_for_whoever_takes_its_next_step(browser: Browser) -> None:
    waiting = {}
    for name in ("plan_officer", "clerk", "internal_auditor", "school_officer"):
        browser.sign_in(f"{name}.t1")
        waiting[name] = MEMO in browser.text("/")
    assert waiting == {
        "plan_officer": True,
        "clerk": False,
        "internal_auditor": False,
        "school_officer": False,
    }


def test_a_step_back_or_out_waits_for_nobody(
    browser: Browser, database: Database, office: SmallOffice
) -> None:
    """A director could cancel any project at any time; that is no work of hers."""
    with database.write() as session:
        office.open(session, "project", "P1")
        session.execute(text("UPDATE item SET state = 'in_progress' WHERE code = 'P1'"))
    browser.sign_in("area_director.t1")
    assert "/items/P1" not in browser.text("/")


@pytest.mark.parametrize("items", [1, 4])
@pytest.mark.one_database
def test_the_list_takes_the_same_statements_for_any_number_of_rows(
    browser: Browser, database: Database, office: SmallOffice, items: int
) -> None:
    with database.write() as session:
        for number in range(items):
            office.open(session, "project", f"P{number}")
    browser.sign_in("plan_officer.t1")
    browser.text("/items")
    assert len(_statements(browser, "/items")) == _LIST_STATEMENTS


_LIST_STATEMENTS = 12  # one asks which memos have a desk of their own, one for her saved views


def _statements(browser: Browser, address: str) -> list[str]:
    """What the ORM asks the database for one page."""
    asked: list[str] = []
    engine = browser.client.app.state.database.engine  # type: ignore[attr-defined]

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        browser.text(address)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return asked


def test_the_list_finds_by_words_kind_and_state(
    browser: Browser, database: Database, office: SmallOffice
) -> None:
    with database.write() as session:
        office.open(session, "project", "P1", title="โครงการอ่านออกเขียนได้")
        office.open(session, "project", "P2", title="โครงการน้ำดื่ม")
    browser.sign_in("plan_officer.t1")

    def found(query: str) -> list[str]:
        return re.findall(
            r'class="title" lang="th" href="/(?:items|proposals)/(\w+)"', browser.text(f"/items?{query}")
        )

    assert found("q=น้ำดื่ม") == ["P2"]
    assert found("kind=project") == ["P1", "P2"]
    assert found("kind=project&state=submitted") == []
    assert found("after=2561:P1") == ["P2"]


def test_a_step_is_taken_and_confirmed_with_what_comes_next(browser: Browser, database: Database) -> None:
    browser.sign_in("plan_officer.t1")
    answer = browser.client.post(
        f"{MEMO}/steps/propose", data=_propose(browser, reason="ด่วน"), follow_redirects=False
    )
    assert answer.status_code == 303
    page = browser.text(answer.headers["location"])
    assert "บันทึกแล้ว: เสนอ ผอ.กลุ่ม" in page
    assert "จาก “ร่าง (ระบบร่างให้หรือเจ้าหน้าที่ร่าง)” ไปสู่ “เสนอ ผอ.กลุ่ม”" in page
    assert "ขั้นต่อไป: ผอ.กลุ่มให้ความเห็นและเสนอต่อ โดย" in page
    assert "<blockquote>ด่วน</blockquote>" in page
    assert _entries(database) == ["propose"]


def test_a_form_sent_twice_takes_the_step_once(browser: Browser, database: Database) -> None:
    browser.sign_in("plan_officer.t1")
    form = _propose(browser)
    answers = [
        browser.client.post(f"{MEMO}/steps/propose", data=form, follow_redirects=False) for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0].headers["location"] == answers[1].headers["location"]
    assert _entries(database) == ["propose"]


def test_a_refused_step_keeps_what_was_typed_and_names_everything_missing(
    browser: Browser, database: Database
) -> None:
    browser.sign_in("plan_officer.t1")
    form = _propose(browser, reason="ถ้อยคำที่พิมพ์ไว้", **{"fact:fields_complete": ""})
    answer = browser.client.post(f"{MEMO}/steps/propose", data=form)
    page = unescape(answer.text)
    assert answer.status_code == 422
    assert '<a href="#propose-fact-fields_complete">กรอกส่วนหัวและเนื้อหาครบ' in page
    assert 'id="propose-fact-fields_complete"' in page
    assert ">ถ้อยคำที่พิมพ์ไว้</textarea>" in page
    assert _entries(database) == []


def test_whoever_may_not_is_told_who_may(browser: Browser) -> None:
    browser.sign_in("clerk.t1")
    page = browser.text(MEMO)
    assert 'data-trigger="propose" data-status="denied"' in page
    assert "เจ้าหน้าที่กลุ่มนโยบายและแผน" in page
    assert f'action="{MEMO}/steps/propose"' not in page
    answer = browser.client.post(f"{MEMO}/steps/propose", data={"fact:fields_complete": "ครบ"})
    assert answer.status_code == 403


def test_somebody_was_faster_says_who_and_keeps_the_text(browser: Browser, database: Database) -> None:
    browser.sign_in("plan_officer.t1")
    form = _propose(browser, reason="ข้อความของคนที่ช้ากว่า")
    browser.client.post(f"{MEMO}/steps/propose", data=form | {"key": "first"})
    answer = browser.client.post(f"{MEMO}/steps/propose", data=form | {"key": "second"})
    page = unescape(answer.text)
    assert answer.status_code == 409
    assert "ผู้ดำรงตำแหน่ง plan_officer" in page
    assert "ข้อความของคนที่ช้ากว่า" in page
    assert _entries(database) == ["propose"]


def test_whoever_can_supply_what_is_missing_records_it_for_another(
    browser: Browser, database: Database, office: SmallOffice
) -> None:
    with database.write() as session:
        office.open(session, "project", "P1")
        session.execute(text("UPDATE item SET state = 'reported' WHERE code = 'P1'"))
    browser.sign_in("finance_officer.t1")
    page = browser.text("/items/P1")
    assert 'action="/items/P1/record/accept_report"' in page
    form = _hidden(page) | {"fact:spending_reconciled": "ตรงกัน"}
    answer = browser.client.post("/items/P1/record/accept_report", data=form)
    assert answer.status_code == 200
    browser.sign_in("plan_director.t1")
    assert 'data-trigger="accept_report" data-status="ready"' in browser.text("/items/P1")


def test_an_attached_file_is_kept_and_given_back_as_it_was(browser: Browser) -> None:
    browser.sign_in("plan_officer.t1")
    data = b"%PDF-1.4 a small paper"
    files = {"file:signed_scan_or_esign": ("บันทึก.pdf", data, "application/pdf")}
    answer = browser.client.post(f"{MEMO}/record/issue", data={"key": "k"}, files=files)
    address = re.search(rf'href="({MEMO}/files/[0-9a-f]+)"', answer.text)
    assert address is not None
    stored = browser.client.get(address[1])
    assert stored.content == data
    assert stored.headers["content-disposition"].startswith("attachment;")


def test_a_file_of_somebody_who_may_not_is_not_kept(browser: Browser, tmp_path: Path) -> None:
    browser.sign_in("clerk.t1")
    files = {"file:signed_scan_or_esign": ("บันทึก.pdf", b"%PDF-1.4 nobody asked for this", "application/pdf")}
    answer = browser.client.post(f"{MEMO}/steps/propose", data={"key": "k"}, files=files)
    assert answer.status_code == 403
    kept = [path for path in tmp_path.rglob("*") if path.is_file() and b"nobody asked" in path.read_bytes()]
    assert kept == []


def test_a_file_of_an_unknown_type_is_refused_beside_its_field(browser: Browser) -> None:
    browser.sign_in("plan_officer.t1")
    files = {"file:signed_scan_or_esign": ("x.exe", b"MZ\x00", "application/pdf")}
    answer = browser.client.post(f"{MEMO}/record/issue", data={"key": "k"}, files=files)
    assert answer.status_code == 422
    assert 'class="summary" role="alert"' in answer.text


@pytest.mark.parametrize(
    ("address", "status"),
    [("/nowhere", 404), ("/items/NONE", 404), ("/items?q=" + "x" * 300, 422)],
)
def test_a_problem_is_a_page_that_says_what_to_do(browser: Browser, address: str, status: int) -> None:
    browser.sign_in("plan_officer.t1")
    page = browser.text(address, status)
    assert "ทำอย่างไรต่อ" in page
    assert '<nav aria-label="เมนูหลัก">' in page


def test_an_unknown_address_under_api_is_answered_to_programs(browser: Browser) -> None:
    answer = browser.client.get("/api/nothing")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


def test_an_unexpected_fault_is_a_page(browser: Browser, database: Database) -> None:
    browser.sign_in("plan_officer.t1")
    with database.write() as session:
        session.execute(text("UPDATE item SET state = 'never_heard_of' WHERE code = 'M1'"))
    page = browser.text(MEMO, 500)
    assert '<nav aria-label="เมนูหลัก">' in page


def test_the_record_is_for_those_who_see_the_whole_office(browser: Browser) -> None:
    seen = {}
    for name in ("internal_auditor", "external_auditor", "school_officer"):
        browser.sign_in(f"{name}.t1")
        seen[name] = browser.client.get("/history").status_code
    assert seen == {"internal_auditor": 200, "external_auditor": 200, "school_officer": 403}


def test_the_record_says_whether_the_chain_holds(browser: Browser) -> None:
    browser.sign_in("internal_auditor.t1")
    assert "สายประวัติครบถ้วนและไม่ถูกแก้ไข" in browser.text("/history?check=true")


def test_the_record_shows_signing_in_when_asked(browser: Browser) -> None:
    browser.sign_in("internal_auditor.t1")
    title = "<strong>เข้าสู่ระบบ</strong>"
    assert (title in browser.text("/history"), title in browser.text("/history?signs=true")) == (False, True)


def test_the_record_is_paged_without_gaps(browser: Browser) -> None:
    browser.sign_in("internal_auditor.t1")
    first = browser.text("/history")
    seen = re.findall(r'id="entry-(\d+)"', first)
    older = re.findall(r'id="entry-(\d+)"', browser.text(f"/history?before={seen[3]}"))
    assert older[: len(seen) - 4] == seen[4:]


def test_language_and_digits_are_chosen_and_kept(browser: Browser) -> None:
    browser.sign_in("plan_officer.t1")
    assert "๑๒ ม.ค. ๒๕๖๑".replace(" ", "\N{NO-BREAK SPACE}") in browser.text(MEMO)
    browser.client.post("/preferences", data={"digits": "arabic", "back": MEMO})
    assert "12 ม.ค. 2561".replace(" ", "\N{NO-BREAK SPACE}") in browser.text(MEMO)
    browser.client.post("/preferences", data={"language": "en", "back": MEMO})
    page = browser.text(MEMO)
    assert '<html lang="en">' in page
    assert "12 Jan 2018".replace(" ", "\N{NO-BREAK SPACE}") in page


@pytest.mark.parametrize(
    "back", ["//elsewhere.example/", "https://elsewhere.example/", "/\\elsewhere.example"]
)
def test_preferences_lead_to_no_other_site(browser: Browser, back: str) -> None:
    answer = browser.client.post("/preferences", data={"back": back}, follow_redirects=False)
    assert answer.headers["location"] == "/"


def test_thai_digits_leave_codes_as_they_are_typed() -> None:
    say = Words(Preferences("th", thai_digits=True))
    told = say.digits("เรื่อง QR2561-1 ครบ 15 ม.ค. 2561, ป.1-3 และ O-NET 2560 (D-AP-01)")
    assert told == "เรื่อง QR2561-1 ครบ ๑๕ ม.ค. ๒๕๖๑, ป.๑-๓ และ O-NET ๒๕๖๐ (D-AP-01)"


def test_what_people_type_is_shown_as_text(browser: Browser, database: Database, office: SmallOffice) -> None:
    with database.write() as session:
        office.open(session, "memo", "M2", title="<script>alert(1)</script>")
    browser.sign_in("plan_officer.t1")
    assert "<script>" not in browser.client.get("/items/M2").text


def test_notices_are_shown_until_marked_as_read(
    browser: Browser, database: Database, office: SmallOffice
) -> None:
    with database.write() as session:
        item = session.exec(select(Item).where(Item.code == "M1")).one()
        row = OutboxRow(
            office_id=office.id, item_id=item.id, entry_seq=1, notices="notify_status", created_at=NOW
        )
        session.add(row)
        session.flush()
        session.add(
            Notice(
                office_id=office.id,
                outbox_id=row.id,
                item_id=item.id,
                person_id=office.people["clerk"],
                code="notify_status",
                written_at=NOW,
            )
        )
    browser.sign_in("clerk.t1")
    before = MEMO in browser.text("/")
    browser.client.post("/notices/read")
    assert (before, MEMO in browser.text("/")) == (True, False)


def test_an_overdue_duty_is_shown_as_overdue(
    browser: Browser, database: Database, office: SmallOffice
) -> None:
    with database.write() as session:
        office.open(session, "annual_plan", "AP1")
        session.execute(text("UPDATE obligation SET due_on = '2018-01-05'"))
    browser.sign_in("plan_director.t1")
    assert '<strong class="due over">เกินกำหนด ๗ วัน</strong>' in browser.text("/")
    assert datetime.date(2018, 1, 12) - datetime.date(2018, 1, 5) == datetime.timedelta(days=7)


def test_history_names_the_order_somebody_acted_under(
    browser: Browser, database: Database, office: SmallOffice
) -> None:
    with database.write() as session:
        session.execute(
            text(
                "INSERT INTO delegation (office_id, position_id, person_id, capacity, subjects, order_no,"
                " ordered_on, valid_from, valid_to) VALUES (:o, :position, :person, 'acting', '', '12/2561',"
                " '2018-01-01', '2018-01-01', '2018-12-31')"
            ),
            {
                "o": office.id,
                "position": office.positions["plan_officer"],
                "person": office.people["clerk"],
            },
        )
    browser.sign_in("clerk.t1")
    assert MEMO in browser.text("/")
    browser.client.post(f"{MEMO}/steps/propose", data=_propose(browser))
    assert "รักษาราชการแทน ตำแหน่ง plan_officer" in browser.text(MEMO)
    assert "ตามคำสั่งที่ 12/2561" in browser.text(MEMO)
    with database.read() as session:
        entry = session.exec(select(Entry).where(Entry.trigger == "propose")).one()
        assert json.loads(entry.details)["facts"] == {"fields_complete": "ครบ"}
