"""The plan book tells the year's money as `khanton year` does, every project, and the calendar."""

from typing import Any

import pytest
from content_desk import LATER, item_of, told, written
from sqlmodel import Session

from api.commands.year_document import year_document
from states.baht import plain_baht
from workflow.models import Office
from workflow.money.overview import overview
from workflow.money.queries import year_money


@pytest.fixture(scope="module")
def book(year: Session) -> dict[str, Any]:
    return told(year, "plan_book", item_of(year, "AP2561"))


def test_amounts_equal_those_of_khanton_year(year: Session, book: dict[str, Any]) -> None:
    office = year.get_one(Office, item_of(year, "AP2561").office_id)
    shown = year_document(overview(year, office, 2561, LATER))
    assert plain_baht(book["total"]["in_force"]) == shown["in_force"] == "8000000.00"
    assert book["total"]["per_cent"] == shown["per_cent"] == "95.87"
    for part in ("by_group", "by_fund", "by_category"):
        mine = [(each["name"], plain_baht(each["in_force"]), each["per_cent"]) for each in book[part]]
        assert mine == [(each["name_th"], each["in_force"], each["per_cent"]) for each in shown[part]]
    assert [each["per_cent"] for each in book["quarters"]] == ["15.66", "47.65", "77.31", "95.87"]
    assert [each["per_cent"] for each in book["quarters"]] == [each["per_cent"] for each in shown["quarters"]]


def test_projects_add_up_to_the_plan(book: dict[str, Any]) -> None:
    assert len(book["projects"]) == book["projects_count"] == 40
    assert sum(each["in_force"] for each in book["projects"]) == 800000000
    lines = [line["in_force"] for each in book["projects"] for line in each["lines"]]
    assert sum(lines) == 800000000
    assert sum(row["total"] for row in book["cross"]) == 800000000
    assert book["planned"]["total"] == sum(book["planned"]["amounts"]) == 800000000


def test_every_project_serves_a_strategy_that_is_told(book: dict[str, Any]) -> None:
    listed = sorted(code for each in book["alignment"] for code in each["projects"])
    assert listed == sorted(each["code"] for each in book["projects"])
    assert [each["kind"] for each in book["goals"]] == ["objective", "strategy", "standard"]


def test_the_book_reads_from_cover_to_appendix(book: dict[str, Any]) -> None:
    found = written("plan_book", book)
    for heading in ("คำนำ", "ส่วนที่ 1 ทิศทาง", "ส่วนที่ 2 สรุป", "ส่วนที่ 3 รายละเอียด", "ส่วนที่ 4 ปฏิทิน", "ภาคผนวก"):
        assert heading in found
    assert "8,000,000.00 บาท (แปดล้านบาทถ้วน)" in found
    assert [each["code"] for each in book["projects"] if each["title"] not in found] == []


def test_the_calendar_is_in_order_of_its_dates(book: dict[str, Any]) -> None:
    days = [each["due"] for each in book["calendar"]["rows"] if each["due"]]
    assert days == sorted(days)
    assert len(days) > 20


def test_before_anything_was_planned_it_says_so(year: Session) -> None:
    item = item_of(year, "AP2561", "PYO2")
    found = told(year, "plan_book", item)
    assert year_money(year, item.office_id, 2561, LATER).total.in_force == found["total"]["in_force"]
    written("plan_book", found)


def test_what_was_typed_in_lines_stays_in_lines(book: dict[str, Any]) -> None:
    typed = "1. เพื่อพัฒนา\n2. เพื่อส่งเสริม"
    first = {**book["projects"][0], "objectives": typed}
    assert f"วัตถุประสงค์ {typed}\n" in written("plan_book", {**book, "projects": [first]})
