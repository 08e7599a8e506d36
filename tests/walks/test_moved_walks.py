"""Random walks that change their path on the way: the record still tells the whole story."""

import random
from collections.abc import Iterator

import pytest
from conftest import SmallOffice
from sqlmodel import col, select
from test_random_walks import office_of, plan_of
from walker import Attempt, Walker

from states.compile import shipped_definition
from states.model import Definition
from workflow import definitions, history
from workflow.asof.replay import check
from workflow.changes import Hand
from workflow.database import Database
from workflow.models import Entry, Item, Obligation
from workflow.paths.moving import migrate, take_back
from workflow.paths.verdicts import MOVES

TRIES = 25
CASES = [
    (kind, "modern_default", "phayao2")
    for kind in ("annual_plan", "development_plan", "annual_report", "plan_amendment", "project")
]


@pytest.mark.parametrize(("kind", "before", "after"), CASES)
@pytest.mark.parametrize("seed", [0, 1, 3])
def test_a_path_changed_on_the_way_leaves_record_and_chain_whole(
    kind: str, before: str, after: str, seed: int, database: Database
) -> None:
    office, dice = office_of(database, before), random.Random(f"{kind} {seed}")
    with database.write() as session:
        parent = plan_of(session, office, f"M{seed}", seed)
        item_id = office.open(session, kind, f"M{seed}", parent_id=parent).id
    walker = Walker(database, office, shipped_definition(kind, before), item_id)
    walk(walker, f"{kind} {seed} first")
    moved = move(database, office, walker, shipped_definition(kind, after))
    if moved and dice.random() < 0.3:
        back(database, office, walker)
        moved = False
    walker.definition = shipped_definition(kind, after if moved else before)
    if moved or not walker.ended:
        walk(walker, f"{kind} {seed} second")
    finish(database, office, item_id)


def walk(walker: Walker, seed: str) -> None:
    walker.seen_after = walker.trace()
    for place in range(TRIES):
        if walker.ended:
            break
        walker.attempt(Attempt.drawn(f"{seed} {place}"))


def move(database: Database, office: SmallOffice, walker: Walker, new: Definition) -> bool:
    """Moves the item, mapping a state that is gone to the first one that will do; whether it moved."""
    by = office.people["plan_director"]
    with database.write() as session:
        hand = Hand(by, walker.now)
        definitions.publish(session, office.id, new, by=by, at=walker.now)
        state = session.get_one(Item, walker.item_id).state
        candidates = [""] if state in new.by_state else [each.name for each in new.states]
        for target in candidates:
            mapping = {state: target} if target else {}
            done = migrate(session, office.id, new.kind, mapping, hand, reason="เปลี่ยนเส้นทาง")
            if any(each.item_id == walker.item_id and each.verdict == MOVES for each in done.verdicts):
                return True
    return False


def back(database: Database, office: SmallOffice, walker: Walker) -> None:
    with database.write() as session:
        item = session.get_one(Item, walker.item_id)
        take_back(session, item, Hand(office.people["plan_director"], walker.now), reason="ผิด")


def finish(database: Database, office: SmallOffice, item_id: int) -> None:
    with database.read() as session:
        assert history.verify(session, office.id).holds
        assert check(session, office.id) == []
        item = session.get_one(Item, item_id)
        entries = list(session.exec(select(Entry).where(Entry.item_id == item_id).order_by(col(Entry.seq))))
        definition = definitions.by_hash(session, item.definition_hash)
        assert item.state in definition.by_state
        for entry in stands(entries, item):
            if entry.kind == "step":
                path = definitions.by_hash(session, entry.definition_hash)
                assert path.moves[entry.from_state, entry.trigger].target == entry.to_state
        owed = session.exec(
            select(Obligation).where(Obligation.item_id == item_id, Obligation.outcome == "")
        ).all()
        assert {each.code for each in owed} <= set(definition.duty)
        assert not (definition.is_end(item.state) and owed)


def stands(entries: list[Entry], item: Item) -> Iterator[Entry]:
    """Each entry starts where the one before ended, by the path that was then the item's."""
    state, version, name = entries[0].to_state, entries[0].version, entries[0].definition_hash
    for entry in entries[1:]:
        if entry.kind in ("step", "undone", "migrated", "unmigrated"):
            assert (entry.from_state, entry.version) == (state, version + 1)
            if entry.kind in ("step", "undone"):
                assert entry.definition_hash == name
            state, version, name = entry.to_state, entry.version, entry.definition_hash
            yield entry
    assert (state, version, name) == (item.state, item.version, item.definition_hash)
