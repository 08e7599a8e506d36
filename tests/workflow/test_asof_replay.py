"""Every paper stands where its history tells; whatever is altered behind the program's back is named."""

import datetime
import random
from collections import Counter

import pytest
from altered import unguarded
from conftest import NOW, SmallOffice
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from plan_call import CALL
from sqlalchemy import text
from sqlmodel import Session, col, select

from workflow import corrections, engine
from workflow.asof.replay import Difference, check
from workflow.database import Database
from workflow.days import moves
from workflow.errors import BadDate, CannotCorrect
from workflow.items import NewItem, import_item
from workflow.models import Entry, Item, Office
from workflow.moments import bangkok_date

DAY = datetime.timedelta(days=1)


def test_every_paper_of_the_sample_year_stands_where_its_history_tells(year: Session) -> None:
    offices = year.exec(select(Office).order_by(col(Office.code))).all()
    assert [check(year, each.id) for each in offices] == [[], []]


def plan_under_way(session: Session, office: SmallOffice) -> Item:
    """A plan opened on 12 January 2018, its call for proposals opened the same day."""
    item = office.open(session, "annual_plan", "AP2561")
    engine.advance(
        session, item.id, "open_proposals", by=office.people["plan_director"], at=NOW, evidence=CALL
    )
    session.refresh(item)
    return item


ALTERED = [
    ("UPDATE item SET state = 'preparing'", {"state": ("proposals_open", "preparing")}),
    ("UPDATE item SET state = 'elsewhere'", None),
    ("UPDATE item SET state = 'cancelled'", None),
    ("UPDATE item SET version = 7", {"version": ("2", "7")}),
    ("UPDATE item SET effective_on = '2018-01-11'", {"effective_on": ("2018-01-12", "2018-01-11")}),
    ("UPDATE item SET title = 'อื่น'", {}),
]


@pytest.mark.parametrize(("altered", "expected"), ALTERED)
def test_what_is_altered_in_a_paper_is_named(
    altered: str,
    expected: dict[str, tuple[str, str]] | None,
    database: Database,
    office: SmallOffice,
) -> None:
    """A title was never changed here by anybody: of it, history tells nothing that could be compared."""
    with database.write() as session:
        item = plan_under_way(session, office)
        assert check(session, office.id) == []
        session.connection().execute(text(altered))
        session.expire_all()
        found = {each.field: (each.told, each.kept) for each in check(session, office.id)}
        if expected is None:
            state = session.get_one(Item, item.id).state
            expected = {
                "state": ("proposals_open", state),
                "ended": ("no", "yes" if state == "cancelled" else state),
            }
        assert found == expected


def test_moments_paths_and_evidence_that_were_altered_are_named(
    database: Database, office: SmallOffice
) -> None:
    with database.write() as session:
        item = plan_under_way(session, office)
        other = session.exec(select(Item.definition_hash).where(Item.id == item.id)).one()
        wrong = session.exec(
            select(Entry.definition_hash).where(
                Entry.definition_hash != other, Entry.subject == "definition:project"
            )
        ).first()
        early = NOW - DAY
        session.connection().execute(
            text("UPDATE item SET definition_hash = :wrong, state_since = :at, opened_at = :at"),
            {"wrong": wrong, "at": early if not database.is_sqlite else "2018-01-11T02:00:00.000000Z"},
        )
        session.expire_all()
        names = {each.field for each in check(session, office.id)}
        assert names == {"definition_hash", "state_since", "opened_at", "ended"}


def test_an_entry_that_is_gone_is_named_by_the_one_after_it(database: Database, office: SmallOffice) -> None:
    with database.write() as session:
        item = plan_under_way(session, office)
        seq = session.exec(select(Entry.seq).where(Entry.item_id == item.id, Entry.kind == "opened")).one()
        unguarded(session, "history_entry")
        session.connection().execute(
            text("UPDATE history_entry SET item_id = NULL WHERE office_id = :office AND seq = :seq"),
            {"office": office.id, "seq": seq},
        )
        session.expire_all()
        assert check(session, office.id) == [
            Difference(item.id, "AP2561", "order", "order", "preparing", seq + 1)
        ]
        session.rollback()


def test_a_fact_that_no_entry_tells_is_named(database: Database, office: SmallOffice) -> None:
    with database.write() as session:
        item = plan_under_way(session, office)
        unguarded(session, "attestation")
        session.connection().execute(
            text("UPDATE attestation SET value = 'คำสั่งที่ 99/2560' WHERE code = 'appointment_order'")
        )
        found = check(session, office.id)
        assert [(each.item_id, each.field) for each in found] == [(item.id, "facts")]
        assert "12/2560" in found[0].told
        assert "99/2560" in found[0].kept
        session.rollback()


def test_whatever_is_corrected_and_undone_the_history_tells_it(
    database: Database, office: SmallOffice
) -> None:
    """Steps on earlier days, corrected days and undos in any order; some are refused and change nothing."""
    did: Counter[str] = Counter()

    @settings(max_examples=12, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(st.integers(0, 2**32))
    def walk(seed: int) -> None:
        with database.write() as session:
            did.update(walked(session, office, random.Random(seed), f"M{sum(did.values())}"))

    walk()
    assert min(did[each] for each in ("step", "corrected", "undone", "refused")) > 9


def walked(session: Session, office: SmallOffice, dice: random.Random, code: str) -> Counter[str]:
    """25 tries on a new memo, after each of which it stands as its history tells; what became of them."""
    new, at = NewItem("memo", code, "หนังสือตัวอย่าง", 2561, group_id=office.groups["PLN"]), NOW
    item = import_item(session, office.id, new, state="draft", by=office.people["plan_director"], at=at)
    did: Counter[str] = Counter()
    for _ in range(25):
        at += datetime.timedelta(days=dice.randrange(6), hours=dice.randrange(1, 9))
        try:
            with session.begin_nested():
                tried(session, office, item.id, at, dice)
        except (BadDate, CannotCorrect):
            did["refused"] += 1
        session.expire_all()
        assert check(session, office.id) == []
    did.update(session.exec(select(Entry.kind).where(Entry.item_id == item.id)).all())
    return did


# The first states of a memo, between which it may go to and fro: the step taken there and by whom.
NEXT = {
    "draft": ("propose", "plan_officer"),
    "pending_group": ("send_back", "plan_director"),
    "returned": ("fix", "plan_officer"),
}


def tried(
    session: Session, office: SmallOffice, item_id: int, at: datetime.datetime, dice: random.Random
) -> None:
    """One step forward or back on a memo's first states, a corrected day or an undo."""
    item, taken = session.get_one(Item, item_id), moves(session, item_id)
    day = bangkok_date(at) - DAY * dice.randrange(8)
    what = dice.choice(("step", "step", "correct", "undo"))
    steps = [seq for seq, _ in taken[1:]]
    if what == "step" or not steps:
        trigger, role = NEXT[item.state]
        evidence = {} if trigger == "send_back" else {"fields_complete": "yes"}
        engine.advance(
            session, item_id, trigger, by=office.people[role], at=at, on=day, reason="ขอ", evidence=evidence
        )
        return
    seq = dice.choice(steps) if what == "correct" else steps[-1]
    wrong = session.get_one(Entry, (office.id, seq))
    on = day if what == "correct" or dice.random() < 0.5 else None
    undo = what == "undo"
    by = wrong.actor_id
    corrections.correct(session, item_id, seq, by=by, at=at, reason="บันทึกผิด", undo=undo, effective_on=on)
