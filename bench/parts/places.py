"""Where to measure: an ordinary folder, a RAM-backed one, and a PostgreSQL server where there is one."""

import os
import tempfile
import uuid
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import create_engine, make_url, text

RAM = Path("/dev/shm")  # noqa: S108  a place to measure, nothing is kept there


def places() -> list[tuple[str, str]]:
    """Where to measure: (name, folder or server)."""
    found = [("sqlite, disk", tempfile.gettempdir())]
    if RAM.is_dir() and os.access(RAM, os.W_OK):
        found.append(("sqlite, RAM", str(RAM)))
    server = os.environ.get("KHANTON_TEST_DATABASE", "sqlite")
    return found if server == "sqlite" else [*found, ("postgresql", server)]


def new_database(where: str) -> tuple[str, Callable[[], None]]:
    """A fresh database in a folder or on a server, and what removes it."""
    if not where.startswith("postgresql"):
        folder = tempfile.TemporaryDirectory(dir=where, prefix="khanton-bench-")
        return f"sqlite:///{folder.name}/bench.db", folder.cleanup
    name = f"khanton_bench_{uuid.uuid4().hex[:8]}"
    _on_server(where, f'CREATE DATABASE "{name}"')
    url = make_url(where).set(database=name).render_as_string(hide_password=False)
    return url, lambda: _on_server(where, f'DROP DATABASE "{name}" WITH (FORCE)')


def _on_server(server: str, statement: str) -> None:
    with create_engine(server, isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(text(statement))
