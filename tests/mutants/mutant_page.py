"""Writes what was counted into docs/mutants.md; a file's line takes the place of the one it had."""

import json
from collections import defaultdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

from mutant_groups import GROUPS

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE = ROOT / "docs" / "mutants.md"
KEPT = ROOT / "docs" / "mutants.jsonl"
BEGIN, END = "<!-- figures: written by tests/mutants/mutant_page.py -->", "<!-- end of figures -->"
_HEAD = "| Group | File | Mutants | Killed | Too slow | Survived | Not reached | Noticed | Seconds | Date |"
_RULE = "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |"
_COUNTS = ("mutants", "killed", "timeout", "survived", "unreached")


def record(figures: list[dict[str, Any]]) -> None:
    """Takes the figures in, and writes the page's table anew; files that count no more leave it."""
    lines = KEPT.read_text(encoding="utf-8").splitlines() if KEPT.exists() else []
    kept = {each["file"]: each for each in [*map(json.loads, lines), *figures]}
    ordered = [kept[file] for group in GROUPS for file in group.files if file in kept]
    KEPT.write_text("".join(json.dumps(each) + "\n" for each in ordered), encoding="utf-8")
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    told = (
        f"By mutmut {version('mutmut')}, hypothesis {version('hypothesis')} and pytest {version('pytest')}."
    )
    PAGE.write_text(f"{before}{BEGIN}\n\n{table(ordered)}\n\n{told}\n\n{END}{after}", encoding="utf-8")


def table(figures: list[dict[str, Any]]) -> str:
    """One row for each file, and one for each group."""
    rows = [_HEAD, _RULE]
    for name, each in _by_group(figures).items():
        rows += [_row(name, f"`{figure['file']}`", [figure]) for figure in each]
        rows.append(_row(f"**{name}**", "together", each))
    return "\n".join(rows)


def shares(figures: list[dict[str, Any]]) -> dict[str, float]:
    """Percent of each group's mutants that were noticed."""
    return {name: _share(each) for name, each in _by_group(figures).items()}


def _by_group(figures: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for figure in figures:
        found[figure["group"]].append(figure)
    return found


def _row(group: str, file: str, figures: list[dict[str, Any]]) -> str:
    counts = [f"{sum(each[name] for each in figures):,}" for name in _COUNTS]
    seconds = f"{sum(each['seconds'] for each in figures):,}"
    dates = max(each["on"] for each in figures)
    return f"| {' | '.join((group, file, *counts, f'{_share(figures):.1f} %', seconds, dates))} |"


def _share(figures: list[dict[str, Any]]) -> float:
    """A mutant that makes a test take many times as long is noticed as well: the test never passes."""
    noticed = sum(each["killed"] + each["timeout"] for each in figures)
    return 100 * noticed / sum(each["mutants"] for each in figures)
