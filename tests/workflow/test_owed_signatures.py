"""A paper before somebody for her signature makes her owe an answer, until it leaves her in any direction."""

import datetime

import pytest
from conftest import NOW, SmallOffice
from owed_desk import open_codes, owed
from sqlmodel import Session

from workflow import corrections, engine
from workflow.assessment.record import YearRecord
from workflow.models import Holiday, Item, Office

TODAY = datetime.date(2018, 1, 12)  # a Friday
OPINION = {"opinion": "เห็นควรลงนาม"}


def go(
    session: Session, office: SmallOffice, item: Item, trigger: str, role: str, reason: str = "", **facts: str
) -> int:
    return engine.advance(
        session, item.id, trigger, by=office.people[role], at=NOW, evidence=facts, reason=reason
    ).entry_seq


@pytest.fixture(name="memo")
def before_the_group_director(session: Session, office: SmallOffice) -> Item:
    memo = office.open(session, "memo", "M1")
    go(session, office, memo, "propose", "plan_officer", fields_complete="ครบ")
    return memo


def test_it_is_owed_in_three_working_days_by_whoever_has_the_paper(
    session: Session, office: SmallOffice
) -> None:
    session.add(Holiday(office_id=office.id, day=datetime.date(2018, 1, 16), name_th="วันหยุดพิเศษ"))
    version = session.get_one(Office, office.id).calendar_version
    session.flush()
    memo = office.open(session, "memo", "M1")
    go(session, office, memo, "propose", "plan_officer", fields_complete="ครบ")
    (duty,) = owed(session, memo.id, "D-SG-01")
    assert (duty.owed_by, duty.group_id) == ("group_director", office.groups["PLN"])
    # Friday 12 January, then Monday, not Tuesday the 16th, Wednesday, Thursday.
    assert (duty.due_on, duty.calendar_version) == (datetime.date(2018, 1, 18), str(version))


def test_passing_it_on_hands_the_debt_on(session: Session, office: SmallOffice, memo: Item) -> None:
    told = []
    for trigger, role, facts in (
        ("pass_group", "group_director", OPINION),
        ("pass_deputy", "deputy_director", OPINION),
        ("sign", "area_director", {"order": "อนุมัติ"}),
    ):
        told.append(open_codes(session, memo.id))
        go(session, office, memo, trigger, role, **facts)
    assert told == [["D-SG-01"], ["D-SG-02"], ["D-SG-03"]]
    assert open_codes(session, memo.id) == []
    assert [owed(session, memo.id, f"D-SG-0{n}", "done")[0].owed_by for n in (2, 3)] == [
        "deputy_director",
        "area_director",
    ]


def test_sent_back_is_answered_and_taken_up_again_is_owed_anew(
    session: Session, office: SmallOffice, memo: Item
) -> None:
    go(session, office, memo, "send_back", "group_director", reason="แก้เลขที่")
    assert open_codes(session, memo.id) == []
    go(session, office, memo, "fix", "plan_officer", fields_complete="ครบ")
    assert open_codes(session, memo.id) == ["D-SG-01"]
    assert len(owed(session, memo.id, "D-SG-01", "done")) == 1


def test_a_paper_given_up_is_not_answered_but_owed_no_more(
    session: Session, office: SmallOffice, memo: Item
) -> None:
    go(session, office, memo, "void_before_issue", "plan_officer", reason="ไม่ใช้แล้ว")
    assert open_codes(session, memo.id) == []
    assert len(owed(session, memo.id, "D-SG-01", "cancelled")) == 1


def test_undoing_a_signature_puts_the_paper_back_before_the_same_person(
    session: Session, office: SmallOffice, memo: Item
) -> None:
    seq = go(session, office, memo, "pass_group", "group_director", **OPINION)
    by = office.people["group_director"]
    corrections.correct(session, memo.id, seq, by=by, at=NOW, reason="กดผิด", undo=True)
    assert open_codes(session, memo.id) == ["D-SG-01"]
    assert len(owed(session, memo.id, "D-SG-02", "cancelled")) == 1


def test_a_paper_of_no_group_is_the_plan_groups_own(session: Session, office: SmallOffice) -> None:
    memo = office.open(session, "memo", "M2", group_id=None)
    go(session, office, memo, "propose", "plan_officer", fields_complete="ครบ")
    assert [each.owed_by for each in owed(session, memo.id, "D-SG-01")] == ["plan_director"]


def test_a_paper_that_waits_is_no_lateness_of_the_plan_group(session: Session, office: SmallOffice) -> None:
    """M1.2 judges the year's deadlines, not how many days a memo lay on a desk."""
    memo = office.open(session, "memo", "M2", group_id=None)
    go(session, office, memo, "propose", "plan_officer", fields_complete="ครบ")
    plan = office.open(session, "annual_plan", "AP2561")
    record = YearRecord(session, office.id, 2561, datetime.date(2018, 6, 1))
    assert {item.code for item in record.items.values()} == {"M2", "AP2561"}
    assert {(duty.item, duty.code) for duty in record.duties} == {
        (plan.code, code) for code in ("D-AP-01", "D-AP-02", "D-AP-03")
    }
