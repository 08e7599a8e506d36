"""The annual report: the year's money as of 30 September, each project's results, tests and lessons."""

from content_desk import item_of, told, written
from sqlmodel import Session

from workflow.reports.annual import compile_year


def test_it_is_what_the_projects_reported(year: Session) -> None:
    item = item_of(year, "AR2561")
    found, compiled = told(year, "annual_report_book", item), compile_year(year, item.office_id, 2561)
    assert (found["total"]["disbursed"], found["total"]["per_cent"]) == (766960000, "95.87")
    assert found["total"]["disbursed"] == compiled.total.disbursed
    assert (found["operating"]["in_force"], found["operating"]["per_cent"]) == (500000000, "95.87")
    assert [each["code"] for each in found["projects"]] == [each.code for each in compiled.projects]
    assert found["reported"] == 40 - len(compiled.missing)
    assert [each["change"] for each in found["outcomes"][:2]] == ["1.04", "1.33"]
    shown = written("annual_report_book", found)
    assert "เบิกจ่าย 7,669,600.00 บาท (เจ็ดล้านหกแสนหกหมื่นเก้าพันหกร้อยบาทถ้วน) คิดเป็นร้อยละ 95.87" in shown
    assert "+1.04" in shown


def test_one_lesson_stands_once_with_all_who_tell_it(year: Session) -> None:
    found = told(year, "annual_report_book", item_of(year, "AR2561"))
    assert [each["title"] for each in found["lessons"]] == ["ปัญหา", "อุปสรรค", "ข้อเสนอแนะ"]
    suggestion = found["lessons"][2]["rows"][0]
    assert suggestion["text"].startswith("ควรจัดสรรงบประมาณตั้งแต่ต้นปี")
    assert len(suggestion["sources"]) == len(set(suggestion["sources"])) == 40
