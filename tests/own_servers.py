"""PostgreSQL servers of a test's own that archive their log, follow one another, and are started again."""

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import postgres_cluster as clusters
import psycopg
import pytest

DATABASE = "khanton_own"


class Folder:
    """Where the servers of one test lie; whoever may run them owns it."""

    def __init__(self) -> None:
        found = clusters.postgres_binaries()
        if found is None:
            pytest.skip("no PostgreSQL server is installed")
        self.binaries = found
        self.account = clusters._ordinary_account()
        self.path = Path(tempfile.mkdtemp(prefix="khanton-own-", dir=clusters.memory()))
        self.servers: list[Server] = []
        self.own(self.path)

    def own(self, path: Path) -> Path:
        if self.account:
            shutil.chown(path, self.account)
        return path

    def make(self, name: str) -> Path:
        """A new folder in it."""
        path = self.path / name
        path.mkdir()
        return self.own(path)

    def run(self, program: str, *arguments: object) -> None:
        clusters._run([self.binaries / program, *map(str, arguments)], self.path, self.account)

    def end(self) -> None:
        for server in self.servers:
            with suppress(clusters.ClusterError):
                server.stop("immediate")
        shutil.rmtree(self.path, ignore_errors=True)


class Server:
    """A server on the data folder `data`, on a port of its own."""

    def __init__(self, folder: Folder, data: Path) -> None:
        self._folder, self.data = folder, data
        self.port = clusters._free_port()
        folder.servers.append(self)

    @classmethod
    def made(cls, folder: Folder, name: str) -> "Server":
        data = folder.path / name
        text = ("--encoding=UTF8", "--no-locale", "--no-sync", "--auth=trust")
        folder.run("initdb", "-D", data, "-U", clusters.ROLE, *text)
        return cls(folder, data)

    def configure(self, **settings: str) -> None:
        lines = [f"{name} = '{value}'\n" for name, value in settings.items()]
        with (self.data / "postgresql.auto.conf").open("a", encoding="utf-8") as file:
            file.writelines(lines)

    def start(self) -> None:
        options = f"-c listen_addresses=127.0.0.1 -c port={self.port} -c unix_socket_directories={self.data}"
        log = self._folder.path / f"{self.data.name}.log"
        try:
            self._folder.run("pg_ctl", "-D", self.data, "-l", log, "-w", "-t", "60", "-o", options, "start")
        except clusters.ClusterError as failure:
            raise AssertionError(f"{failure}\n{log.read_text(errors='replace')[-2000:]}") from failure

    def stop(self, how: str = "fast") -> None:
        if (self.data / "postmaster.pid").exists():
            self._folder.run("pg_ctl", "-D", self.data, "-w", "-m", how, "stop")

    def base_backup(self, to: Path, *options: str) -> None:
        self._folder.run(
            "pg_basebackup", "-h", "127.0.0.1", "-p", self.port, "-U", clusters.ROLE, "-D", to, *options
        )

    def url(self, database: str = DATABASE) -> str:
        return f"postgresql+psycopg://{clusters.ROLE}@127.0.0.1:{self.port}/{database}"

    def ask(self, statement: str, database: str = DATABASE) -> str:
        """The first value that the statement answers."""
        with psycopg.connect(self.url(database).replace("+psycopg", ""), autocommit=True) as connection:
            found = connection.execute(statement.encode())
            row = found.fetchone() if found.description else None
            return str(row[0]) if row else ""

    def wait_until(self, statement: str, wanted: str) -> None:
        """Asks until the answer is as wanted; half a minute at most."""
        for _ in range(300):
            with suppress(psycopg.OperationalError):
                if self.ask(statement) == wanted:
                    return
            time.sleep(0.1)
        raise AssertionError(f"{statement}: {self.ask(statement)} instead of {wanted}")


@contextmanager
def own_folder() -> Iterator[Folder]:
    made = Folder()
    try:
        yield made
    finally:
        made.end()
