"""What processes ask of the kernel, in order, by strace: so that a test sees what came before an answer."""

import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

PATIENCE = 30.0
_CALLS = "trace=recvfrom,sendto,read,write,pwrite64,pwritev,fsync,fdatasync"
_LINE = re.compile(r"^(?P<pid>\d+)\s+(?:<\.\.\. )?(?P<call>\w+)(?: resumed>|\()(?P<rest>.*)$")
_WRITES = frozenset({"pwrite64", "pwritev", "write"})
_SYNCS = frozenset({"fsync", "fdatasync"})


@dataclass(frozen=True)
class Exchange:
    """Between one request and its answer: writes to the log, and the syncs of it that had come to an end."""

    status: str
    events: tuple[str, ...]  # "write", "sync"

    @property
    def synced(self) -> bool:
        """Whether the log was written, and synced after the last write."""
        return "write" in self.events and self.events[-1] == "sync"


@contextmanager
def traced(pids: Sequence[int], log: Path) -> Iterator[None]:
    """Notes the calls of these processes and their children; skips the test where that is not permitted."""
    program = shutil.which("strace")
    if sys.platform != "linux" or program is None:
        pytest.skip("strace is not installed")
    about = log.with_suffix(".said")
    which = [word for pid in pids for word in ("-p", str(pid))]
    with about.open("wb") as said:
        process = subprocess.Popen(
            [program, "-f", "-y", "-s", "60", "-e", _CALLS, "-o", str(log), *which], stderr=said
        )
    try:
        until = time.monotonic() + PATIENCE
        while about.read_text().count("attached") < len(pids):
            if process.poll() is not None or "not permitted" in about.read_text():
                pytest.skip("tracing another process is not permitted here")
            assert time.monotonic() < until, about.read_text()
            time.sleep(0.02)
        yield
    finally:
        process.send_signal(signal.SIGINT)  # lets go of the processes, which go on
        process.wait(PATIENCE)


def exchanges(log: Path, place: str) -> list[Exchange]:
    """Every POST and its answer, with what was done meanwhile to files whose path has `place` in it."""
    found: list[Exchange] = []
    events: list[str] | None = None
    begun: dict[str, bool] = {}  # by process: whether the call that it has not come back from is of the place
    for line in log.read_text(errors="replace").splitlines():
        seen = _LINE.match(line)
        if seen is None:
            continue
        pid, call, rest = seen["pid"], seen["call"], seen["rest"]
        if call in ("recvfrom", "read") and '"POST /' in rest:
            events = []
        elif call in ("sendto", "write") and '"HTTP/1.1 ' in rest and events is not None:
            found.append(Exchange(rest.partition('"HTTP/1.1 ')[2][:3], tuple(events)))
            events = None
        elif call in _WRITES | _SYNCS:
            of_place = begun.pop(pid, False) if "resumed>" in line else place in rest.partition(">")[0]
            if "<unfinished" in rest:
                begun[pid] = of_place
            if not of_place or events is None:
                continue
            if call in _WRITES and "resumed>" not in line:
                events.append("write")
            elif call in _SYNCS and rest.rstrip().endswith("= 0"):
                events.append("sync")
    return found
