"""The process in which papers are made: reads one job after another, and is ended when one takes too much.

Started by papers/worker.py as `python -m papers.child`. It ends by itself when nobody writes to it any more.
A message is a length in four bytes, one letter that says what it is, and what it says.
"""

import contextlib
import json
import logging
import os
import signal
import struct
import sys
from collections.abc import Callable
from typing import IO, Any, Final

from papers.limits import Limits

if sys.platform != "win32":  # there the parent's clock is all there is
    import resource

LENGTH: Final = struct.Struct(">I")
BEGUN, DONE, REFUSED, FAULT = b"b", b"d", b"r", b"f"
NO_MEMORY: Final = 99  # the exit code where there was not even enough left to say so
_MIB: Final = 1024 * 1024
_SHARE: Final = 0.95  # of the time is the child's; the rest is for asking and answering
_FORBIDDEN: Final = (
    "socket.connect",
    "socket.getaddrinfo",
    "socket.bind",
    "subprocess.",
    "os.exec",
    "os.fork",
    "os.system",
)


def main() -> None:
    """Answer every job that comes in, until there are no more."""
    jobs, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    sys.stdout = open(os.devnull, "w")  # noqa: SIM115  whatever a library prints must not reach the parent
    logging.disable(logging.CRITICAL)
    _stay_inside()
    while (job := receive(jobs)) is not None:
        send(answers, *_answered(json.loads(job[1]), lambda: send(answers, BEGUN, b"")))


def send(stream: IO[bytes], kind: bytes, said: bytes) -> None:
    stream.write(LENGTH.pack(len(said) + 1) + kind + said)
    stream.flush()


def receive(stream: IO[bytes], most: int = 2**32) -> tuple[bytes, bytes] | None:
    """The next message, or None where there are no more; ValueError where it is longer than `most` bytes."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    if length > most:
        raise ValueError(length)
    said = stream.read(length)
    return (said[:1], said[1:]) if len(said) == length else None


def _answered(job: dict[str, Any], begun: Callable[[], None]) -> tuple[bytes, bytes]:
    """What became of a job. What it needs to start is fetched before its time begins."""
    from workflow.errors import BadMarkup, PdfUnavailable, RenderRefused

    try:
        work = _work(job)
        begun()
        with limited(Limits(**job["limits"])):
            return DONE, work()
    except MemoryError:
        return _refusal("RenderRefused", reason="out_of_memory", detail="")
    except RecursionError:
        return _refusal("RenderRefused", reason="too_large", detail="depth")
    except (BadMarkup, RenderRefused, PdfUnavailable) as refused:
        return _refusal(type(refused).__name__, **vars(refused))
    except Exception as fault:  # a fault of ours: the parent raises it, and goes on
        return FAULT, f"{type(fault).__name__}: {fault}"[:2000].encode("utf-8", "replace")


def _refusal(kind: str, /, **facts: str) -> tuple[bytes, bytes]:
    return REFUSED, json.dumps({"kind": kind, "facts": facts}).encode()


def _work(job: dict[str, Any]) -> Callable[[], bytes]:
    """The job as something to call, with everything loaded that it needs."""
    from papers import producing

    return producing.work(job)


class limited:  # noqa: N801  reads as a word after `with`
    """Within the block the process is ended by the system when it computes too long or takes too much."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits

    def __enter__(self) -> None:
        if sys.platform == "win32":
            return
        signal.setitimer(signal.ITIMER_PROF, self.limits.seconds * _SHARE)
        most = _mapped() + self.limits.mebibytes * _MIB
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (most, resource.getrlimit(resource.RLIMIT_AS)[1]))

    def __exit__(self, *_error: object) -> None:
        if sys.platform == "win32":
            return
        signal.setitimer(signal.ITIMER_PROF, 0)
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (hard, hard))


def _mapped() -> int:
    """The bytes of address space in use, where the system says; else what a worker commonly starts with."""
    try:
        with open("/proc/self/statm", encoding="ascii") as pages:
            return int(pages.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 768 * _MIB


def _stay_inside() -> None:
    """Refuse to speak to other computers and to start programs, whatever a library thinks it needs."""

    def refuse(event: str, _arguments: tuple[Any, ...]) -> None:
        if event.startswith(_FORBIDDEN):
            raise PermissionError(event)

    sys.addaudithook(refuse)


if __name__ == "__main__":
    try:
        main()
    except MemoryError:
        sys.exit(NO_MEMORY)
