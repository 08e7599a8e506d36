"""`khanton retention`, and what doors, packs and backups say of what was destroyed by order."""

import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from conftest import NOW, SmallOffice
from contents import contents as everything
from retention_desk import LATER, ORDER_NO, Kept, furnished, there
from sqlmodel import select
from typer.testing import CliRunner

from api import clock
from api.cli import app
from api.packs.contents import contents
from api.packs.verifier import verify
from api.packs.writing import Place, write
from workflow import history
from workflow.checkpoints.keys import KeyFile
from workflow.checkpoints.taking import take_for
from workflow.database import Database
from workflow.keeping import checking
from workflow.models import Item
from workflow.moments import bangkok_date

RUN = CliRunner()
DIRECTOR = ("--as", "area_director.t1")
BY_ORDER = (*DIRECTOR, "--order", ORDER_NO)
# The command itself, in a process that is killed as soon as the destruction is committed.
KILLED = """
import datetime, os, sys
from api import clock
from api.commands import retention_carry_out
from api.cli import app
LATER = datetime.datetime.fromisoformat(sys.argv.pop(1))
clock.now = lambda: LATER
calls = []
def dies(session, folder):
    calls.append(folder)
    if len(calls) == 2:
        os.kill(os.getpid(), 9)
    return 0
retention_carry_out.delete_marked = dies
app()
"""


@pytest.fixture
def kept(database: Database, office: SmallOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Kept:
    monkeypatch.setattr(clock, "now", lambda: LATER)
    return furnished(database, office, tmp_path)


@pytest.fixture
def where(database_url: str, tmp_path: Path) -> tuple[str, ...]:
    return ("--database", database_url, "--data", str(tmp_path))


def ran(*words: str) -> tuple[int, Any]:
    done = RUN.invoke(app, [*words, "--json"])
    return done.exit_code, json.loads(done.stdout)


def packed(database: Database, folder: Path, code: str) -> dict[str, bytes]:
    out = io.BytesIO()
    with database.read() as session:
        item = session.exec(select(Item).where(Item.code == code)).one()
        found = contents(session, item, who=None, on=bangkok_date(LATER))
        write(session, found, out, Place(folder), LATER)
    with zipfile.ZipFile(out) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_terms_list_holds_and_the_order(
    database: Database, kept: Kept, where: tuple[str, ...], tmp_path: Path
) -> None:
    code, told = ran("retention", "terms", *where)
    assert (code, {each["years"] for each in told}) == (0, {10})
    assert ran("retention", "set", "meeting", "ตลอดไป", *BY_ORDER, *where)[0] == 0
    assert ran("retention", "set", "meeting", "ร้อย", *BY_ORDER, *where)[0] == 2
    code, told = ran("retention", "review", *where, "--xlsx", str(tmp_path / "list.xlsx"))
    assert [each["code"] for each in told["items"]] == ["AP1", kept.paper.code]
    assert (tmp_path / "list.xlsx").stat().st_size > 4_000
    assert ran("retention", "review", *where, "--xlsx", str(tmp_path / "list.xlsx"))[0] != 0
    assert ran("retention", "hold", "AP1", *BY_ORDER, "--reason", "สตง. ตรวจ", *where)[0] == 0
    assert [each["code"] for each in ran("retention", "holds", *where)[1]] == ["AP1"]
    code, told = ran("retention", "carry-out", "AP1", *BY_ORDER, *where, "--confirm")
    assert (code, told["error"]["code"]) == (1, "retention_held")
    assert ran("retention", "release", "AP1", *BY_ORDER, "--reason", "ตรวจแล้ว", *where)[0] == 0


def test_without_confirm_nothing_happens_and_with_it_the_files_go(
    database: Database, office: SmallOffice, kept: Kept, where: tuple[str, ...], tmp_path: Path
) -> None:
    before = everything(database)
    code, told = ran("retention", "carry-out", *BY_ORDER, *where)
    assert (code, told["destroyed"], told["files"], told["messages"]) == (0, False, [kept.own], 1)
    assert everything(database) == before
    assert there(tmp_path, kept.own)
    code, told = ran("retention", "carry-out", *BY_ORDER, *where, "--kind", "annual_plan", "--confirm")
    assert (code, told["destroyed"], told["files_deleted"]) == (0, True, 1)
    assert [each["code"] for each in told["items"]] == ["AP1"]
    assert (there(tmp_path, kept.own), there(tmp_path, kept.shared)) == (False, True)
    said = RUN.invoke(app, ["retention", "carry-out", *BY_ORDER, *where]).stdout
    assert "ยังไม่ได้ทำลาย" in said


def test_killed_between_commit_and_deletion_the_next_run_deletes_what_was_left(
    database: Database, office: SmallOffice, kept: Kept, where: tuple[str, ...], tmp_path: Path
) -> None:
    command = ["retention", "carry-out", *BY_ORDER, *where, "--confirm"]
    done = subprocess.run(
        [sys.executable, "-c", KILLED, LATER.isoformat(), *command],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert done.returncode == -9, done.stderr.decode()
    assert there(tmp_path, kept.own)
    with database.read() as session:
        verdict = history.verify(session, office.id)
        assert verdict.holds
        assert kept.own not in checking.stored_files(session)
    code, told = ran(*command)
    assert (code, told["error"]["code"]) == (1, "retention_nothing")
    assert (there(tmp_path, kept.own), there(tmp_path, kept.shared)) == (False, True)
    with database.read() as session:
        assert history.verify(session, office.id) == verdict


def test_a_pack_says_destroyed_and_still_proves_itself(
    database: Database, office: SmallOffice, kept: Kept, where: tuple[str, ...], tmp_path: Path
) -> None:
    take_for(database, office.id, KeyFile.in_folder(tmp_path), NOW)
    assert ran("retention", "carry-out", *BY_ORDER, *where, "--confirm")[0] == 0
    take_for(database, office.id, KeyFile.in_folder(tmp_path), LATER)
    files = packed(database, tmp_path, "AP1")
    manifest = json.loads(files["manifest.json"])
    assert {(each["sha256"], each["why"]) for each in manifest["missing"]} == {
        (kept.own, "destroyed"),
        (kept.shared, "destroyed"),
    }
    assert "ทำลายเนื้อหาเอกสารตามคำสั่ง" in files["history/history.txt"].decode()
    files = packed(database, tmp_path, kept.paper.code)
    assert [each["why"] for each in json.loads(files["manifest.json"])["missing"]] == ["destroyed"]
    for pack in (packed(database, tmp_path, "AP1"), files, packed(database, tmp_path, "AP2")):
        assert [found for _, _, found in verify.check(pack, "") if found] == []


def test_a_backup_does_not_miss_what_was_destroyed(
    database: Database, office: SmallOffice, kept: Kept, where: tuple[str, ...], tmp_path: Path
) -> None:
    assert ran("retention", "carry-out", *BY_ORDER, *where, "--confirm")[0] == 0
    code, told = ran("backup", str(tmp_path / "kept.tar.gz"), *where)
    assert (code, told["lost"]) == (0, [])
    code, told = ran("history", "verify", "--paper", kept.paper.witness, *where)
    assert (code, told["checks"]["text"], told["destroyed_by_order"]) == (0, "destroyed", ORDER_NO)
