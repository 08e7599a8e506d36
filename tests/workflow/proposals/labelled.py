"""The labelled pairs, and how well what is offered agrees with them."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from workflow.proposals.similar import Described, similar_pairs

PAIRS = Path(__file__).with_name("pairs.yaml")
SETS = ("tuning_sample", "tuning_invented", "held_out")


@dataclass(frozen=True)
class Measured:
    """How many pairs were offered, how many of them are alike by label, and how many alike there are."""

    offered: int
    right: int
    alike: int
    hard_offered: int
    hard: int

    @property
    def precision(self) -> float:
        return self.right / self.offered

    @property
    def recall(self) -> float:
        return self.right / self.alike


def labelled() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(PAIRS.read_text(encoding="utf-8"))
    return read


def proposals_of(part: dict[str, Any]) -> list[Described]:
    return [
        Described(
            code=code,
            title=each["title"],
            objectives=each["objectives"],
            activities="\n".join(each["activities"]),
            target_group=each["target_group"],
            group=each["group"],
        )
        for code, each in part["proposals"].items()
    ]


def measured(part: dict[str, Any]) -> Measured:
    """Every pair of the part that no label leaves open counts, listed or not."""
    alike, open_ones = ({frozenset(pair) for pair in part[label]} for label in ("same", "unsure"))
    hard = {frozenset(pair) for pairs in part["different"].values() for pair in pairs}
    offered = {frozenset((pair.first, pair.second)) for pair in similar_pairs(proposals_of(part))} - open_ones
    return Measured(len(offered), len(offered & alike), len(alike), len(offered & hard), len(hard))
