"""The tables to paste elsewhere: the same figures as the office's own, and never a formula."""

import datetime
import io

import pytest
from conftest import SmallOffice
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from sqlmodel import Session, select
from year_desk import NEXT, YEAR, hand, whole_year

from workflow import history
from workflow.errors import BadInput
from workflow.models import Acceleration, Entry, Item, Problem
from workflow.moments import moment_text
from workflow.money.queries import year_money
from workflow.sheets.cells import read_amount
from workflow.sheets.tables import Column
from workflow.years.exports import EXPORTS, ONLY_NOW, check_day
from workflow.years.opening import open_year
from workflow.years.paste import PASTE_TABLES, PasteTable, base, indicators, public, quarterly

AFTER = datetime.date(2018, 10, 20)
SIX_MONTHS = datetime.date(2018, 4, 1)
FORMULA = tuple("=+-@＝＋－＠\t\r")


def item_of(session: Session, code: str) -> Item:
    return session.exec(select(Item).where(Item.code == code)).one()


def test_each_quarter_has_plan_actual_difference_and_reason(session: Session, office: SmallOffice) -> None:
    whole_year(session, office)
    report, first = item_of(session, "QR1"), item_of(session, "P001")
    session.add(
        Acceleration(
            report_id=report.id,
            project_id=first.id,
            paid_hundredths=3000,
            target_hundredths=4000,
            reply="รอวิทยากร",
            replied_at=datetime.datetime(2018, 1, 20, 2, tzinfo=datetime.UTC),
        )
    )
    session.flush()
    found = quarterly(session, office.id, YEAR, SIX_MONTHS)
    named = ["งานพัฒนาคุณภาพ", "P001", "ตัวอย่าง P001", "กลุ่ม PLN"]
    assert found.rows[:4] == [
        [*named, 1, 40_000_00, 30_000_00, -10_000_00, "รอวิทยากร; ฝนตก\tหนัก"],
        [*named, 2, 0, 0, 0, ""],
        [*named, 3, 60_000_00, None, None, ""],  # the third quarter has not ended
        [*named, 4, 0, None, None, ""],
    ]
    assert [row[5] for row in found.rows[4:]] == [None] * 4  # P002 never planned by quarter
    assert [row[1] for row in found.rows] == ["P001"] * 4 + ["P002"] * 4
    line = found.text().splitlines()[1]
    assert line.split("\t")[4:] == ["1", "40,000.00", "30,000.00", "(10,000.00)", "รอวิทยากร; ฝนตก หนัก"]


def test_the_quarters_add_up_to_the_years_money(session: Session, office: SmallOffice) -> None:
    whole_year(session, office)
    total = year_money(session, office.id, YEAR, AFTER).total
    assert sum(row[6] for row in quarterly(session, office.id, YEAR, AFTER).rows) == total.disbursed
    shown = public(session, office.id, YEAR, AFTER).rows
    assert (sum(row[3] for row in shown), sum(row[4] for row in shown)) == (total.in_force, total.disbursed)


def test_objective_target_indicator_and_result(session: Session, office: SmallOffice) -> None:
    whole_year(session, office)
    assert indicators(session, office.id, YEAR, AFTER).rows == [
        [
            *("P001", "ตัวอย่าง P001", "กลุ่ม PLN", "=อ่านคล่อง", "180 คน", ""),
            *(1, "อ่านคล่อง", "ร้อยละ 80", "ร้อยละ 85"),
        ],
        ["P002", "ตัวอย่าง P002", "กลุ่ม PLN", "", "", "", None, "", "", ""],
    ]


def test_the_public_sees_budget_used_and_duration_after_six_months(
    session: Session, office: SmallOffice
) -> None:
    whole_year(session, office)
    rows = public(session, office.id, YEAR, SIX_MONTHS).rows
    duration = "1 ต.ค. 60 - 30 ก.ย. 61"
    assert rows == [
        ["P001", "ตัวอย่าง P001", "กลุ่ม PLN", 100_000_00, 30_000_00, rows[0][5], duration, "แล้วเสร็จ"],
        ["P002", "ตัวอย่าง P002", "กลุ่ม PLN", 70_000_00, 0, rows[1][5], duration, "กันเงินไว้เบิกเหลื่อมปี"],
    ]
    assert [str(row[5]) for row in rows] == ["30.00", "0.00"]


def test_an_earlier_day_is_told_as_it_was(session: Session, office: SmallOffice) -> None:
    """A project without lines as well: where it stood then, and that it was in the plan by then."""
    item = office.open(session, "project", "P009")
    entry = session.exec(select(Entry).where(Entry.item_id == item.id)).one()
    steps = (("in_plan", (2018, 1, 15)), ("in_progress", (2018, 2, 1)), ("closed", (2018, 9, 30)))
    for state, day in steps:
        on = datetime.date(*day)
        moved = history.Record(
            office_id=office.id,
            kind="step",
            at=moment_text(datetime.datetime(*day, 2, tzinfo=datetime.UTC)),
            effective_on=on.isoformat(),
            subject=entry.subject,
            actor_id=office.people["plan_director"],
            item_id=item.id,
            to_state=state,
            capacity="own",
        )
        history.append(session, moved)
        item.state, item.effective_on = state, on
    session.flush()
    told = {
        day: [(row[0], row[-1]) for row in public(session, office.id, YEAR, datetime.date(*day)).rows]
        for day in ((2018, 1, 14), (2018, 1, 15), (2018, 4, 1), (2018, 10, 1))
    }
    assert list(told.values()) == [
        [],
        [("P009", "ยังไม่เริ่ม")],
        [("P009", "กำลังดำเนินการ")],
        [("P009", "แล้วเสร็จ")],
    ]


def test_reasons_given_after_the_day_are_not_told_before_it(session: Session, office: SmallOffice) -> None:
    whole_year(session, office)
    report, first = item_of(session, "QR1"), item_of(session, "P001")
    shares = {"paid_hundredths": 3000, "target_hundredths": 4000}
    reply = Acceleration(report_id=report.id, project_id=first.id, reply="รอวิทยากร", **shares)
    reply.replied_at = datetime.datetime(2018, 4, 2, 2, tzinfo=datetime.UTC)
    session.add(reply)
    session.flush()
    days = ((2018, 1, 11), (2018, 4, 1), (2018, 4, 2))
    told = [quarterly(session, office.id, YEAR, datetime.date(*day)).rows[0][-1] for day in days]
    assert told == ["", "ฝนตก\tหนัก", "รอวิทยากร; ฝนตก\tหนัก"]


def test_a_table_of_the_present_is_refused_for_another_day() -> None:
    for name in EXPORTS:
        check_day(name, None, AFTER)
        check_day(name, AFTER, AFTER)
        if name not in ONLY_NOW:
            check_day(name, SIX_MONTHS, AFTER)
            continue
        with pytest.raises(BadInput) as refused:
            check_day(name, SIX_MONTHS, AFTER)
        assert (refused.value.name, refused.value.problem) == ("on", "only_now")


def test_the_base_data_can_be_put_before_the_committee(session: Session, office: SmallOffice) -> None:
    whole_year(session, office)
    open_year(session, office.id, NEXT, hand(office))
    rows = base(session, office.id, NEXT, AFTER).rows
    assert rows[-1] == [
        "เงินกันไว้เบิกเหลื่อมปี",
        "P002",
        "ตัวอย่าง P002",
        "อนุมัติตาม บันทึกที่ 9/2561",
        55_000_00,
    ]
    assert len(rows) == 8


@pytest.mark.parametrize("name", PASTE_TABLES)
def test_no_cell_of_any_table_begins_a_formula(session: Session, office: SmallOffice, name: str) -> None:
    whole_year(session, office)
    first = item_of(session, "P001")
    first.title = "=HYPERLINK(1)"
    session.add(Problem(item_id=first.id, project_id=first.id, kind="problem", text="@x\n-1", entry_seq=1))
    session.flush()
    open_year(session, office.id, NEXT, hand(office))
    table = PASTE_TABLES[name](session, office.id, NEXT if name == "base" else YEAR, AFTER)
    cells = [cell for line in table.text().split("\n") for cell in line.split("\t")]
    assert [cell for cell in cells if cell.startswith(FORMULA)] == []
    assert "'=HYPERLINK(1)" in cells
    sheet = load_workbook(io.BytesIO(table.workbook())).worksheets[0]
    assert sheet.max_row == len(table.rows) + 1
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}


TEXTS = st.text(st.sampled_from([*FORMULA, "'", "\n", " ", "\x00", "ก", "1", "\u200b"]), max_size=8)


@given(rows=st.lists(st.tuples(TEXTS, st.integers(-(10**12), 10**12)), max_size=5))
def test_text_stays_in_its_cell_and_amounts_read_back(rows: list[tuple[str, int]]) -> None:
    table = PasteTable("x", (Column("ข้อความ"), Column("บาท", "amount")), [list(row) for row in rows])
    lines = table.text().split("\n")
    assert len(lines) == len(rows) + 2  # the headings, and what follows the last line's end
    for line, (_, satang) in zip(lines[1:], rows, strict=False):
        text, amount = line.split("\t")
        assert not text.startswith(FORMULA)
        assert not amount.startswith(FORMULA)
        assert read_amount(amount, negative=True) == satang
