"""POST advance through HTTP with 8 clients, beside the same server's answer without a database.

The ceiling is the same uvicorn process with a bare FastAPI application: the same body checked, the same
answer, on the event loop. The two take turns in one run, the clients are a process of their own. Measured on
SQLite (an ordinary folder and, where there is one, a RAM-backed folder) and on PostgreSQL where
KHANTON_TEST_DATABASE names a server; then with two server processes on one database.
Bars: 0.40 of the ceiling on SQLite with p99 at most 4 x p50, 0.25 on PostgreSQL. There the same writes by
hand stand beside them, without HTTP, engine and guards, as fast as one Python process gets them done.
"""

import argparse
import datetime
import hashlib
import json
import os
import secrets
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from sqlmodel import col, select

from bench.parts.hand_written_at_once import steps_per_second
from bench.parts.office import NOW, filled, with_office
from bench.parts.places import new_database, places
from workflow import history
from workflow.database import Database
from workflow.models import Entry, SignIn

PARTS = Path(__file__).resolve().parent / "parts"
CLIENTS = 8
PAPERS = 25  # of each client
WAYS = ("advance", "steps", "plain")  # the ceiling, the application, the ceiling with a thread


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--quick", action="store_true", help="fewer requests, for a look")
    arguments.add_argument("--tiny", action="store_true", help="hardly any, in one place: whether it works")
    chosen = arguments.parse_args()
    turns, each = (1, 5) if chosen.tiny else (4, 50) if chosen.quick else (8, 150)
    chosen_places = places()[-1:] if chosen.tiny else places()
    asked = [(name, where, False) for name, where in chosen_places]
    asked += [(f"{name}, apart", where, True) for name, where in chosen_places if name == "postgresql"]
    found = [
        result for name, where, apart in asked for result in measured(name, where, turns, each, apart=apart)
    ]
    for name in dict.fromkeys(result["where"] for result in found):
        one, two = (result for result in found if result["where"] == name)
        two["to_one_process"] = round(two["steps_per_second"] / one["steps_per_second"], 3)
        print(f"{name:13} 1 -> 2 server processes: {two['to_one_process']} x the steps")
    load = [round(each, 2) for each in os.getloadavg()]
    print(json.dumps({"bench": "http", "clients": CLIENTS, "load": load, "results": found}))


def measured(name: str, where: str, turns: int, each: int, *, apart: bool) -> list[dict[str, Any]]:
    """One place, with one server process and with two: the ceiling and the application, which took turns.

    `apart`: each client in an office of its own, else all of them in one, whose chain they wait for.
    """
    url, drop = new_database(where)
    try:
        papers = 2 * CLIENTS * PAPERS
        database, office, ids = filled(url, papers)
        offices = [(office, ids[0] - 1)] * CLIENTS  # with the id before that of the first paper
        if apart:
            offices[1:] = [with_office(database, f"T{n + 1}", papers) for n in range(1, CLIENTS)]
        people = [each.people["plan_director"] for each, _ in offices]
        tokens = signed_in(database, people)
        database.dispose()
        runs = {servers: taken_in_turn(url, tokens, servers, turns, each) for servers in (1, 2)}
        done = [step for each in runs.values() for run in each["steps"] for step in run["done"]]
        exactly_once(url, {each.id for each, _ in offices}, done)
        firsts = [before + 1 + number * PAPERS for number, (_, before) in enumerate(offices)]
        own = [range(first, first + PAPERS) for first in firsts]
        by_hand = {} if database.is_sqlite else {1: steps_per_second(url, people, own, each)}
    finally:
        drop()
    return [told(name, servers, each, by_hand.get(servers)) for servers, each in runs.items()]


def signed_in(database: Database, people: list[int]) -> list[str]:
    """A session for each client."""
    tokens = [secrets.token_urlsafe(8) for _ in people]
    with database.write() as session:
        for token, person_id in zip(tokens, people, strict=True):
            row = SignIn(
                token_hash=hashlib.sha256(token.encode()).hexdigest(),
                person_id=person_id,
                started_at=NOW,
                expires_at=NOW + datetime.timedelta(hours=10),
            )
            session.add(row)
    return tokens


def taken_in_turn(
    url: str, tokens: list[str], servers: int, turns: int, each: int
) -> dict[str, list[dict[str, Any]]]:
    runs: dict[str, list[dict[str, Any]]] = {way: [] for way in WAYS}
    first = (servers - 1) * CLIENTS * PAPERS  # papers that nobody has moved yet
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="khanton-bench-")))
        ports = [stack.enter_context(serving(url, folder)) for _ in range(servers)]
        people = [
            {
                "port": ports[number % servers],
                "token": token,
                "codes": [f"P{first + number * PAPERS + paper:06d}" for paper in range(PAPERS)],
            }
            for number, token in enumerate(tokens)
        ]
        clients = stack.enter_context(process("clients.py"))
        order(clients, people)
        for turn in range(turns + 1):
            for way in WAYS:
                answer = json.loads(order(clients, {"way": way, "each": each}, answered=True))
                if turn or way == "steps":  # the first turn warms up; its steps are counted with the rest
                    runs[way].append(answer | {"warm": bool(turn)})
    return runs


@contextmanager
def serving(url: str, folder: Path) -> Iterator[int]:
    """A server in a process of its own; its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    with process("server.py", url, str(folder), str(port)) as running:
        for _ in range(600):
            with socket.socket() as tried:
                if tried.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert running.poll() is None, "the server ended"
            time.sleep(0.1)
        yield port


@contextmanager
def process(name: str, *arguments: str) -> Iterator["subprocess.Popen[str]"]:
    """One of bench/parts as a process that ends with its input."""
    command = [sys.executable, str(PARTS / name), *arguments]
    running = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield running
    finally:
        assert running.stdin is not None
        assert running.stdout is not None
        running.stdin.close()
        try:
            running.wait(20)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()
        running.stdout.close()


def order(clients: "subprocess.Popen[str]", told: object, *, answered: bool = False) -> str:
    assert clients.stdin is not None
    assert clients.stdout is not None
    clients.stdin.write(json.dumps(told) + "\n")
    clients.stdin.flush()
    if not answered:
        return ""
    line = clients.stdout.readline()
    assert line, "the clients ended"
    return line


def exactly_once(url: str, offices: Collection[int], done: list[list[Any]]) -> None:
    """Every step that was answered is in the history, once, and nothing else is."""
    database = Database(url)
    with database.read() as session:
        rows = session.exec(
            select(Entry.subject, Entry.version, Entry.seq)
            .where(col(Entry.office_id).in_(offices), Entry.kind == "step")
            .order_by(col(Entry.seq))
        ).all()
        assert all(history.verify(session, each).holds for each in offices)
    database.dispose()
    told = sorted((f"item:{code}", version, seq) for code, version, seq in done)
    assert sorted(tuple(row) for row in rows) == told, "what was answered is not what was kept"


def told(
    name: str, servers: int, runs: dict[str, list[dict[str, Any]]], by_hand: float | None
) -> dict[str, Any]:
    warm = {way: [run for run in each if run["warm"]] for way, each in runs.items()}
    rate = {
        way: sum(len(run["times"]) for run in each) / sum(run["seconds"] for run in each)
        for way, each in warm.items()
    }
    pairs = [
        (len(steps["times"]) / steps["seconds"]) / (len(top["times"]) / top["seconds"])
        for steps, top in zip(warm["steps"], warm["advance"], strict=True)
    ]
    times = sorted(time * 1000 for run in warm["steps"] for time in run["times"])
    p50, p99 = statistics.median(times), times[int(len(times) * 0.99)]
    result = {
        "where": name,
        "servers": servers,
        "ceiling_per_second": round(rate["advance"]),
        "ceiling_in_threads_per_second": round(rate["plain"]),
        "steps_per_second": round(rate["steps"]),
        "ratio": round(rate["steps"] / rate["advance"], 3),
        "ratio_from_to": [round(min(pairs), 3), round(max(pairs), 3)],
        "ratio_to_threads": round(rate["steps"] / rate["plain"], 3),
        "by_hand_to_ceiling": by_hand and round(by_hand / rate["advance"], 3),
        "p50_ms": round(p50, 2),
        "p99_ms": round(p99, 2),
        "p99_to_p50": round(p99 / p50, 2),
        "steps_answered": sum(len(run["done"]) for run in runs["steps"]),
    }
    print(
        f"{name:13} {servers} server(s): ceiling {result['ceiling_per_second']}/s"
        f" (in threads {result['ceiling_in_threads_per_second']}/s),"
        f" steps {result['steps_per_second']}/s: ratio {result['ratio']}"
        f" ({result['ratio_from_to'][0]} to {result['ratio_from_to'][1]}),"
        f" p50 {result['p50_ms']} ms, p99 {result['p99_ms']} ms ({result['p99_to_p50']} x p50)"
        + (f"; by hand, without HTTP: ratio {result['by_hand_to_ceiling']}" if by_hand else ""),
        flush=True,
    )
    return result


if __name__ == "__main__":
    main()
