"""Hand-written steps of several at once, straight to the database: what is left where there is no HTTP.

Only on PostgreSQL: on SQLite its writers would poll for the file, which says nothing of the writing.
"""

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from bench.parts.hand_written import HandWritten
from bench.parts.office import NOW
from workflow.database import Database

REASON = "ชะลอเพื่อรอเงินงวด"


def steps_per_second(url: str, people: Sequence[int], papers: Sequence[Sequence[int]], each: int) -> float:
    """Each person in a thread of her own with papers of her own, `each` steps after some to warm up."""
    database = Database(url)
    hands = [HandWritten(database, person_id, checks=True) for person_id in people]
    try:
        _all_at_once(hands, papers, 10)  # statements are prepared after five
        began = time.perf_counter()
        _all_at_once(hands, papers, each)
        return len(people) * each / (time.perf_counter() - began)
    finally:
        for hand in hands:
            hand.close()
        database.dispose()


def _all_at_once(hands: Sequence[HandWritten], papers: Sequence[Sequence[int]], each: int) -> None:
    def walk(hand: HandWritten, items: Sequence[int]) -> None:
        for turn in range(each):
            hand.step(items[turn % len(items)], "suspended", "suspend", REASON, NOW)

    with ThreadPoolExecutor(len(hands)) as pool:
        list(pool.map(walk, hands, papers))  # raises what one of them raised
