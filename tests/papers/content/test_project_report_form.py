"""The report form of a project: filled from its report, or with lines to write on."""

from conftest import SmallOffice
from content_desk import item_of, told, written
from sqlmodel import Session

from papers.composing import compose
from workflow.proposals.report import read_report


def test_a_report_is_shown_with_its_money(year: Session) -> None:
    item = item_of(year, "P001")
    found, kept = told(year, "project_report_form", item), read_report(year, item.id)
    assert [each["text"] for each in found["sections"]] == [
        *(kept.results, kept.success, kept.problems, kept.obstacles, kept.suggestions)
    ]
    assert [each["result"] for each in found["indicators"]] == list(kept.measured)
    assert (found["total"], found["disbursed"], sum(found["paid"])) == (84000000, 80150000, 80150000)
    shown = written("project_report_form", found)
    assert "เบิกจ่าย 801,500.00 บาท (แปดแสนหนึ่งพันห้าร้อยบาทถ้วน) คิดเป็นร้อยละ 95.42" in shown


def test_without_a_report_it_is_a_form_with_dotted_lines(session: Session, office: SmallOffice) -> None:
    found = told(session, "project_report_form", office.open(session, "project", "P1"))
    markup = compose("project_report_form.html", found, {}, 5_000_000)
    assert markup.count('<p class="lead">') == 2 + 5 * 4  # objectives, then the five sections
    for title in ("ผลความสำเร็จ", "ปัญหา", "อุปสรรค", "ข้อเสนอแนะ"):
        assert title in markup
