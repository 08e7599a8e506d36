"""A record with checkpoints that were put down in a file of anchors, for tests that tamper with it."""

import datetime
from dataclasses import dataclass
from pathlib import Path

from conftest import NOW, SmallOffice
from sqlalchemy import text
from sqlmodel import Session

from workflow import history
from workflow.checkpoints import anchors, checking, taking
from workflow.checkpoints.anchors import Anchor
from workflow.checkpoints.checking import Report
from workflow.checkpoints.keys import KeyFile
from workflow.database import Cursor, Database
from workflow.history import Record
from workflow.models import Office
from workflow.moments import moment_text


@dataclass(frozen=True)
class Anchored:
    """An office whose record was anchored several times, the last time at its last entry."""

    database: Database
    office_id: int
    file: KeyFile
    path: Path
    anchors: tuple[Anchor, ...]

    @property
    def points(self) -> list[int]:
        """The last entry of each anchor."""
        return [each.said.seq for each in self.anchors]

    def line_at(self, seq: int) -> int:
        """The first anchor that speaks of entry `seq`."""
        return next(each.line for each in self.anchors if each.said.seq >= seq)

    def examined(self, session: Session) -> Report:
        office = session.get_one(Office, self.office_id, populate_existing=True)
        trusted = checking.keys_of(session, self.anchors)
        return checking.examine(session, office, trusted, self.anchors)


def lengthen(database: Database, office: SmallOffice, many: int) -> None:
    """So many entries more, written straight into the chain."""
    with database.write() as session:
        cursor = Cursor(session)
        for number in range(many):
            head = history.hold(cursor, office.id)
            history.write(cursor, history.seal(head, _record(office, number)))


def _record(office: SmallOffice, number: int) -> Record:
    return Record(
        office_id=office.id,
        kind="attested",
        at=moment_text(NOW + datetime.timedelta(minutes=number)),
        effective_on="2018-01-12",
        subject=f"item:{number}",
        actor_id=office.people["clerk"],
        capacity="own",
        reason=f"เหตุผลที่ {number}",
        details=history.details({"facts": {"document_number": f"ที่ {number}"}}),
        dwell_seconds=number,
    )


def anchored(database: Database, office: SmallOffice, folder: Path, rounds: int, each: int) -> Anchored:
    """The office's record made longer by `each` entries so many times, with a checkpoint after each."""
    file, outside = KeyFile.in_folder(folder / "data"), folder / "outside"
    for number in range(rounds):
        lengthen(database, office, each)
        at = NOW + datetime.timedelta(days=number)
        assert taking.take_for(database, office.id, file, at) is not None
        with database.write() as session:
            assert anchors.write_file(session, outside, at) == 1
    path = outside / anchors.FILE
    found = anchors.read(path)
    assert found.unreadable == ()
    return Anchored(database, office.id, file, path, found.found)


def without_triggers(database: Database) -> None:
    """What somebody with the database's own password would do first."""
    sqlite = "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"
    postgresql = "SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal"
    with database.write() as session:
        connection = session.connection()
        for name, table in connection.execute(text(sqlite if database.is_sqlite else postgresql)).all():
            on = "" if database.is_sqlite else f" ON {table}"
            connection.execute(text(f"DROP TRIGGER {name}{on}"))
