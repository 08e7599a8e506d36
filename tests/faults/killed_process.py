"""Processes that work and are killed: started by one process that has loaded everything and only forks.

`python killed_process.py URL OFFICE.json LOG LANES` obeys lines on its standard input and answers each with
one line of JSON. Forking costs some milliseconds where starting Python and loading Khanton costs a second.
"""

import contextlib
import ctypes
import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

from load_office import LoadOffice
from works import WORKS, Done, Place, once

from api.storage import UNAVAILABLE
from workflow.database import Database

PR_SET_PDEATHSIG = 1
GONE = 3  # the exit code of whoever finds no database any more


def child(work: Callable[[], None]) -> int:
    """Forks a process that works and ends; it dies with this one. Its id."""
    pid = os.fork()
    if pid:
        return pid
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    try:
        work()
    except UNAVAILABLE:
        os._exit(GONE)
    except BaseException:
        import traceback

        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def ended(pid: int) -> int:
    """How the child ended: its exit code, or minus the signal."""
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


class Lines:
    """Counts the lines of Python that are carried out, and kills the process at the nth."""

    def __init__(self, nth: int) -> None:
        self.nth, self.count = nth, 0

    def __call__(self, frame: FrameType, what: str, _arg: Any) -> "Lines":
        if what == "line":
            self.count += 1
            if self.count == self.nth:
                os.kill(os.getpid(), signal.SIGKILL)
        return self


class Crew:
    """Those who work in an office, one to a lane, and what they were answered."""

    def __init__(self, url: str, office: LoadOffice, log: Path, lanes: int) -> None:
        self.url, self.office, self.log, self.lanes = url, office, log, lanes

    def work(self, lane: int, number: int, until: int) -> None:
        """Does one thing after the other, and notes each answer when it has it: what counts as told."""
        database = Database(self.url)
        noted = os.open(self.log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
        while number < until:
            place = Place(self.office, lane, number)
            os.write(noted, f"begun {place.key}\n".encode())
            done = self._once(database, place)
            os.write(noted, f"done {place.key} {done.seq} {done.hash}\n".encode())
            number += 1
        database.dispose()

    @staticmethod
    def _once(database: Database, place: Place) -> Done:
        with database.write() as session:
            return once(session, place)

    def next_of(self, lane: int) -> int:
        """The first thing of the lane that was not answered; it is asked for again under the same key."""
        mark = f"done lane-{lane}-"
        lines = self.log.read_text().split("\n")[:-1] if self.log.exists() else []
        numbers = [int(line.split(" ")[1].rsplit("-", 1)[1]) for line in lines if line.startswith(mark)]
        return max(numbers, default=-1) + 1

    def kill(self, kills: int, seed: int, pause: float) -> dict[str, int]:
        """Lets all lanes work and kills one after the other at random moments; then each works to an end."""
        dice = random.Random(seed)
        running = {lane: self._begun(lane) for lane in range(self.lanes)}
        early = in_midst = 0
        for _ in range(kills):
            time.sleep(dice.uniform(0.001, pause))
            lane = dice.randrange(self.lanes)
            os.kill(running[lane], signal.SIGKILL)
            code = ended(running[lane])
            assert code == -signal.SIGKILL, code
            begun, done = self._last(lane)
            in_midst += begun > done
            early += begun == -1
            running[lane] = self._begun(lane)
        for pid in running.values():
            os.kill(pid, signal.SIGKILL)
            ended(pid)
        self.finish()
        return {"kills": kills + self.lanes, "in_midst": in_midst, "before_anything": early}

    def begin(self) -> dict[str, int]:
        """Lets all lanes work, until something ends them."""
        self._running = [self._begun(lane) for lane in range(self.lanes)]
        return {"lanes": self.lanes}

    def kill_all(self) -> dict[str, int]:
        """As when the power goes: everybody stops in the midst of what she does."""
        for pid in self._running:
            os.kill(pid, signal.SIGSTOP)
        for pid in self._running:
            os.kill(pid, signal.SIGKILL)
        return self.ended()

    def ended(self) -> dict[str, int]:
        """Waits for all of them; how many found the database gone, and how many were killed."""
        codes = [ended(pid) for pid in self._running]
        assert set(codes) <= {GONE, -signal.SIGKILL}, codes
        return {"found_it_gone": codes.count(GONE), "killed": codes.count(-signal.SIGKILL)}

    def finish(self) -> dict[str, int]:
        """Each lane asks again for what it was not answered, and for two things more."""
        last = [child(lambda lane=lane: self._finish(lane)) for lane in range(self.lanes)]
        codes = [ended(pid) for pid in last]
        assert codes == [0] * self.lanes, codes
        return {"lanes": self.lanes}

    def _begun(self, lane: int) -> int:
        number = self.next_of(lane)
        return child(lambda: self.work(lane, number, sys.maxsize))

    def _finish(self, lane: int) -> None:
        number = self.next_of(lane)
        self.work(lane, number, number + 2)

    def _last(self, lane: int) -> tuple[int, int]:
        """What the lane began last, and what it was answered last."""
        mark = f" lane-{lane}-"
        lines = [line for line in self.log.read_text().split("\n")[:-1] if mark in line]
        numbers = {"begun": -1, "done": -1}
        for line in lines[-8:]:
            word, key = line.split(" ")[:2]
            numbers[word] = max(numbers[word], int(key.rsplit("-", 1)[1]))
        return numbers["begun"], numbers["done"]

    def at_line(self, place: Place, work: int, nth: int) -> dict[str, int]:
        """Does one thing in a process that kills itself at its nth line; how it ended, and after how many."""
        said, tells = os.pipe()

        def act() -> None:
            database = Database(self.url)
            with database.read():
                pass  # connected, as a server is
            lines = Lines(nth)
            sys.settrace(lines)
            with database.write() as session:
                once(session, place, WORKS[work])
            sys.settrace(None)
            os.write(tells, str(lines.count).encode())

        code = ended(child(act))
        os.close(tells)
        counted = os.read(said, 20)
        os.close(said)
        return {"code": code, "lines": int(counted or b"0")}

    def serve(self, port: int) -> dict[str, int]:
        """A server on its own; what it runs is loaded here, once for all that are forked."""
        import api.app  # noqa: F401

        self._server = child(lambda: serve(self.url, self.log.parent / "data", port))
        return {"pid": self._server}

    def kill_server(self) -> dict[str, int]:
        os.kill(self._server, signal.SIGKILL)
        code = ended(self._server)
        assert code == -signal.SIGKILL, code
        return {"code": code}

    def warm(self) -> None:
        """Every kind of work once, in nobody's lane's key: what is learnt once, the children know."""
        database = Database(self.url)
        with contextlib.suppress(_Enough), database.write() as session:
            for number in range(len(WORKS)):
                once(session, Place(self.office, 0, 900_000 + number))
            raise _Enough
        database.dispose()


def serve(url: str, folder: Path, port: int) -> None:
    """What `khanton serve` runs, without its sweeps."""
    from api.commands.place import Place as Installation
    from api.commands.serve import run_server

    sys.stdout = sys.stderr  # what is said to the test goes the other way
    run_server(Installation(url, folder), "127.0.0.1", port, sweeps=False)


class _Enough(Exception):
    pass


def main() -> None:
    url, office, log, lanes = sys.argv[1:5]
    crew = Crew(url, LoadOffice.kept(Path(office)), Path(log), int(lanes))
    crew.warm()
    doing: dict[str, Callable[..., dict[str, int]]] = {
        "kill": crew.kill,
        "begin": crew.begin,
        "kill_all": crew.kill_all,
        "ended": crew.ended,
        "finish": crew.finish,
        "serve": crew.serve,
        "kill_server": crew.kill_server,
    }
    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        what = asked.pop("do")
        if what == "at_line":
            place = Place(crew.office, asked.pop("lane"), asked.pop("number"))
            answer = crew.at_line(place, **asked)
        else:
            answer = doing[what](**asked)
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
