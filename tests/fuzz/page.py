"""Writes what the long run counted into docs/fuzz.md: `python tests/fuzz/page.py FIGURES.jsonl`.

A line takes the place of the one that was there of the same role and database; others stay.
"""

import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE = ROOT / "docs" / "fuzz.md"
KEPT = ROOT / "docs" / "fuzz.jsonl"
BEGIN, END = "<!-- figures: written by tests/fuzz/page.py -->", "<!-- end of figures -->"
_HEAD = "| Role | Database | Asked | Operations | Requests | Done | Answers | Failures | Seconds | Date |"
_RULE = "| --- | --- | ---: | ---: | ---: | ---: | --- | ---: | ---: | --- |"


def main(arguments: list[str]) -> None:
    """Takes in the figures of a file, and writes the page's table anew."""
    kept = {_key(each): each for each in _lines(KEPT)}
    for source in arguments:
        kept.update({_key(each): each for each in _lines(Path(source))})
    ordered = [kept[key] for key in sorted(kept)]
    KEPT.write_text("".join(json.dumps(each) + "\n" for each in ordered), encoding="utf-8")
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    PAGE.write_text(f"{before}{BEGIN}\n\n{table(ordered)}\n{END}{after}", encoding="utf-8")


def table(figures: list[dict[str, Any]]) -> str:
    """One row for each role on each database, their sums, and the versions that made the requests."""
    rows = [_HEAD, _RULE, *map(_row, figures)]
    examples = sum(each["examples"] for each in figures)
    failures = sum(each["failures"] for each in figures)
    versions = sorted({_versions(each) for each in figures})
    return "\n".join([*rows, "", f"Requests {examples:,}, failures {failures:,}; {'; '.join(versions)}.", ""])


def _row(figure: dict[str, Any]) -> str:
    answers = ", ".join(f"{status} × {count:,}" for status, count in figure["answers"].items())
    cells = (
        *(figure["role"], figure["database"], figure["asked"], figure["operations"]),
        *(f"{figure['examples']:,}", figure["carried_out"], answers, figure["failures"]),
        *(f"{figure['seconds']:,}", figure["on"]),
    )
    return f"| {' | '.join(str(cell) for cell in cells)} |"


def _versions(figure: dict[str, Any]) -> str:
    return ", ".join(f"{name} {figure[name]}" for name in ("schemathesis", "hypothesis", "fastapi"))


def _lines(path: Path) -> list[dict[str, Any]]:
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _key(figure: dict[str, Any]) -> tuple[str, str]:
    return figure["role"], figure["database"]


if __name__ == "__main__":
    main(sys.argv[1:])
