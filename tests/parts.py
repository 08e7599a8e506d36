"""The parts of one run of tests/suite.py: programs, one after another, and what became of each."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import postgres_cluster

PYTHON = sys.executable
SECONDS_TO_FINISH = 5.0


def say(line: str) -> None:
    """One plain line about the step that begins now."""
    print(f"-- {line}", flush=True)


def run(command: Sequence[object], more_environment: dict[str, str] | None = None) -> int:
    """Run a program to its end on our own screen; on Ctrl-C give it a moment to finish, then end it."""
    child = subprocess.Popen([str(part) for part in command], env={**os.environ, **(more_environment or {})})
    try:
        return child.wait()
    except KeyboardInterrupt:
        for end_it in (child.poll, child.terminate, child.kill):
            end_it()
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(timeout=SECONDS_TO_FINISH)
                break
        raise


class Parts:
    """The parts of one run: each is done whatever became of the earlier ones, timed, summed up at the end."""

    def __init__(self, *under: str) -> None:
        """`under` is the module, with its options, that pytest is run by; none runs it as it is."""
        self.under = under
        self.lines: list[str] = []
        self.failed = False

    def add(self, name: str, command: Sequence[object], environment: dict[str, str] | None = None) -> None:
        """Run a program as a part: it passed if its exit code is 0."""
        say(name)
        began = time.monotonic()
        code = run(command, environment)
        self.note(name, "passed" if code == 0 else f"FAILED (exit code {code})", time.monotonic() - began)

    def add_tests(self, name: str, options: Sequence[str], database: str, which: str = "") -> None:
        """Run pytest on one database as a part; the summary says how many tests there were.

        `which` "of the database" leaves out those that use none (see tests/conftest.py).
        """
        with tempfile.TemporaryDirectory(prefix="khanton-tests-", dir=postgres_cluster.memory()) as folder:
            report = Path(folder) / "report.xml"
            workers = ["-n", min(4, os.cpu_count() or 1), "--junit-xml", report]
            command = [PYTHON, *self.under, "-m", "pytest", *workers, *options]
            # Their files lie there too: a commit on SQLite waits for the disk, and no test cuts the power.
            environment = {"KHANTON_TEST_DATABASE": database, "PYTEST_DEBUG_TEMPROOT": folder}
            self.add(name, command, {**environment, "KHANTON_TESTS": which})
            self.lines[-1] += "   " + _counted(report)

    def note(self, name: str, outcome: str, seconds: float = 0.0) -> None:
        self.lines.append(f"{name:<22} {outcome:<22} {seconds:7.1f} s")
        self.failed = self.failed or outcome != "passed"

    def sum_up(self) -> int:
        print("\n" + "\n".join(self.lines))
        print("มีส่วนที่ไม่ผ่าน · something FAILED" if self.failed else "ผ่านทั้งหมด · everything passed", flush=True)
        return 1 if self.failed else 0


def _counted(report: Path) -> str:
    """What pytest's report says in its first element: how many tests there were and what became of them."""
    if not report.exists():
        return "no report"
    head = report.read_text(encoding="utf-8")[:2000]
    kinds = ("tests", "failures", "errors", "skipped")
    return ", ".join(
        f"{kind} {number}" for kind in kinds for number in re.findall(rf' {kind}="(\d+)"', head)[:1]
    )
