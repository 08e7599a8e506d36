"""`khanton doctor`: looks at what goes wrong in practice, and says what to do about it."""

import importlib
import importlib.util
import os
import shutil
import stat
import sys
import tempfile
import zoneinfo
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import typer
from sqlalchemy.exc import SQLAlchemyError

import api
from api import clock
from api.commands import options
from api.commands.doctor_database import looked_at
from api.commands.output import answering, document, people, table
from api.commands.place import Place, offices, opened
from api.commands.refusals import CommandRefused
from workflow import history

_PACKAGES = ("states", "workflow", "papers", "notifications", "api")
_OLDEST = (3, 11)
_LEAST_FREE = 500  # MiB: some months of a busy office


@dataclass(frozen=True, slots=True)
class Look:
    """One thing looked at: whether it is well, and what was seen."""

    name: str
    well: bool
    seen: str


def doctor(
    context: typer.Context,
    database: options.Database = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """ตรวจสุขภาพระบบ · Check Python, the packages, the database and its settings, the record, the folder.

    Ends with 1 where anything could lose or change what was recorded.
    """
    with answering(as_json):
        place = options.place_at_hand(context, database, data)
        looks = [_python(), _packages(), *_database(place), *_folder(place.folder), _time_zone()]
    if as_json:
        document(looks)
    else:
        shown = table("ผล", "เรื่อง", "ที่พบ")
        for each in looks:
            shown.add_row("ผ่าน" if each.well else "ไม่ผ่าน", each.name, each.seen)
        people().print(shown)
    if not all(each.well for each in looks):
        raise typer.Exit(1)


def _python() -> Look:
    seen = ".".join(map(str, sys.version_info[:3]))
    return Look("python", sys.version_info >= _OLDEST, seen)


def _packages() -> Look:
    """Another project's `workflow` package, installed over ours, would be found here first."""
    root = Path(api.__file__).resolve().parent.parent
    strange = []
    for name in _PACKAGES:
        found = importlib.import_module(name)
        where = Path(found.__file__ or ".").resolve().parent.parent
        if where != root or not _ours(name):
            strange.append(f"{name}: {where}")
    return Look("packages", not strange, "; ".join(strange) or str(root))


def _ours(name: str) -> bool:
    """Each of our packages has a part that no other project's package of that name has."""
    part = {
        "states": "catalogue",
        "workflow": "engine",
        "papers": "content",
        "notifications": "models",
        "api": "clock",
    }[name]
    return importlib.util.find_spec(f"{name}.{part}") is not None


def _database(place: Place) -> Iterator[Look]:
    """Reachable, with the newest tables, and every office's record unbroken."""
    try:
        with opened(place) as found, found.read() as session:
            yield Look("database", True, place.shown)
            for setting, advice in looked_at(session, clock.now()):
                yield Look(setting.name, setting.well, advice or setting.found)
            for office in offices(session):
                verdict = history.verify(session, office.id)
                seen = f"{office.code}: {verdict.entries}" + (
                    f", {verdict.problem} {verdict.bad_seq}" if verdict.problem else ""
                )
                yield Look("history", verdict.holds, seen)
    except CommandRefused as refused:
        yield Look("database", False, refused.th)
    except SQLAlchemyError as error:
        yield Look("database", False, type(error).__name__)


def _folder(folder: Path) -> Iterator[Look]:
    """Whether evidence can be kept: the folder, or the nearest one above it that exists, takes a file."""
    nearest = next(each for each in (folder, *folder.resolve().parents) if each.exists())
    yield Look("data folder", _writable(nearest), str(folder))
    free = shutil.disk_usage(nearest).free // 2**20
    yield Look("free space", free >= _LEAST_FREE, f"{free:,} MiB (>= {_LEAST_FREE})")
    for key in sorted(folder.glob("*.key")):
        mode = stat.S_IMODE(key.stat().st_mode)
        private = sys.platform == "win32" or not mode & 0o077
        advice = "" if private else f": chmod 600 {key}"
        yield Look("key", private, f"{key.name} {mode:04o}{advice}")


def _writable(folder: Path) -> bool:
    try:
        with tempfile.NamedTemporaryFile(dir=folder):
            return os.access(folder, os.W_OK)
    except OSError:
        return False


def _time_zone() -> Look:
    try:
        return Look("time zone", True, zoneinfo.ZoneInfo("Asia/Bangkok").key)
    except zoneinfo.ZoneInfoNotFoundError as error:
        return Look("time zone", False, f"{error}: pip install tzdata")
