"""However long a history is, taking it away keeps only some of it in memory; a file is whole or not there."""

import datetime
import os
import tracemalloc
from itertools import chain
from pathlib import Path

import pytest
from conftest import NOW, SmallOffice
from event_readers import log_of
from sqlalchemy import event as sqlalchemy_event
from sqlmodel import Session

from workflow import history
from workflow.database import Cursor, Sql
from workflow.eventlogs.formats import Format, write_log
from workflow.eventlogs.whole_file import whole_file
from workflow.models import Item
from workflow.moments import moment_text

MEGABYTE = 1024 * 1024
BOUND = 16 * MEGABYTE  # of Python's own memory: the events alone would take three times as much
_HEAD = Sql("UPDATE chain_head SET seq = ?, hash = ? WHERE office_id = ?")


def filled(session: Session, office: SmallOffice, cases: int, each: int, prefix: str = "P") -> int:
    """How many were written: `each` of every case, chained as the engine does."""
    pattern = office.open(session, "project", f"{prefix}0").model_dump(exclude={"id"})
    items = [
        Item(**{**pattern, "code": f"{prefix}{number}", "parent_id": None}) for number in range(1, cases + 1)
    ]
    session.add_all(items)
    session.flush()
    cursor = Cursor(session)
    head = history.hold(cursor, office.id)
    for number, item in enumerate(chain.from_iterable([items] * each)):
        record = history.Record(
            office_id=office.id,
            kind="step",
            at=moment_text(NOW + datetime.timedelta(seconds=number)),
            effective_on="2018-01-12",
            item_id=item.id,
            subject=f"item:{item.code}",
            actor_id=office.people["plan_officer"],
            position_id=office.positions["plan_officer"],
            capacity="own",
            trigger="submit",
            from_state="draft",
            to_state="submitted",
            version=number + 1,
            definition_hash=item.definition_hash,
            reason="เหตุผลของขั้นตอนนี้ " * 10,
        )
        sealed = history.seal(head, record)
        cursor.run(history.INSERT, history.row(sealed))
        head = history.Head(sealed.seq, sealed.hash)
    cursor.run(_HEAD, (head.seq, head.hash, office.id))
    session.expunge_all()
    return 1 + cases * each


@pytest.fixture(name="long")
def a_long_history(session: Session, office: SmallOffice) -> int:
    return filled(session, office, cases=400, each=25)


@pytest.mark.slow
def test_ten_thousand_events_leave_in_every_form_with_little_memory(
    session: Session, office: SmallOffice, long: int, tmp_path: Path
) -> None:
    assert long == 10_001
    peaks = {}
    for form in Format:
        log = log_of(session, office.id)
        assert log.total() == long
        tracemalloc.start()
        write_log(tmp_path / form.value, log, form, "สำนักงาน")
        peaks[form.value] = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert max(peaks.values()) < BOUND, peaks
    lines = (tmp_path / "jsonl").read_bytes().count(b"\n")
    assert lines == (tmp_path / "xes").read_bytes().count(b"<event>") == long


@pytest.mark.parametrize("form", list(Format))
def test_a_longer_history_takes_no_more_statements_for_a_batch(
    session: Session, office: SmallOffice, tmp_path: Path, form: Format
) -> None:
    """As many for five events as for more than four hundred: both are one batch."""
    filled(session, office, cases=2, each=2)
    few = statements_for(session, office, tmp_path / "few", form)
    more = filled(session, office, cases=20, each=20, prefix="Q")
    assert more > 400
    assert statements_for(session, office, tmp_path / "many", form) == few


def statements_for(session: Session, office: SmallOffice, path: Path, form: Format) -> int:
    told: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        told.append(statement)

    log, engine = log_of(session, office.id), session.connection().engine
    sqlalchemy_event.listen(engine, "before_cursor_execute", note)
    write_log(path, log, form, "สำนักงาน")
    sqlalchemy_event.remove(engine, "before_cursor_execute", note)
    return len(told)


def made(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def test_a_file_stands_there_when_it_is_whole(tmp_path: Path) -> None:
    target = tmp_path / "log.csv"
    with whole_file(target) as path:
        path.write_bytes(b"half")
        assert not target.exists()
        path.write_bytes(b"whole")
    assert (made(tmp_path), target.read_bytes()) == (["log.csv"], b"whole")


@pytest.mark.parametrize("over", [False, True])
def test_nothing_is_left_of_one_that_failed(tmp_path: Path, over: bool) -> None:
    target = tmp_path / "log.csv"
    if over:
        target.write_bytes(b"before")
    with pytest.raises(ZeroDivisionError), whole_file(target, over=over) as path:  # noqa: PT012
        path.write_bytes(b"half")
        raise ZeroDivisionError
    assert made(tmp_path) == (["log.csv"] if over else [])
    assert not over or target.read_bytes() == b"before"


def test_what_stands_there_is_only_written_over_where_that_was_said(tmp_path: Path) -> None:
    target = tmp_path / "log.csv"
    target.write_bytes(b"before")
    with pytest.raises(FileExistsError), whole_file(target):
        raise AssertionError("nothing is written where nothing may be kept")
    assert target.read_bytes() == b"before"
    with whole_file(target, over=True) as path:
        path.write_bytes(b"after")
    assert (made(tmp_path), target.read_bytes()) == (["log.csv"], b"after")


def test_a_file_that_came_meanwhile_is_not_written_over(tmp_path: Path) -> None:
    target = tmp_path / "log.csv"
    with pytest.raises(FileExistsError), whole_file(target) as path:  # noqa: PT012
        path.write_bytes(b"mine")
        target.write_bytes(b"theirs")
    assert (made(tmp_path), target.read_bytes()) == (["log.csv"], b"theirs")


@pytest.mark.parametrize("there", [False, True])
def test_a_disk_without_second_names_is_written_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: bool
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError("no links here")

    monkeypatch.setattr(os, "link", refuse)
    target = tmp_path / "log.csv"
    if there:
        with pytest.raises(FileExistsError), whole_file(target) as path:  # noqa: PT012
            path.write_bytes(b"mine")
            target.write_bytes(b"theirs")
        assert target.read_bytes() == b"theirs"
    else:
        with whole_file(target) as path:
            path.write_bytes(b"mine")
        assert target.read_bytes() == b"mine"
    assert made(tmp_path) == ["log.csv"]


def test_it_is_safe_on_the_disk_before_it_gets_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    sync, link = os.fsync, os.link

    def note_sync(handle: int) -> None:
        told.append("sync")
        sync(handle)

    def note_link(source: Path, target: Path) -> None:
        told.append("name")
        link(source, target)

    monkeypatch.setattr(os, "fsync", note_sync)
    monkeypatch.setattr(os, "link", note_link)
    with whole_file(tmp_path / "log.csv") as path:
        path.write_bytes(b"whole")
        told.append("written")
    assert told == ["written", "sync", "name", "sync"]


def test_there_is_no_folder_to_write_in(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), whole_file(tmp_path / "nowhere" / "log.csv"):
        raise AssertionError("there is nowhere to write")
    assert made(tmp_path) == []
