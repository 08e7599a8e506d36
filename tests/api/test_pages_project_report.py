"""A project's report on its page: money filled in, drafts, gaps, refusals, handing it in."""

import pytest
from json_desk import desk_at_the_json_door  # noqa: F401  a fixture
from proposal_pages import (  # noqa: F401  the last is a fixture
    CLERK,
    OFFICER,
    OTHER,
    OWNER,
    SCHOOL,
    hand,
    project,
    proposals_at_the_pages,
)

from workflow.money.lines import NewLine, set_requested
from workflow.proposals.form import Form, FormIndicator, save_form

PAGE = "/projects/P001/report"
WRITTEN = {"results": "อบรมครบ", "success": "ดีมาก", "problems": "ไม่มี", "obstacles": "ไม่มี"}
WRITTEN |= {"suggestions": "", "measured-1": "85"}


@pytest.fixture(name="completed")
def completed_project(proposals):
    """The project with one indicator and 1,000 baht, its work completed."""
    desk = proposals.desk
    with desk.database.write() as session:
        item = project(session, desk)
        save_form(session, item, Form(indicators=(FormIndicator("ร้อยละ", "80"),)), hand(desk))
        set_requested(session, item, [NewLine("OBEC", "operating", "services", 100_000)], None, hand(desk))
    desk.stand("P001", "completed")
    return proposals


def _told(proposals):
    return proposals.client(OWNER).get("/api/v1/items/P001/project-report").json()


def test_the_report_is_saved_and_says_what_it_lacks(completed):
    page = completed.page(OWNER, PAGE)
    assert "๑,๐๐๐.๐๐ บาท" in page  # nobody types what it cost
    assert "รายงานยังขาด ๕ อย่างก่อนส่งได้" in page
    assert 'data-trigger="submit_report"' not in page
    there = completed.send(OWNER, PAGE, completed.hidden(page, PAGE) | WRITTEN)
    assert there == f"{PAGE}?saved=1"
    assert _told(completed)["form"] == {
        **{name: WRITTEN[name] for name in ("results", "success", "problems", "obstacles", "suggestions")},
        "measured": ["85"],
    }
    page = completed.page(OWNER, there)
    assert "บันทึกรายงานแล้ว" in page
    assert "รายงานยังขาด" not in page
    assert 'data-trigger="submit_report"' in page
    assert "/items/P001/papers/project_report_form.pdf" in page


def test_a_report_begun_is_offered_again(completed):
    form = completed.hidden(completed.page(OWNER, PAGE), PAGE) | WRITTEN | {"results": "ค้างไว้"}
    there = completed.send(OWNER, "/form-drafts/keep", form)
    assert there == f"{PAGE}?draft=kept"
    assert "ค้างไว้</textarea>" in completed.page(OWNER, there)
    offered = completed.page(OWNER, PAGE)
    assert 'name="results"' not in offered
    assert "ค้างไว้" in offered
    completed.send(OWNER, PAGE, form)
    assert 'name="results"' in completed.page(OWNER, PAGE)


def test_a_report_saved_by_somebody_else_is_not_overwritten_unseen(completed):
    stale = completed.hidden(completed.page(OWNER, PAGE), PAGE)
    fresh = completed.hidden(completed.page(OFFICER, PAGE), PAGE)
    completed.send(OFFICER, PAGE, fresh | WRITTEN | {"results": "ของแผน"})
    page = completed.send(OWNER, PAGE, stale | WRITTEN, 409)
    assert "ของแผน" in page
    assert "อบรมครบ</textarea>" in page
    assert _told(completed)["form"]["results"] == "ของแผน"
    completed.send(OWNER, PAGE, completed.hidden(page, PAGE) | WRITTEN)
    assert _told(completed)["form"]["results"] == "อบรมครบ"


def test_a_text_too_long_comes_back_with_a_link(completed):
    form = completed.hidden(completed.page(OWNER, PAGE), PAGE) | WRITTEN | {"problems": "ก" * 10_001}
    page = completed.send(OWNER, PAGE, form, 413)
    assert '<a href="#problems">' in page
    assert "ก" * 10_001 in page
    assert _told(completed)["form"]["problems"] == ""


@pytest.mark.parametrize(("who", "status"), [(OTHER, 403), (CLERK, 403), (SCHOOL, 404)])
def test_only_those_who_may_write_it_change_the_report(completed, who, status):
    completed.send(who, PAGE, WRITTEN, status)
    assert _told(completed)["form"]["results"] == ""
    if status == 403:
        assert 'name="results"' not in completed.page(who, PAGE)


def test_before_the_work_is_completed_the_report_is_only_read(proposals):
    assert 'name="results"' not in proposals.page(OWNER, PAGE)
    page = proposals.send(OWNER, PAGE, WRITTEN, 409)
    assert "ร่างข้อเสนอ" in page
    proposals.page(OWNER, "/projects/AP2561/report", 422)
