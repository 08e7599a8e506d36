"""A group's proposals leave in a workbook and come back: new ones as drafts, unchanged ones untouched."""

import datetime
import io
import unicodedata
from collections.abc import Callable
from typing import Any

import pytest
from conftest import NOW, SmallOffice
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from sqlmodel import Session, col, func, select

from api.words_sheets import explain_cell
from workflow.changes import Hand
from workflow.errors import BadInput, NotAllowed
from workflow.models import Entry, Fund, Goal, Group, Item
from workflow.money.lines import NewLine, set_requested
from workflow.proposals.fields import TEXTS, Form, FormActivity, FormIndicator
from workflow.proposals.form import read_form, save_form
from workflow.sheets.cells import clean
from workflow.sheets.proposal_layout import ACTIVITIES, BUDGET, COLUMNS, INDICATORS, PROJECTS
from workflow.sheets.proposals import (
    ProposalsPreview,
    proposals_template,
    read_proposals,
    save_proposals,
)
from workflow.sheets.proposals_kept import kept_proposals
from workflow.sheets.workbook import open_workbook

FULL = Form(
    work_plan="แผนงานพัฒนาคุณภาพผู้เรียน",
    nature="continuing",
    rationale="=1+1 เป็นข้อความ\nบรรทัดที่สอง",
    objectives="- ข้อแรก\n- ข้อสอง",
    target_group="ครู ๑๒๐ คน",
    quantity="120",
    quality="+ดีขึ้น",
    risks="@ไม่มี",
    evaluation="แบบสอบถาม",
    expected="'=ผลที่ได้",
    activities=(FormActivity("ประชุม", (1, 2, 3)), FormActivity("-อบรม"), FormActivity("สรุปผล", (12,))),
    indicators=(FormIndicator("ร้อยละของครู", "80", "นับ", "แบบนับ"), FormIndicator("ความพึงพอใจ")),
    goals=(("standard", "STD1"), ("strategy", "S1"), ("strategy", "S2")),
)
LINES = (
    NewLine("OFFICE", "operating", "services", 40_000_50),
    NewLine("OFFICE", "operating", "materials", 9_50),
)
PLAN = (10_000_00, 0, 30_000_00, 10_00)


@pytest.fixture
def desk(session: Session, office: SmallOffice) -> SmallOffice:
    """The office with its plan for the year, two funds and three goals."""
    for code, name in (("OFFICE", "งบประมาณสำนักงาน"), ("QUALITY", "งบประมาณคุณภาพการศึกษา")):
        session.add(Fund(office_id=office.id, code=code, name_th=name))
    for kind, code in (("strategy", "S1"), ("strategy", "S2"), ("standard", "STD1")):
        session.add(
            Goal(office_id=office.id, fiscal_year=2561, kind=kind, code=code, name_th=f"=เป้าหมาย {code}")
        )
    session.flush()
    office.open(session, "annual_plan", "AP2561")
    return office


def hand(office: SmallOffice, role: str = "project_owner") -> Hand:
    return Hand(office.people[role], NOW)


def a_project(session: Session, desk: SmallOffice, form: Form = FULL, code: str = "P001") -> Item:
    owner = desk.people["project_owner"]
    item = desk.open(session, "project", code, owner_id=owner, starts_on=datetime.date(2017, 10, 1))
    save_form(session, item, form, hand(desk))
    set_requested(session, item, LINES, PLAN, hand(desk))
    return item


def exported(session: Session, desk: SmallOffice) -> bytes:
    group = session.get_one(Group, desk.groups["PLN"])
    return proposals_template(session, desk.id, 2561, group)


def read(session: Session, desk: SmallOffice, data: bytes, **more: Any) -> ProposalsPreview:
    return read_proposals(session, desk.id, open_workbook(data), **more)


def edited(data: bytes, edit: Callable[[Workbook], None]) -> bytes:
    book = load_workbook(io.BytesIO(data))
    edit(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def put(sheet: str, row: int, **values: object) -> Callable[[Workbook], None]:
    """Fills the row under the headings that begin with the given words."""

    def edit(book: Workbook) -> None:
        headings = [unicodedata.normalize("NFKC", column.heading) for column in COLUMNS[sheet]]
        for name, value in values.items():  # Python takes names of arguments in NFKC
            start = name.replace("_", " ")
            (place,) = [n for n, each in enumerate(headings, start=1) if each.startswith(start)]
            cell: Any = book[sheet].cell(row=row, column=place)
            cell.value = value

    return edit


def together(*edits: Callable[[Workbook], None]) -> Callable[[Workbook], None]:
    def edit(book: Workbook) -> None:
        for each in edits:
            each(book)

    return edit


def complaints(preview: ProposalsPreview) -> list[tuple[str, int, str, str]]:
    assert all(explain_cell(each).th and explain_cell(each).en for each in preview.errors)
    return [(each.sheet, each.row, each.code, each.shown) for each in preview.errors]


def entries(session: Session) -> int:
    return session.exec(select(func.count()).select_from(Entry)).one()


def test_what_is_exported_and_imported_unchanged_changes_nothing(session: Session, desk: SmallOffice) -> None:
    a_project(session, desk)
    a_project(session, desk, Form(), "P002")
    before = entries(session)
    preview = read(session, desk, exported(session, desk))
    assert (preview.errors, preview.new, preview.changed, len(preview.rows)) == ((), (), (), 2)
    assert preview.total == 2 * sum(line.satang for line in LINES)
    save_proposals(session, desk.id, preview, hand(desk))
    assert entries(session) == before
    assert preview.rows[0].form == FULL


WORDS = st.text(max_size=40)
NAMED = WORDS.filter(lambda text: clean(text).strip() != "" and "\x00" not in text and len(clean(text)) <= 40)
MONTHS = st.sets(st.integers(1, 12)).map(lambda months: tuple(sorted(months)))
FORMS = st.builds(
    Form,
    **{name: WORDS.filter(lambda text: "\x00" not in text) for name in TEXTS if name != "nature"},
    nature=st.sampled_from(["", "new", "continuing"]),
    activities=st.lists(st.builds(FormActivity, NAMED, MONTHS), max_size=3).map(tuple),
    indicators=st.lists(st.builds(FormIndicator, NAMED, NAMED, NAMED, NAMED), max_size=2).map(tuple),
    goals=st.sets(st.sampled_from(FULL.goals)).map(tuple),
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(form=FORMS)
def test_whatever_a_form_says_survives_the_way_out_and_in(
    session: Session, desk: SmallOffice, form: Form
) -> None:
    found = session.exec(select(Item).where(Item.code == "P001")).first()
    item = found or a_project(session, desk)
    save_form(session, item, form, hand(desk))
    preview = read(session, desk, exported(session, desk))
    assert (preview.errors, preview.changed) == ((), ())


def test_new_rows_become_drafts_of_the_group_and_changed_ones_are_brought_up_to_date(
    session: Session, desk: SmallOffice
) -> None:
    kept = a_project(session, desk)
    fill = together(
        put(PROJECTS, 4, ลำดับ="๒", ชื่อโครงการ="พัฒนาครู", ลักษณะ="ใหม่", วันเริ่ม="1 พ.ย. 60", วันสิ้นสุด="31/1/2561"),
        put(PROJECTS, 4, ผู้รับผิดชอบ="project_owner.t1", กลยุทธ์="s1, S2", หลักการ="เหตุผล", วัตถุประสงค์="ครูดีขึ้น"),
        put(PROJECTS, 5, ลำดับ=3),  # numbered ahead, nothing filled in
        put(PROJECTS, 6, ลำดับ=4, ชื่อโครงการ="อีกโครงการ"),
        put(ACTIVITIES, 6, ลำดับโครงการ=2, กิจกรรม="ประชุม", เดือน="พ.ย.-ธ.ค."),
        put(BUDGET, 5, ลำดับโครงการ=2, แหล่ง="งบประมาณคุณภาพการศึกษา", รายการ="ค่าวัสดุ", จำนวนเงิน="฿๑,๐๐๐"),
        put(INDICATORS, 5, ลำดับโครงการ=2, ตัวชี้วัด="จำนวนครู", ค่าเป้าหมาย=120),
        put(PROJECTS, 3, หลักการ="เหตุผลใหม่"),
    )
    data = edited(exported(session, desk), fill)
    preview = read(session, desk, data)
    assert complaints(preview) == []
    seen: list[tuple[int, int]] = []
    done = save_proposals(
        session, desk.id, preview, hand(desk), lambda done, total: seen.append((done, total))
    )
    assert (done.opened, done.changed, seen) == (
        ("PLN61-01", "PLN61-02"),
        ("P001",),
        [(0, 3), (1, 3), (2, 3)],
    )
    item = session.exec(select(Item).where(Item.code == "PLN61-01")).one()
    plan = session.exec(select(Item).where(Item.code == "AP2561")).one()
    assert (item.state, item.group_id, item.parent_id) == ("draft", desk.groups["PLN"], plan.id)
    assert (item.title, item.owner_id) == ("พัฒนาครู", desk.people["project_owner"])
    assert (item.starts_on, item.ends_on) == (datetime.date(2017, 11, 1), datetime.date(2018, 1, 31))
    assert read_form(session, item.id) == Form(
        nature="new",
        rationale="เหตุผล",
        objectives="ครูดีขึ้น",
        activities=(FormActivity("ประชุม", (2, 3)),),
        indicators=(FormIndicator("จำนวนครู", "120"),),
        goals=(("strategy", "S1"), ("strategy", "S2")),
    )
    found = {each.item.code: each for each in kept_proposals(session, desk.id, 2561, desk.groups["PLN"])}
    assert found["PLN61-01"].lines == (NewLine("QUALITY", "operating", "materials", 1_000_00),)
    assert read_form(session, kept.id).rationale == "เหตุผลใหม่"
    assert (found["P001"].lines, found["P001"].plan) == (LINES, PLAN)
    again = read(session, desk, data)
    assert [each[2:] for each in complaints(again)] == [
        ("title_taken", "PLN61-01"),
        ("title_taken", "PLN61-02"),
    ]
    unchanged = read(session, desk, exported(session, desk))
    assert (unchanged.errors, unchanged.new, unchanged.changed) == ((), (), ())


def test_every_fault_is_told_at_once_with_its_row_and_nothing_is_saved(
    session: Session, desk: SmallOffice
) -> None:
    a_project(session, desk)
    desk.open(session, "project", "X1", group_id=desk.groups["ADM"])
    spoil = together(
        put(PROJECTS, 3, ชื่อโครงการ="ชื่อใหม่", วันเริ่ม="2/10/2560"),
        put(PROJECTS, 4, ลำดับ=2, ชื่อโครงการ="=1+1", วันเริ่ม="1/10/2563", กลยุทธ์="S9"),
        put(PROJECTS, 5, ลำดับ=3, รหัสโครงการ="P999", ชื่อโครงการ="ก", ผู้รับผิดชอบ="nobody"),
        put(PROJECTS, 6, ลำดับ=4, รหัสโครงการ="X1", ชื่อโครงการ="ก" * 501),
        put(PROJECTS, 7, ลำดับ=1, ชื่อโครงการ="ซ้ำลำดับ"),
        put(PROJECTS, 8, ลำดับ=6, ชื่อโครงการ="วันกลับกัน", วันเริ่ม="1 ก.พ. 61", วันสิ้นสุด="1 ม.ค. 61"),
        put(ACTIVITIES, 6, ลำดับโครงการ=99, กิจกรรม="ไม่มีโครงการ"),
        put(ACTIVITIES, 7, ลำดับโครงการ=1, กิจกรรม="เดือนผิด", เดือน="เดือนหน้า"),
        put(ACTIVITIES, 8, กิจกรรม="ไม่บอกลำดับ"),
        put(BUDGET, 5, ลำดับโครงการ=1, แหล่ง="งบลับ", รายการ="ค่าวัสดุ", จำนวนเงิน=5),
        put(BUDGET, 6, ลำดับโครงการ=1, แหล่ง="OFFICE", รายการ="ค่าวัสดุ", จำนวนเงิน="=SUM(E3:E4)"),
        put(BUDGET, 7, ลำดับโครงการ=1, แหล่ง="OFFICE", รายการ="ค่าวัสดุ", จำนวนเงิน=5),
        put(BUDGET, 8, ลำดับโครงการ=1, แหล่ง="OFFICE", งบรายจ่าย="งบลงทุน", รายการ="ค่าวัสดุ", จำนวนเงิน=0),
        put(BUDGET, 9, ลำดับโครงการ=1, แหล่ง="OFFICE", งบรายจ่าย="งบลับ", รายการ="ค่าใช้สอย", จำนวนเงิน=5),
        put(INDICATORS, 5, ลำดับโครงการ=1, ค่าเป้าหมาย="มีค่าแต่ไม่มีชื่อ"),
    )
    before = entries(session)
    preview = read(session, desk, edited(exported(session, desk), spoil))
    assert complaints(preview) == [
        ("โครงการ", 3, "change_elsewhere", "ตัวอย่าง P001"),
        ("โครงการ", 3, "change_elsewhere", "1 ตุลาคม 2560"),
        ("โครงการ", 4, "formula", "=1+1"),
        ("โครงการ", 4, "unknown_choice", "S9"),
        ("โครงการ", 4, "outside_year", "1 ตุลาคม 2563"),
        ("โครงการ", 5, "unknown_project", "P999"),
        ("โครงการ", 5, "unknown_person", "nobody"),
        ("โครงการ", 6, "other_group", "X1"),
        ("โครงการ", 6, "too_long", "501 > 500"),
        ("โครงการ", 7, "twice", "3"),
        ("โครงการ", 8, "ends_before_start", "1 มกราคม 2561"),
        ("กิจกรรม", 6, "unknown_number", "99"),
        ("กิจกรรม", 7, "unknown_months", "เดือนหน้า"),
        ("กิจกรรม", 8, "empty", ""),
        ("งบประมาณ", 5, "unknown_choice", "งบลับ"),
        ("งบประมาณ", 6, "formula", "=SUM(E3:E4)"),
        ("งบประมาณ", 7, "twice", "4"),
        ("งบประมาณ", 8, "unknown_choice", "งบลงทุน ค่าวัสดุ"),
        ("งบประมาณ", 8, "not_above_zero", "0"),
        ("งบประมาณ", 9, "unknown_choice", "งบลับ ค่าใช้สอย"),
        ("ตัวชี้วัด", 5, "empty", ""),
    ]
    with pytest.raises(BadInput) as refused:
        save_proposals(session, desk.id, preview, hand(desk))
    assert (refused.value.problem, refused.value.detail) == ("workbook_rows", "21")
    assert entries(session) == before


def test_planned_spending_must_add_up_to_the_budget(session: Session, desk: SmallOffice) -> None:
    a_project(session, desk)
    cases: tuple[tuple[dict[str, object], list[tuple[str, str]]], ...] = (
        ({"แผนใช้จ่ายไตรมาสที่_1": 1}, [("plan_differs", "30,011.00 ≠ 40,010.00")]),
        ({"แผนใช้จ่ายไตรมาสที่_1": None}, [("plan_incomplete", "")]),
        ({"แผนใช้จ่ายไตรมาสที่_1": 0, "แผนใช้จ่ายไตรมาสที่_2": "10,000"}, []),
    )
    for values, told in cases:
        preview = read(session, desk, edited(exported(session, desk), put(PROJECTS, 3, **values)))
        assert [each[2:] for each in complaints(preview)] == told
    without = edited(exported(session, desk), lambda book: book[BUDGET].delete_rows(3, 2))
    assert [each[2:] for each in complaints(read(session, desk, without))] == [("lines_gone", "40,010.00")]


def test_a_project_handed_in_may_stand_there_but_not_change(session: Session, desk: SmallOffice) -> None:
    item = a_project(session, desk)
    item.state = "under_screening"
    session.flush()
    data = exported(session, desk)
    assert complaints(read(session, desk, data)) == []
    changed = read(session, desk, edited(data, put(PROJECTS, 3, หลักการ="ใหม่")))
    assert complaints(changed) == [("โครงการ", 3, "not_editable", "P001")]


def test_a_column_that_is_not_there_leaves_what_is_kept(session: Session, desk: SmallOffice) -> None:
    item = a_project(session, desk)
    cut = edited(
        exported(session, desk),
        together(lambda book: book[PROJECTS].delete_cols(8, 30), put(PROJECTS, 3, ลักษณะ="โครงการใหม่")),
    )
    preview = read(session, desk, cut)
    assert (complaints(preview), [row.changes for row in preview.changed]) == ([], [{"form"}])
    save_proposals(session, desk.id, preview, hand(desk))
    form = read_form(session, item.id)
    assert (form.nature, form.rationale, form.goals) == ("new", FULL.rationale, FULL.goals)


def test_another_groups_people_and_another_groups_file_are_refused(
    session: Session, desk: SmallOffice
) -> None:
    data = edited(exported(session, desk), put(PROJECTS, 3, ลำดับ=1, ชื่อโครงการ="ของเรา"))
    for more in ({"group": "ADM"}, {"fiscal_year": 2562}):
        with pytest.raises(BadInput) as refused:
            read(session, desk, data, **more)
        assert refused.value.problem == "workbook_other"
    unmarked = edited(data, lambda book: book.remove(book["khanton"]))
    with pytest.raises(BadInput) as refused:
        read(session, desk, unmarked)
    assert refused.value.problem == "workbook_unowned"
    preview = read(session, desk, unmarked, group="PLN", fiscal_year=2561)
    assert complaints(preview) == []
    with pytest.raises(NotAllowed):
        save_proposals(session, desk.id, preview, hand(desk, "project_owner@ADM"))


@pytest.mark.parametrize("owner", ["", "project_owner@ADM.t1"])
@pytest.mark.parametrize(
    ("role", "denied"),
    [
        ("project_owner@ADM", "other_group"),
        ("group_director@ADM", "other_group"),
        ("clerk", "no_role"),
        ("project_owner", ""),
        ("group_director", ""),
        ("plan_officer", ""),
    ],
)
def test_a_group_files_proposals_in_its_own_name_only(
    session: Session, desk: SmallOffice, role: str, denied: str, owner: str
) -> None:
    """Whom the file names as owner gives nobody a right that she did not have."""
    row = put(PROJECTS, 3, ลำดับ=1, ชื่อโครงการ="ของกลุ่มแผน", ผู้รับผิดชอบ=owner.lower() or None, หลักการ="เหตุผล")
    preview = read(session, desk, edited(exported(session, desk), row))
    before = entries(session)
    if not denied:
        assert save_proposals(session, desk.id, preview, hand(desk, role)).opened == ("PLN61-01",)
        return
    with pytest.raises(NotAllowed) as refused, session.begin_nested():
        save_proposals(session, desk.id, preview, hand(desk, role))
    assert refused.value.denial.code == denied
    assert entries(session) == before


def test_proposals_belong_to_the_plan_that_took_the_place_of_a_cancelled_one(
    session: Session, desk: SmallOffice
) -> None:
    session.exec(select(Item).where(Item.code == "AP2561")).one().state = "cancelled"
    plan = desk.open(session, "annual_plan", "AP2561-2", group_id=None)
    data = edited(exported(session, desk), put(PROJECTS, 3, ลำดับ=1, ชื่อโครงการ="ใหม่"))
    save_proposals(session, desk.id, read(session, desk, data), hand(desk))
    item = session.exec(select(Item).where(Item.code == "PLN61-01")).one()
    assert item.parent_id == plan.id


def test_lists_offer_what_the_office_has_and_nothing_computes(session: Session, desk: SmallOffice) -> None:
    a_project(session, desk)
    book = load_workbook(io.BytesIO(exported(session, desk)))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    offered = [[cell.value for cell in column if cell.value] for column in book["รายการให้เลือก"].iter_cols()]
    assert offered[:3] == [["โครงการใหม่", "โครงการต่อเนื่อง"], ["S1", "S2"], ["STD1"]]
    assert ["งบประมาณสำนักงาน", "งบประมาณคุณภาพการศึกษา"] in offered
    assert (book["รายการให้เลือก"].sheet_state, book["khanton"].sheet_state) == ("hidden", "veryHidden")
    rules = book[BUDGET].data_validations.dataValidation
    assert [str(rule.sqref) for rule in rules] == ["B3:B500", "C3:C500", "D3:D500"]


def test_codes_in_use_are_passed_over(session: Session, desk: SmallOffice) -> None:
    desk.open(session, "project", "PLN61-01")
    data = edited(exported(session, desk), put(PROJECTS, 4, ลำดับ=2, ชื่อโครงการ="ใหม่"))
    done = save_proposals(session, desk.id, read(session, desk, data), hand(desk))
    assert done.opened == ("PLN61-02",)
    assert session.exec(select(func.count()).select_from(Item).where(col(Item.kind) == "project")).one() == 2


@pytest.mark.parametrize("said", ["9" * 30, "9" * 5_000, "1"])
def test_a_file_marked_for_no_year_there_is_is_refused(
    session: Session, desk: SmallOffice, said: str
) -> None:
    def mark(book: Workbook) -> None:
        places = {row[0].value: row[1] for row in book["khanton"].iter_rows()}
        places["fiscal_year"].value = said

    with pytest.raises(BadInput) as refused:
        read(session, desk, edited(exported(session, desk), mark))
    assert (refused.value.name, refused.value.problem) == ("fiscal_year", "wrong_era")
    assert len(refused.value.detail) <= 80


def test_a_row_without_a_number_has_no_parts_and_is_told_so(session: Session, desk: SmallOffice) -> None:
    a_project(session, desk)
    without = edited(exported(session, desk), put(PROJECTS, 4, ลำดับ="ที่สอง", ชื่อโครงการ="ใหม่"))
    assert complaints(read(session, desk, without)) == [("โครงการ", 4, "not_whole", "ที่สอง")]


def test_more_parts_than_a_form_has_are_refused(
    session: Session, desk: SmallOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_project(session, desk)
    monkeypatch.setattr("workflow.sheets.proposal_rows.MOST_ACTIVITIES", 2)
    monkeypatch.setattr("workflow.sheets.proposal_rows.MOST_INDICATORS", 1)
    told = complaints(read(session, desk, exported(session, desk)))
    assert told == [("โครงการ", 3, "too_many", "3 > 2"), ("โครงการ", 3, "too_many", "2 > 1")]


def test_only_the_money_of_a_proposal_changed_and_its_form_stays(session: Session, desk: SmallOffice) -> None:
    item = a_project(session, desk)
    change = together(put(BUDGET, 3, จำนวนเงิน="40,001.50"), put(PROJECTS, 3, แผนใช้จ่ายไตรมาสที่_1="10,001"))
    preview = read(session, desk, edited(exported(session, desk), change))
    assert (complaints(preview), [row.changes for row in preview.changed]) == ([], [{"lines"}])
    before = entries(session)
    save_proposals(session, desk.id, preview, hand(desk))
    assert entries(session) == before + 1
    assert read_form(session, item.id) == FULL


def test_a_file_without_a_column_for_the_sort_of_project_leaves_it(
    session: Session, desk: SmallOffice
) -> None:
    item = a_project(session, desk)

    def cut(book: Workbook) -> None:
        places = [each.heading for each in COLUMNS[PROJECTS]]
        place = next(n for n, each in enumerate(places, start=1) if each.startswith("ลักษณะ"))
        book[PROJECTS].delete_cols(place)

    change = together(put(PROJECTS, 3, หลักการ="เหตุผลใหม่"), cut)
    preview = read(session, desk, edited(exported(session, desk), change))
    assert complaints(preview) == []
    save_proposals(session, desk.id, preview, hand(desk))
    form = read_form(session, item.id)
    assert (form.nature, form.rationale) == (FULL.nature, "เหตุผลใหม่")


def test_a_file_of_a_group_that_the_office_no_longer_has_is_refused(
    session: Session, desk: SmallOffice
) -> None:
    data = exported(session, desk)
    session.get_one(Group, desk.groups["PLN"]).code = "GONE"
    session.flush()
    with pytest.raises(BadInput) as refused:
        read(session, desk, data)
    assert (refused.value.name, refused.value.problem, refused.value.detail) == ("group", "unknown", "PLN")
