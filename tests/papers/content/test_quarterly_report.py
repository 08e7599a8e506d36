"""A quarter's report says what was paid by its last day, against plan and target."""

import pytest
from content_desk import item_of, told, written
from sqlmodel import Session

from workflow.models import ProjectProgress
from workflow.reports.acceleration import listed
from workflow.reports.progress import projects_of
from workflow.reports.reconcile import reconcile


@pytest.mark.parametrize(
    ("code", "share", "cumulative"),
    [
        ("QR2561-1", "15.66", 125318350),
        ("QR2561-2", "47.65", 381164450),
        ("QR2561-3", "77.31", 618445450),
        ("QR2561-4", "95.87", 766960000),
    ],
)
def test_figures_are_those_of_the_quarters_end(year: Session, code: str, share: str, cumulative: int) -> None:
    item = item_of(year, code)
    found = told(year, "quarterly_report", item)
    assert (found["figures"]["cumulative"], found["figures"]["per_cent"]) == (cumulative, share)
    assert found["total"]["disbursed"] == cumulative  # as `khanton year` says of that day
    assert reconcile(year, item).total.cumulative == cumulative
    assert sum(each["cumulative"] for each in found["groups"]) == cumulative
    assert sum(each["cumulative"] for each in found["projects"]) == cumulative
    shown = written("quarterly_report", found)
    assert f"คิดเป็นร้อยละ {share}" in shown


def test_it_lists_what_has_to_speed_up_and_what_groups_sent_in(year: Session) -> None:
    item = item_of(year, "QR2561-1")
    found = told(year, "quarterly_report", item)
    codes = [each.code for each in listed(year, item.id)]
    assert [each["code"] for each in found["accelerated"]] == codes
    assert len(codes) == 19
    assert {each["standing"] for each in found["answers"]} == {"ส่งแล้ว"}
    assert [each["kind"] for each in found["problems"]] == ["ปัญหา"]


def test_it_tells_how_far_projects_have_come_where_groups_said_so(year: Session) -> None:
    item = item_of(year, "QR2561-1")
    assert "ความก้าวหน้าและผลผลิต" not in written("quarterly_report", told(year, "quarterly_report", item))
    first = projects_of(year, item)[0]
    row = ProjectProgress(
        report_id=item.id, project_id=first.id, progress="จัดอบรมแล้ว 2 รุ่น", outputs="ครู 80 คน", entry_seq=1
    )
    with year.begin_nested() as kept:
        year.add(row)
        year.flush()
        found = told(year, "quarterly_report", item)
        kept.rollback()
    assert [(each["code"], each["outputs"]) for each in found["progress"]] == [(first.code, "ครู 80 คน")]
    shown = written("quarterly_report", found)
    assert "7. ความก้าวหน้าและผลผลิตของโครงการ" in shown
    assert "8. โครงการที่ต้องเร่งรัด" in shown
    assert "จัดอบรมแล้ว 2 รุ่น" in shown


def test_a_quarter_that_lasts_says_so(year: Session) -> None:
    item = item_of(year, "QR2561-4")
    found = told(year, "quarterly_report", item, item.starts_on or item.effective_on)
    assert not found["ended"]
    assert "ไตรมาสยังไม่สิ้นสุด" in written("quarterly_report", found)
