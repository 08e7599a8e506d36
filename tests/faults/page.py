"""Writes what the long tests counted into docs/faults.md: `python tests/faults/page.py FIGURES.jsonl`.

A figure takes the place of the one that was there of the same test, name and kind of database; others stay.
"""

import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE = ROOT / "docs" / "faults.md"
KEPT = ROOT / "docs" / "faults.jsonl"
BEGIN, END = "<!-- figures: written by tests/faults/page.py -->", "<!-- end of figures -->"
_HEAD = ("database", "test", "name", "seconds", "on")


def main(arguments: list[str]) -> None:
    """Takes in the figures of a file, and writes the page's tables anew."""
    kept = {_key(each): each for each in _lines(KEPT)}
    for source in arguments:
        kept.update({_key(each): each for each in _lines(Path(source))})
    ordered = [kept[key] for key in sorted(kept)]
    KEPT.write_text(
        "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in ordered), encoding="utf-8"
    )
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    PAGE.write_text(f"{before}{BEGIN}\n\n{table(ordered)}\n{END}{after}", encoding="utf-8")


def table(figures: list[dict[str, Any]]) -> str:
    """One row for each test on each database."""
    rows = ["| What was done to it | On | Counted | Seconds | Date |", "| --- | --- | --- | ---: | --- |"]
    for each in figures:
        counted = ", ".join(f"{name.replace('_', ' ')} {_number(value)}" for name, value in _counted(each))
        rows.append(
            f"| {each['name']} | {each['database']} | {counted} | {_number(each['seconds'])} | {each['on']} |"
        )
    return "\n".join(rows) + "\n"


def _counted(figure: dict[str, Any]) -> list[tuple[str, Any]]:
    return [(name, value) for name, value in figure.items() if name not in _HEAD]


def _number(value: Any) -> str:
    return f"{value:,}" if isinstance(value, int | float) else str(value)


def _lines(path: Path) -> list[dict[str, Any]]:
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _key(figure: dict[str, Any]) -> tuple[str, str]:
    return figure["name"], figure["database"].partition(" ")[0]


if __name__ == "__main__":
    main(sys.argv[1:])
