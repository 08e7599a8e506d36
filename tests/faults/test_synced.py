"""No answer leaves before what it answers for is on the disk: seen by the calls to the kernel."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import aftermath
import pytest
from conftest import make_office
from databases import migrated, server
from figures import Figures, named
from load_office import furnish
from own_cluster import own_cluster
from servers import Client, free_port, served, sign_in, wait_for
from tracing import Exchange, exchanges, traced
from works import TO_AND_FRO

from workflow.database import Database
from workflow.models import Item

QUICK, MANY = 10, 500
LOGS = {"sqlite": "-wal", "postgresql": "/pg_wal/"}


@contextmanager
def durable(folder: Path) -> Iterator[tuple[str, Callable[[], list[int]]]]:
    """A database that syncs, and what tells the processes that write its log beside the server."""
    if server() is None:
        yield f"sqlite:///{folder / 'synced.db'}", list
        return
    with own_cluster() as cluster:
        yield cluster.url, cluster.processes


def answers(folder: Path, number: int) -> tuple[list[Exchange], str]:
    """So many steps through `khanton serve`, one after the other; what was seen of each."""
    log = folder / "calls.txt"
    with durable(folder) as (url, others):
        migrated(url)
        database = Database(url)
        with database.write() as session:
            load = furnish(session, make_office(session), 1)
            token = sign_in(session, load.people["plan_director"])
            code = session.get_one(Item, load.walkers[0]).code
        port = free_port()
        process = served(url, folder / "data", port)
        try:
            wait_for(port, process)
            client = Client(port, token)
            _step(client, code, 0)  # who is signed in was noted, and what is learnt once is known
            with traced([process.pid, *others()], log):
                for place in range(1, number + 1):
                    _step(client, code, place)
            client.hang_up()
        finally:
            process.kill()
            process.wait()
        aftermath.check(database)
        version = named(database)
        database.dispose()
    return exchanges(log, LOGS["postgresql" if server() else "sqlite"]), version


def _step(client: Client, code: str, number: int) -> None:
    trigger = list(TO_AND_FRO.values())[number % 2]
    wish = {"trigger": trigger, "reason": f"ครั้งที่ {number}"}
    answer = client.post(f"/api/v1/items/{code}/advance", wish, f"sync-{number}")
    assert answer.status == 200, answer


def all_synced(seen: list[Exchange], number: int) -> None:
    assert [each.status for each in seen] == ["200"] * number
    assert [each for each in seen if not each.synced] == []


def test_every_answer_comes_after_its_log_was_synced(empty_database: str, tmp_path: Path) -> None:
    seen, _ = answers(tmp_path, QUICK)
    all_synced(seen, QUICK)


@pytest.mark.faults
def test_each_of_five_hundred_answers_comes_after_its_log_was_synced(
    empty_database: str, tmp_path: Path
) -> None:
    import time

    began = time.monotonic()
    seen, version = answers(tmp_path, MANY)
    all_synced(seen, MANY)
    syncs = sum(each.events.count("sync") for each in seen)
    figures = Figures(version, "test_each_of_five_hundred_answers_comes_after_its_log_was_synced", began)
    figures.note("answers after an fsync of the log (strace)", answers=MANY, syncs=syncs, without=0)


def test_an_answer_without_a_sync_would_be_seen(tmp_path: Path) -> None:
    """What tells the two apart, on calls as strace writes them."""
    log = tmp_path / "calls.txt"
    before = '1 recvfrom(9<socket:[1]>, "POST /api/v1/items HTTP/1.1", 10, 0, NULL, NULL) = 10\n'
    write = '2 pwrite64(7</d/k.db-wal>, "abc"..., 4096, 32) = 4096\n'
    elsewhere = "2 fdatasync(8</d/other.txt>) = 0\n"
    begun = "2 fdatasync(7</d/k.db-wal> <unfinished ...>\n"
    done = "2 <... fdatasync resumed>) = 0\n"
    after = '1 sendto(9<socket:[1]>, "HTTP/1.1 200 OK", 100, 0, NULL, 0) = 100\n'
    for between, synced in (
        (write + begun + done, True),
        (write + elsewhere, False),
        (begun + done + write, False),
        (write + begun, False),
        ("", False),
    ):
        log.write_text(before + between + after)
        assert [each.synced for each in exchanges(log, "-wal")] == [synced]
