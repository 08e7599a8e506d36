"""The test's side of killed_process.py: starts it, asks it, and sees that nothing of it stays."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from load_office import LoadOffice

TESTS = Path(__file__).resolve().parent.parent
PATHS = (TESTS.parent, TESTS, TESTS / "faults", TESTS / "workflow")


def environment(**more: str) -> dict[str, str]:
    """What a program of these tests needs to find the project, and the tests' own modules."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, PATHS)), **more}


@dataclass
class Nursery:
    """One process that forks others; `log` is what those were answered."""

    process: "subprocess.Popen[str]"
    log: Path

    def ask(self, what: str, **more: Any) -> dict[str, int]:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"do": what, **more}) + "\n")
        self.process.stdin.flush()
        return self.answer()

    def answer(self) -> dict[str, int]:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, "the process that forks has ended: see what it said"
        found: dict[str, int] = json.loads(line)
        return found


@contextmanager
def nursery(url: str, office: LoadOffice, folder: Path, lanes: int = 4) -> Iterator[Nursery]:
    """Ends with its children: they die with it."""
    about, log = office.keep(folder / "office.json"), folder / "told.log"
    program = Path(__file__).with_name("killed_process.py")
    process = subprocess.Popen(
        [sys.executable, str(program), url, str(about), str(log), str(lanes)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment(),
    )
    try:
        made = Nursery(process, log)
        made.answer()
        yield made
    finally:
        process.kill()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                stream.close()
        process.wait()
