"""What a project's own papers must say before it is submitted, and before its report is."""

import datetime
from dataclasses import replace

from guard_desk import Desk, desk_of_the_small_office  # noqa: F401  a fixture
from meeting_desk import seat_committee

from states.model import Label
from workflow.changes import Hand
from workflow.models import Item
from workflow.proposals.form import Form, FormActivity, FormIndicator, save_form
from workflow.proposals.goals import add_goal
from workflow.proposals.merging import record_merger
from workflow.proposals.report import Report, save_report

FULL = Form(
    rationale="นักเรียนอ่านไม่คล่อง",
    objectives="เพื่อให้อ่านคล่อง",
    target_group="ครู ป.1-3",
    quantity="ครู 180 คน",
    activities=(FormActivity("อบรม", (3, 4)),),
    indicators=(FormIndicator("ร้อยละของนักเรียนที่อ่านคล่อง", "ร้อยละ 80"),),
)


def hand(desk: Desk, name: str = "project_owner") -> Hand:
    at = datetime.datetime(2018, 1, 12, 2, 0, tzinfo=datetime.UTC)
    return Hand(desk.office.people[name], at)


def project(desk: Desk, state: str = "") -> Item:
    owner = desk.office.people["project_owner"]
    return desk.item("project", "P001", state, owner_id=owner, starts_on=datetime.date(2017, 12, 1))


def test_a_persons_word_that_the_form_is_complete_counts_until_a_form_is_kept_here(desk: Desk) -> None:
    item, word = project(desk), {"proposal_complete": "แบบเสนอโครงการ หน้า 1-4"}
    assert desk.says("proposal_complete", item) == "refuses"
    assert desk.says("proposal_complete", item, facts=word) == "holds"
    save_form(desk.session, item, replace(FULL, rationale=""), hand(desk))
    missing = "Still missing (2): 9. Rationale: not filled in, 13. Budget: no spending lines yet"
    assert desk.says("proposal_complete", item, facts=word) == missing


def test_a_form_with_everything_and_its_lines_is_complete(desk: Desk) -> None:
    item = project(desk)
    save_form(desk.session, item, FULL, hand(desk))
    desk.lines(item, 100_00)
    assert desk.says("proposal_complete", item) == "holds"


def test_what_the_form_lacks_is_told_in_thai(desk: Desk) -> None:
    item = project(desk)
    save_form(desk.session, item, FULL, hand(desk))
    assert desk.answer("proposal_complete", item) == Label(
        "ยังขาด (1): ข้อ 13 งบประมาณ: ยังไม่มีรายการค่าใช้จ่าย",
        "Still missing (1): 13. Budget: no spending lines yet",
    )


def test_a_project_names_a_strategy_and_a_standard_where_the_office_keeps_them(desk: Desk) -> None:
    item, word = project(desk), {"indicators_aligned": "ตารางความสอดคล้อง"}
    save_form(desk.session, item, FULL, hand(desk))
    add_goal(desk.session, desk.office.id, 2561, "policy", "N1", "นโยบาย", hand(desk, "plan_officer"))
    assert desk.says("indicators_aligned", item) == "refuses"
    assert desk.says("indicators_aligned", item, facts=word) == "holds"  # the office keeps neither
    for kind, code in (("strategy", "S1"), ("standard", "STD1")):
        add_goal(desk.session, desk.office.id, 2561, kind, code, "ชื่อ", hand(desk, "plan_officer"))
    assert desk.says("indicators_aligned", item, facts=word) == (
        "Still missing (2): 3-4. At least one strategy that the project serves must be named, "
        "3-4. At least one standard that the project serves must be named"
    )
    save_form(desk.session, item, replace(FULL, goals=(("strategy", "S1"),)), hand(desk))
    assert desk.says("indicators_aligned", item) == (
        "Still missing (1): 3-4. At least one standard that the project serves must be named"
    )
    both = (("strategy", "S1"), ("standard", "STD1"))
    save_form(desk.session, item, replace(FULL, goals=both), hand(desk))
    assert desk.says("indicators_aligned", item) == "holds"


def test_without_a_form_a_persons_word_about_what_it_serves_counts(desk: Desk) -> None:
    add_goal(desk.session, desk.office.id, 2561, "strategy", "S1", "ชื่อ", hand(desk, "plan_officer"))
    item = project(desk)
    assert desk.says("indicators_aligned", item) == "refuses"
    assert desk.says("indicators_aligned", item, facts={"indicators_aligned": "ตาราง"}) == "holds"


def test_a_report_kept_here_decides_over_a_persons_word(desk: Desk) -> None:
    item, word = project(desk, "completed"), {"report_complete": "แบบรายงานโครงการ"}
    assert desk.says("report_complete", item) == "refuses"
    assert desk.says("report_complete", item, facts=word) == "holds"
    report = Report(results="อบรมครบ", success="อ่านคล่อง", problems="ไม่มี")
    save_report(desk.session, item, report, hand(desk))
    missing = "Still missing (1): Obstacles: not filled in"
    assert desk.says("report_complete", item, facts=word) == missing
    save_report(desk.session, item, replace(report, obstacles="ไม่มี"), hand(desk))
    assert desk.says("report_complete", item) == "holds"


def test_where_the_committee_is_kept_here_its_table_names_the_project_merged_into(desk: Desk) -> None:
    """A code alone would leave no trace of what went where."""
    one, other = desk.item("project", "P001", "under_screening"), desk.item("project", "P002", "in_plan")
    word = {"merge_target": "P002"}
    assert desk.says("merge_target_set", one, facts=word) == "holds"
    seat_committee(desk.session, desk.office)
    assert desk.says("merge_target_set", one, facts=word) == "refuses"
    record_merger(desk.session, one, other, "เหมือนกัน", hand(desk, "committee_secretary"))
    assert desk.says("merge_target_set", one) == "holds"


def test_a_recorded_merger_names_the_project_merged_into(desk: Desk) -> None:
    one, other = desk.item("project", "P001", "under_screening"), desk.item("project", "P002", "in_plan")
    assert desk.says("merge_target_set", one) == "refuses"
    record_merger(desk.session, one, other, "เหมือนกัน", hand(desk, "committee_secretary"))
    assert desk.says("merge_target_set", one) == "holds"
    wrong = {"merge_target": "P999"}
    assert desk.says("merge_target_set", one, facts=wrong) == "holds"  # the row decides, not the word
    other.state = "cancelled"
    left = "Project P002 has itself been merged, cancelled or left out of the plan"
    assert desk.says("merge_target_set", one) == left


def test_a_project_is_not_merged_into_one_that_is_to_be_merged_into_it(desk: Desk) -> None:
    one, other = desk.item("project", "P001", "under_screening"), desk.item("project", "P002", "in_plan")
    record_merger(desk.session, one, other, "เหมือนกัน", hand(desk, "committee_secretary"))
    told = desk.says("merge_target_set", other, facts={"merge_target": "P001"})
    assert told == "Project P001 is itself to be merged into this one"
