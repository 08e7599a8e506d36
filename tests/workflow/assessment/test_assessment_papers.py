"""What rows of plans, schools and surveys show of the checklists D, A and E."""

import datetime

from conftest import NOW, SmallOffice
from sqlmodel import Session, select

from workflow import engine
from workflow.analysis.survey import Answer, record_answers
from workflow.assessment.assess import assess
from workflow.assessment.findings import Finding, Status
from workflow.changes import Hand
from workflow.development.content import Content, save_content
from workflow.items import find
from workflow.models import Obligation, School
from workflow.schools.opening import open_school_plans

DAY = datetime.date(2018, 1, 12)


def findings(session: Session, office: SmallOffice, standard: str) -> list[Finding]:
    told = assess(session, office.id, 2561, DAY).standard(standard)
    return [each.finding for each in told.criteria]


def statuses(session: Session, office: SmallOffice, standard: str) -> list[str]:
    return [each.status.value for each in findings(session, office, standard)]


def test_the_development_plan_is_the_one_that_covers_the_year(session: Session, office: SmallOffice) -> None:
    """D1 is met once its review is concluded; a plan of other years does not count."""
    plan = office.open(session, "development_plan", "DP1", fiscal_year=2560)
    hand = Hand(office.people["plan_officer"], NOW)
    save_content(session, plan, Content(2562, 2564, past_results="ผลปี 2559"), hand)
    assert statuses(session, office, "D")[:4] == ["unknown"] * 4
    save_content(session, plan, Content(2561, 2564, past_results="ผลปี 2559"), hand)
    assert statuses(session, office, "D")[:4] == ["not_yet"] * 4
    moved = engine.advance(
        session, plan.id, "finish_review", by=hand.by, at=NOW, evidence={"past_results_report": "แฟ้มที่ 2"}
    )
    first = findings(session, office, "D")[0]
    assert (first.status, first.entries) == (Status.MET, (moved.entry_seq,))
    assert [(paper.code, paper.shown) for paper in first.papers] == [("past_results_report", "แฟ้มที่ 2")]


def test_schools_plans_are_met_once_every_school_of_the_day_has_its_own(
    session: Session, office: SmallOffice
) -> None:
    opened = open_school_plans(session, office.id, 2561, Hand(office.people["plan_director"], NOW))
    for row in session.exec(select(Obligation).where(Obligation.code == "D-SP-01")):
        row.due_on = DAY
    session.flush()
    assert statuses(session, office, "A")[5] == "not_yet"
    accepted = [_accept(session, office, code) for code in opened.codes]
    found = findings(session, office, "A")[5]
    assert (found.status, found.entries) == (Status.MET, tuple(accepted))
    session.add(School(office_id=office.id, code="S009", name_th="ใหม่", valid_from=DAY))
    session.flush()
    assert statuses(session, office, "A")[5] == "not_met"


def test_a_school_whose_plan_was_cancelled_still_lacks_one(session: Session, office: SmallOffice) -> None:
    """It exists on the day; once it no longer does, nobody waits for its plan."""
    first, second = open_school_plans(
        session, office.id, 2561, Hand(office.people["plan_director"], NOW)
    ).codes
    for row in session.exec(select(Obligation).where(Obligation.code == "D-SP-01")):
        row.due_on = DAY
    session.flush()
    accepted = _accept(session, office, first)
    by, other = office.people["plan_director"], find(session, office.id, second)
    engine.advance(session, other.id, "cancel", by=by, at=NOW, reason="ส่งช้า")
    found = findings(session, office, "A")[5]
    assert (found.status, found.entries) == (Status.NOT_MET, (accepted,))
    assert found.why.en == "1 schools without a plan or not in time: S002"
    session.get_one(School, office.schools["S002"]).valid_to = DAY - datetime.timedelta(days=1)
    session.flush()
    assert statuses(session, office, "A")[5] == "met"


def _accept(session: Session, office: SmallOffice, code: str) -> int:
    school = "school_officer" if code.endswith("1") else "school_officer@S002"
    papers = {
        "school_plan_file": "แฟ้ม",
        "school_board_minutes": "รายงาน",
        "alignment_table_complete": "แฟ้ม",
        "review_checklist": "แบบตรวจ",
        "aligned_with_area_plan": "ตรวจแล้ว",
    }
    moves = {"start": school, "submit": school, "review": "plan_officer", "accept": "plan_director"}
    item = find(session, office.id, code).id
    steps = [
        engine.advance(session, item, trigger, by=office.people[role], at=NOW, evidence=papers)
        for trigger, role in moves.items()
    ]
    return steps[-1].entry_seq


def test_a_gap_in_the_data_that_was_justified_is_still_a_gap(session: Session, office: SmallOffice) -> None:
    """E3 follows the answers where they are kept here: complete since, it is met after all."""
    analysis = office.open(session, "expenditure_analysis", "EX1")
    by = {role: office.people[role] for role in ("plan_director", "plan_officer")}
    calendar = {"survey_form": "แบบ", "operation_calendar": "ปฏิทิน"}
    engine.advance(session, analysis.id, "launch_survey", by=by["plan_director"], at=NOW, evidence=calendar)
    begun = engine.advance(
        session,
        analysis.id,
        "start_analysis",
        by=by["plan_officer"],
        at=NOW,
        evidence={
            "appointment_order": "คำสั่งที่ 1",
            "data_completeness_table": "ตาราง",
            "committee_groups": "PLN,ADM",
        },
        justifications={"data_complete_or_waived": "โรงเรียนน้ำท่วม"},
    )
    found = findings(session, office, "E")[2]
    assert (found.status, found.entries) == (Status.NOT_MET, (begun.entry_seq,))
    assert found.why.en == "Data were not complete: โรงเรียนน้ำท่วม"
    answers = [Answer(school=code, income=1, expense=1) for code in ("S001", "S002")]
    answers += [Answer(group=code, income=1, expense=1) for code in ("PLN", "ADM")]
    item = find(session, office.id, "EX1")
    record_answers(session, item, answers, Hand(by["plan_officer"], NOW))
    assert findings(session, office, "E")[2].status is Status.MET
