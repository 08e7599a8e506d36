"""Steps per second and p50 through `engine.advance`, beside hand-written SQL doing the same writes.

Both take turns in one run on one database with one durability, batch by batch. The engine also decides:
authority, guards, machine. Measured on SQLite (an ordinary folder and, where there is one, a RAM-backed
folder, because disk noise hides the truth) and on PostgreSQL where KHANTON_TEST_DATABASE names a server;
and p50 at 100,000 items beside p50 at 1,000.
"""

import argparse
import datetime
import json
import random
import statistics
import time
from collections.abc import Callable

from bench.parts.hand_written import HandWritten
from bench.parts.office import NOW, filled
from bench.parts.places import new_database, places
from workflow import engine, history
from workflow.database import Database

REASON = "ชะลอเพื่อรอเงินงวด"
TURN = 50  # steps of one side before the other has its turn


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--quick", action="store_true", help="fewer steps and items, for a look")
    quick = arguments.parse_args().quick
    steps, few, many = (200, 200, 2_000) if quick else (2_000, 1_000, 100_000)
    found = [measure(name, url, steps, few, many) for name, url in places()]
    print(json.dumps({"bench": "advance", "quick": quick, "results": found}))


def measure(name: str, where: str, steps: int, few: int, many: int) -> dict[str, object]:
    """One place: the ratio to hand-written SQL at `few` items, and p50 at `many` beside p50 at `few`."""
    ours, checked, bare = take_turns(where, few, steps)
    with_many, _, _ = take_turns(where, many, steps)
    p50 = statistics.median
    result = {
        "where": name,
        "engine_per_second": round(len(ours) / sum(ours)),
        "hand_written_per_second": round(len(checked) / sum(checked)),
        "writes_only_per_second": round(len(bare) / sum(bare)),
        "engine_p50_ms": round(p50(ours) * 1000, 3),
        "hand_written_p50_ms": round(p50(checked) * 1000, 3),
        "writes_only_p50_ms": round(p50(bare) * 1000, 3),
        "ratio_to_hand_written": round(p50(checked) / p50(ours), 3),
        "ratio_to_writes_only": round(p50(bare) / p50(ours), 3),
        "p50_growth": round(p50(with_many) / p50(ours), 3),
        "items": [few, many],
    }
    print(
        f"{name:13} engine {result['engine_per_second']}/s, p50 {result['engine_p50_ms']} ms\n"
        f"{'':13} by hand {result['hand_written_per_second']}/s, p50 {result['hand_written_p50_ms']} ms:"
        f" ratio {result['ratio_to_hand_written']}\n"
        f"{'':13} writes only {result['writes_only_per_second']}/s, p50 {result['writes_only_p50_ms']} ms:"
        f" ratio {result['ratio_to_writes_only']}\n"
        f"{'':13} p50 at {many:,} items is {result['p50_growth']} x that at {few:,}"
    )
    return result


def take_turns(where: str, items: int, steps: int) -> tuple[list[float], ...]:
    """Seconds of each step: the engine's, by hand, and by hand without asking who acts."""
    _states.clear()
    url, drop = new_database(where)
    try:
        database, office, ids = filled(url, items)
        choice = random.Random(2561)
        person = office.people["plan_director"]
        hands = [HandWritten(database, person, checks=checks) for checks in (True, False)]
        sides = (EngineSide(database, person).step, *(hand_side(hand) for hand in hands))
        third = len(ids) // 3
        times: tuple[list[float], ...] = ([], [], [])
        for turn in range(0, steps + TURN, TURN):
            for place, side in enumerate(sides):
                mine = ids[place * third : (place + 1) * third]
                measured = [timed(side, choice.choice(mine)) for _ in range(TURN)]
                if turn:  # the first turn warms caches and prepared statements on all sides
                    times[place].extend(measured)
        for hand in hands:
            hand.close()
        with database.read() as session:
            assert history.verify(session, office.id).holds
        database.dispose()
        return times
    finally:
        drop()


_states: dict[int, bool] = {}


def following(item_id: int) -> tuple[str, str]:
    """Each project is suspended and resumed in turn."""
    suspended = _states[item_id] = not _states.get(item_id, False)
    return ("suspended", "suspend") if suspended else ("in_progress", "resume")


class EngineSide:
    def __init__(self, database: Database, person_id: int) -> None:
        self.database, self.person_id = database, person_id

    def step(self, item_id: int, at: datetime.datetime) -> None:
        _, trigger = following(item_id)
        with self.database.write() as session:
            engine.advance(session, item_id, trigger, by=self.person_id, at=at, reason=REASON)


def hand_side(hand: HandWritten) -> Callable[[int, datetime.datetime], None]:
    def step(item_id: int, at: datetime.datetime) -> None:
        target, trigger = following(item_id)
        hand.step(item_id, target, trigger, REASON, at)

    return step


def timed(step: Callable[[int, datetime.datetime], None], item_id: int) -> float:
    started = time.perf_counter()
    step(item_id, NOW)
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
