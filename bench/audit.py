"""The ten questions of an auditor on a great record, each beside SQL written by hand for the same answer.

Both take turns in one run on one database. Each is asked of one office's fiscal year, as the page does by
itself, and of its whole ten years; then of a database with a tenth of the offices, which are as large: how
much longer it takes beside ten times the table. Measured on SQLite (an ordinary folder) and on PostgreSQL
where KHANTON_TEST_DATABASE names a server.
"""

import argparse
import datetime
import json
import random
import statistics
import sys
import time
from collections.abc import Iterator
from typing import Any, Final

from sqlmodel import select

from bench.parts.audit_by_hand import BY_HAND, Answered
from bench.parts.audit_data import sizes, written
from bench.parts.audit_load import Made
from bench.parts.audit_office import GROUPS, OWNERS, YEARS
from bench.parts.places import new_database, places
from notifications.questions import QUESTIONS
from states.fiscal import FiscalYear
from workflow.audit.answers import Page, Question
from workflow.audit.asked import Asked
from workflow.database import Cursor, Database
from workflow.models import Group
from workflow.queries import Viewer

AT: Final = datetime.datetime(2019, 1, 15, 3, tzinfo=datetime.UTC)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--quick", action="store_true", help="a small record, for a look")
    arguments.add_argument("--entries", type=int, default=0, help="how many entries; 1,000,000 by default")
    arguments.add_argument("--offices", type=int, default=0, help="in how many offices; 200 by default")
    arguments.add_argument("--rounds", type=int, default=0, help="how often each is asked; 40 by default")
    arguments.add_argument("--only", default="", help="sqlite or postgresql")
    given = arguments.parse_args()
    entries = given.entries or (20_000 if given.quick else 1_000_000)
    offices = given.offices or (10 if given.quick else 200)
    rounds = given.rounds or (10 if given.quick else 40)
    here = [each for each in places() if "RAM" not in each[0] and each[0].startswith(given.only)]
    found = [measure(name, where, entries, offices, rounds) for name, where in here]
    print(json.dumps({"bench": "audit", "quick": given.quick, "results": found}))


def measure(name: str, where: str, entries: int, offices: int, rounds: int) -> dict[str, object]:
    """One place: every question at the full size and at a tenth of it."""
    few = asked_all(where, max(1, entries // 10), max(1, offices // 10), rounds)
    many = asked_all(where, entries, offices, rounds)
    for question, told in many["questions"].items():
        told["growth"] = round(told["p50_ms"] / few["questions"][question]["p50_ms"], 2)
        print(
            f"{name:13} {question:11} p50 {told['p50_ms']:7.2f} ms, p95 {told['p95_ms']:7.2f} ms, by hand"
            f" {told['by_hand_p50_ms']:7.2f} ms: ratio {told['ratio']:.2f}; ten times the table: x"
            f" {told['growth']:.2f}; ten years: p95 {told['whole_p95_ms']:.2f} ms,"
            f" ratio {told['whole_ratio']:.2f}"
        )
    for each, size in many["bytes"].items():
        print(f"{name:13} {each}: {size / 2**20:.1f} MiB")
    return {"where": name, **many}


def asked_all(where: str, entries: int, offices: int, rounds: int) -> dict[str, Any]:
    url, drop = new_database(where)
    try:
        started = time.perf_counter()
        database, made = written(url, entries, offices)
        seconds = time.perf_counter() - started
        told = {question.name: take_turns(database, made, question, rounds) for question in QUESTIONS}
        size = dict(sizes(database))
        database.dispose()
        return {
            "entries": made.rows["history_entry"],
            "items": made.rows["item"],
            "offices": offices,
            "written_seconds": round(seconds),
            "questions": told,
            "bytes": size,
        }
    finally:
        drop()


def take_turns(database: Database, made: Made, question: Question, rounds: int) -> dict[str, Any]:
    """Milliseconds of the question and of the same by hand, of a fiscal year and of ten."""
    told: dict[str, Any] = {}
    for prefix, whole in (("", False), ("whole_", True)):
        ours, hand = [], []
        for number, (office, asked) in enumerate(_asked(database, made, question, rounds + 3, whole)):
            mine, his = _once(database, question, office, asked, made)
            if number >= 3:  # the first warm caches and prepared statements on both sides
                ours.append(mine)
                hand.append(his)
        told |= {
            f"{prefix}p50_ms": _ms(statistics.median(ours)),
            f"{prefix}p95_ms": _ms(sorted(ours)[int(len(ours) * 0.95)]),
            f"{prefix}by_hand_p50_ms": _ms(statistics.median(hand)),
            f"{prefix}ratio": round(statistics.median(ours) / statistics.median(hand), 2),
        }
    print(f"  {question.name}: {told}", file=sys.stderr)
    return told


def _once(
    database: Database, question: Question, office: int, asked: Asked, made: Made
) -> tuple[float, float]:
    """Seconds of both, which must have found as much: the best of three, whatever else the machine does."""
    who, ours, hand = _auditor(office, made), [], []
    with database.read() as session:
        for _ in range(3):
            started = time.perf_counter()
            answer = question.ask(session, who, asked, Page())
            ours.append(time.perf_counter() - started)
            cursor = Cursor(session)
            started = time.perf_counter()
            his: Answered = BY_HAND[question.name](cursor, office, asked)
            hand.append(time.perf_counter() - started)
            if answer.count != his[1]:
                raise SystemExit(f"{question.name} {asked}: {answer.count} rows, by hand {his[1]}")
    return min(ours), min(hand)


def _asked(
    database: Database, made: Made, question: Question, rounds: int, whole: bool
) -> Iterator[tuple[int, Asked]]:
    """Chance offices, years, people, groups and amounts; the same at every size."""
    choice = random.Random(question.name)
    groups = _groups(database)
    for _ in range(rounds):
        office = choice.choice(made.offices)
        first, last = (YEARS[0], YEARS[-1]) if whole else (choice.choice(YEARS),) * 2
        people = made.people[office]
        person = choice.choice(["area_director", "deputy_director", f"owner{choice.randrange(OWNERS)}"])
        group = groups[office][choice.randrange(GROUPS)]
        day = datetime.date(first - 543, 3, choice.randrange(1, 29))
        since, until = FiscalYear(first).start, FiscalYear(last).end
        values: dict[str, Any] = {"since": since, "until": until}
        if question.name == "entries":
            values["group_id"] = group
        elif question.name == "person":
            values["person_id"] = people[person]
        elif question.name == "approvals":
            values |= {"least": choice.randrange(20, 60) * 1_000_000, "kind": "project"}
        elif question.name == "separation":
            values["kind"] = "project"
        elif question.name == "powers":
            values = {"person_id": people[person], "on": day}
        elif question.name == "totals":
            values["by"] = "group"
        yield office, Asked(at=AT, **values)


def _groups(database: Database) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    with database.read() as session:
        for office, group in session.exec(select(Group.office_id, Group.id).order_by(Group.id)):
            found.setdefault(office, []).append(group)
    return found


def _auditor(office: int, made: Made) -> Viewer:
    roles, nothing = frozenset({"internal_auditor"}), frozenset[int]()
    person = made.people[office]["internal_auditor"]
    return Viewer(person, office, roles, nothing, nothing, nothing, active=True)


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 2)


if __name__ == "__main__":
    main()
