"""A change of the office itself is one entry: of one row or of many, with what changed, from what to what."""

import datetime
import json

import pytest
from conftest import NOW, SmallOffice
from sqlmodel import Session, col, select

from workflow import history
from workflow.changes import LONGEST_NAME, Hand, applied, authority, check_span, named, record
from workflow.database import Cursor
from workflow.errors import BadInput, TooLong
from workflow.models import Entry, Group, Item, Obligation, School
from workflow.situation import read
from workflow.statements import Step, settle_on_parent, write_step

DAY = datetime.date(2018, 1, 12)


@pytest.fixture
def hand(office: SmallOffice) -> Hand:
    return Hand(office.people["system_admin"], NOW)


def written(session: Session, office: SmallOffice, seq: int) -> Entry:
    return session.get_one(Entry, (office.id, seq))


def test_one_row_is_the_subject_and_many_are_counted_and_named(
    session: Session, office: SmallOffice, hand: Hand
) -> None:
    by = authority(session, office.id, hand)
    one = record(session, office.id, "group", ["PLN"], {"name": "ก"}, hand, by=by)
    many = record(session, office.id, "group", ["PLN", "ADM"], {"name": "ก"}, hand, by=by)
    entries = [written(session, office, each.seq) for each in (one, many)]
    assert [(each.kind, each.subject) for each in entries] == [("group", "group:PLN"), ("group", "group")]
    assert [json.loads(each.details) for each in entries] == [
        {"name": "ก"},
        {"name": "ก", "count": 2, "codes": ["PLN", "ADM"]},
    ]


def test_the_entry_names_who_by_what_post_and_from_which_day(
    session: Session, office: SmallOffice, hand: Hand
) -> None:
    by, item = authority(session, office.id, hand), office.open(session, "memo", "M1")
    later = DAY + datetime.timedelta(days=7)
    seqs = [
        record(session, office.id, "group", ["PLN"], {}, hand, by=by, **more).seq
        for more in ({}, {"on": later, "item_id": item.id})
    ]
    plain, dated = (written(session, office, seq) for seq in seqs)
    assert (plain.effective_on, plain.item_id, plain.at) == (DAY, None, NOW)
    assert (dated.effective_on, dated.item_id) == (later, item.id)
    assert (plain.actor_id, plain.position_id, plain.principal_id, plain.capacity, plain.order_no) == (
        *(office.people["system_admin"], office.positions["system_admin"]),
        *(None, "own", ""),
    )


def test_only_what_changed_is_told_with_days_as_text(session: Session, office: SmallOffice) -> None:
    group = session.get_one(Group, office.groups["PLN"])
    before = group.name_th
    wanted = {"name_th": "กลุ่มแผน", "valid_to": DAY, "code": group.code}
    assert applied(group, wanted, ("name_th", "valid_to", "code")) == {
        "name_th": [before, "กลุ่มแผน"],
        "valid_to": [None, "2018-01-12"],
    }
    assert (group.name_th, group.valid_to) == ("กลุ่มแผน", DAY)
    assert applied(group, {"valid_to": None}, ("valid_to",)) == {"valid_to": ["2018-01-12", None]}


def test_a_field_that_may_not_be_changed_is_named(session: Session, office: SmallOffice) -> None:
    school = session.get_one(School, office.schools["S001"])
    with pytest.raises(BadInput) as refused:
        applied(school, {"office_id": 2}, ("name_th",))
    assert (refused.value, school.office_id) == (BadInput("office_id", "unknown"), office.id)


def test_a_name_is_kept_without_blanks_at_its_ends_and_within_its_length() -> None:
    assert named("name_th", "  กลุ่มแผน ") == "กลุ่มแผน"
    assert named("name_th", f" {'ก' * LONGEST_NAME} ") == "ก" * LONGEST_NAME
    with pytest.raises(TooLong) as long:
        named("name_th", "ก" * (LONGEST_NAME + 1))
    assert long.value == TooLong("name_th", LONGEST_NAME, LONGEST_NAME + 1)
    with pytest.raises(BadInput) as empty:
        named("name_th", " ")
    assert empty.value == BadInput("name_th", "empty")


def test_a_span_may_last_one_day_and_not_end_before_it_begins() -> None:
    check_span(DAY, None)
    check_span(DAY, DAY)
    with pytest.raises(BadInput) as refused:
        check_span(DAY, DAY - datetime.timedelta(days=1))
    assert refused.value == BadInput("valid_to", "before_start", "2018-01-11")


def planned(session: Session, office: SmallOffice, item: Item) -> Step:
    """A step as the engine would write it, made of an entry that is already in the chain."""
    sealed = history.seal(
        history.Head(900, "0" * 64),
        history.Record(
            office_id=office.id,
            kind="step",
            at="2018-01-12T02:00:00.000000Z",
            effective_on="2018-01-12",
            subject=f"item:{item.code}",
            actor_id=office.people["clerk"],
            capacity="own",
        ),
    )
    return Step(read(session, item.id, office.people["clerk"], DAY).item, sealed, "proposals_open")


def test_a_step_upon_a_version_that_is_gone_writes_nothing(session: Session, office: SmallOffice) -> None:
    item = office.open(session, "annual_plan", "AP2561")
    step = planned(session, office, item)
    item.version += 1
    session.flush()
    assert write_step(Cursor(session), step) is False
    session.refresh(item)
    assert (item.state, item.version) == ("preparing", 2)
    assert session.exec(select(Entry).where(Entry.seq == 901)).all() == []


def test_the_earliest_of_what_the_parent_owes_is_met(session: Session, office: SmallOffice) -> None:
    """Of two mid-year meetings the first; the closing says by which entry and when."""
    plan = office.open(session, "annual_plan", "AP2561")
    child = office.open(session, "plan_amendment", "A1", parent_id=plan.id)
    for turn, day in ((2, DAY + datetime.timedelta(days=90)), (1, DAY)):
        session.add(
            Obligation(
                office_id=office.id,
                item_id=plan.id,
                code="D-AM-01",
                turn=turn,
                owed_by="plan_director",
                due_on=day,
                formula="",
                calendar_version="1",
                opened_seq=1,
                opened_at=NOW,
            )
        )
    session.flush()
    settle_on_parent(Cursor(session), planned(session, office, child), ("D-AM-01",))
    session.expire_all()
    query = select(Obligation).where(Obligation.code == "D-AM-01").order_by(col(Obligation.turn))
    assert [(each.outcome, each.closed_seq, each.closed_at) for each in session.exec(query)] == [
        ("done", 901, NOW),
        ("", None, None),
    ]
