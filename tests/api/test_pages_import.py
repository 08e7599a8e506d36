"""Excel at the pages: what is previewed is what is saved, whole or not at all, by those who may."""

import io
import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlmodel import col, func, select

from api.pages.imports import desk as import_desk
from tests.api.excel_desk import (
    COUNT,
    FINANCE,
    OWNER,
    Desk,
    button,
    desk_with_excel,  # noqa: F401  a fixture
    hidden,
    saved,
)
from tests.conftest import NOW
from tests.workflow.sheets.test_sheet_finance import FIRST_ROW, PLACES, SPOILT
from workflow.changes import Hand
from workflow.models import Disbursement, Entry, Item, ProjectLine, Proposal
from workflow.money.paid import record_disbursements
from workflow.sheets import finance, proposals
from workflow.sheets.finance_template import AMOUNT
from workflow.sheets.workbook import open_workbook


def test_from_the_template_of_the_page_to_the_figures_in_the_next_template(desk: Desk) -> None:
    def fill(sheet: Any) -> None:
        for row in range(FIRST_ROW, FIRST_ROW + 2 * COUNT):
            sheet.cell(row=row, column=PLACES[AMOUNT]).value = row

    desk.sign_in(FINANCE)
    asked = {"kind": "finance", "year": "2561", "part": "1"}
    book = load_workbook(io.BytesIO(desk.client.get("/import/template", params=asked).content))
    fill(book.worksheets[0])
    assert desk.save(desk.preview("finance", saved(book))).status_code == 303
    again = load_workbook(io.BytesIO(desk.client.get("/import/template", params=asked).content))
    rows = range(FIRST_ROW, FIRST_ROW + 2 * COUNT)
    assert [again.worksheets[0].cell(row=row, column=PLACES[AMOUNT]).value for row in rows] == list(rows)


def test_finances_figures_are_previewed_then_saved_as_shown(desk: Desk) -> None:
    desk.sign_in(FINANCE)
    assert 'action="/import/preview"' in desk.client.get("/quarter/2561/1").text
    before = desk.counts()
    page = desk.preview("finance", desk.finance(amount="๑,๒๐๐.๕๐"))
    assert 'href="/quarter/2561/1#finance"' in page.text
    assert (page.status_code, button(page)) == (200, True)
    for shown in (
        "P025",
        "1,200.50",
        "50 แถว: ใหม่ 50 · เปลี่ยน 0 · คงเดิม 0",
        "500,000.00",
        "60,025.00",
        "439,975.00",
    ):
        assert shown in page.text
    assert "<b>1</b>" not in page.text
    assert desk.counts() == (*before[:3], before[3] + 1)  # the file itself, for the button
    answer = desk.save(page)
    with desk.database.read() as session:
        paid = session.exec(select(Disbursement.quarter, Disbursement.amount)).all()
        entry = session.exec(select(Entry).order_by(col(Entry.seq).desc())).first()
    assert paid == [(1, 120050)] * 50
    assert entry is not None
    assert (entry.kind, entry.actor_id) == ("disbursement", desk.office.people[FINANCE])
    assert '"source":"ไฟล์ของฉัน.xlsx"' in entry.details.replace('": ', '":')
    told = desk.client.get(answer.headers["location"])
    assert (answer.status_code, told.status_code) == (303, 200)
    assert 'href="/quarter/2561/1#reconcile"' in told.text
    assert f"ประวัติรายการที่ {entry.seq}" in told.text
    assert set(re.findall(r'href="/items/(\w+)"', told.text)) == {f"P{n:03}" for n in range(1, COUNT + 1)}
    again = desk.preview("finance", desk.finance(amount=1200.5))
    assert (again.status_code, button(again)) == (200, False)
    assert "ไฟล์ตรงกับข้อมูลในระบบแล้ว" in again.text


def test_forty_spoilt_rows_are_forty_lines_of_the_page_and_nothing_is_kept(desk: Desk) -> None:
    def spoil(sheet: Any) -> None:
        for row, (heading, value, _) in enumerate(SPOILT, start=FIRST_ROW + 5):
            sheet.cell(row=row, column=PLACES[heading]).value = value

    desk.sign_in(FINANCE)
    before = desk.counts()
    page = desk.preview("finance", desk.finance(spoil))
    assert (page.status_code, button(page), desk.counts()) == (422, False, before)
    assert "พบข้อผิดพลาด 40 แห่ง" in page.text
    table = page.text.split('<table class="stack list mistakes">')[1].split("</table>")[0]
    rows = re.findall(r'data-label="แถว">(\d+)</td><td data-label="คอลัมน์" lang="th">(\w) ', table)
    columns = ["ABCDEFGHIJ"[PLACES[heading] - 1] for heading, _, _ in SPOILT]
    assert rows == [(str(number), letter) for number, letter in enumerate(columns, start=FIRST_ROW + 5)]
    assert "สูตรในช่อง (=1+1) ให้วางเป็นค่า (Paste values)" in table
    desk.client.cookies.set("khanton_language", "en")
    assert "a formula (=1+1); paste it as a value" in desk.preview("finance", desk.finance(spoil)).text


def test_a_groups_new_proposal_is_previewed_then_opened(desk: Desk) -> None:
    desk.sign_in(OWNER)
    before = desk.counts()
    page = desk.preview("proposals", desk.proposals())
    assert (page.status_code, button(page)) == (200, True)
    assert "26 แถว: ใหม่ 1 · เปลี่ยน 0 · คงเดิม 25" in page.text
    assert "งบประมาณสำนักงาน · งบดำเนินงาน · ค่าวัสดุ: 750.25" in page.text
    assert desk.counts() == (*before[:3], before[3] + 1)
    answer = desk.save(page)
    with desk.database.read() as session:
        item = session.exec(select(Item).where(Item.code == "PLN61-01")).one()
        form = session.get_one(Proposal, item.id)
        asked = session.exec(select(ProjectLine.requested).where(ProjectLine.item_id == item.id)).all()
        entries = session.exec(select(Entry.seq).where(Entry.item_id == item.id)).all()
    assert (item.title, item.state, form.objectives, asked) == (
        "โครงการใหม่",
        "draft",
        "ให้ทุกคนอ่านออก",
        [75025],
    )
    told = desk.client.get(answer.headers["location"])
    assert f"ประวัติรายการที่ {min(entries)} ถึง {max(entries)}" in told.text
    assert re.findall(r'href="/items/([\w-]+)"', told.text) == ["PLN61-01"]
    assert len(entries) == 3


def test_those_who_may_not_are_told_so_at_the_preview_and_cannot_save(desk: Desk) -> None:
    desk.sign_in(FINANCE)
    held = {"finance": hidden(desk.preview("finance", desk.finance()))}
    desk.sign_in(OWNER)
    held["proposals"] = hidden(desk.preview("proposals", desk.proposals()))
    before = desk.counts()
    for name, kind in (
        (OWNER, "finance"),
        ("internal_auditor", "finance"),
        (FINANCE, "proposals"),
        ("project_owner@ADM", "proposals"),
    ):
        desk.sign_in(name)
        data = desk.finance() if kind == "finance" else desk.proposals()
        page = desk.preview(kind, data)
        assert (name, page.status_code, button(page)) == (name, 403, False)
        assert 'role="alert"' in page.text
        refused = desk.client.post("/import/save", data=held[kind])
        assert (name, refused.status_code, desk.counts()) == (name, 403, before)


def test_school_people_have_no_such_page(desk: Desk) -> None:
    desk.sign_in("school_officer")
    assert 'href="/import"' not in desk.client.get("/").text
    answers = [desk.client.get("/import"), desk.preview("finance", desk.finance())]
    answers.append(desk.client.post("/import/save", data={"kind": "finance", "sha256": "0" * 64}))
    assert [answer.status_code for answer in answers] == [403, 403, 403]
    desk.sign_in("clerk")
    assert 'href="/import"' in desk.client.get("/").text
    assert desk.client.get("/import").status_code == 200


def test_the_templates_are_led_to(desk: Desk) -> None:
    desk.sign_in(FINANCE)
    page = desk.client.get("/import")
    assert re.search(r'name="kind" value="finance" checked', page.text)
    for form, there in (
        ({"kind": "finance", "year": "2561", "part": "1"}, "/year/2561/finance/1.xlsx"),
        ({"kind": "proposals", "year": "2561", "part": "ก/1"}, "/year/2561/proposals/%E0%B8%81%2F1.xlsx"),
    ):
        answer = desk.client.get("/import/template", params=form, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, there)
    other = {"kind": "//elsewhere.example", "year": "2561", "part": "1"}
    assert desk.client.get("/import/template", params=other, follow_redirects=False).status_code == 422


def test_nobody_is_led_to_sign_in(desk: Desk) -> None:
    answer = desk.client.get("/import", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?to=/import")


def test_the_button_pressed_twice_saves_once(desk: Desk) -> None:
    desk.sign_in(OWNER)
    page = desk.preview("proposals", desk.proposals())
    first = desk.save(page)
    after = desk.counts()
    second = desk.save(page)
    assert (first.status_code, second.status_code) == (303, 303)
    assert (second.headers["location"], desk.counts()) == (first.headers["location"], after)
    assert desk.save(page, seen="other").status_code == 422
    without = desk.save(page, key="")
    assert (without.status_code, desk.counts()) == (422, after)  # the title is taken by now
    assert "พบข้อผิดพลาด 1 แห่ง" in without.text


def test_the_button_pressed_twice_at_once_saves_once(desk: Desk) -> None:
    desk.sign_in(FINANCE)
    page = desk.preview("finance", desk.finance())
    figures, items, entries, files = desk.counts()
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(desk.save, [page, page]))
    assert 303 in [answer.status_code for answer in answers]
    assert desk.counts() == (figures + 50, items, entries + 1, files)


def test_what_changed_since_the_preview_is_shown_again_and_not_saved(desk: Desk) -> None:
    desk.sign_in(FINANCE)
    page = desk.preview("finance", desk.finance())
    with desk.database.write() as session:
        line = session.exec(select(func.min(ProjectLine.id))).one()
        hand = Hand(desk.office.people["plan_officer"], NOW)
        record_disbursements(session, desk.office.id, 2561, 1, [(line, 7_00)], hand)
    before = desk.counts()
    again = desk.save(page)
    assert (again.status_code, button(again), desk.counts()) == (409, True, before)
    assert "ข้อมูลในระบบเปลี่ยนไปหลังจากที่ท่านตรวจ" in again.text
    assert "ใหม่ 49 · เปลี่ยน 1" in again.text
    assert desk.save(again).status_code == 303
    assert desk.counts()[0] == 50


def test_a_line_overdrawn_since_the_preview_is_a_mistake_and_nothing_is_saved(desk: Desk) -> None:
    desk.sign_in(FINANCE)
    page = desk.preview("finance", desk.finance())
    with desk.database.write() as session:
        line = session.exec(select(ProjectLine).order_by(col(ProjectLine.id))).first()
        assert line is not None
        line.original = 99_00
    before = desk.counts()
    again = desk.save(page)
    assert (again.status_code, button(again), desk.counts()) == (422, False, before)
    assert "พบข้อผิดพลาด 1 แห่ง" in again.text


@pytest.mark.parametrize("sha256", ["", "0" * 64, "../../../../etc/passwd", "A" * 64])
def test_a_file_that_was_never_previewed_is_not_saved(desk: Desk, sha256: str) -> None:
    desk.sign_in(FINANCE)
    page = desk.preview("finance", desk.finance())
    before = desk.counts()
    assert desk.save(page, sha256=sha256, key="").status_code == 422
    assert desk.counts() == before


def test_a_file_sent_straight_to_the_button_is_not_saved(desk: Desk) -> None:
    desk.sign_in(FINANCE)
    data = desk.finance()
    told = hidden(desk.preview("finance", data)) | {"sha256": "", "key": ""}
    before = desk.counts()
    answer = desk.client.post("/import/save", data=told, files={"file": ("ก.xlsx", data)})
    assert (answer.status_code, desk.counts()) == (422, before)


def test_only_her_own_import_is_confirmed(desk: Desk) -> None:
    desk.sign_in(FINANCE)
    there = desk.save(desk.preview("finance", desk.finance())).headers["location"]
    desk.sign_in("plan_officer")
    assert desk.client.get(there).status_code == 404
    assert desk.client.get("/import/saved?first=1&last=999999999").status_code == 404
    assert desk.client.get("/import/preview").url.path == "/import"


@pytest.mark.parametrize("number", [2**31, 10**30])
@pytest.mark.parametrize(
    "address",
    [
        "/import/saved?first={0}&last={0}",
        "/import/saved?first=1&last={0}",
        "/history?before={0}",
        "/history.xlsx?before={0}",
    ],
)
def test_a_number_larger_than_any_entrys_is_a_refusal_and_no_fault(
    desk: Desk, address: str, number: int
) -> None:
    desk.sign_in("plan_director")
    assert desk.client.get(address.format(number)).status_code == 422


def test_a_file_is_opened_before_the_turn_to_write_begins(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A workbook takes seconds to parse, and on SQLite everybody else waits for the one who writes."""
    held: list[bool] = []

    def opened(data: bytes) -> object:
        held.append(desk.app.state.turns.writing.locked())
        return open_workbook(data)

    for module in (import_desk, finance, proposals):
        monkeypatch.setattr(module, "open_workbook", opened, raising=False)
    desk.sign_in(FINANCE)
    assert desk.save(desk.preview("finance", desk.finance())).status_code == 303
    assert held == [False, False]


def test_nobodys_file_is_opened(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_desk, "open_workbook", None)
    data = desk.finance()
    answer = desk.client.post(
        "/import/preview", data={"kind": "finance"}, files={"file": ("ก.xlsx", data)}, follow_redirects=False
    )
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?to=/")
    desk.sign_in("school_officer")
    assert desk.preview("finance", data).status_code == 403


def test_another_site_cannot_send_a_file(desk: Desk) -> None:
    desk.sign_in(FINANCE)
    page = desk.preview("finance", desk.finance())
    before = desk.counts()
    for address in ("/import/preview", "/import/save"):
        headers = {"sec-fetch-site": "cross-site"}
        assert desk.client.post(address, data=hidden(page), headers=headers).status_code == 403
    assert desk.counts() == before
