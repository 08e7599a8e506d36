"""Runs PostgreSQL's own pg_dump and pg_restore; a password never stands on their command lines."""

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from psycopg.conninfo import make_conninfo
from sqlalchemy import URL

_DEBIAN: Final = Path("/usr/lib/postgresql")


class ToolMissing(Exception):
    """The program is not installed here; its name."""


class ToolFailed(Exception):
    """What the program said at its end, without any password."""


def dump(url: URL, target: Path, snapshot: str) -> None:
    """Writes the database, as the snapshot exported by an open transaction sees it, in pg_dump's custom form.

    Raises ToolMissing, ToolFailed.
    """
    _run("pg_dump", ["--format=custom", "--compress=0", f"--snapshot={snapshot}", f"--file={target}"], url)
    target.chmod(0o600)


def load(url: URL, source: Path) -> None:
    """Restores a dump into an empty database: all of it in one transaction, or nothing.

    Who owns and who may read the tables is not restored: roles differ from server to server. Raises
    ToolMissing, ToolFailed.
    """
    whole = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"]
    _run("pg_restore", [*whole, "--no-password", str(source)], url)


def _run(program: str, arguments: Sequence[str], url: URL) -> None:
    command = [found(program), *arguments, f"--dbname={_without_password(url)}"]
    ended = subprocess.run(  # noqa: S603  a program of PostgreSQL's with arguments that are ours
        command, stdin=subprocess.DEVNULL, capture_output=True, env=_environment(url), check=False
    )
    if ended.returncode:
        said = ended.stderr.decode("utf-8", "replace").strip().splitlines()
        raise ToolFailed(" / ".join(said[-3:])[:300] or f"{program}: {ended.returncode}")


def found(program: str) -> str:
    """Where the program is: the newest of Debian's, else the one on the path; raises ToolMissing."""
    debian = sorted(_DEBIAN.glob(f"*/bin/{program}"), key=lambda path: _numbers(path.parts[-3]))
    somewhere = str(debian[-1]) if debian else shutil.which(program)
    if somewhere is None:
        raise ToolMissing(program)
    return somewhere


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(each) for each in re.findall(r"\d+", version))


def _without_password(url: URL) -> str:
    """The address as libpq reads it, without the password: a command line is seen by everybody here."""
    parts = {"host": url.host, "port": url.port, "user": url.username, "dbname": url.database}
    query = {key: value for key, value in url.query.items() if key != "password"}
    return make_conninfo("", **{key: str(value) for key, value in {**parts, **query}.items() if value})


def _environment(url: URL) -> dict[str, str]:
    """Ours, with the password where only this account reads it; without one, PGPASSFILE counts."""
    password = url.password or url.query.get("password")
    more = {"PGPASSWORD": str(password)} if password else {}
    return {**os.environ, **more, "LC_ALL": "C"}
