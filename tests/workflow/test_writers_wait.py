"""Whoever writes while somebody else is writing sees, once it is her turn, what that one left."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from conftest import NOW, SmallOffice
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from workflow import engine
from workflow.changes import Hand, authority
from workflow.database import MOST_WAITING, Database
from workflow.errors import AlreadyExists, NotOpenHere, Refused
from workflow.items import NewItem, import_item
from workflow.models import Fund, Item, ProjectLine
from workflow.money.checks import fund_of
from workflow.money.lines import set_approved
from workflow.money.office import NewTranche, record_tranche
from workflow.proposals.form import Form, save_form

Write = Callable[[Session], object]
LONG_ENOUGH = 0.5  # seconds in which the second writer comes to where she waits


def told_after(database: Database, first: Write, second: Write) -> Refused | None:
    """What the second writer is refused with, who began while the first had not yet committed."""
    started = threading.Event()

    def late() -> None:
        started.set()
        with database.write() as session:
            second(session)

    with ThreadPoolExecutor(1) as pool:
        with database.write() as session:
            first(session)
            waiting = pool.submit(late)
            assert started.wait(10)
            time.sleep(LONG_ENOUGH)
        refusal = waiting.exception(30)
    assert refusal is None or isinstance(refusal, Refused), refusal
    return refusal


def hand(office: SmallOffice, role: str = "plan_director") -> Hand:
    return Hand(office.people[role], NOW)


def project(database: Database, office: SmallOffice, state: str) -> int:
    with database.write() as session:
        new = NewItem("project", "P1", "โครงการ", 2561, group_id=office.groups["PLN"])
        by = office.people["plan_director"]
        return import_item(session, office.id, new, state=state, by=by, at=NOW).id


def moving(office: SmallOffice, item_id: int, state: str) -> Write:
    def write(session: Session) -> None:
        authority(session, office.id, hand(office), ("plan_director",))
        item = session.get_one(Item, item_id)
        item.state, item.version = state, item.version + 1
        session.flush()

    return write


def test_a_proposal_is_not_rewritten_after_it_was_submitted(database: Database, office: SmallOffice) -> None:
    item_id = project(database, office, "draft")

    def rewrite(session: Session) -> None:
        save_form(session, session.get_one(Item, item_id), Form(rationale="ใหม่"), hand(office))

    assert told_after(database, lambda _: None, rewrite) is None
    refusal = told_after(database, moving(office, item_id, "submitted"), rewrite)
    assert isinstance(refusal, NotOpenHere)
    assert refusal.state.en == "With the group director"


def test_the_approved_amounts_stand_once_the_project_left_the_screening(
    database: Database, office: SmallOffice
) -> None:
    item_id = project(database, office, "under_screening")
    with database.write() as session:
        fund = Fund(office_id=office.id, code="OFFICE", name_th="งบสำนักงาน")
        session.add(fund)
        session.flush()
        line = ProjectLine(item_id=item_id, fund_id=fund.id, category="operating", sub="services", original=1)
        session.add(line)
        session.flush()
        line_id = line.id

    def approve(session: Session) -> None:
        set_approved(session, session.get_one(Item, item_id), {line_id: 2}, hand(office))

    assert told_after(database, lambda _: None, approve) is None
    refusal = told_after(database, moving(office, item_id, "in_plan"), approve)
    assert isinstance(refusal, NotOpenHere)


def test_one_tranche_is_recorded_once(database: Database, office: SmallOffice) -> None:
    with database.write() as session:
        session.add(Fund(office_id=office.id, code="OFFICE", name_th="งบสำนักงาน"))
    new = NewTranche("OFFICE", 1, 100_00, NOW.date(), "ศธ 04159/1")

    def receive(session: Session) -> None:
        fund_of(session, office.id, "OFFICE")  # as a page looks before it writes
        record_tranche(session, office.id, 2561, new, hand(office))

    assert isinstance(told_after(database, receive, receive), AlreadyExists)


@pytest.mark.parametrize("trigger", ["suspend", "resume"])
def test_a_step_is_weighed_where_the_item_now_stands(
    database: Database, office: SmallOffice, trigger: str
) -> None:
    """Without a version to go by, what was suspended meanwhile is resumed, and not suspended again."""
    item_id = project(database, office, "in_progress")

    def take(trigger: str) -> Write:
        by = office.people["plan_director"]
        return lambda session: engine.advance(session, item_id, trigger, by=by, at=NOW, reason="รอเงินงวด")

    refusal = told_after(database, take("suspend"), take(trigger))
    with database.read() as session:
        item = session.get_one(Item, item_id)
        assert (item.state, item.version) == (
            ("suspended", 2) if trigger == "suspend" else ("in_progress", 3)
        )
    assert isinstance(refusal, NotOpenHere) if trigger == "suspend" else refusal is None


def test_where_too_many_wait_the_next_is_told_to_come_back(database: Database, monkeypatch) -> None:
    """Else a rush of writers would leave no thread in which the one that all wait for could go on."""
    if not database.is_sqlite:
        pytest.skip("PostgreSQL's writers do not take turns")
    monkeypatch.setattr("workflow.database.PATIENCE", LONG_ENOUGH)
    refusals = []

    def late() -> None:
        try:
            with database.write():
                pass
        except OperationalError as error:
            refusals.append(error)

    crowd = [threading.Thread(target=late) for _ in range(MOST_WAITING + 3)]
    with database.write():
        for each in crowd:
            each.start()
        crowd[-1].join(10)
        assert len(refusals) >= 3  # at once, not after the wait
        for each in crowd:
            each.join(10)
    assert len(refusals) == len(crowd)  # nobody waits for ever
    with database.write():
        pass
