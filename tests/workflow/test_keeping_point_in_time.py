"""The recipe of docs/operating.md: a server that archives its log comes back as it was at any moment."""

import time
from collections.abc import Iterator

import pytest
from conftest import SmallOffice, make_office
from own_servers import DATABASE, Folder, Server, own_folder

from workflow import history, schema
from workflow.database import Database
from workflow.history import Verdict

pytestmark = [pytest.mark.slow, pytest.mark.one_database]


@pytest.fixture
def folder() -> Iterator[Folder]:
    with own_folder() as made:
        yield made


def opened(url: str, office: SmallOffice, *codes: str) -> Verdict:
    """Opens a project for each code, and answers what the chain then is."""
    database = Database(url)
    for code in codes:
        with database.write() as session:
            office.open(session, "project", code)
    with database.read() as session:
        found = history.verify(session, office.id)
    database.dispose()
    return found


def an_office(server: Server) -> SmallOffice:
    server.ask(f"CREATE DATABASE {DATABASE}", "postgres")
    database = Database(server.url())
    schema.upgrade(database)
    with database.write() as session:
        made = make_office(session)
    database.dispose()
    return made


def test_the_record_comes_back_as_it_was_before_the_mistake(folder: Folder) -> None:
    archive, server = folder.make("archive"), Server.made(folder, "primary")
    server.configure(archive_mode="on", archive_command=f"test ! -f {archive}/%f && cp %p {archive}/%f")
    server.start()
    office = an_office(server)
    opened(server.url(), office, "BEFORE")
    base = folder.path / "base"
    server.base_backup(base, "--checkpoint=fast")
    wanted = opened(server.url(), office, "AFTER-THE-BASE")
    moment = server.ask("SELECT clock_timestamp()")
    time.sleep(0.05)
    mistaken = opened(server.url(), office, "MISTAKE")
    server.ask("SELECT pg_switch_wal()")
    server.stop()

    again = Server(folder, base)
    again.configure(
        archive_mode="off",
        restore_command=f"cp {archive}/%f %p",
        recovery_target_time=moment,
        recovery_target_action="promote",
    )
    (base / "recovery.signal").touch()
    folder.own(base / "recovery.signal")
    again.start()
    again.wait_until("SELECT pg_is_in_recovery()", "False")
    found = opened(again.url(), office)
    assert (found, found.holds, mistaken.entries > wanted.entries) == (wanted, True, True)
    assert again.ask("SELECT count(*) FROM item WHERE code IN ('BEFORE', 'AFTER-THE-BASE')") == "2"
    assert again.ask("SELECT count(*) FROM item WHERE code = 'MISTAKE'") == "0"
    assert opened(again.url(), office, "GOES-ON").holds
