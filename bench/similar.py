"""How well similar proposals are found among labelled pairs, and how long 200 proposals take."""

import argparse
import json
import sys
import time
from dataclasses import replace
from pathlib import Path

from workflow.proposals.similar import Described, similar_pairs

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "workflow" / "proposals"))
from labelled import SETS, labelled, measured, proposals_of

MANY = 200


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--quick", action="store_true", help="measure the time once instead of five times")
    times = 1 if arguments.parse_args().quick else 5
    sets = labelled()
    told: dict[str, object] = {"bench": "similar"}
    for name in SETS:
        found = measured(sets[name])
        told[name] = {"precision": round(found.precision, 3), "recall": round(found.recall, 3)}
        print(
            f"{name}: {found.right} of {found.alike} alike found (recall {found.recall:.2f}), {found.offered}"
            f" offered (precision {found.precision:.2f}), {found.hard_offered} of {found.hard} hard ones"
            " offered wrongly"
        )
    proposals = many([each for name in SETS for each in proposals_of(sets[name])])
    seconds = min(seconds_of(proposals) for _ in range(times))
    pairs = MANY * (MANY - 1) // 2
    print(f"{MANY} proposals, {pairs} pairs: {seconds:.2f} s (best of {times})")
    print(json.dumps(told | {"proposals": MANY, "pairs": pairs, "seconds": round(seconds, 3)}))


def many(proposals: list[Described]) -> list[Described]:
    """As many proposals as are asked for, from the labelled ones over again under other codes."""
    rounds = -(-MANY // len(proposals))
    again = [replace(each, code=f"{each.code}-{turn}") for turn in range(rounds) for each in proposals]
    return again[:MANY]


def seconds_of(proposals: list[Described]) -> float:
    began = time.perf_counter()
    similar_pairs(proposals)
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
