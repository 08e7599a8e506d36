"""The looks, each in its own time: whatever dies between two statements, and whatever the clock does."""

import datetime
import time

import pytest
from desk import rows
from reminding_desk import DUE, Owing, morning_of
from sqlalchemy import event
from sqlmodel import col, select

from notifications import schedule
from notifications.models import Delivery, Message, Notice
from notifications.schedule import Work
from notifications.wakeful import Every
from workflow import engine
from workflow.database import Database
from workflow.items import NewItem, import_item

DAY = datetime.timedelta(days=1)
NAMES = ["notices", "morning", "delivery", "staffing"]


class Died(Exception):
    """What ends a look before a statement."""


def returned(database: Database, office, code: str, at: datetime.datetime) -> None:
    """A proposal comes back to its owner, who must hear of it at once."""
    with database.write() as session:
        values = {"group_id": office.groups["PLN"], "owner_id": office.people["project_owner"]}
        by = office.people["group_director"]
        item = import_item(
            session,
            office.id,
            NewItem("project", code, "โครงการ", 2561, **values),
            state="submitted",
            by=office.people["plan_director"],
            at=at,
        )
        engine.advance(session, item.id, "return_by_group", by=by, at=at, reason="แก้ไข")


def test_whichever_statement_a_worker_dies_over_what_cannot_wait_goes_at_once(
    database: Database, office, now
) -> None:
    with database.write() as session:
        Owing(session, office).reach("project_owner")
    count = 0

    def die(*_: object) -> None:
        nonlocal count
        count += 1
        if count == last:
            raise Died

    work, last, died = Work(database, lambda: now), 0, True
    while died:
        last, count, died = last + 1, 0, False
        returned(database, office, f"P{last}", now)
        event.listen(database.engine, "before_cursor_execute", die)
        try:
            schedule.notices(work)
        except Died:
            died = True
        finally:
            event.remove(database.engine, "before_cursor_execute", die)
        schedule.notices(work)
        told = [each.id for each in rows(database, Notice)]
        assert len(told) == last
        assert [(each.kind, each.notice_id) for each in rows(database, Message)] == [
            ("urgent", each) for each in told
        ]
    assert last > 10


def test_after_an_outage_the_look_that_sends_waits_for_the_morning(database: Database, office) -> None:
    """What waited when the machine went off becomes part of the catch-up, whichever look comes first."""
    with database.write() as session:
        owing = Owing(session, office)
        owing.reach("plan_officer")
        owing.owe(due=DUE)
        owing.owe(due=DUE + DAY)
        owing.morning(DUE)
    back = morning_of(DUE + 3 * DAY, datetime.time(10))
    schedule.delivery(Work(database, lambda: back))
    with database.read() as session:
        waiting = session.exec(select(Message.id).where(Message.state == "waiting")).all()
        carried = session.exec(select(Delivery).where(col(Delivery.message_id).in_(waiting))).all()
    assert len(waiting) == 1
    assert len(carried) == 4


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the looks that were made, every twentieth of a second."""
    found: list[str] = []
    looks = [
        schedule.Schedule(name, 0.05, lambda _work, name=name: found.append(name) or 0) for name in NAMES
    ]
    monkeypatch.setattr(schedule, "SCHEDULES", looks)
    return found


def test_a_clock_set_back_by_days_stops_no_look(database: Database, now, looked: list[str]) -> None:
    """To the scheduler that is the same as a look planned for days ahead."""
    scheduler = schedule.start(Work(database, lambda: now))
    try:
        for job in scheduler.get_jobs():
            job.modify(next_run_time=job.next_run_time + 3 * DAY)
        looked.clear()
        ends = time.monotonic() + 20
        while set(looked) != set(NAMES) and time.monotonic() < ends:
            time.sleep(0.05)
    finally:
        scheduler.shutdown()
    assert set(looked) == set(NAMES)


def test_a_clock_set_right_after_fifty_years_is_one_look(now) -> None:
    assert Every(5).get_next_fire_time(now.replace(year=1970), now) == now + datetime.timedelta(seconds=5)


def test_a_clock_set_back_to_a_closed_day_while_we_look_reminds_nobody_of_that_day(
    database: Database, office
) -> None:
    monday, saturday = morning_of(DUE), morning_of(DUE - 2 * DAY)
    with database.write() as session:
        Owing(session, office).owe()
    shown = iter([monday])
    schedule.morning(Work(database, lambda: next(shown, saturday)))
    written = {each.written_at for each in rows(database, Notice)}
    assert written == {monday}
