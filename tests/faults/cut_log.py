"""SQLite's write-ahead log as a disk may leave it when the power goes: cut, torn, or with rubbish at its end.

The format is https://www.sqlite.org/fileformat2.html#the_write_ahead_log: a header of 32 bytes, then frames
of 24 bytes and one page; a frame whose second word is not zero ends a transaction.
"""

import random
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HEADER, FRAME = 32, 24
SECTOR = 512


@dataclass(frozen=True)
class Log:
    """The log's bytes, and where each of its transactions ends."""

    content: bytes
    commits: tuple[int, ...]


def read_log(path: Path) -> Log:
    """The log beside a database; empty where there is none."""
    content = path.read_bytes() if path.exists() else b""
    if len(content) < HEADER:
        return Log(content, ())
    page = struct.unpack(">I", content[8:12])[0]
    salts, commits = content[16:24], []
    for start in range(HEADER, len(content) - FRAME - page + 1, FRAME + page):
        frame = content[start : start + FRAME]
        if frame[8:16] != salts:
            break  # left over from before the log began anew
        if struct.unpack(">I", frame[4:8])[0]:
            commits.append(start + FRAME + page)
    return Log(content, tuple(commits))


def damaged(log: Log, after: int, dice: random.Random) -> Iterator[tuple[str, bytes]]:
    """The log as it may be found where nothing beyond `after` had reached the disk for certain."""
    content, tail = log.content, log.content[after:]
    kept = content[:after]
    yield "nothing of the tail", kept
    yield "rubbish for a tail", kept + dice.randbytes(max(len(tail), 5_000))
    yield "zeros for a tail", kept + bytes(max(len(tail), 5_000))
    if tail:
        yield "a tail cut anywhere", kept + tail[: dice.randrange(len(tail))]
        yield "a tail without one sector", kept + _without_a_sector(tail, dice)
        yield "a tail with a bit turned", kept + _turned(tail, dice)


def _without_a_sector(tail: bytes, dice: random.Random) -> bytes:
    start = dice.randrange(0, len(tail), SECTOR)
    return tail[:start] + bytes(min(SECTOR, len(tail) - start)) + tail[start + SECTOR :]


def _turned(tail: bytes, dice: random.Random) -> bytes:
    place = dice.randrange(len(tail))
    return tail[:place] + bytes([tail[place] ^ (1 << dice.randrange(8))]) + tail[place + 1 :]
