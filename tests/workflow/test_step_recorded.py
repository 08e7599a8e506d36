"""What a step leaves behind, value by value: the entry, what was shown with it, what it settles and opens."""

import datetime
import json

import pytest
from conftest import LONG_AGO, SmallOffice
from first_step import FACTS, PAPERS, TOMORROW, first_plan, opened
from sqlmodel import Session, col, select

from workflow import engine
from workflow.engine import Moved
from workflow.errors import NotAllowed
from workflow.models import (
    Attestation,
    Delegation,
    Document,
    Entry,
    Item,
    Obligation,
    OutboxRow,
)
from workflow.statements import Attached


@pytest.fixture
def plan(session: Session, office: SmallOffice, now: datetime.datetime) -> Item:
    return first_plan(session, office, now)


def last(session: Session, item: Item) -> Entry:
    session.expire_all()
    query = select(Entry).where(Entry.item_id == item.id).order_by(col(Entry.seq).desc())
    return session.exec(query).first()  # type: ignore[return-value]


def test_the_answer_says_where_the_item_stands_and_by_which_entry(
    session: Session, office: SmallOffice, plan: Item, now: datetime.datetime
) -> None:
    moved, item_id = opened(session, office, plan, now), plan.id
    entry = last(session, plan)
    assert moved == Moved(
        *(item_id, "AP2561", "open_proposals", "preparing", "proposals_open"), 2, entry.seq, entry.hash, ()
    )
    assert (plan.state, plan.version, plan.state_since) == ("proposals_open", 2, now)


def test_the_entry_holds_who_did_what_in_which_capacity_and_how_long_it_had_stood(
    session: Session, office: SmallOffice, plan: Item, now: datetime.datetime
) -> None:
    before = last(session, plan)
    on = datetime.date(2018, 1, 13)
    opened(session, office, plan, now + TOMORROW, on=on, reason="  ตามมติ  ")
    entry = last(session, plan)
    assert (entry.kind, entry.at, entry.effective_on, entry.subject) == (
        *("step", now + TOMORROW),
        *(on, "item:AP2561"),
    )
    assert (entry.actor_id, entry.position_id, entry.principal_id, entry.capacity, entry.order_no) == (
        *(office.people["plan_director"], office.positions["plan_director"]),
        *(None, "own", ""),
    )
    assert (entry.trigger, entry.from_state, entry.to_state, entry.version) == (
        *("open_proposals", "preparing"),
        *("proposals_open", 2),
    )
    assert (entry.definition_hash, entry.reason, entry.dwell_seconds) == (
        *(plan.definition_hash, "ตามมติ"),
        27 * 3600,
    )
    assert (entry.seq, entry.prev_hash) == (before.seq + 1, before.hash)


def test_a_clock_that_went_back_gives_no_stay_below_nothing(
    session: Session, office: SmallOffice, plan: Item, now: datetime.datetime
) -> None:
    opened(session, office, plan, now - datetime.timedelta(hours=1))
    assert last(session, plan).dwell_seconds == 0


def test_an_order_is_named_with_whom_she_stands_in_for(
    session: Session, office: SmallOffice, plan: Item, now: datetime.datetime
) -> None:
    session.add(
        Delegation(
            office_id=office.id,
            position_id=office.positions["plan_director"],
            person_id=office.people["clerk"],
            capacity="acting",
            order_no="5/2561",
            ordered_on=LONG_AGO,
            valid_from=LONG_AGO,
            valid_to=now.date(),
        )
    )
    session.flush()
    opened(session, office, plan, now, role="clerk")
    entry = last(session, plan)
    assert (entry.actor_id, entry.principal_id, entry.position_id, entry.capacity, entry.order_no) == (
        *(office.people["clerk"], office.people["plan_director"]),
        *(office.positions["plan_director"], "acting", "5/2561"),
    )


def test_details_name_the_facts_and_the_papers_by_their_content(
    session: Session, office: SmallOffice, plan: Item, now: datetime.datetime
) -> None:
    opened(session, office, plan, now, justifications={"committee_appointed": "ไม่ใช่เรื่องที่ผ่อนผันได้"})
    assert json.loads(last(session, plan).details) == {
        "facts": FACTS,
        "documents": {code: [file.sha256, file.filename] for code, file in PAPERS.items()},
    }


def test_what_was_shown_is_kept_with_the_version_and_the_entry_it_was_given_at(
    session: Session, office: SmallOffice, plan: Item, now: datetime.datetime
) -> None:
    moved, by = opened(session, office, plan, now), office.people["plan_director"]
    facts = session.exec(select(Attestation).where(Attestation.item_id == plan.id)).all()
    assert {each.code: each.value for each in facts} == FACTS
    assert {(each.item_version, each.entry_seq, each.attested_by, each.attested_at) for each in facts} == {
        (1, moved.entry_seq, by, now)
    }
    assert {each.synthetic for each in facts} == {False}
    files = session.exec(select(Document).where(Document.item_id == plan.id)).all()
    assert {each.code: Attached(each.sha256, each.filename) for each in files} == PAPERS
    assert {(each.item_version, each.entry_seq, each.attached_by, each.attached_at) for each in files} == {
        (1, moved.entry_seq, by, now)
    }


def test_what_is_owed_is_closed_by_the_entry(
    session: Session, office: SmallOffice, plan: Item, now: datetime.datetime
) -> None:
    moved = opened(session, office, plan, now)
    session.expire_all()
    query = select(Obligation).where(Obligation.item_id == plan.id).order_by(col(Obligation.code))
    assert [(each.code, each.outcome, each.closed_seq, each.closed_at) for each in session.exec(query)] == [
        ("D-AP-01", "done", moved.entry_seq, now),
        ("D-AP-02", "done", moved.entry_seq, now),
        ("D-AP-03", "", None, None),
    ]


def test_what_begins_to_be_owed_names_the_entry_that_opened_it(
    session: Session, office: SmallOffice, plan: Item, now: datetime.datetime
) -> None:
    plan.state, plan.fiscal_year = "published", 2562
    session.flush()
    moved = engine.advance(
        *(session, plan.id, "start_execution"),
        by=office.people["plan_director"],
        at=now,
        evidence={"projects_have_owners": "บัญชีโครงการ"},
    )
    query = select(Obligation).where(Obligation.code == "D-AM-01").order_by(col(Obligation.turn))
    first, second = session.exec(query).all()
    assert (first.office_id, first.item_id, first.turn, first.owed_by) == (
        *(office.id, plan.id),
        *(1, "plan_director"),
    )
    assert (first.group_id, first.school_id, first.person_id) == (office.groups["PLN"], None, None)
    assert (first.due_on, second.due_on) == (datetime.date(2019, 2, 15), datetime.date(2019, 5, 31))
    assert (first.formula, first.calendar_version, first.ladder) == (
        *("occurrence(15 Feb) roll=next_workday", "1"),
        "standard",
    )
    assert json.loads(first.reckoning)["start"] == "2019-02-15"
    assert (first.opened_seq, first.opened_at, first.outcome, first.closed_seq) == (
        *(moved.entry_seq, now),
        *("", None),
    )


def test_its_notices_wait_in_the_outbox_with_the_entry(
    session: Session, office: SmallOffice, plan: Item, now: datetime.datetime
) -> None:
    moved = opened(session, office, plan, now)
    row = session.exec(select(OutboxRow)).one()
    assert (row.office_id, row.item_id, row.entry_seq, row.notices, row.created_at, row.taken_at) == (
        *(office.id, plan.id, moved.entry_seq),
        *("memo_call_for_proposals", now, None),
    )


def test_of_several_notices_each_is_named(
    session: Session, office: SmallOffice, now: datetime.datetime
) -> None:
    survey = office.open(session, "expenditure_analysis", "EX1")
    shown = {"survey_form": "แบบสำรวจ", "operation_calendar": "ปฏิทินปี 2561", "calendar_aligned_with_fy": "ใช่"}
    by = office.people["plan_director"]
    engine.advance(session, survey.id, "launch_survey", by=by, at=now, evidence=shown)
    row = session.exec(select(OutboxRow)).one()
    assert row.notices == "letter_survey_schools,memo_survey_groups"


def test_what_was_made_up_says_so_in_the_entry_in_the_facts_and_with_every_child(
    session: Session, office: SmallOffice, plan: Item, now: datetime.datetime
) -> None:
    opened(session, office, plan, now, synthetic=True)
    assert json.loads(last(session, plan).details)["synthetic"] is True
    assert session.exec(select(Attestation.synthetic).distinct()).all() == [True]
    children = [office.open(session, "project", code, parent_id=plan.id) for code in ("P002", "P001")]
    moved = engine.advance(
        *(session, plan.id, "cancel"),
        by=office.people["area_director"],
        at=now,
        reason="ยุบรวมเขตพื้นที่",
        synthetic=True,
    )
    assert [child.code for child in moved.cascaded] == ["P001", "P002"]
    assert [child.entry_seq for child in moved.cascaded] == [moved.entry_seq + 1, moved.entry_seq + 2]
    for child in children:
        entry = last(session, child)
        assert json.loads(entry.details) == {"synthetic": True, "cascaded_from": moved.entry_seq}
        assert (entry.actor_id, entry.at, entry.position_id) == (
            *(office.people["area_director"], now),
            office.positions["area_director"],
        )


def test_files_go_along_with_the_children_and_facts_do_not(
    session: Session, office: SmallOffice, plan: Item, now: datetime.datetime
) -> None:
    child = office.open(session, "project", "P001", parent_id=plan.id)
    engine.advance(
        *(session, plan.id, "cancel"),
        by=office.people["area_director"],
        at=now,
        reason="ยุบรวมเขตพื้นที่",
        documents={"proposal_form": PAPERS["proposal_form"]},
        evidence={"flexibility": "ใช่"},
    )
    attached = session.exec(select(Document.item_id, Document.code).order_by(col(Document.id))).all()
    assert [tuple(each) for each in attached] == [(plan.id, "proposal_form"), (child.id, "proposal_form")]
    assert session.exec(select(Attestation.item_id)).all() == [plan.id]
    assert set(json.loads(last(session, child).details)) == {"documents", "cascaded_from"}


def test_children_move_by_the_parents_authority_and_other_plans_projects_stay(
    session: Session, office: SmallOffice, plan: Item, now: datetime.datetime
) -> None:
    """The clerk's order covers plans alone: of her own she may not cancel a project."""
    session.add(
        Delegation(
            office_id=office.id,
            position_id=office.positions["area_director"],
            person_id=office.people["clerk"],
            capacity="acting",
            order_no="6/2561",
            subjects="annual_plan",
            ordered_on=LONG_AGO,
            valid_from=LONG_AGO,
            valid_to=now.date(),
        )
    )
    other = office.open(session, "annual_plan", "AP2562", fiscal_year=2562)
    mine, theirs = (
        office.open(session, "project", code, parent_id=parent.id)
        for code, parent in (("P001", plan), ("P002", other))
    )
    memo = office.open(session, "memo", "M1", parent_id=plan.id)  # a draft of another kind
    session.flush()
    told = {"by": office.people["clerk"], "at": now, "reason": "ยุบรวมเขตพื้นที่"}
    with pytest.raises(NotAllowed):
        engine.advance(session, mine.id, "cancel_with_plan", **told)
    engine.advance(session, plan.id, "cancel", **told)
    entry = last(session, mine)
    assert (mine.state, theirs.state, memo.state) == ("cancelled", "draft", "draft")
    assert (entry.principal_id, entry.capacity, entry.order_no) == (
        *(office.people["area_director"], "acting"),
        "6/2561",
    )
