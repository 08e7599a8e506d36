"""Two times kept apart: what was true of a day, and what the office had recorded by a moment."""

import datetime
import json

import pytest
from called_plan import step
from conftest import LONG_AGO, NOW, SmallOffice
from msgspec import structs
from plan_call import CALL
from sqlmodel import Session, col, select
from test_corrections import undo

from workflow.asof.course import Told
from workflow.asof.duties import DutyThen
from workflow.asof.item import ItemThen, item_then
from workflow.asof.kept import kept_then
from workflow.asof.particulars import Changes, Then
from workflow.asof.past import Past, past
from workflow.asof.roster import roster_then
from workflow.calendars import add_holiday
from workflow.changes import Hand
from workflow.database import Database
from workflow.delegations import NewDelegation, delegate, end_delegation
from workflow.errors import PastRefused
from workflow.items import NewItem, import_item
from workflow.meetings import bodies
from workflow.models import Body, Delegation, Entry, Group, Item, Obligation, Occupancy, Person
from workflow.moments import bangkok_date
from workflow.papers import drafts
from workflow.papers.fields import Fields
from workflow.people import Appointment, change_person, end_occupancy
from workflow.structure import change_group
from workflow.tenures import hand_over

MEMO = Fields(subject="ขอให้รายงานผล", to="ผู้อำนวยการ", reason=("เหตุ",), wish=("ขอ",), closing="จบ")
DAY = datetime.timedelta(days=1)
TODAY = bangkok_date(NOW)
LATER = NOW + 30 * DAY


@pytest.fixture
def plan(database: Database, office: SmallOffice) -> Item:
    """A plan whose call was opened on 12 January 2018, an hour after it was begun."""
    with database.write() as session:
        item = office.open(session, "annual_plan", "AP2561")
        step(session, office, item, "open_proposals", NOW, evidence=CALL)
        session.refresh(item)
        session.expunge(item)
    return item


def asked(
    session: Session,
    office: SmallOffice,
    on: datetime.date,
    known: datetime.date | datetime.datetime | None = None,
) -> Past:
    return past(session, office.id, on, known, LATER)


def then(
    session: Session,
    office: SmallOffice,
    item: Item,
    on: datetime.date,
    known: datetime.date | datetime.datetime | None = None,
) -> ItemThen:
    session.expire_all()
    row = session.get_one(Item, item.id)
    return item_then(session, row, asked(session, office, on, known))


def state_of(told: ItemThen) -> str:
    return told.standing.state if told.standing else ""


def last_seq(session: Session, item: Item) -> int:
    return max(session.exec(select(Entry.seq).where(Entry.item_id == item.id, Entry.kind == "step")).all())


def test_a_corrected_day_changes_what_was_true_but_not_what_was_believed(
    database: Database, office: SmallOffice, plan: Item
) -> None:
    """Recorded on 12 January as of that day; on the 16th put right: it had been resolved on the 14th."""
    with database.write() as session:
        seq = last_seq(session, plan)
        on = TODAY + 2 * DAY
        undo(session, office, plan, seq, NOW + 4 * DAY, undo=False, reason="วันที่ผิด", effective_on=on)
        before = TODAY + DAY
        assert state_of(then(session, office, plan, before, TODAY + 3 * DAY)) == "proposals_open"
        assert state_of(then(session, office, plan, before, TODAY + 4 * DAY)) == "preparing"
        told = then(session, office, plan, on)
        assert told.standing is not None
        assert (told.standing.state, told.standing.effective_on) == ("proposals_open", on)
        assert told.corrected == ()
        assert then(session, office, plan, before, TODAY + 3 * DAY).corrected == (seq,)


def test_an_undone_step_was_believed_until_it_was_undone(
    database: Database, office: SmallOffice, plan: Item
) -> None:
    with database.write() as session:
        seq = last_seq(session, plan)
        undo(session, office, plan, seq, NOW + 4 * DAY)
        on = TODAY + DAY
        believed = then(session, office, plan, on, TODAY + 3 * DAY)
        known = then(session, office, plan, on, TODAY + 4 * DAY)
        assert (state_of(believed), state_of(known)) == ("proposals_open", "preparing")
        assert (believed.corrected, known.corrected) == ((seq,), ())
        assert outcomes(believed.duties) == {"D-AP-01": "done", "D-AP-02": "done", "D-AP-03": ""}
        assert outcomes(known.duties) == {"D-AP-01": "", "D-AP-02": "", "D-AP-03": ""}


def outcomes(duties: tuple[DutyThen, ...]) -> dict[str, str]:
    return {each.code: each.outcome for each in duties}


def test_a_step_undone_from_a_later_day_on_counted_until_then(
    database: Database, office: SmallOffice, plan: Item
) -> None:
    with database.write() as session:
        back = TODAY + 3 * DAY
        undo(session, office, plan, last_seq(session, plan), NOW + 4 * DAY, effective_on=back)
        days = {day: state_of(then(session, office, plan, TODAY + day * DAY)) for day in (-1, 0, 2, 3, 5)}
        assert days == {-1: "", 0: "proposals_open", 2: "proposals_open", 3: "preparing", 5: "preparing"}


def test_facts_are_those_given_by_then(database: Database, office: SmallOffice, plan: Item) -> None:
    with database.write() as session:
        seq = last_seq(session, plan)
        more = {"undo": False, "facts": {"policy_analysed": "บันทึกที่ 7"}, "reason": "เลขที่ผิด"}
        undo(session, office, plan, seq, NOW + 4 * DAY, **more)
        for known, value in ((TODAY + 3 * DAY, "บันทึกวิเคราะห์นโยบาย"), (TODAY + 4 * DAY, "บันทึกที่ 7")):
            facts = {each.code: each.value for each in then(session, office, plan, TODAY + DAY, known).facts}
            assert facts == {**CALL, "policy_analysed": value}


def test_a_holiday_moves_a_date_only_from_when_it_was_recorded(
    database: Database, office: SmallOffice, plan: Item
) -> None:
    with database.write() as session:
        duty = session.exec(
            select(Obligation).where(Obligation.item_id == plan.id, Obligation.outcome == "")
        ).first()
        assert duty is not None
        code, due = duty.code, duty.due_on
        hand = Hand(office.people["clerk"], NOW + 4 * DAY)
        moved = add_holiday(session, office.id, due, "หยุดพิเศษ", hand).moved
        after = next(each.after for each in moved if each.code == code)
        assert after != due
        for known, expected in ((TODAY + 3 * DAY, due), (TODAY + 4 * DAY, after)):
            told = then(session, office, plan, TODAY + DAY, known)
            assert [each.due_on for each in told.duties if each.code == code] == [expected]


def test_a_title_is_told_as_it_was_and_not_guessed_where_nobody_wrote_it_down(
    database: Database, office: SmallOffice
) -> None:
    by = office.people["plan_officer"]
    with database.write() as session:
        item = drafts.open_paper(session, office.id, "free_memo", MEMO, Hand(by, NOW))
        hand = Hand(by, NOW + 4 * DAY)
        drafts.edit(session, item.id, structs.replace(MEMO, subject="เรื่องใหม่"), hand, expect_revision=1)
        told = [then(session, office, item, TODAY + day * DAY).title for day in (1, 4)]
        assert [(each.value, each.known) for each in told] == [("ขอให้รายงานผล", True), ("เรื่องใหม่", True)]
        entry = session.exec(select(Entry).where(Entry.item_id == item.id, Entry.kind == "paper")).one()
        assert json.loads(entry.details)["title"] == ["ขอให้รายงานผล", "เรื่องใหม่"]
        silent = Told(
            *(entry.seq, "paper", entry.at, entry.effective_on, "", "", 0, "", None),
            json.dumps({"changed": ["subject"]}),
        )
        changes = Changes()
        changes.take(silent)  # as it was recorded before titles were
        assert changes.before("title", "เรื่องใหม่") == Then(None, known=False)


def test_a_paper_taken_in_under_way_has_no_past_before(database: Database, office: SmallOffice) -> None:
    with database.write() as session:
        new = NewItem("project", "P1", "โครงการ", 2561, group_id=office.groups["PLN"])
        by = office.people["plan_director"]
        item = import_item(session, office.id, new, state="in_progress", by=by, at=NOW + 2 * DAY)
        told = then(session, office, item, TODAY + DAY)
        assert (told.standing, told.opened_on, told.opening) == (None, TODAY + 2 * DAY, "imported")
        unknown = then(session, office, item, TODAY + DAY, TODAY + DAY)
        assert (unknown.standing, unknown.opened_on) == (None, None)
        assert state_of(then(session, office, item, TODAY + 2 * DAY)) == "in_progress"


def names(session: Session, office: SmallOffice, post: str, day: int, known: int | None) -> list[str]:
    until = None if known is None else TODAY + known * DAY
    session.expire_all()
    told = roster_then(session, asked(session, office, TODAY + day * DAY, until))
    found = next(each for each in told.posts if each.code == post)
    return [each.username for each in found.holders] + [f"({each.username})" for each in found.stand_ins]


def test_a_post_handed_over_is_known_from_when_it_was_recorded(
    database: Database, office: SmallOffice
) -> None:
    """On the 20th it was recorded that the officer had led the plan group since the 15th."""
    with database.write() as session:
        hand = Hand(office.people["clerk"], NOW + 8 * DAY)
        new = Appointment(
            office.positions["plan_director"],
            office.people["plan_officer"],
            TODAY + 3 * DAY,
            order_no="5/2561",
        )
        hand_over(session, office.id, new, hand)
        tried = {
            (day, known): names(session, office, "plan_director", day, known)
            for day, known in ((2, None), (3, None), (3, 7), (3, 8), (9, None))
        }
        old, new_one = ["plan_director.t1"], ["plan_officer.t1"]
        assert tried == {(2, None): old, (3, None): new_one, (3, 7): old, (3, 8): new_one, (9, None): new_one}


def test_orders_given_ended_and_withdrawn_are_told_as_they_were_known(
    database: Database, office: SmallOffice
) -> None:
    clerk = office.people["clerk"]
    with database.write() as session:
        for person, first, last, number in (("deputy_director", 0, 20, "1"), ("plan_director", 10, 25, "2")):
            new = NewDelegation(
                office.positions["area_director"],
                office.people[person],
                "acting",
                f"{number}/2561",
                TODAY,
                TODAY + first * DAY,
                TODAY + last * DAY,
                subjects=("memo",),
            )
            order = delegate(session, office.id, new, Hand(clerk, NOW))
            # the first is cut short, the second, which never began, is taken away
            end_delegation(session, order, TODAY + 5 * DAY, Hand(clerk, NOW + 6 * DAY))
        assert session.exec(select(Delegation.order_no)).all() == ["1/2561"]
        tried = {
            (day, known): names(session, office, "area_director", day, known)[1:]
            for day, known in ((0, 0), (5, None), (6, None))
        }
        assert tried == {(0, 0): ["(deputy_director.t1)"], (5, None): ["(deputy_director.t1)"], (6, None): []}
        early = roster_then(session, past(session, office.id, TODAY, NOW + 5 * DAY, LATER))
        post = next(each for each in early.posts if each.code == "area_director")
        assert [(each.order_no, each.valid_to) for each in post.stand_ins] == [("1/2561", TODAY + 20 * DAY)]
        session.expire_all()
        known_then = kept_then(session, past(session, office.id, TODAY, NOW + 5 * DAY, LATER)).orders
        spans = [(each.order_no, each.capacity, each.subjects, each.valid_to) for each in known_then]
        assert spans == [
            ("1/2561", "acting", "memo", TODAY + 20 * DAY),
            ("2/2561", "acting", "memo", TODAY + 25 * DAY),
        ]


def test_names_are_those_of_the_day(database: Database, office: SmallOffice) -> None:
    with database.write() as session:
        hand = Hand(office.people["system_admin"], NOW + 4 * DAY)
        change_person(session, office.people["clerk"], {"name_th": "ชื่อใหม่"}, hand)
        change_group(session, office.groups["ADM"], {"name_th": "กลุ่มใหม่"}, hand)
        old_person = "ผู้ดำรงตำแหน่ง clerk"
        for day, person, group in ((3, old_person, "กลุ่ม ADM"), (4, "ชื่อใหม่", "กลุ่มใหม่")):
            session.expire_all()
            told = roster_then(session, asked(session, office, TODAY + day * DAY))
            post = next(each for each in told.posts if each.code == "clerk")
            assert [each.name for each in post.holders] == [person]
            assert {each.code: each.name for each in told.groups}["ADM"] == group
        rows = (session.get_one(Person, office.people["clerk"]), session.get_one(Group, office.groups["ADM"]))
        assert [row.name_th for row in rows] == ["ชื่อใหม่", "กลุ่มใหม่"]  # looking changes nothing


def test_who_sat_on_a_body_and_until_when_as_was_known(database: Database, office: SmallOffice) -> None:
    with database.write() as session:
        body = Body(
            office_id=office.id, code="plan_committee", name_th="คณะ", internal=True, valid_from=LONG_AGO
        )
        session.add(body)
        session.flush()
        clerk = office.people["clerk"]
        new = bodies.NewMember("กรรมการ ก", valid_from=TODAY)
        row = bodies.add_member(session, body.id, "9/2561", new, Hand(clerk, NOW + DAY))
        bodies.end_membership(session, row.id, TODAY + 3 * DAY, Hand(clerk, NOW + 5 * DAY))
        seen = {}
        for day, known in ((0, 0), (0, 1), (3, 5), (4, 4), (4, 5)):
            session.expire_all()
            told = roster_then(session, asked(session, office, TODAY + day * DAY, TODAY + known * DAY))
            seats = next(each.seats for each in told.bodies if each.code == "plan_committee")
            seen[day, known] = [(each.valid_to, each.until_known) for each in seats]
        until = (TODAY + 3 * DAY, True)
        assert seen == {
            (0, 0): [],
            (0, 1): [(None, True)],
            (3, 5): [until],
            (4, 4): [(None, True)],
            (4, 5): [],
        }


def test_an_appointment_ended_is_still_open_where_the_end_was_not_known(
    database: Database, office: SmallOffice
) -> None:
    with database.write() as session:
        row = session.exec(
            select(Occupancy).where(Occupancy.position_id == office.positions["finance_officer"])
        ).one()
        end_occupancy(session, row.id, TODAY + DAY, Hand(office.people["clerk"], NOW + 4 * DAY))
        tried = [names(session, office, "finance_officer", 2, known) for known in (3, 4, None)]
        assert tried == [["finance_officer.t1"], [], []]


REFUSED = [
    (TODAY + 31 * DAY, None, "in_future"),
    (TODAY, TODAY + 31 * DAY, "in_future"),
    (TODAY, TODAY - DAY, "known_before_on"),
    (TODAY - 9 * DAY, TODAY - 9 * DAY, "before_record"),
]


@pytest.mark.parametrize(("on", "known", "problem"), REFUSED)
def test_questions_that_the_record_cannot_answer_are_refused(
    on: datetime.date, known: datetime.date | None, problem: str, database: Database, office: SmallOffice
) -> None:
    with database.read() as session, pytest.raises(PastRefused) as refused:
        asked(session, office, on, known)
    assert refused.value.problem == problem


def test_a_day_before_the_record_is_answered_with_that_remark(
    database: Database, office: SmallOffice, plan: Item
) -> None:
    with database.read() as session:
        early = asked(session, office, datetime.date(1900, 1, 1))
        assert early.before_record
        assert roster_then(session, early).posts == ()
        assert item_then(session, session.get_one(Item, plan.id), early).standing is None
        first = session.exec(select(Entry.at).order_by(col(Entry.seq)).limit(1)).one()
        assert early.begins == first
