"""A copy of the database as it was before its tables change, kept beside it until three newer ones exist."""

import datetime
import re
from pathlib import Path
from typing import Final

from sqlmodel import Session

from workflow.database import Database
from workflow.errors_keeping import UpgradeRefused
from workflow.keeping import postgres_tools
from workflow.keeping.backup import one_state
from workflow.keeping.copying import CannotRead, copy_sqlite
from workflow.keeping.files import BEFORE_UPGRADE
from workflow.keeping.placing import put, workshop

KEPT: Final = 3


def keep_copy(database: Database, folder: Path, revision: str, at: datetime.datetime) -> Path:
    """Copies the database into `before-upgrade` beside its file, or, of a server's, into the data folder.

    Its name tells the shape of the tables and the moment. Raises UpgradeRefused (back_up_first) where no copy
    can be made: then nothing may be changed either.
    """
    file = Path(database.url.database or "khanton")
    beside = (file.parent if database.is_sqlite else folder) / BEFORE_UPGRADE
    final = beside / f"{file.stem}-{revision}-{at.astimezone(datetime.UTC):%Y%m%dT%H%M%SZ}{_ending(database)}"
    try:
        with workshop(beside) as work, one_state(database) as (session, snapshot):
            made = work / "copy"
            _copied(database, session, snapshot, made)
            put(made, final)
    except (postgres_tools.ToolMissing, postgres_tools.ToolFailed, CannotRead, OSError) as error:
        raise UpgradeRefused("back_up_first", str(beside), str(error)[:200]) from error
    _rotate(beside, file.stem, _ending(database))
    return final


def _ending(database: Database) -> str:
    return ".db" if database.is_sqlite else ".dump"


def _copied(database: Database, session: Session, snapshot: str, made: Path) -> None:
    if database.is_sqlite:
        copy_sqlite(session, made, lambda *_: None)
    else:
        postgres_tools.dump(database.url, made, snapshot)


def _rotate(beside: Path, stem: str, ending: str) -> None:
    """By the moment in their names; the shape before it does not sort by age."""
    ours = re.compile(rf"{re.escape(stem)}-\w+-(\d{{8}}T\d{{6}}Z){re.escape(ending)}", re.ASCII)
    dated = sorted((found[1], path) for path in beside.iterdir() if (found := ours.fullmatch(path.name)))
    for _, path in dated[:-KEPT]:
        path.unlink(missing_ok=True)
