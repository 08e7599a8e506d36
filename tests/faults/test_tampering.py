"""Somebody with the database's own password changes the record: each of 1,500 attacks is found.

The triggers are gone, every table is his, the checkpoints in the database included; the file of anchors and
the key are not.
"""

import random
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from conftest import NOW, SmallOffice
from sqlalchemy import delete, text, update
from sqlmodel import Session, col, select

sys.path.append(str(Path(__file__).parent.parent / "workflow" / "checkpoints"))
from anchored import Anchored, anchored, without_triggers

from workflow import history
from workflow.checkpoints import taking
from workflow.checkpoints.checking import Report
from workflow.checkpoints.keys import KeyFile
from workflow.database import Cursor, Database
from workflow.history import Head, Record
from workflow.models import ChainHead, Checkpoint, CheckpointKey, CheckpointTile, Entry
from workflow.moments import moment_text

ATTACKS = 300
# What stands in an entry, and what an attacker would rather have there.
EDITS: dict[str, Any] = {
    "kind": "undone",
    "subject": "item:another",
    "reason": "อนุมัติ",
    "details": '{"facts":{}}',
    "order_no": "ที่ 1/2561",
    "capacity": "acting",
    "from_state": "draft",
    "to_state": "approved",
    "trigger": "approve",
    "version": 77,
    "dwell_seconds": 1_000_000,
    "definition_hash": "0",
    "at": NOW.replace(year=2017),
    "effective_on": NOW.replace(year=2017).date(),
}


@pytest.fixture
def record(database: Database, office: SmallOffice, tmp_path: Path) -> Anchored:
    """Three anchors, the last at the last entry; some sixty entries in all."""
    made = anchored(database, office, tmp_path, rounds=3, each=12)
    without_triggers(database)
    return made


class _Undone(Exception):
    pass


@contextmanager
def attacked(record: Anchored) -> Iterator[Session]:
    """A transaction in which the record is changed and looked at, and then put back."""
    try:
        with record.database.write() as session:
            yield session
            session.flush()
            raise _Undone
    except _Undone:
        pass


def rows(session: Session, record: Anchored) -> list[Entry]:
    query = select(Entry).where(Entry.office_id == record.office_id).order_by(col(Entry.seq))
    return list(session.exec(query))


def as_record(row: Entry, **other: Any) -> Record:
    values = {name: getattr(row, name) for name in Record.__struct_fields__}
    values |= {"at": moment_text(row.at), "effective_on": row.effective_on.isoformat(), **other}
    return Record(**values)


def put(session: Session, record: Anchored, seq: int, /, **values: Any) -> None:
    here = (col(Entry.office_id) == record.office_id, col(Entry.seq) == seq)
    session.execute(update(Entry).where(*here).values(**values))


def edit(session: Session, record: Anchored, chance: random.Random) -> tuple[int, int]:
    """One value of one entry; sometimes with the entry's own hash made anew."""
    row = chance.choice(rows(session, record))
    column = chance.choice(sorted(EDITS))
    put(session, record, row.seq, **{column: EDITS[column]})
    if chance.random() < 0.5:
        session.expire(row)
        sealed = history.seal(Head(row.seq - 1, row.prev_hash), as_record(row))
        put(session, record, row.seq, hash=sealed.hash)
        last = session.get_one(ChainHead, record.office_id).seq
        return row.seq, min(row.seq + 1, last + 1)  # the entry itself holds: the next one does not follow it
    return row.seq, row.seq


def remove(session: Session, record: Anchored, chance: random.Random) -> tuple[int, int]:
    """One entry; sometimes all the others move up."""
    found = rows(session, record)
    row = chance.choice(found[:-1])
    here = (col(Entry.office_id) == record.office_id, col(Entry.seq) == row.seq)
    session.execute(delete(Entry).where(*here))
    if chance.random() < 0.3:
        for later in found[row.seq :]:
            put(session, record, later.seq, seq=later.seq - 1)
        head = (col(ChainHead.office_id) == record.office_id,)
        session.execute(update(ChainHead).where(*head).values(seq=found[-1].seq - 1))
        return row.seq, row.seq
    return row.seq, row.seq + 1


def swap(session: Session, record: Anchored, chance: random.Random) -> tuple[int, int]:
    """Two entries change places."""
    one, other = sorted(chance.sample([row.seq for row in rows(session, record)], 2))
    for source, target in ((one, 0), (other, one), (0, other)):
        put(session, record, source, seq=target)
    return one, one  # under its number stands what does not follow the entry before


def cut(session: Session, record: Anchored, chance: random.Random) -> tuple[int, int]:
    """The last entries, the head set back and the checkpoints of what is gone taken away."""
    found = rows(session, record)
    last = found[chance.randrange(5, len(found) - 1)]
    gone = (col(Checkpoint.office_id) == record.office_id, col(Checkpoint.seq) > last.seq)
    session.connection().execute(text("DELETE FROM checkpoint_anchor"))
    session.execute(delete(Checkpoint).where(*gone))
    later = (col(Entry.office_id) == record.office_id, col(Entry.seq) > last.seq)
    session.execute(delete(Entry).where(*later))
    here = (col(ChainHead.office_id) == record.office_id,)
    session.execute(update(ChainHead).where(*here).values(seq=last.seq, hash=last.hash))
    return last.seq + 1, last.seq + 1


def rewrite(session: Session, record: Anchored, chance: random.Random) -> tuple[int, int]:
    """Everything from one entry on, with every hash made anew; often with checkpoints of his own."""
    found = rows(session, record)
    start = chance.randrange(len(found) // 2, len(found))
    head = Head(found[start].seq - 1, found[start].prev_hash)
    for number, row in enumerate(found[start:]):
        changed = {"reason": "อนุมัติตามที่เสนอ"} if number == 0 else {}
        sealed = history.seal(head, as_record(row, **changed))
        put(session, record, row.seq, prev_hash=head.hash, hash=sealed.hash, **changed)
        head = Head(sealed.seq, sealed.hash)
    here = (col(ChainHead.office_id) == record.office_id,)
    session.execute(update(ChainHead).where(*here).values(seq=head.seq, hash=head.hash))
    if chance.random() < 0.5:
        session.connection().execute(text("DELETE FROM checkpoint_anchor"))
        for table in (Checkpoint, CheckpointTile, CheckpointKey):
            session.execute(delete(table))
        session.expire_all()
        own = KeyFile.in_folder(record.path.parent.parent / "attacker")
        assert taking.take(session, record.office_id, own, NOW) is not None
    return found[start].seq, found[start].seq


Attack = Callable[[Session, Anchored, random.Random], tuple[int, int]]


def found(record: Anchored, attack: Attack, chance: random.Random) -> tuple[Report, int, int]:
    """What is said after the attack, the first entry it changed, and the first that can be told."""
    with attacked(record) as session:
        first, told = attack(session, record, chance)
        session.flush()
        session.expire_all()
        report = record.examined(session)
    return report, first, told


@pytest.mark.parametrize("attack", [edit, remove, swap], ids=lambda each: each.__name__)
def test_changed_entries_are_named(attack: Attack, record: Anchored) -> None:
    """The first bad entry exactly, and the first anchor that speaks of it."""
    for seed in range(ATTACKS):
        report, first, told = found(record, attack, random.Random(f"{attack.__name__} {seed}"))
        assert (seed, report.holds) == (seed, False)
        assert (seed, report.verdict.bad_seq) == (seed, told)
        assert report.contradicted is not None
        assert report.contradicted.said.seq == min(each for each in record.points if each >= first)


def test_a_tail_that_was_cut_is_named(record: Anchored) -> None:
    """The chain holds in itself; the anchors know of more entries."""
    for seed in range(ATTACKS):
        report, first, _ = found(record, cut, random.Random(f"cut {seed}"))
        beyond = [each for each in report.findings if each.problem == "beyond"]
        assert (seed, report.verdict.holds, report.holds) == (seed, True, False)
        assert (seed, report.first_bad) == (seed, first)
        assert [each.line for each in beyond] == [
            each.line for each in record.anchors if each.said.seq >= first
        ]


def test_a_record_rewritten_as_a_whole_is_named(record: Anchored) -> None:
    """The chain holds in itself, and so may its own checkpoints; the anchors tell between which entries."""
    for seed in range(ATTACKS):
        report, first, _ = found(record, rewrite, random.Random(f"rewrite {seed}"))
        differs = [each for each in report.findings if each.problem == "differs" and each.line]
        assert (seed, report.verdict.holds, report.holds) == (seed, True, False)
        assert differs[0].line == record.line_at(first)
        assert differs[0].first <= first <= differs[0].last


def test_nothing_is_found_where_nobody_attacked(record: Anchored) -> None:
    """Else the tests above would hold for any record."""
    with record.database.read() as session:
        report = record.examined(session)
        entries = session.get_one(ChainHead, record.office_id).seq
    assert report.findings == ()
    assert report.holds
    assert (report.verdict.entries, report.checkpoints, report.anchors) == (entries, 3, 3)
    assert record.points[-1] == entries


def test_the_chain_goes_on_after_an_attack_was_taken_back(record: Anchored, office: SmallOffice) -> None:
    """The attacks above really were undone: what is written next follows the last anchored entry."""
    found(record, rewrite, random.Random(1))
    with record.database.write() as session:
        head = history.hold(Cursor(session), office.id)
    assert head == Head(record.points[-1], record.anchors[-1].said.head)
