"""The record is only added to: the database refuses changes, and what gets past it is found."""
# ruff: noqa: S608  the statements are written here, from constants

import datetime

import msgspec
import pytest
from called_plan import (
    called_plan,  # noqa: F401  a fixture
    last_seq,
    verdict,
)
from conftest import NOW, SmallOffice, make_office
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from workflow import history
from workflow.database import Database
from workflow.history import GENESIS, Head, Record, seal
from workflow.models import Entry, Item
from workflow.moments import date_text, moment_text


def run(database: Database, *statements: str) -> None:
    with database.write() as session:
        for statement in statements:
            session.connection().execute(text(statement))


CHANGES = (
    "UPDATE history_entry SET reason = 'อื่น' WHERE seq = 3",
    "UPDATE history_entry SET hash = hash",
    "DELETE FROM history_entry WHERE seq = 3",
    "DELETE FROM history_entry",
)


@pytest.mark.parametrize("statement", CHANGES)
def test_the_database_itself_refuses_to_change_or_delete_an_entry(
    statement: str, database: Database, office: SmallOffice, plan: Item
) -> None:
    before = verdict(database, office)
    with pytest.raises(DBAPIError, match="append-only"):
        run(database, statement)
    assert before.holds
    assert verdict(database, office) == before


def test_postgresql_refuses_to_empty_the_table(database: Database, office: SmallOffice, plan: Item) -> None:
    """SQLite has no TRUNCATE: there the statement is no SQL at all."""
    before = verdict(database, office)
    with pytest.raises(DBAPIError, match="append-only" if not database.is_sqlite else "syntax error"):
        run(database, "TRUNCATE history_entry CASCADE")  # other tables refer to it
    assert verdict(database, office) == before


def test_replacing_an_entry_is_refused_too(database: Database, office: SmallOffice, plan: Item) -> None:
    """INSERT OR REPLACE deletes first, without DELETE triggers; an upsert is an update."""
    before = verdict(database, office)
    columns = history.COLUMNS
    upsert = (
        f"INSERT INTO history_entry ({columns}) SELECT {columns} FROM history_entry WHERE seq = 3"
        " ON CONFLICT (office_id, seq) DO UPDATE SET reason = 'อื่น'"
    )
    replacing = (
        f"INSERT OR REPLACE INTO history_entry ({columns}) SELECT {columns} FROM history_entry WHERE seq = 3"
    )
    for statement in (upsert, replacing):
        with pytest.raises(DBAPIError):
            run(database, statement)
    assert verdict(database, office) == before


def triggers_off(database: Database) -> tuple[str, ...]:
    """What somebody with the database's own password could do."""
    sqlite = "SELECT name, '' FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'history_entry'"
    postgresql = (
        "SELECT tgname, ' ON history_entry' FROM pg_trigger"
        " WHERE tgrelid = 'history_entry'::regclass AND NOT tgisinternal"
    )
    with database.read() as session:
        found = session.connection().execute(text(sqlite if database.is_sqlite else postgresql))
        return tuple(f"DROP TRIGGER {name}{where}" for name, where in found)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("kind", "'undone'"),
        ("at", "'2018-01-12T02:00:01.000000Z'"),
        ("effective_on", "'2017-12-31'"),
        ("subject", "'item:OTHER'"),
        ("actor_id", "1"),
        ("position_id", "NULL"),
        ("principal_id", "1"),
        ("capacity", "'acting'"),
        ("order_no", "'คำสั่งที่ 9/2561'"),
        ("trigger", "'close_proposals'"),
        ("from_state", "'drafting'"),
        ("to_state", "'closed'"),
        ("version", "7"),
        ("definition_hash", "'0'"),
        ("reason", "'อื่น'"),
        ("details", "'{}'"),
        ("corrects", "1"),
        ("dwell_seconds", "99"),
        ("item_id", "NULL"),
    ],
)
def test_any_value_changed_behind_the_database_s_back_is_found(
    column: str, value: str, database: Database, office: SmallOffice, plan: Item
) -> None:
    last = last_seq(database, office)
    run(
        database,
        *triggers_off(database),
        f"UPDATE history_entry SET {column} = {value} WHERE seq = {last} AND office_id = {office.id}",
    )
    found = verdict(database, office)
    assert (found.holds, found.entries, found.bad_seq, found.problem) == (False, last - 1, last, "changed")


def test_a_change_resealed_with_a_new_hash_is_found_at_the_next_entry(
    database: Database, office: SmallOffice, plan: Item
) -> None:
    """Whoever recomputes the hash of one entry breaks the link of the one after it."""
    last = last_seq(database, office)
    with database.read() as session:
        entry = session.get_one(Entry, (office.id, last - 1))
        stored = {name: getattr(entry, name) for name in Record.__struct_fields__}
        stored |= {"at": moment_text(entry.at), "effective_on": entry.effective_on.isoformat()}
        assert seal(Head(last - 2, entry.prev_hash), Record(**stored)).hash == entry.hash
        forged = seal(Head(last - 2, entry.prev_hash), Record(**{**stored, "reason": "แก้ภายหลัง"}))
    run(
        database,
        *triggers_off(database),
        f"UPDATE history_entry SET reason = 'แก้ภายหลัง', hash = '{forged.hash}' WHERE seq = {last - 1}",
    )
    found = verdict(database, office)
    assert (found.bad_seq, found.problem) == (last, "unlinked")


def test_an_entry_taken_out_of_the_middle_is_found(
    database: Database, office: SmallOffice, plan: Item
) -> None:
    last = last_seq(database, office)
    run(database, *triggers_off(database), f"DELETE FROM history_entry WHERE seq = {last - 1}")
    found = verdict(database, office)
    assert (found.entries, found.bad_seq, found.problem) == (last - 2, last, "missing")


def test_a_tail_cut_off_is_found(database: Database, office: SmallOffice, plan: Item) -> None:
    """The chain's head still remembers where it ended."""
    last = last_seq(database, office)
    run(database, *triggers_off(database), f"DELETE FROM history_entry WHERE seq > {last - 2}")
    found = verdict(database, office)
    assert (found.entries, found.bad_seq, found.problem) == (last - 2, last - 1, "head")


def test_a_walk_up_to_an_entry_says_nothing_of_what_comes_later(
    database: Database, office: SmallOffice, plan: Item
) -> None:
    last = last_seq(database, office)
    run(
        database,
        *triggers_off(database),
        f"UPDATE history_entry SET reason = 'อื่น' WHERE seq = {last}",
    )
    with database.read() as session:
        walks = [history.verify(session, office.id, upto=upto) for upto in (last - 1, last, last + 5)]
    assert [(each.holds, each.entries, each.bad_seq) for each in walks] == [
        (True, last - 1, None),
        (False, last - 1, last),
        (False, last - 1, last),
    ]


def test_a_walk_up_to_an_entry_that_is_not_there_misses_it(
    database: Database, office: SmallOffice, plan: Item
) -> None:
    last = last_seq(database, office)
    with database.read() as session:
        found = history.verify(session, office.id, upto=last + 1)
    assert (found.entries, found.bad_seq, found.problem) == (last, last + 1, "missing")


def test_a_whole_chain_taken_away_is_found(database: Database, office: SmallOffice, plan: Item) -> None:
    run(database, *triggers_off(database), "DELETE FROM history_entry")
    found = verdict(database, office)
    assert (found.entries, found.bad_seq, found.problem) == (0, 1, "head")


def test_each_office_has_a_chain_of_its_own(database: Database, office: SmallOffice, plan: Item) -> None:
    with database.write() as session:
        other = make_office(session, "T2")
        assert session.get_one(Entry, (other.id, 1)).prev_hash == GENESIS
    last = last_seq(database, office)
    run(
        database,
        *triggers_off(database),
        f"UPDATE history_entry SET reason = 'อื่น' WHERE seq = {last} AND office_id = {office.id}",
    )
    assert verdict(database, office).bad_seq == last
    assert verdict(database, other).holds


RECORDS = st.builds(
    Record,
    office_id=st.integers(1, 3),
    seq=st.just(0),
    prev_hash=st.just(""),
    kind=st.sampled_from(["step", "attested", "sign_in"]),
    at=st.datetimes(
        NOW.replace(year=2010, tzinfo=None),
        NOW.replace(year=2100, tzinfo=None),
        timezones=st.just(datetime.UTC),
    ).map(moment_text),
    effective_on=st.dates(datetime.date(2010, 1, 1), datetime.date(2100, 1, 1)).map(date_text),
    subject=st.text(max_size=10),
    actor_id=st.integers(1, 99),
    capacity=st.sampled_from(["own", "acting"]),
    item_id=st.none() | st.integers(1, 99),
    trigger=st.text(max_size=5),
    from_state=st.text(max_size=5),
    reason=st.text(max_size=20),
    version=st.integers(0, 99),
)


@given(RECORDS, RECORDS)
def test_two_entries_share_a_hash_only_if_they_say_the_same(one: Record, other: Record) -> None:
    """No value can slide from one field into its neighbour."""
    assert (seal(Head(), one).hash == seal(Head(), other).hash) == (one == other)


@given(RECORDS)
def test_a_seal_depends_on_the_office_the_number_and_the_entry_before(record: Record) -> None:
    sealed = {
        seal(Head(), record).hash,
        seal(Head(), msgspec.structs.replace(record, office_id=record.office_id + 1)).hash,
        seal(Head(1, GENESIS), record).hash,
        seal(Head(0, "1" * 64), record).hash,
    }
    assert len(sealed) == 4
