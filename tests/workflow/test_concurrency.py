"""Two people at once: exactly one wins, the other is told who was faster, and nothing is lost."""

import datetime
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
import rivals
from conftest import SmallOffice, make_office
from rivals import Outcome
from sqlmodel import col, func, select

from workflow import corrections, engine, history
from workflow.database import Database
from workflow.errors import Refused
from workflow.items import NewItem, import_item
from workflow.models import ChainHead, Entry, Item, Person
from workflow.moments import date_text, moment_text

ROUNDS = 200


def project_under_way(database: Database, office: SmallOffice, code: str, now: datetime.datetime) -> int:
    with database.write() as session:
        new = NewItem("project", code, "โครงการตัวอย่าง", 2561, group_id=office.groups["PLN"])
        by = office.people["plan_director"]
        return import_item(session, office.id, new, state="in_progress", by=by, at=now).id


def everything_is_there(
    database: Database, office: SmallOffice, item_id: int, rounds: list[list[Outcome]], now: datetime.datetime
) -> None:
    """One winner a round, told as such to the other; as many entries as wins; the chain holds."""
    with database.read() as session:
        names = {person.id: person.name_th for person in session.exec(select(Person))}
        steps = session.exec(
            select(Entry).where(Entry.item_id == item_id, Entry.kind == "step").order_by(col(Entry.seq))
        ).all()
        item = session.get_one(Item, item_id)
        assert history.verify(session, office.id).holds
        head = session.get_one(ChainHead, office.id)
        assert session.exec(select(func.count()).where(Entry.office_id == office.id)).one() == head.seq
    assert [step.version for step in steps] == list(range(2, len(steps) + 2))
    assert item.version == len(steps) + 1
    assert len(steps) == len(rounds[0]) == sum(outcome.won for person in rounds for outcome in person)
    for step, *outcomes in zip(steps, *rounds, strict=True):
        assert sorted(outcome.won for outcome in outcomes) == [False] * (len(outcomes) - 1) + [True]
        for outcome in outcomes:
            assert outcome.version == step.version - 1
            if not outcome.won:
                told = (outcome.now_at, outcome.trigger, outcome.by, outcome.told_at)
                assert told == (step.version, step.trigger, names[step.actor_id], now)


def test_of_two_threads_exactly_one_wins_two_hundred_times(
    database: Database, office: SmallOffice, now: datetime.datetime
) -> None:
    item_id = project_under_way(database, office, "P1", now)
    people = [office.people["plan_director"], office.people["group_director"]]
    rounds = rivals.in_threads(database, item_id, people, now, ROUNDS)
    everything_is_there(database, office, item_id, rounds, now)


def test_of_two_processes_exactly_one_wins_two_hundred_times(
    database: Database, database_url: str, office: SmallOffice, now: datetime.datetime
) -> None:
    item_id = project_under_way(database, office, "P1", now)
    people = [office.people["plan_director"], office.people["group_director"]]
    rounds = rivals.in_processes(database_url, item_id, people, now, ROUNDS)
    everything_is_there(database, office, item_id, rounds, now)


def both(first: Callable[[], object], second: Callable[[], object]) -> list[str]:
    """Does both at the same moment; "done", or the name of the refusal, for each."""
    start = threading.Barrier(2)

    def one(act: Callable[[], object]) -> str:
        start.wait(30)
        try:
            act()
        except Refused as refusal:
            return type(refusal).__name__
        return "done"

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(one, (first, second)))


def test_without_an_expected_version_the_second_finds_the_step_gone(
    database: Database, office: SmallOffice, now: datetime.datetime
) -> None:
    """Whoever waited for the lock either reads the new state or finds the version it read gone."""
    item_id = project_under_way(database, office, "P1", now)

    def suspend(role: str) -> None:
        with database.write() as session:
            engine.advance(session, item_id, "suspend", by=office.people[role], at=now, reason="พร้อมกัน")

    answers = both(lambda: suspend("plan_director"), lambda: suspend("group_director"))
    assert sorted(answers)[1] == "done"
    assert sorted(answers)[0] in {"NotOpenHere", "SomebodyWasFaster"}
    with database.read() as session:
        assert rivals.look(session, item_id) == ("suspended", 2)


def test_an_undo_and_a_next_step_at_once_never_both_happen(
    database: Database, office: SmallOffice, now: datetime.datetime
) -> None:
    by = office.people["plan_director"]
    for number in range(25):
        item_id = project_under_way(database, office, f"P{number}", now)
        with database.write() as session:
            seq = engine.advance(session, item_id, "suspend", by=by, at=now, reason="ชะลอ").entry_seq

        def undo(item_id: int = item_id, seq: int = seq) -> None:
            with database.write() as session:
                corrections.correct(session, item_id, seq, by=by, at=now, reason="ผิดเรื่อง", undo=True)

        def resume(item_id: int = item_id) -> None:
            with database.write() as session:
                engine.advance(session, item_id, "resume", by=by, at=now)

        undone, resumed = both(undo, resume)
        assert [undone, resumed].count("done") == 1
        assert undone in {"done", "CannotCorrect", "SomebodyWasFaster"}
        assert resumed in {"done", "NotOpenHere", "SomebodyWasFaster"}
        with database.read() as session:
            assert rivals.look(session, item_id) == ("in_progress", 3)
            last = session.exec(
                select(Entry).where(Entry.item_id == item_id).order_by(col(Entry.seq).desc())
            ).first()
            assert last is not None
            assert (last.kind, last.version) == ("undone" if undone == "done" else "step", 3)
    with database.read() as session:
        assert history.verify(session, office.id).holds


@pytest.mark.parametrize("offices", [1, 2])
def test_eight_threads_on_different_items_lose_nothing(
    offices: int, database: Database, office: SmallOffice, now: datetime.datetime
) -> None:
    made = [office]
    if offices == 2:
        with database.write() as session:
            made.append(make_office(session, "T2"))
    work = [
        (made[n % offices], project_under_way(database, made[n % offices], f"P{n}", now)) for n in range(8)
    ]
    steps = 25

    def to_and_fro(where: SmallOffice, item_id: int) -> int:
        for number in range(steps):
            with database.write() as session:
                trigger = ("suspend", "resume")[number % 2]
                moved = engine.advance(
                    session, item_id, trigger, by=where.people["plan_director"], at=now, reason="ทดสอบ"
                )
        return moved.version

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda each: to_and_fro(*each), work)) == [steps + 1] * 8
    with database.read() as session:
        for each in made:
            verdict = history.verify(session, each.id)
            assert verdict.holds
            steps_there = select(func.count()).where(Entry.office_id == each.id, Entry.kind == "step")
            assert session.exec(steps_there).one() == 8 * steps // offices


def test_two_appending_at_once_never_fork_the_chain(
    database: Database, office: SmallOffice, now: datetime.datetime
) -> None:
    """Entries that belong to no item queue for the head of the chain too."""

    def sign_in(number: int) -> int:
        record = history.Record(
            office_id=office.id,
            kind="sign_in",
            at=moment_text(now),
            effective_on=date_text(now.date()),
            subject=f"person:{number}",
            actor_id=office.people["clerk"],
            capacity="own",
        )
        with database.write() as session:
            return history.append(session, record).seq

    with database.read() as session:
        before = history.verify(session, office.id).entries
    with ThreadPoolExecutor(8) as pool:
        seqs = list(pool.map(sign_in, range(80)))
    assert sorted(seqs) == list(range(before + 1, before + 81))
    with database.read() as session:
        assert history.verify(session, office.id) == history.Verdict(
            office.id, before + 80, session.get_one(ChainHead, office.id).hash
        )


@pytest.mark.parametrize("people", [8])
def test_of_eight_at_once_one_wins(
    people: int, database: Database, office: SmallOffice, now: datetime.datetime
) -> None:
    item_id = project_under_way(database, office, "P1", now)
    rounds = rivals.in_threads(database, item_id, [office.people["plan_director"]] * people, now, 10)
    everything_is_there(database, office, item_id, rounds, now)
