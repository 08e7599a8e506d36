"""The auditors' replica of docs/operating.md: everything may be read there, and nothing written."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from conftest import SmallOffice, make_office
from own_servers import DATABASE, Folder, Server, own_folder
from typer.testing import CliRunner

from api.cli import app
from workflow import history, schema
from workflow.database import Database
from workflow.history import Verdict

pytestmark = [pytest.mark.slow, pytest.mark.one_database]
RUN = CliRunner()


@pytest.fixture(scope="module")
def folder() -> Iterator[Folder]:
    with own_folder() as made:
        yield made


@pytest.fixture(scope="module")
def primary(folder: Folder) -> Server:
    server = Server.made(folder, "primary")
    server.start()
    server.ask(f"CREATE DATABASE {DATABASE}", "postgres")
    server.ask("CREATE ROLE khanton_replica REPLICATION LOGIN", "postgres")
    database = Database(server.url())
    schema.upgrade(database)
    database.dispose()
    return server


@pytest.fixture(scope="module")
def office(primary: Server) -> SmallOffice:
    database = Database(primary.url())
    with database.write() as session:
        made = make_office(session)
    database.dispose()
    return made


@pytest.fixture(scope="module")
def replica(folder: Folder, primary: Server, office: SmallOffice) -> Server:
    data = folder.path / "replica"
    primary.base_backup(data, "--write-recovery-conf", "--checkpoint=fast")
    assert (data / "standby.signal").exists()
    server = Server(folder, data)
    server.start()
    return server


def ran(server: Server, *words: str) -> tuple[int, Any]:
    done = RUN.invoke(app, [*words, "--database", server.url(), "--json"])
    return done.exit_code, json.loads(done.stdout)


def head(server: Server, office: SmallOffice) -> Verdict:
    database = Database(server.url())
    with database.read() as session:
        found = history.verify(session, office.id)
    database.dispose()
    return found


def test_what_is_written_on_the_primary_is_read_and_verified_on_the_replica(
    primary: Server, replica: Server, office: SmallOffice
) -> None:
    database = Database(primary.url())
    with database.write() as session:
        office.open(session, "project", "P1")
    database.dispose()
    wanted = head(primary, office)
    replica.wait_until("SELECT seq FROM chain_head", str(wanted.entries))
    assert replica.ask("SELECT pg_is_in_recovery()") == "True"
    code, told = ran(replica, "history", "verify")
    assert (code, told[0]["holds"], told[0]["head"]) == (0, True, wanted.last_hash)
    assert [each["item"] for each in ran(replica, "history", "--item", "P1")[1]] == ["P1"]
    assert [each["code"] for each in ran(replica, "items")[1]] == ["P1"]


def test_whoever_writes_on_the_replica_is_told_where_she_is(
    primary: Server, replica: Server, office: SmallOffice
) -> None:
    before = head(primary, office)
    code, told = ran(replica, "init", "--office", "T9", "--name", "เขต 9")
    assert (code, told["error"]["code"]) == (1, "read_only_database")
    assert head(primary, office) == before
