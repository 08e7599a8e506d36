"""One plan for each school of the day, by one action; how far the schools are, by cluster."""

import datetime

import pytest
from conftest import LONG_AGO, NOW, SmallOffice
from sqlmodel import Session, col, select

from workflow import engine
from workflow.changes import Hand
from workflow.corrections import correct
from workflow.database import Database
from workflow.errors import AlreadyExists, NotAllowed
from workflow.models import Entry, Item, Obligation, School
from workflow.schools.opening import Opened, open_school_plans
from workflow.schools.progress import Standing, progress

TODAY = datetime.date(2018, 1, 12)
A_DAY = datetime.timedelta(days=1)


@pytest.fixture
def hand(office: SmallOffice) -> Hand:
    return Hand(office.people["plan_director"], NOW)


def add_school(session: Session, office: SmallOffice, code: str, since: datetime.date = LONG_AGO) -> School:
    row = School(office_id=office.id, code=code, name_th=f"โรงเรียน {code}", valid_from=since)
    session.add(row)
    session.flush()
    return row


def codes(session: Session) -> list[str]:
    return list(session.exec(select(Item.code).where(Item.kind == "school_plan").order_by(col(Item.code))))


def test_one_plan_is_opened_for_each_school_of_the_day(
    session: Session, office: SmallOffice, hand: Hand
) -> None:
    """A school closed yesterday gets none, one that closes today and one founded today get theirs."""
    add_school(session, office, "S003").valid_to = TODAY - A_DAY
    add_school(session, office, "S004").valid_to = TODAY
    add_school(session, office, "S005", TODAY)
    add_school(session, office, "S006", TODAY + A_DAY)
    done = open_school_plans(session, office.id, 2561, hand)
    expected = ("SP2561-S001", "SP2561-S002", "SP2561-S004", "SP2561-S005")
    assert done == Opened(expected, 0)
    assert tuple(codes(session)) == expected
    plan = session.exec(select(Item).where(Item.code == "SP2561-S002")).one()
    assert (plan.school_id, plan.fiscal_year, plan.state) == (office.schools["S002"], 2561, "notified")
    owed = session.exec(
        select(Obligation.code, Obligation.school_id).where(Obligation.item_id == plan.id)
    ).all()
    assert owed == [("D-SP-01", office.schools["S002"])]


def test_a_second_call_opens_only_what_is_missing(session: Session, office: SmallOffice, hand: Hand) -> None:
    open_school_plans(session, office.id, 2561, hand)
    add_school(session, office, "S003")
    assert open_school_plans(session, office.id, 2561, hand) == Opened(("SP2561-S003",), 2)
    assert open_school_plans(session, office.id, 2561, hand) == Opened((), 3)
    assert open_school_plans(session, office.id, 2562, hand).codes[0] == "SP2562-S001"


def test_one_refused_is_all_refused(database: Database, office: SmallOffice, hand: Hand) -> None:
    """The second school's code is taken by another paper: the first school's plan is not left behind."""
    with database.write() as session:
        office.open(session, "memo", "SP2561-S002")
    with pytest.raises(AlreadyExists), database.write() as session:
        open_school_plans(session, office.id, 2561, hand)
    with database.read() as session:
        assert codes(session) == []


@pytest.mark.parametrize("role", ["school_officer", "project_owner", "area_director", "system_admin"])
def test_only_the_plan_group_opens_them(session: Session, office: SmallOffice, role: str) -> None:
    with pytest.raises(NotAllowed):
        open_school_plans(session, office.id, 2561, Hand(office.people[role], NOW))
    assert codes(session) == []


def step(session: Session, office: SmallOffice, code: str, *moves: tuple[str, str], days: int = 0) -> None:
    item = session.exec(select(Item.id).where(Item.code == code)).one()
    for trigger, role in moves:
        papers = {
            "school_plan_file": "แฟ้ม",
            "school_board_minutes": "รายงาน",
            "alignment_table_complete": "แฟ้ม",
            "review_checklist": "แบบตรวจ",
            "aligned_with_area_plan": "ตรวจแล้ว",
        }
        engine.advance(
            session,
            item,
            trigger,
            by=office.people[role],
            at=NOW + datetime.timedelta(days=days),
            reason="ปรับตัวชี้วัด",
            evidence=papers,
        )


SUBMIT = (("start", "school_officer"), ("submit", "school_officer"))
REVIEW = (("review", "plan_officer"),)


def standings(session: Session, office: SmallOffice, on: datetime.date) -> dict[str, Standing]:
    return {each.code: each.standing for each in progress(session, office.id, 2561, on).schools}


def test_each_school_stands_where_its_history_left_it_on_the_day(
    session: Session, office: SmallOffice, hand: Hand
) -> None:
    before = standings(session, office, TODAY)
    assert before == {"S001": Standing.NOT_OPENED, "S002": Standing.NOT_OPENED}
    open_school_plans(session, office.id, 2561, hand)
    step(session, office, "SP2561-S001", *SUBMIT, days=1)
    step(session, office, "SP2561-S001", *REVIEW, ("send_back", "plan_officer"), days=2)
    step(
        session,
        office,
        "SP2561-S001",
        ("resume", "school_officer"),
        ("submit", "school_officer"),
        *REVIEW,
        ("accept", "plan_director"),
        days=3,
    )
    told = [standings(session, office, TODAY + A_DAY * days)["S001"] for days in range(-1, 4)]
    assert told == [
        Standing.NOT_OPENED,
        Standing.NOT_STARTED,
        Standing.SUBMITTED,
        Standing.WITH_SCHOOL,
        Standing.ACCEPTED,
    ]


def test_the_cluster_counts_its_schools_and_who_is_late(
    session: Session, office: SmallOffice, hand: Hand
) -> None:
    """Opened on 12 January for 31 December: all are late; S003 stands in no cluster."""
    add_school(session, office, "S003")
    open_school_plans(session, office.id, 2561, hand)
    step(session, office, "SP2561-S001", *SUBMIT)
    found = progress(session, office.id, 2561, TODAY)
    told = [(each.code, each.schools, each.late, each.standing) for each in found.clusters]
    zero = dict.fromkeys(Standing, 0)
    assert told == [
        ("C1", 2, 2, zero | {Standing.SUBMITTED: 1, Standing.NOT_STARTED: 1}),
        ("", 1, 1, zero | {Standing.NOT_STARTED: 1}),
    ]
    assert [each.code for each in found.unanswered] == ["S002", "S003"]


def test_what_is_accepted_by_its_day_is_not_late(session: Session, office: SmallOffice, hand: Hand) -> None:
    open_school_plans(session, office.id, 2561, hand)
    step(session, office, "SP2561-S001", *SUBMIT, *REVIEW, ("accept", "plan_director"))
    for row in session.exec(select(Obligation).where(Obligation.code == "D-SP-01")):
        row.due_on = TODAY
    session.flush()
    late = {each.code: each.late for each in progress(session, office.id, 2561, TODAY).schools}
    assert late == {"S001": False, "S002": False}
    late = {each.code: each.late for each in progress(session, office.id, 2561, TODAY + A_DAY).schools}
    assert late == {"S001": False, "S002": True}


def test_a_school_that_closed_is_shown_apart(session: Session, office: SmallOffice, hand: Hand) -> None:
    """Merged schools no longer count; their plan waits to be cancelled."""
    open_school_plans(session, office.id, 2561, hand)
    session.get_one(School, office.schools["S002"]).valid_to = TODAY
    session.flush()
    found = progress(session, office.id, 2561, TODAY + A_DAY)
    assert [each.code for each in found.schools] == ["S001"]
    assert [(each.code, each.item) for each in found.gone] == [("S002", "SP2561-S002")]
    assert [each.code for each in progress(session, office.id, 2561, TODAY).gone] == []


ACCEPT = (*SUBMIT, *REVIEW, ("accept", "plan_director"))


def due(session: Session, on: datetime.date) -> None:
    for row in session.exec(select(Obligation).where(Obligation.code == "D-SP-01")):
        row.due_on = on
    session.flush()


def accepted(session: Session, office: SmallOffice, on: datetime.date) -> tuple[object, ...]:
    """Where the plan of S001 stands, when it was accepted and whether late, as of a day."""
    one = next(each for each in progress(session, office.id, 2561, on).schools if each.code == "S001")
    return one.state, one.accepted_on, one.late


def entry_of(session: Session, trigger: str) -> tuple[int, int]:
    found = session.exec(select(Entry).where(Entry.trigger == trigger, Entry.kind == "step")).one()
    assert found.item_id is not None
    return found.item_id, found.seq


def test_undoing_a_later_step_leaves_the_day_of_acceptance(
    session: Session, office: SmallOffice, hand: Hand
) -> None:
    """Accepted in time, put in use by mistake and undone a month later: still accepted in time."""
    open_school_plans(session, office.id, 2561, hand)
    step(session, office, "SP2561-S001", *ACCEPT)
    due(session, TODAY)
    step(session, office, "SP2561-S001", ("put_in_use", "school_officer"), days=30)
    item, wrong = entry_of(session, "put_in_use")
    later = NOW + datetime.timedelta(days=30)
    correct(session, item, wrong, by=office.people["school_officer"], at=later, reason="กดผิด", undo=True)
    assert accepted(session, office, TODAY + A_DAY * 40) == ("accepted", TODAY, False)


def test_an_acceptance_that_was_undone_is_none(session: Session, office: SmallOffice, hand: Hand) -> None:
    open_school_plans(session, office.id, 2561, hand)
    step(session, office, "SP2561-S001", *ACCEPT)
    due(session, TODAY)
    item, wrong = entry_of(session, "accept")
    later = NOW + A_DAY
    correct(session, item, wrong, by=office.people["plan_director"], at=later, reason="ผิดโรงเรียน", undo=True)
    assert accepted(session, office, TODAY) == ("accepted", TODAY, False)
    assert accepted(session, office, TODAY + A_DAY) == ("under_review", None, True)


def test_a_plan_returned_after_acceptance_is_no_longer_accepted(
    session: Session, office: SmallOffice, hand: Hand
) -> None:
    open_school_plans(session, office.id, 2561, hand)
    step(session, office, "SP2561-S001", *ACCEPT)
    step(session, office, "SP2561-S001", ("cancel", "plan_director"), days=1)
    assert accepted(session, office, TODAY + A_DAY) == ("cancelled", None, False)


def test_a_date_typed_in_makes_no_late_acceptance_punctual(
    session: Session, office: SmallOffice, hand: Hand
) -> None:
    """Due on 13 January, accepted on 22 January with the date of the 12th; the page shows the date given."""
    open_school_plans(session, office.id, 2561, hand)
    step(session, office, "SP2561-S001", *SUBMIT, *REVIEW)
    due(session, TODAY + A_DAY)
    item = session.exec(select(Item.id).where(Item.code == "SP2561-S001")).one()
    engine.advance(
        session,
        item,
        "accept",
        by=office.people["plan_director"],
        at=NOW + 10 * A_DAY,
        on=TODAY,
        evidence={"review_checklist": "แบบตรวจ", "aligned_with_area_plan": "ตรวจแล้ว"},
    )
    assert accepted(session, office, TODAY + 10 * A_DAY) == ("accepted", TODAY, True)


def test_a_corrected_date_counts_from_the_day_of_its_correction(
    session: Session, office: SmallOffice, hand: Hand
) -> None:
    """Recorded ahead of time on 12 January; the paper was signed on 22 January, after it was due."""
    open_school_plans(session, office.id, 2561, hand)
    step(session, office, "SP2561-S001", *ACCEPT)
    due(session, TODAY + A_DAY)
    item, wrong = entry_of(session, "accept")
    by, signed, told = office.people["plan_director"], TODAY + 10 * A_DAY, NOW + 20 * A_DAY
    correct(session, item, wrong, by=by, at=told, reason="วันที่ลงนามจริง", effective_on=signed)
    assert accepted(session, office, TODAY + 19 * A_DAY) == ("accepted", TODAY, False)
    assert accepted(session, office, TODAY + 20 * A_DAY) == ("accepted", signed, True)
    fact = {"review_checklist": "แบบตรวจที่ 2"}
    correct(session, item, wrong, by=by, at=told, reason="เอกสารผิดฉบับ", facts=fact)
    assert accepted(session, office, TODAY + 20 * A_DAY) == ("accepted", signed, True)
