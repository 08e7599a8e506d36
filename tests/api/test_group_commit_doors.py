"""Requests that write are committed together, and each is answered as if it had been alone."""

import asyncio
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from fastapi.testclient import TestClient
from json_desk import Desk, desk_at_the_json_door  # noqa: F401  a fixture
from sqlalchemy.exc import OperationalError
from sqlmodel import col, select

from api.in_writing import in_writing
from api.together import together
from workflow import history
from workflow.database import Database
from workflow.models import Entry, Item, SignIn
from workflow.work import Work

API = "/api/v1"
PATIENCE = 30.0  # seconds
BENCH = Path(__file__).resolve().parents[2] / "bench" / "parts"


@pytest.fixture
def projects(desk: Desk) -> Desk:
    """Eight projects under way."""
    if not desk.database.is_sqlite:
        pytest.skip("on PostgreSQL every request has a transaction of its own")
    for number in range(8):
        desk.open("project", f"P{number}")
        desk.stand(f"P{number}", "in_progress")
    desk.person("plan_director")
    noted_as_used(desk)
    return desk


def noted_as_used(desk: Desk) -> None:
    """Else that would be noted after the first answer, in a commit of its own."""
    with desk.database.write() as session:
        for row in session.exec(select(SignIn)):
            row.last_seen_at = desk.at


@contextmanager
def one_group(database: Database, requests: int) -> Iterator[None]:
    """What is asked for inside is carried out together once all of it has come."""
    with database.write():
        yield
        until = time.monotonic() + PATIENCE
        waiting = database._together._asked
        while not (database.others_wait and len(waiting) == requests - 1):
            assert time.monotonic() < until, "not all requests have come to the writer"
            time.sleep(0.005)


def at_once(desk: Desk, asks: list[Callable[[], Any]]) -> list[Any]:
    """The answers of requests that end up in one group."""
    with ThreadPoolExecutor(len(asks)) as pool:
        with one_group(desk.database, len(asks)):
            running = [pool.submit(ask) for ask in asks]
        return [each.result(PATIENCE) for each in running]


def step(desk: Desk, code: str, trigger: str = "suspend", **more: Any) -> Callable[[], Any]:
    client = desk.person("plan_director")  # signed in before anybody is held up
    body = {"trigger": trigger, "reason": "รอเงินงวด", "expect_version": 1, **more}
    return lambda: client.post(f"{API}/items/{code}/advance", json=body)


def kept(desk: Desk) -> dict[str, str]:
    with desk.database.read() as session:
        assert history.verify(session, desk.office.id).holds
        found = session.exec(select(Item.code, Item.state).order_by(col(Item.code))).all()
    return {code: state for code, state in found if state != "in_progress"}


@pytest.fixture
def commits(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    counted: list[bool] = []
    seal = Work.seal
    monkeypatch.setattr("workflow.writing_together.LONGEST", PATIENCE)  # however slow the computer is now
    monkeypatch.setattr(Work, "seal", lambda work: (seal(work), counted.append(True)))
    return counted


def test_eight_requests_are_one_commit_and_each_has_its_own_answer(
    projects: Desk, commits: list[bool]
) -> None:
    steps = [step(projects, f"P{number}") for number in range(7)]
    steps.append(step(projects, "P7", "no_such_step"))
    commits.clear()
    answers = at_once(projects, steps)
    assert [answer.status_code for answer in answers] == [200] * 7 + [404]
    assert [answer.json()["code"] for answer in answers[:7]] == [f"P{number}" for number in range(7)]
    assert len(commits) == 2  # of whoever held them up, and of all eight
    assert kept(projects) == {f"P{number}": "suspended" for number in range(7)}


def test_of_two_in_one_group_on_one_version_the_second_is_told_who_was_faster(projects: Desk) -> None:
    answers = at_once(projects, [step(projects, "P0"), step(projects, "P0")])
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    refused = next(answer for answer in answers if answer.status_code == 409)
    assert refused.json()["code"] == "somebody_was_faster"
    with projects.database.read() as session:
        steps = session.exec(select(Entry.version).where(Entry.kind == "step")).all()
    assert steps == [2]


def test_the_same_key_twice_in_one_group_is_one_step_and_one_answer(projects: Desk) -> None:
    client = projects.person("plan_director")
    body = {"trigger": "suspend", "reason": "รอเงินงวด", "expect_version": 1}

    def ask() -> Any:
        return client.post(f"{API}/items/P0/advance", json=body, headers={"Idempotency-Key": "K1"})

    first, second = at_once(projects, [ask, ask])
    assert (first.status_code, first.content) == (200, second.content)
    assert sorted("Idempotent-Replay" in each.headers for each in (first, second)) == [False, True]
    assert kept(projects) == {"P0": "suspended"}


@pytest.mark.parametrize("error", [OperationalError("COMMIT", None, Exception("full")), RuntimeError("disk")])
def test_where_the_commit_fails_nobody_is_told_that_it_is_done(
    projects: Desk, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    seal, left = Work.seal, [True]

    def fail(work: Work) -> None:
        if left:  # whoever held them up
            left.pop()
            return seal(work)
        raise error

    steps = [step(projects, "P0"), step(projects, "P1"), step(projects, "P2", "no_such_step")]
    with monkeypatch.context() as failing:
        failing.setattr(Work, "seal", fail)
        answers = at_once(projects, steps)
    status = 503 if isinstance(error, OperationalError) else 500
    assert [answer.status_code for answer in answers] == [status] * 3
    assert kept(projects) == {}
    assert step(projects, "P0")().status_code == 200


def test_a_form_of_the_pages_goes_the_same_way(projects: Desk, commits: list[bool]) -> None:
    """One form that is refused leaves nothing, the other is done, in one commit with a program's step."""
    page = TestClient(projects.app, base_url="http://testserver", follow_redirects=False)
    page.cookies.set("khanton_session", projects.token("plan_director"))
    noted_as_used(projects)

    def form(code: str, reason: str) -> Callable[[], Any]:
        told = {"version": "1", "reason": reason}
        return lambda: page.post(f"/items/{code}/steps/suspend", data=told)

    commits.clear()
    done, refused, step_done = at_once(
        projects, [form("P0", "รอเงินงวด"), form("P1", ""), step(projects, "P2")]
    )
    assert (done.status_code, refused.status_code, step_done.status_code) == (303, 422, 200)
    assert len(commits) == 2
    assert kept(projects) == {"P0": "suspended", "P2": "suspended"}


def test_who_has_not_signed_in_is_told_so_before_what_is_wrong_with_her_request(projects: Desk) -> None:
    """A refusal of the functions before the handler comes before that of the request's shape."""
    visitor, director = projects.visitor(), projects.person("plan_director")
    wrong = {"trigger": 5}
    assert visitor.post(f"{API}/items/P0/advance", json=wrong).status_code == 401
    assert director.post(f"{API}/items/NONE/advance", json=wrong).status_code == 404
    assert director.post(f"{API}/items/P0/advance", json=wrong).status_code == 422


def test_every_address_that_takes_the_transaction_is_put_together(projects: Desk) -> None:
    """Any other would be answered 500: nobody opens its transaction."""
    found = [
        route
        for part in projects.app.routes
        for route in getattr(getattr(part, "original_router", None), "routes", [part])
        if hasattr(route, "endpoint")
    ]
    assert len(found) > 100
    assert [route.path for route in found if together(route.endpoint) is not route.endpoint] == []


def test_eight_people_who_read_and_write_are_never_told_of_a_fault(projects: Desk) -> None:
    """Each moves a paper of her own, looks at it and at the list, and tries another's with an old version."""
    client = projects.person("plan_director")
    page = TestClient(projects.app, base_url="http://testserver")
    page.cookies.set("khanton_session", projects.token("plan_director"))
    told: list[int] = []

    def work(number: int) -> None:
        for turn in range(6):
            trigger = ("suspend", "resume")[turn % 2]
            told.append(step(projects, f"P{number}", trigger, expect_version=turn + 1)().status_code)
            told.append(client.get(f"{API}/items/P{number}").status_code)
            told.append(page.get("/items").status_code)
            old = step(projects, f"P{(number + 1) % 8}", trigger, expect_version=0)().status_code
            assert old == 409

    with ThreadPoolExecutor(8) as pool:
        for done in [pool.submit(work, number) for number in range(8)]:
            done.result(300)
    assert told == [200] * (8 * 6 * 3)
    with projects.database.read() as session:
        assert history.verify(session, projects.office.id).holds
        versions = session.exec(select(Item.version).where(Item.kind == "project")).all()
    assert versions == [7] * 8


def wait_for(port: int) -> None:
    until = time.monotonic() + 120
    while True:
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert time.monotonic() < until, "the server did not open"
        time.sleep(0.1)


def test_what_a_server_answered_before_it_was_killed_is_in_the_history(
    projects: Desk, database_url: str, tmp_path: Path
) -> None:
    sys.path.append(str(BENCH))
    from clients import Client, run

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    people = [
        Client(port, projects.person("plan_director").headers["Authorization"][7:], [f"P{number}"])
        for number in range(8)
    ]
    command = [sys.executable, BENCH / "server.py", database_url, str(tmp_path), str(port)]
    server = subprocess.Popen(command, stdin=subprocess.PIPE)
    assert server.stdin is not None
    try:
        wait_for(port)
        threading.Timer(1.5, server.kill).start()
        with pytest.raises(OSError):  # noqa: PT011  reset or closed, as the kill found it
            run(people, "steps", 1_000_000)
    finally:
        server.kill()
        server.wait()
        server.stdin.close()
    told = {(f"item:{code}", version, seq) for each in people for code, version, seq in each.done}
    assert len(told) == sum(len(each.done) for each in people) > 8
    with projects.database.read() as session:
        assert history.verify(session, projects.office.id).holds
        rows = session.exec(select(Entry.subject, Entry.version, Entry.seq).where(Entry.kind == "step")).all()
    there = {tuple(row) for row in rows}
    assert told <= there
    assert len(there) - len(told) <= len(people)  # besides, at most what was under way


def test_an_error_that_asyncio_does_not_take_reaches_whoever_waits(database: Database) -> None:
    state = SimpleNamespace(database=database, turns=SimpleNamespace(writing=nullcontext()))
    request: Any = SimpleNamespace(app=SimpleNamespace(state=state))

    async def asked() -> Any:
        return await asyncio.wait_for(in_writing(request, lambda session: next(iter(()))), PATIENCE)

    with pytest.raises(RuntimeError, match="StopIteration"):
        asyncio.run(asked())
