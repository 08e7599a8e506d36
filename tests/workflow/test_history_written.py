"""How history is written: the text of details, one entry or many, upon the end of a chain that is held."""

import hashlib

import pytest
from conftest import SmallOffice
from sqlmodel import Session, col, select

from workflow import history
from workflow.database import Cursor
from workflow.errors import UnknownOffice
from workflow.history import Head, Record, Sealed
from workflow.models import Entry


def record(office: SmallOffice, subject: str = "office") -> Record:
    return Record(
        office_id=office.id,
        kind="note",
        at="2018-01-12T02:00:00.000000Z",
        effective_on="2018-01-12",
        subject=subject,
        actor_id=office.people["system"],
        capacity="system",
    )


def chained(head: Head, records: list[Record]) -> list[Sealed]:
    found: list[Sealed] = []
    for each in records:
        found.append(history.seal(head, each))
        head = Head(found[-1].seq, found[-1].hash)
    return found


def test_details_are_sorted_without_blanks_and_thai_stays_thai() -> None:
    assert history.details({"ข": [1, 2], "a": {"z": None, "b": "ก"}}) == '{"a":{"b":"ก","z":null},"ข":[1,2]}'
    assert history.details({}) == "{}"


def test_many_entries_follow_each_other_and_the_head_is_the_last(
    session: Session, office: SmallOffice
) -> None:
    cursor = Cursor(session)
    before = history.hold(cursor, office.id)
    many = chained(before, [record(office, f"office:{number}") for number in range(3)])
    history.write_many(cursor, many)
    assert history.hold(cursor, office.id) == Head(before.seq + 3, many[-1].hash)
    query = select(Entry.subject, Entry.hash).order_by(col(Entry.seq).desc()).limit(3)
    assert [tuple(each) for each in session.exec(query)] == [
        (each.record.subject, each.hash) for each in reversed(many)
    ]
    assert history.verify(session, office.id).holds


def test_no_entries_leave_the_head_where_it_was(session: Session, office: SmallOffice) -> None:
    cursor = Cursor(session)
    before = history.hold(cursor, office.id)
    history.write_many(cursor, [])
    assert history.hold(cursor, office.id) == before


def test_an_appended_entry_moves_the_head(session: Session, office: SmallOffice) -> None:
    cursor = Cursor(session)
    before = history.hold(cursor, office.id)
    sealed = history.append(session, record(office))
    assert (sealed.seq, sealed.record.prev_hash) == (before.seq + 1, before.hash)
    assert history.hold(cursor, office.id) == Head(sealed.seq, sealed.hash)


def test_an_office_that_is_not_there_has_no_chain_to_hold(session: Session, office: SmallOffice) -> None:
    with pytest.raises(UnknownOffice) as nothing:
        history.hold(Cursor(session), office.id + 100)
    assert nothing.value == UnknownOffice(str(office.id + 100))


def test_the_hashes_that_are_asked_for_are_told_as_far_as_the_chain_holds(
    session: Session, office: SmallOffice
) -> None:
    cursor = Cursor(session)
    before = history.hold(cursor, office.id)
    many = chained(before, [record(office, f"office:{number}") for number in range(4)])
    history.write_many(cursor, many)
    first, *_, last = many
    heard: list[int] = []
    verdict = history.verify(
        session, office.id, marks=[last.seq, first.seq, last.seq + 9, 0], progress=heard.append
    )
    assert verdict.marked == {first.seq: first.hash, last.seq: last.hash}
    assert (verdict.entries, verdict.last_hash, verdict.bad_seq, verdict.problem) == (
        *(last.seq, last.hash),
        *(None, ""),
    )
    assert heard == [last.seq]
    assert verdict.office_id == office.id
    rest = history.verify(
        session, office.id, after=Head(many[1].seq, many[1].hash), marks=[first.seq, many[1].seq, last.seq]
    )
    assert rest.marked == {last.seq: last.hash}
    assert (rest.entries, rest.holds) == (last.seq, True)


def test_a_walk_from_an_entry_that_never_was_finds_what_does_not_follow(
    session: Session, office: SmallOffice
) -> None:
    cursor = Cursor(session)
    history.write_many(cursor, chained(history.hold(cursor, office.id), [record(office), record(office)]))
    last = history.hold(cursor, office.id)
    wrong = history.verify(session, office.id, after=Head(last.seq - 1, "f" * 64))
    assert (wrong.bad_seq, wrong.problem, wrong.entries) == (last.seq, "unlinked", last.seq - 1)
    beyond = history.verify(session, office.id, after=Head(last.seq + 5, "f" * 64))
    assert (beyond.bad_seq, beyond.problem) == (last.seq + 6, "head")


def test_the_canonical_bytes_are_those_of_the_row_that_is_there(
    session: Session, office: SmallOffice
) -> None:
    sealed = history.append(session, record(office))
    found = history.canonical(session, office.id, sealed.seq)
    assert found is not None
    assert found.startswith(b'["khanton-history-1",')
    assert hashlib.sha256(found).hexdigest() == sealed.hash
    assert history.canonical(session, office.id, sealed.seq + 1) is None


def test_an_office_of_which_nothing_was_written_holds(session: Session, office: SmallOffice) -> None:
    verdict = history.verify(session, office.id + 100)
    assert (verdict.entries, verdict.last_hash, verdict.holds) == (0, history.GENESIS, True)
