"""The book of the expenditure analysis: both sides, every answer, every round."""

from content_desk import item_of, told, written
from sqlmodel import Session

from workflow.analysis.lines import lines_of, total
from workflow.analysis.survey import answers_of


def test_it_tells_both_sides_and_all_answers(year: Session) -> None:
    item = item_of(year, "EX2561")
    found, lines = told(year, "expenditure_report_book", item), lines_of(year, item.id)
    assert found["income"] == total(lines, "income") == 800000000
    assert found["expense"] == total(lines, "expense") == 800000000
    assert found["completeness"] == {"schools": [76, 76], "groups": [7, 7]}
    answers = [each for each in answers_of(year, item.id) if each.school]
    assert found["schools"]["income"] == sum(each.income or 0 for each in answers)
    assert len(found["schools"]["rows"]) == len(answers) == 76
    shown = written("expenditure_report_book", found)
    assert "รายรับรวม 8,000,000.00 บาท (แปดล้านบาทถ้วน)" in shown
    assert "รายรับเท่ากับรายจ่าย" in shown


def test_it_tells_why_the_director_sent_it_back(year: Session) -> None:
    found = told(year, "expenditure_report_book", item_of(year, "EX2561"))
    assert found["rounds"] == len(found["rejections"]) + 1 == 2
    assert found["rejections"][0]["reason"] in written("expenditure_report_book", found)
