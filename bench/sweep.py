"""The morning's sweep over many open obligations, beside one hand-written statement that does the same.

Both take turns in one run on one database; each writes the same notices, which are compared and taken away
again. Also: how much memory the sweep takes at a tenth and at all of them, and how long the scheduler takes
to start with none and with all.
"""

import argparse
import datetime
import json
import statistics
import time
import tracemalloc
from collections.abc import Callable

from sqlalchemy import delete, insert
from sqlmodel import Session, col, select

from bench.parts.office import NOW, filled
from bench.parts.places import new_database, places
from bench.parts.remind_by_hand import remind_by_hand
from notifications import schedule
from notifications.ladders import ladders_of, spans
from notifications.models import Notice
from notifications.reminders import write_reminders
from states.due import Calendar
from workflow.database import Cursor, Database
from workflow.models import Obligation
from workflow.moments import bangkok_date

DAY, CALENDAR = bangkok_date(NOW), Calendar("1", {})
ROLES = ("plan_officer", "project_owner", "group_director", "plan_director", "clerk")
SPREAD = 90  # days before and after today between which they fall due


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--quick", action="store_true", help="fewer obligations, for a look")
    quick = arguments.parse_args().quick
    many, rounds = (10_000, 3) if quick else (100_000, 7)
    found = [measure(name, where, many, rounds) for name, where in places()]
    print(json.dumps({"bench": "sweep", "quick": quick, "results": found}))


def measure(name: str, where: str, many: int, rounds: int) -> dict[str, object]:
    url, drop = new_database(where)
    try:
        database, office, ids = filled(url, many // 10)
        no_obligations = start_seconds(database)
        owe(database, office.id, office.groups["PLN"], ids, many // 10)
        small = peak_bytes(database, office.id)
        owe(database, office.id, office.groups["PLN"], ids, many - many // 10, first=many // 10)
        ours, theirs, rows = take_turns(database, office.id, rounds)
        result: dict[str, object] = {
            "where": name,
            "obligations": many,
            "notices": rows,
            "sweep_ms": round(ours * 1000, 1),
            "by_hand_ms": round(theirs * 1000, 1),
            "ratio": round(ours / theirs, 2),
            "memory_growth": round(peak_bytes(database, office.id) / small, 2),
            "start_ms_with_none": round(no_obligations * 1000, 1),
            "start_ms_with_all": round(start_seconds(database) * 1000, 1),
        }
        database.dispose()
    finally:
        drop()
    print(
        f"{name:13} sweep {result['sweep_ms']} ms, by hand {result['by_hand_ms']} ms:"
        f" ratio {result['ratio']} ({rows:,} notices of {many:,} obligations)\n"
        f"{'':13} memory at ten times as many: x {result['memory_growth']}; the scheduler starts in"
        f" {result['start_ms_with_none']} ms with none, {result['start_ms_with_all']} ms with all"
    )
    return result


def owe(
    database: Database, office_id: int, group_id: int, items: list[int], count: int, first: int = 0
) -> None:
    """Open obligations on the items, due on days around today."""
    rows = [
        {
            "office_id": office_id,
            "item_id": items[number % len(items)],
            "code": "D-BENCH",
            "turn": number // len(items) + 1,
            "owed_by": ROLES[number % len(ROLES)],
            "group_id": group_id,
            "due_on": DAY + datetime.timedelta(days=number * 37 % (2 * SPREAD) - SPREAD),
            "formula": "",
            "calendar_version": "1",
            "reckoning": "{}",
            "ladder": "standard",
            "opened_seq": 1,
            "opened_at": NOW,
            "outcome": "",
        }
        for number in range(first, first + count)
    ]
    with database.write() as session:
        for start in range(0, len(rows), 5000):
            session.execute(insert(Obligation), rows[start : start + 5000])
    if not database.is_sqlite:
        with database.engine.connect() as connection:
            connection.exec_driver_sql("ANALYZE")
            connection.commit()


def sweep(session: Session, office_id: int) -> int:
    return write_reminders(session, office_id, DAY, CALENDAR, NOW)


def by_hand(session: Session, office_id: int) -> int:
    found = spans(ladders_of(session, office_id), DAY, CALENDAR)
    return remind_by_hand(Cursor(session), office_id, DAY, found, NOW)


def take_turns(database: Database, office_id: int, rounds: int) -> tuple[float, float, int]:
    """The median seconds of each side, and how many notices both wrote."""
    seconds: dict[str, list[float]] = {"ours": [], "theirs": []}
    sides: tuple[tuple[str, Callable[[Session, int], int]], ...] = (("ours", sweep), ("theirs", by_hand))
    rows = 0
    for turn in range(rounds + 1):
        written = []
        for name, side in sides:
            with database.write() as session:
                started = time.perf_counter()
                rows = side(session, office_id)
                session.flush()
                took = time.perf_counter() - started
                written.append(told(session))
                session.execute(delete(Notice))
            if turn:  # the first turn warms caches on both sides
                seconds[name].append(took)
        assert written[0] == written[1], "both must tell the same people of the same"
        assert len(written[0]) == rows
    return statistics.median(seconds["ours"]), statistics.median(seconds["theirs"]), rows


def told(session: Session) -> set[tuple[object, ...]]:
    query = select(Notice.obligation_id, Notice.rung, Notice.person_id).where(col(Notice.code) == "reminder")
    return set(session.exec(query).all())


def peak_bytes(database: Database, office_id: int) -> int:
    """The most that Python held at once during a sweep."""
    with database.write() as session:
        tracemalloc.start()
        sweep(session, office_id)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        session.execute(delete(Notice))
    return peak


def start_seconds(database: Database) -> float:
    started = time.perf_counter()
    scheduler = schedule.start(schedule.Work(database, lambda: NOW))
    took = time.perf_counter() - started
    scheduler.shutdown()
    return took


if __name__ == "__main__":
    main()
