"""Where the data are: which database and which folder a command works with."""

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.exc import ArgumentError
from sqlmodel import Session, col, select

from api import clock
from api.commands.refusals import CommandRefused
from workflow import schema
from workflow.database import Database
from workflow.demo import SAMPLE_OFFICE, built_until
from workflow.keeping.before_upgrade import keep_copy
from workflow.models import Office
from workflow.offices import by_code

OWN, DEMONSTRATION = "khanton.db", "khanton-demo.db"


@dataclass(frozen=True, slots=True)
class Place:
    """A database and the folder beside it; `file` is the SQLite file, None elsewhere."""

    url: str
    folder: Path
    named: bool = False
    demonstration: bool = False

    @property
    def file(self) -> Path | None:
        for start in ("sqlite:///", "sqlite+pysqlite:///"):
            if self.url.startswith(start) and not self.url.endswith(":memory:"):
                return Path(self.url.removeprefix(start).partition("?")[0])
        return None

    @property
    def shown(self) -> str:
        """The database as people may see it: never its password."""
        if self.file:
            return str(self.file)
        return _opened(self.url).url.render_as_string(hide_password=True)


def data_folder(option: Path | None, environment: Mapping[str, str] = os.environ) -> Path:
    """--data, else KHANTON_DATA, else the folder where this system keeps a program's data."""
    said = option or environment.get("KHANTON_DATA") or environment.get("KHANTON_DATA_FOLDER")
    return Path(said) if said else _usual_folder(environment)


def _usual_folder(environment: Mapping[str, str]) -> Path:
    if sys.platform == "win32":
        return Path(environment.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "Khanton"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "Khanton"
    return Path(environment.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "khanton"


def own(database: str | None, data: Path | None, file: str = OWN) -> Place:
    """The database named, else the file of this name in the data folder."""
    folder = data_folder(data)
    named = database or os.environ.get("KHANTON_DATABASE_URL")
    if named:
        return Place(named, folder, named=True)
    return Place(f"sqlite:///{folder / file}", folder, demonstration=file == DEMONSTRATION)


def at_hand(database: str | None, data: Path | None) -> Place:
    """The office's database; where there is none and none was named, the demonstration's."""
    office = own(database, data)
    sample = own(database, data, DEMONSTRATION)
    if office.named or _exists(office) or not _exists(sample):
        return office
    return sample


def _exists(place: Place) -> bool:
    return place.file is not None and place.file.exists()


@contextmanager
def opened(place: Place) -> Iterator[Database]:
    """The database with its tables up to date; raises CommandRefused where it is not there yet."""
    if place.file is not None and not place.file.exists():
        raise CommandRefused("no_database", {"place": place.shown})
    database = _opened(place.url)
    try:
        if schema.current(database) != schema.newest(database):
            raise CommandRefused("no_tables", {"place": place.shown})
        yield database
    finally:
        database.dispose()


@contextmanager
def prepared(place: Place, *, backed_up: bool = False) -> Iterator[Database]:
    """The database, made or brought up to date first; its tables are copied before they change.

    Raises UpgradeRefused where no copy can be made, unless somebody says that there is one.
    """
    database = _opened(place.url)
    try:
        had = schema.current(database)
        if had != schema.newest(database):
            if had and not backed_up:
                keep_copy(database, place.folder, had, clock.now())
            schema.upgrade(database)
        yield database
    finally:
        database.dispose()


def _opened(url: str) -> Database:
    try:
        return Database(url)
    except (ArgumentError, OSError, ImportError) as error:
        raise CommandRefused("bad_database") from error


def offices(session: Session, code: str | None = None) -> list[Office]:
    """The offices of the database by code, or the one of this code; raises UnknownOffice."""
    if code:
        return [by_code(session, code)]
    return list(session.exec(select(Office).order_by(col(Office.code))).all())


def one_office(session: Session, code: str | None) -> Office:
    """The office meant: named, or the only one; of the sample offices the one whose year is told in full.

    Raises CommandRefused, UnknownOffice.
    """
    found = offices(session, code)
    if len(found) > 1 and built_until(session)[0]:
        found = [each for each in found if each.code == SAMPLE_OFFICE] or found
    if len(found) > 1:
        raise CommandRefused("which_office", {"offices": ", ".join(each.code for each in found)})
    if not found:
        raise CommandRefused("no_office", {"place": "-"})
    return found[0]
