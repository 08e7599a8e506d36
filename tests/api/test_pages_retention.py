"""Keeping and destroying by page: terms, what is past them as table and workbook, holding and releasing."""

import json
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from admin_pages import MOST_STATEMENTS, Admin, plain, problem
from conftest import SmallOffice, make_office
from fastapi.testclient import TestClient
from issued_paper import FIELDS, issued
from msgspec.structs import replace
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from retention_desk import LATER, ORDER_NO, OWN, SHARED, Kept, end, furnished, hand
from sqlmodel import Session, col, func, select
from year_pages import HASH

from api.app import create_app
from api.pages.admin import retention as page
from api.settings import Settings
from tests.conftest import NOW
from workflow import accounts
from workflow.database import Database
from workflow.models import Entry, Hold, Item, RetentionTerm
from workflow.retention.holds import hold
from workflow.retention.terms import FOR_EVER

HERE = "/settings/retention"
REASON = "อยู่ระหว่างการตรวจสอบของ สตง."
BY_ORDER = {"reason": REASON, "order_no": "15/2571"}


@pytest.fixture(name="kept")
def old_papers(database: Database, office: SmallOffice, tmp_path: Path) -> Kept:
    with database.write() as session:
        for name, person in office.people.items():
            if name != "system":
                accounts.set_password(session, person, HASH)
    return furnished(database, office, tmp_path)


@pytest.fixture(name="admin")
def director_ten_years_later(kept: Kept, database_url: str, tmp_path: Path) -> Iterator[Admin]:
    app = create_app(Settings(database_url=database_url, data_folder=tmp_path), clock=lambda: LATER)
    with TestClient(app) as client:
        client.cookies.set("khanton_digits", "arabic")
        yield Admin(client).as_("area_director")


def held(database: Database) -> dict[str, tuple[str, str]]:
    with database.read() as session:
        rows = session.exec(select(Item.code, Hold).join(Hold, col(Hold.item_id) == col(Item.id)))
        return {code: (row.reason, row.order_no) for code, row in rows}


def last_entry(database: Database) -> tuple[str, dict[str, Any]]:
    with database.read() as session:
        entry = session.exec(select(Entry).order_by(col(Entry.seq).desc())).first()
        assert entry is not None
        return entry.kind, json.loads(entry.details)


def entries(database: Database) -> int:
    with database.read() as session:
        return session.exec(select(func.count()).select_from(Entry).where(Entry.kind != "sign_in")).one()


def part(text: str, name: str) -> str:
    """The words of one section of the page."""
    found = re.search(rf'<section[^>]* aria-labelledby="{name}">(.*?)</section>', text, re.DOTALL)
    assert found, name
    return plain(f"<main {found[1]}")


def sheet(admin: Admin, address: str) -> Worksheet:
    answer = admin.client.get(address)
    assert answer.status_code == 200, answer.text
    found = load_workbook(BytesIO(answer.content)).active
    assert isinstance(found, Worksheet)
    return found


def listed(admin: Admin, narrowed: str = "") -> list[Any]:
    """The codes of the workbook."""
    rows = list(sheet(admin, f"{HERE}/list.xlsx{narrowed}").iter_rows(min_row=2, values_only=True))
    return [row[1] for row in rows]


def secret(database: Database, office: SmallOffice) -> str:
    """A secret paper that ended with the others."""
    with database.write() as session:
        fields = replace(FIELDS, subject="สอบข้อเท็จจริง", secrecy="ลับ", sent_to=("person:clerk.t1",))
        paper = issued(session, office, NOW, fields=fields)
        end(session, office, paper.item_id, "void_after_issue")
        return paper.code


# What the page shows.


def test_it_counts_what_is_past_its_term_and_says_how_it_is_destroyed(admin: Admin, kept: Kept) -> None:
    text = admin.page(HERE)
    past = part(text, "past")
    assert "ครบอายุการเก็บ ณ 13 ม.ค. 2571" in past
    assert "2 เรื่องครบอายุการเก็บ" in past
    assert "แผนปฏิบัติการประจำปีงบประมาณ 2561 1 2 1 KB 0" in past
    assert "รวม 2 2 1 KB 1" in past
    destroying = part(text, "destroy")
    told = 'khanton retention carry-out --on 13/1/2571 --as area_director.t1 --order "เลขที่คำสั่ง"'
    assert told in destroying
    assert "เรียกคืนไม่ได้" in destroying
    assert "ค่า SHA-256 ของสิ่งที่ทำลาย" in destroying
    assert "carry-out" not in "".join(re.findall(r"<form.*?</form>", text, re.DOTALL))


def test_every_kind_has_its_term(admin: Admin) -> None:
    terms = part(admin.page(HERE), "terms")
    assert "แผนปฏิบัติการประจำปีงบประมาณ 10 ปี ค่าเริ่มต้น" in terms
    assert terms.count("10 ปี ค่าเริ่มต้น") >= 10
    assert "สำนักงาน " not in terms.partition("กำหนดโดย")[2].partition("กำหนดอายุการเก็บ")[0]


def test_in_english_it_says_the_same(admin: Admin) -> None:
    admin.client.cookies.set("khanton_language", "en")
    text = admin.page(HERE)
    assert "2 past their term" in part(text, "past")
    assert "10 years" in part(text, "terms")
    assert "no button does it" in part(text, "destroy")


def test_the_list_is_a_workbook_whole_or_of_a_kind_and_year(admin: Admin, kept: Kept) -> None:
    assert listed(admin) == ["AP1", kept.paper.code]
    assert listed(admin, "?kind=annual_plan&year=2561") == ["AP1"]
    assert listed(admin, "?kind=annual_plan&year=2560") == []
    assert f'href="{HERE}/list.xlsx?kind=annual_plan&year=2561"' in admin.page(HERE)
    row = next(sheet(admin, f"{HERE}/list.xlsx").iter_rows(min_row=2, max_row=2, values_only=True))
    assert row[8:11] == (2, len(OWN + SHARED), 0)


def test_a_list_longer_than_a_file_says_so_in_its_last_line(
    admin: Admin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "MOST", 1)
    last = list(sheet(admin, f"{HERE}/list.xlsx").iter_rows(min_row=2, values_only=True))[-1]
    assert last[4] == "แสดง 1 เรื่องแรก ยังมีอีก ดาวน์โหลดแยกตามประเภทและปีงบประมาณ"
    assert listed(admin) == ["AP1", None]
    past = part(admin.page(HERE), "past")
    assert "ไฟล์หนึ่งมีได้ 1 เรื่อง" in past
    assert "ดาวน์โหลดบัญชีหนังสือขอทำลาย (Excel)" not in past


# Who may come.


@pytest.mark.parametrize("role", ["plan_director", "clerk", "internal_auditor", "school_officer"])
def test_nobody_else_sees_or_changes_anything(admin: Admin, database: Database, role: str) -> None:
    admin.as_(role)
    before = entries(database)
    assert {admin.client.get(f"{HERE}{more}").status_code for more in ("", "/list.xlsx")} == {403}
    for form, typed in (
        ("terms", {"kind": "annual_plan", "years": "5", "order_no": "1"}),
        ("holds", {"code": "AP1", **BY_ORDER}),
        ("releases", {"held:AP1": "yes", **BY_ORDER}),
    ):
        assert admin.client.post(f"{HERE}/{form}", data=typed).status_code == 403
    assert entries(database) == before


def test_the_administrator_may_too_and_the_menu_leads_there(admin: Admin, database: Database) -> None:
    admin.as_("system_admin")
    assert f'href="{HERE}"' in admin.page("/settings")
    admin.send(f"{HERE}/holds", code="AP1", **BY_ORDER)
    assert list(held(database)) == ["AP1"]


def test_secret_papers_are_counted_for_those_alone_who_may_see_them(
    admin: Admin, database: Database, office: SmallOffice, kept: Kept
) -> None:
    code = secret(database, office)
    assert listed(admin) == ["AP1", *sorted([kept.paper.code, code])]
    admin.send(f"{HERE}/holds", code=code, **BY_ORDER)
    assert code in part(admin.page(HERE), "held")
    admin.as_("system_admin")
    text = admin.page(HERE)
    assert code not in text
    assert "อีก 1 เรื่องเป็นหนังสือลับ" in part(text, "held")
    typed = {f"held:{code}": "yes", **BY_ORDER}
    unseen = admin.client.post(f"{HERE}/releases", data=typed)
    nowhere = admin.client.post(f"{HERE}/releases", data={"held:NONE": "yes", **BY_ORDER})
    assert (unseen.status_code, nowhere.status_code) == (404, 404)
    assert list(held(database)) == [code]
    admin.as_("area_director").client.post(f"{HERE}/releases", data=typed)
    assert held(database) == {}
    text = admin.as_("system_admin").page(HERE)
    assert "2 เรื่องครบอายุการเก็บ" in part(text, "past")
    assert "อีก 1 เรื่องเป็นหนังสือลับ" in part(text, "past")
    assert code not in listed(admin)
    refused = admin.client.post(f"{HERE}/holds", data={"code": code, **BY_ORDER})
    assert refused.status_code == 404
    assert held(database) == {}


# Terms.


def test_a_term_is_set_in_either_digits_or_for_ever(admin: Admin, database: Database) -> None:
    text = admin.send(f"{HERE}/terms", kind="annual_plan", years="๒๕", order_no="16/2571")
    assert "กำหนดอายุการเก็บแล้ว" in plain(text)
    assert "แผนปฏิบัติการประจำปีงบประมาณ 25 ปี สำนักงาน" in part(text, "terms")
    assert last_entry(database) == ("retention", {"order_no": "16/2571", "years": [10, 25]})
    assert "1 เรื่องครบอายุการเก็บ" in part(text, "past")
    told = entries(database)
    again = admin.send(f"{HERE}/terms", kind="annual_plan", years="25", order_no="17/2571")
    assert "ไม่มีสิ่งใดเปลี่ยน" in plain(again)
    assert entries(database) == told
    text = admin.send(f"{HERE}/terms", kind="memo", years=" ตลอดไป ", order_no="18/2571")
    assert "ตลอดไป สำนักงาน" in part(text, "terms")
    assert "ยังไม่มีเรื่องใดครบอายุการเก็บ" in part(text, "past")
    with database.read() as session:
        rows = session.exec(select(RetentionTerm.kind, RetentionTerm.years))
        assert dict(rows.all()) == {"annual_plan": 25, "memo": FOR_EVER}


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"kind": "", "years": "5", "order_no": "1/2571"}, "kind"),
        ({"kind": "nothing", "years": "5", "order_no": "1/2571"}, "kind"),
        ({"kind": "memo", "years": "", "order_no": "1/2571"}, "years"),
        ({"kind": "memo", "years": "0", "order_no": "1/2571"}, "years"),
        ({"kind": "memo", "years": "101", "order_no": "1/2571"}, "years"),
        ({"kind": "memo", "years": "-5", "order_no": "1/2571"}, "years"),
        ({"kind": "memo", "years": "²", "order_no": "1/2571"}, "years"),
        ({"kind": "memo", "years": "5", "order_no": " "}, "order_no"),
        ({"kind": "memo", "years": "5", "order_no": "9" * 301}, "order_no"),
    ],
)
def test_a_term_that_cannot_be_comes_back_as_typed(
    admin: Admin, database: Database, typed: dict[str, str], field: str
) -> None:
    before = entries(database)
    answer = admin.client.post(f"{HERE}/terms", data=typed)
    assert answer.status_code in (413, 422)
    assert problem(answer.text, f"term-{field}")
    assert f'name="years" value="{typed["years"]}"' in answer.text
    if typed["kind"] == "memo":
        assert '<option value="memo" selected>' in answer.text
    assert entries(database) == before


# Holding and releasing.


def test_papers_are_held_back_and_released_by_order(admin: Admin, database: Database, kept: Kept) -> None:
    text = admin.send(f"{HERE}/holds", code=f"AP1,\r\n{kept.paper.code}\r\n", **BY_ORDER)
    assert "ระงับการทำลายแล้ว" in plain(text)
    assert held(database) == dict.fromkeys(("AP1", kept.paper.code), (REASON, "15/2571"))
    codes = ["AP1", kept.paper.code]
    told = {"codes": codes, "count": 2, "order_no": "15/2571", "reason": REASON}
    assert last_entry(database) == ("held", told)
    row = part(text, "held")
    assert f"AP1 ตัวอย่าง AP1 {REASON} 15/2571 13 ม.ค. 2571" in row
    assert '<a class="title" href="/items/AP1">' in text
    assert "ยังไม่มีเรื่องใดครบอายุการเก็บ" in part(text, "past")
    done = {"held:AP1": "yes", "reason": "ตรวจเสร็จแล้ว", "order_no": "19/2571"}
    answer = admin.client.post(f"{HERE}/releases", data=done)
    assert "เลิกระงับการทำลายแล้ว" in plain(answer.text)
    assert list(held(database)) == [kept.paper.code]
    kind, told = last_entry(database)
    assert (kind, told["order_no"], told["reason"]) == ("released", "19/2571", "ตรวจเสร็จแล้ว")
    assert listed(admin) == ["AP1"]


@pytest.mark.parametrize(
    ("typed", "field", "status"),
    [
        ({"code": " , ", **BY_ORDER}, "code", 422),
        ({"code": "AP1\nNONE", **BY_ORDER}, "code", 404),
        ({"code": "AP2", **BY_ORDER}, "code", 409),
        ({"code": "\n".join(map(str, range(501))), **BY_ORDER}, "code", 404),
        ({"code": "AP1", "reason": "", "order_no": "1"}, "reason", 422),
        ({"code": "AP1", "reason": "x" * 10_001, "order_no": "1"}, "reason", 413),
        ({"code": "AP1", "reason": "ก", "order_no": ""}, "order_no", 422),
    ],
)
def test_a_hold_that_cannot_be_comes_back_as_typed(
    admin: Admin, database: Database, office: SmallOffice, typed: dict[str, str], field: str, status: int
) -> None:
    with database.write() as session:
        hold(session, office.id, ["AP2"], "ค้างอยู่", ORDER_NO, hand(office))
    before = entries(database)
    answer = admin.client.post(f"{HERE}/holds", data=typed)
    assert answer.status_code == status
    assert problem(answer.text, f"hold-{field}")
    assert f">{typed['code']}</textarea>" in answer.text
    assert f'name="reason" value="{typed["reason"]}"' in answer.text
    assert list(held(database)) == ["AP2"]
    assert entries(database) == before


def test_more_papers_than_one_order_may_name_are_refused(admin: Admin, monkeypatch: Any) -> None:
    monkeypatch.setattr(page.holds, "MOST", 1)
    answer = admin.client.post(f"{HERE}/holds", data={"code": "AP1,AP2", **BY_ORDER})
    assert answer.status_code == 422
    assert "รับได้ไม่เกิน 1 รายการ" in problem(answer.text, "hold-code")


def test_a_paper_of_another_office_is_not_there(admin: Admin, database: Database) -> None:
    with database.write() as session:
        make_office(session, "T2").open(session, "annual_plan", "THEIRS")
    answer = admin.client.post(f"{HERE}/holds", data={"code": "THEIRS", **BY_ORDER})
    assert answer.status_code == 404
    assert held(database) == {}


@pytest.mark.parametrize(
    ("typed", "field", "status"),
    [
        ({**BY_ORDER}, "code", 422),
        ({"held:AP2": "yes", "held:AP1": "yes", **BY_ORDER}, "code", 409),
        ({"held:AP2": "yes", "held:NONE": "yes", **BY_ORDER}, "code", 404),
        ({"held:AP2": "yes", "reason": " ", "order_no": "1"}, "reason", 422),
        ({"held:AP2": "yes", "reason": "ก", "order_no": ""}, "order_no", 422),
        ({"held:AP2": "yes", "reason": "ก", "order_no": "", "page": "1e9"}, "order_no", 422),
    ],
)
def test_a_release_that_cannot_be_comes_back_as_typed(
    admin: Admin, database: Database, office: SmallOffice, typed: dict[str, str], field: str, status: int
) -> None:
    with database.write() as session:
        hold(session, office.id, ["AP2"], "ค้างอยู่", ORDER_NO, hand(office))
    before = entries(database)
    answer = admin.client.post(f"{HERE}/releases", data=typed)
    assert answer.status_code == status
    assert problem(answer.text, f"release-{field}")
    assert ('name="held:AP2" value="yes" checked' in answer.text) == ("held:AP2" in typed)
    assert f'name="order_no" value="{typed["order_no"]}"' in answer.text
    assert "khanton retention holds" not in answer.text
    assert list(held(database)) == ["AP2"]
    assert entries(database) == before


# Many rows.


def hold_new(session: Session, office: SmallOffice, codes: list[str]) -> None:
    for code in codes:
        office.open(session, "project", code)
    hold(session, office.id, codes, REASON, ORDER_NO, hand(office))


def test_what_is_held_comes_a_page_at_a_time_and_a_refusal_keeps_to_the_page(
    admin: Admin, database: Database, office: SmallOffice
) -> None:
    with database.write() as session:
        hold_new(session, office, ["H"])
    before = admin.statements(HERE)
    assert before <= MOST_STATEMENTS
    rest = [f"I{number:03}" for number in range(page.PAGE)]
    with database.write() as session:
        hold_new(session, office, rest)
    assert admin.statements(HERE) == before
    text = admin.page(HERE)
    assert f"{page.PAGE + 1} เรื่อง" in part(text, "held")
    assert text.count('name="held:') == page.PAGE
    assert f'rel="next" href="{HERE}?page=2#held"' in text
    second = admin.page(f"{HERE}?page=2")
    assert re.findall(r'name="held:(\w+)"', second) == [rest[-1]]
    assert 'rel="prev"' in second
    assert 'rel="next"' not in second
    typed = {f"held:{rest[-1]}": "yes", "page": "2", "reason": "", "order_no": "1"}
    again = admin.client.post(f"{HERE}/releases", data=typed).text
    assert f'name="held:{rest[-1]}" value="yes" checked' in again
    beyond = part(admin.page(f"{HERE}?page=3"), "held")
    assert "หน้านี้ไม่มีเรื่องแล้ว" in beyond
    admin.page(f"{HERE}?page=10001", 422)
