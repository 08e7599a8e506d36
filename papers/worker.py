"""Keeps a few child processes that make papers, gives them jobs, and ends those that take too much.

A template that an office wrote, or a text that somebody typed, can ask for more than any computer has. So it
is worked on in a process of its own (papers/child.py), which the system or this module ends; the next job
gets a new one. What a worker needs to start does not count as a job's time.
"""

import atexit
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any, Final

from papers.child import BEGUN, DONE, FAULT, NO_MEMORY, receive, send
from papers.limits import Limits
from workflow import errors
from workflow.errors import RenderRefused

MOST: Final = 4
MOST_JOBS: Final = 400  # of one child process, which then makes room for a new one
SECONDS_TO_START: Final = 60.0
PATIENCE: Final = 2.0  # times a job's seconds on the clock, where other programs want the computer too
LARGEST: Final = 256 * 1024 * 1024
_ROOT: Final = Path(__file__).resolve().parent.parent
_PASSED_ON: Final = (
    "PATH",
    "SYSTEMROOT",
    "LANG",
    "LC_ALL",
    "FONTCONFIG_FILE",
    "FONTCONFIG_PATH",
    "XDG_CACHE_HOME",
    "HOME",
)


class RenderFault(RuntimeError):
    """A fault of ours in a child process, in its own words."""


class NoWorker(RenderFault):
    """No child process can be started at all: whatever the paper, the next attempt would fare the same."""


class _Gone(Exception):
    """The child ended before it began with the job: the job is not to blame."""


class Worker:
    """One child process, used by one thread at a time."""

    def __init__(self) -> None:
        self.jobs = 0
        try:
            self.folder = tempfile.mkdtemp(prefix="khanton-papers-")
        except OSError as fault:
            raise NoWorker(f"no folder for temporary files: {fault}") from fault
        inherited = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
        places = {"PYTHONPATH": os.pathsep.join([str(_ROOT), *filter(None, sys.path)])}
        folder = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), self.folder)
        try:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "papers.child"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=self.folder,
                env={**inherited, **places, **folder, "PYTHONUTF8": "1"},
            )
        except OSError as fault:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise NoWorker(f"no process can be started: {fault}") from fault

    @property
    def alive(self) -> bool:
        return self.process.poll() is None

    @property
    def retires(self) -> bool:
        """Whether it has done its share: each Word file leaves some kilobytes behind in the library."""
        return self.jobs >= MOST_JOBS

    def do(self, job: bytes, limits: Limits) -> bytes:
        """The child's answer; raises what the child refused, or why it had to be ended."""
        self.jobs += 1
        jobs, answers = self.process.stdin, self.process.stdout
        assert jobs is not None
        assert answers is not None
        clock = _Clock(self.process)
        begun = False
        try:
            with clock.until(SECONDS_TO_START):
                send(jobs, b"j", job)
                answer = receive(answers)
            if begun := answer is not None and answer[0] == BEGUN:
                with clock.until(limits.seconds * PATIENCE):
                    answer = receive(answers, LARGEST)
        except (BrokenPipeError, ValueError):
            answer = None
        if answer is None:
            self.close()
            raise self._ended(late=clock.rang) if begun else _Gone
        kind, said = answer
        if kind == FAULT:
            raise RenderFault(said.decode("utf-8", "replace"))
        if kind != DONE:
            raise _refused(json.loads(said))
        return said

    def _ended(self, *, late: bool) -> Exception:
        """Why the child is no more."""
        code = self.process.returncode
        if late or code == -getattr(signal, "SIGPROF", 0):
            return RenderRefused("too_slow")
        if code < 0 or code == NO_MEMORY:
            return RenderRefused("out_of_memory")
        return RenderFault(f"the child process ended with exit code {code}")

    def close(self) -> None:
        """End the child, whatever it is doing, and remove what it left."""
        self.process.kill()
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                try:
                    stream.close()
                except OSError:
                    continue
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def _refused(said: dict[str, Any]) -> Exception:
    kind: type[Exception] = getattr(errors, said["kind"])
    return kind(**said["facts"])


class _Clock:
    """Ends a process that is not done in time; `rang` tells whether it had to."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self.process, self.rang = process, False
        self.timer = threading.Timer(0, self._ring)

    def until(self, seconds: float) -> "_Clock":
        self.timer = threading.Timer(seconds, self._ring)
        self.timer.daemon = True
        return self

    def _ring(self) -> None:
        self.rang = True
        self.process.kill()

    def __enter__(self) -> None:
        self.timer.start()

    def __exit__(self, *_error: object) -> None:
        self.timer.cancel()


class Pool:
    """At most `most` workers, each started when it is first needed; threads wait for a free one."""

    def __init__(self, most: int) -> None:
        self.free: list[Worker] = []
        self.places = threading.BoundedSemaphore(most)
        self.lock = threading.Lock()
        self.owner = os.getpid()

    def do(self, job: bytes, limits: Limits) -> bytes:
        with self.places:
            try:
                return self._done(job, limits)
            except _Gone:
                pass
            try:
                return self._done(job, limits)
            except _Gone as twice:
                raise NoWorker("the child process ends before it begins") from twice

    def _done(self, job: bytes, limits: Limits) -> bytes:
        worker = self._taken()
        try:
            return worker.do(job, limits)
        except RenderRefused as refused:
            if refused.reason == "out_of_memory":
                worker.close()  # what is left of a process that ran out of memory is not to be trusted
            raise
        finally:
            self._given_back(worker)

    def _taken(self) -> Worker:
        with self.lock:
            while self.free:
                worker = self.free.pop()
                if worker.alive:
                    return worker
                worker.close()
        return Worker()

    def _given_back(self, worker: Worker) -> None:
        if worker.retires or not worker.alive:
            worker.close()
            return
        with self.lock:
            self.free.append(worker)

    def close(self) -> None:
        """End the workers that are free; the next job starts new ones."""
        with self.lock:
            ended, self.free = self.free, []
        for worker in ended:
            worker.close()


_pool = Pool(min(MOST, os.cpu_count() or 1))


def pool() -> Pool:
    """This process's workers; a process that was forked from another has its own."""
    global _pool
    if _pool.owner != os.getpid():
        _pool = Pool(min(MOST, os.cpu_count() or 1))
    return _pool


@atexit.register
def _at_exit() -> None:
    if _pool.owner == os.getpid():
        _pool.close()
