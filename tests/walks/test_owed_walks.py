"""Random walks over papers owed part by part: nobody is asked twice, nor for what she has answered."""

import datetime
from collections.abc import Callable

import pytest
from conftest import NOW, SmallOffice, make_office
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from owed_desk import groups_owing, readers_owing
from sqlmodel import Session, col, select

from workflow import corrections, definitions, engine
from workflow.changes import Hand
from workflow.database import Database
from workflow.errors import Refused
from workflow.meetings import minutes
from workflow.models import Acknowledgement, Entry, Group, GroupSubmission, Item, Obligation, Person
from workflow.reports.submissions import submit, waive

Try = Callable[[Session, SmallOffice, Item, datetime.datetime], object]


def step(trigger: str, role: str, reason: str = "", **facts: str) -> Try:
    return lambda session, office, item, at: engine.advance(
        session, item.id, trigger, by=office.people[role], at=at, reason=reason, evidence=facts
    )


def undo(session: Session, _office: SmallOffice, item: Item, at: datetime.datetime) -> object:
    """The latest step, by whoever took it."""
    undone = select(Entry.corrects).where(Entry.item_id == item.id, Entry.kind == "undone")
    last = session.exec(
        select(Entry)
        .where(Entry.item_id == item.id, Entry.kind == "step", col(Entry.seq).not_in(undone))
        .order_by(col(Entry.seq).desc())
    ).first()
    if last is None:
        return None
    return corrections.correct(
        session, item.id, last.seq, by=last.actor_id, at=at, reason="บันทึกผิด", undo=True
    )


def sent(group: str, role: str) -> Try:
    return lambda session, office, item, at: submit(
        session, item, group, "ดำเนินการครบ", Hand(office.people[role], at)
    )


def excused(group: str) -> Try:
    return lambda session, office, item, at: waive(
        session, item, group, "ไม่มีโครงการ", Hand(office.people["plan_officer"], at)
    )


def read_by(role: str) -> Try:
    return lambda session, office, item, at: minutes.acknowledge(session, item.id, office.people[role], at)


def circulated_again(session: Session, office: SmallOffice, item: Item, at: datetime.datetime) -> object:
    return minutes.circulate(session, item.id, Hand(office.people["clerk"], at))


FIGURES = {
    "disbursement_statement": "แบบ สงป.",
    "finance_figures_received": "ครบ",
    "groups_submitted": "PLN,ADM",
}
QUARTER: tuple[Try, ...] = (
    step("open", "plan_officer"),
    step("consolidate", "plan_officer", **FIGURES),
    step(
        "submit",
        "plan_officer",
        figures_reconciled="ครบ",
        problems_recorded="ไม่มี",
        quarterly_report_draft="ร่าง",
    ),
    step("send_back", "plan_director", reason="ตัวเลขไม่ตรง"),
    step("resume", "plan_officer"),
    step("acknowledge", "area_director", quarterly_report_memo="บันทึก"),
    step("close", "plan_director", no_project_below_target="ใช่"),
    undo,
    undo,
    sent("PLN", "project_owner"),
    sent("ADM", "group_director@ADM"),
    excused("PLN"),
    excused("ADM"),
)
MINUTES: tuple[Try, ...] = (
    step("circulate_minutes", "committee_secretary", minutes="รายงาน", minutes_signed="ลงชื่อครบ"),
    step("adopt_minutes", "committee_secretary", adoption_recorded="ครั้งที่ 2"),
    undo,
    circulated_again,
    *(read_by(role) for role in ("clerk", "plan_officer", "project_owner@ADM", "school_officer")),
)


def drafted(session: Session, office: SmallOffice, code: str) -> Item:
    """A meeting as it stands when its minutes are drafted."""
    item = office.open(session, "meeting", code)
    item.state = "minutes_drafted"
    session.flush()
    return item


def reported(session: Session, office: SmallOffice, code: str) -> Item:
    return office.open(session, "quarterly_report", code, group_id=None)


def nobody_is_asked_for_what_was_answered(session: Session, item: Item) -> None:
    session.expire_all()
    codes = dict(session.exec(select(Group.id, Group.code)).all())
    answered = {
        codes[key]
        for key in session.exec(select(GroupSubmission.group_id).where(GroupSubmission.item_id == item.id))
    }
    collecting = item.kind == "quarterly_report" and item.state == "collecting"
    owing = groups_owing(session, item.id)
    assert owing == (sorted({"PLN", "ADM"} - answered) if collecting else [])
    names = dict(session.exec(select(Person.id, Person.name_th)).all())
    unread = {
        names[key]
        for key in session.exec(
            select(Acknowledgement.person_id).where(
                Acknowledgement.item_id == item.id, col(Acknowledgement.read_at).is_(None)
            )
        )
    }
    circulated = item.kind == "meeting" and item.state == "minutes_circulated"
    assert readers_owing(session, item.id) == (unread if circulated else set())


def nothing_is_owed_on_what_has_ended(session: Session, item: Item) -> None:
    if definitions.by_hash(session, item.definition_hash).is_end(item.state):
        left = select(Obligation.code).where(Obligation.item_id == item.id, Obligation.outcome == "")
        assert session.exec(left).all() == []


@pytest.mark.parametrize(("opened", "tries"), [(reported, QUARTER), (drafted, MINUTES)])
def test_who_has_answered_owes_nothing_whatever_is_tried(
    opened: Callable[[Session, SmallOffice, str], Item], tries: tuple[Try, ...], database: Database
) -> None:
    with database.write() as session:
        office = make_office(session, "W1")
    walks = moved = 0

    @settings(max_examples=12, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(st.integers(0, len(tries) - 1), min_size=10, max_size=40))
    def walk(picks: list[int]) -> None:
        nonlocal walks, moved
        walks += 1
        with database.write() as session:
            item_id = opened(session, office, f"W{walks}").id
        at = NOW
        for pick in [0, *picks]:
            at += datetime.timedelta(hours=1)
            try:
                with database.write() as session:
                    tries[pick](session, office, session.get_one(Item, item_id), at)
                moved += 1
            except Refused:
                pass
            with database.read() as session:
                item = session.get_one(Item, item_id)
                nobody_is_asked_for_what_was_answered(session, item)
                nothing_is_owed_on_what_has_ended(session, item)

    walk()
    assert moved > 5 * walks
