"""Verifying an office's whole history, beside SHA-256 alone over the same canonical bytes in memory.

The two take turns in one process, on one core; entries carry what a step carries. Also: one more checkpoint
at the end of a long history, and the proof of one entry.
"""

import argparse
import datetime
import hashlib
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from msgspec.json import encode

from bench.parts.office import NOW, filled
from bench.parts.places import new_database, places
from workflow import history
from workflow.checkpoints import proving, taking
from workflow.checkpoints.keys import KeyFile
from workflow.database import Cursor, Database, Sql
from workflow.models import Office
from workflow.moments import moment_text

_INSERT = history.INSERT


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--quick", action="store_true", help="fewer entries, for a look")
    arguments.add_argument("--entries", type=int, default=0, help="how many entries")
    given = arguments.parse_args()
    many, rounds = given.entries or (30_000 if given.quick else 1_000_000), 3 if given.quick else 5
    found = [measure(name, where, many, rounds) for name, where in places()]
    print(json.dumps({"bench": "verify", "quick": given.quick, "results": found}))


def measure(name: str, where: str, many: int, rounds: int) -> dict[str, object]:
    url, drop = new_database(where)
    try:
        database, office, _ids = filled(url, 1)
        lengthen(database, office.id, office.people["plan_director"], many)
        texts = canonical(database, office.id)
        ours, bare = [], []
        for _ in range(rounds):
            ours.append(seconds(lambda: whole(database, office.id, len(texts))))
            bare.append(seconds(lambda: [hashlib.sha256(each).hexdigest() for each in texts]))
        signed = signing(database, office.id, office.people["plan_director"])
        database.dispose()
        return {
            "where": name,
            "entries": len(texts),
            "bytes_an_entry": round(sum(map(len, texts)) / len(texts)),
            "entries_a_second": round(len(texts) / statistics.median(ours)),
            "bare_a_second": round(len(texts) / statistics.median(bare)),
            "ratio": round(statistics.median(ours) / statistics.median(bare), 2),
            **signed,
        }
    finally:
        drop()


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def signing(database: Database, office_id: int, person_id: int) -> dict[str, float]:
    """Seconds for the first checkpoint of the history, for one more after 500 entries, and for one proof."""
    with tempfile.TemporaryDirectory() as folder:
        file = KeyFile.in_folder(Path(folder))
        first = seconds(lambda: taking.take_for(database, office_id, file, NOW))
        lengthen(database, office_id, person_id, 500)
        later = seconds(lambda: taking.take_for(database, office_id, file, NOW))
        with database.read() as session:
            office = session.get_one(Office, office_id)
            proofs = [
                seconds(lambda at=seq: proving.prove(session, office, [at])) for seq in (1, 9_999, 20_001)
            ]
    return {
        "first_checkpoint_s": round(first, 2),
        "next_checkpoint_ms": round(later * 1000, 1),
        "proof_ms": round(max(proofs) * 1000, 1),
    }


def whole(database: Database, office_id: int, many: int) -> None:
    with database.read() as session:
        verdict = history.verify(session, office_id)
    assert (verdict.holds, verdict.entries) == (True, many), verdict


def canonical(database: Database, office_id: int) -> list[bytes]:
    """The canonical bytes of every entry, read once."""
    texts: list[bytes] = []
    with database.read() as session:
        cursor = Cursor(session)
        while rows := cursor.rows(history._WALK, (office_id, len(texts), 2**62)):
            texts += [encode(row[:-1]) for row in rows]
    return texts


def lengthen(database: Database, office_id: int, person_id: int, many: int) -> None:
    """Adds so many entries, each like one that a step writes."""
    for start in range(0, many, 50_000):
        with database.write() as session:
            cursor = Cursor(session)
            head = history.hold(cursor, office_id)
            rows: list[tuple[Any, ...]] = []
            for number in range(start, min(start + 50_000, many)):
                sealed = history.seal(head, record(office_id, person_id, number))
                rows.append(history.row(sealed))
                head = history.Head(sealed.seq, sealed.hash)
            statement = _INSERT.sqlite if cursor.is_sqlite else _INSERT.postgresql
            cursor._cursor.executemany(statement, rows)
            cursor.run(
                Sql("UPDATE chain_head SET seq = ?, hash = ? WHERE office_id = ?"),
                (head.seq, head.hash, office_id),
            )


def record(office_id: int, person_id: int, number: int) -> history.Record:
    at = NOW + datetime.timedelta(seconds=number)
    return history.Record(
        office_id=office_id,
        kind="step",
        at=moment_text(at),
        effective_on=at.date().isoformat(),
        subject=f"item:P61-{number % 5000:04}",
        actor_id=person_id,
        capacity="own",
        trigger="submit_to_director",
        from_state="drafting",
        to_state="director_review",
        version=number % 20,
        definition_hash=hashlib.sha256(b"definition").hexdigest(),
        reason="เห็นควรอนุมัติ" if number % 3 == 0 else "",
        details=history.details({"facts": {"document_number": f"ที่ ศธ 04005/{number}"}}),
        dwell_seconds=number % 864_000,
    )


if __name__ == "__main__":
    main()
