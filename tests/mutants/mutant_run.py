"""Breaks the modules of tests/mutants/mutant_groups.py one small thing at a time, and counts what is noticed.

    python tests/mutants/mutant_run.py [--only PART-OF-A-PATH] [--sample N] [--workers N] [--record]

It fails where the tests of a group notice less than they have to. Always on SQLite and with the same examples
of hypothesis, so that a figure can be measured again.
"""

import argparse
import contextlib
import datetime
import os
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

if not hasattr(os, "fork"):
    raise SystemExit("ระบบนี้ทำไม่ได้ ต้องใช้ Linux หรือ macOS · this needs fork(), which Windows has not")

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]  # the packages of this folder, not those that are installed

import mutant_page  # noqa: E402
import postgres_cluster  # noqa: E402
import pytest  # noqa: E402
from mutant_groups import GROUPS, LEAST, LEFT_OUT, REMEMBERED, group_of  # noqa: E402
from mutant_judging import KILLED, SURVIVED, TIMEOUT, UNREACHED, Judge  # noqa: E402
from mutant_making import Mutant, mutants_of  # noqa: E402

_OPTIONS = (
    *("-q", "-s", "--tb=native", "-p", "no:cacheprovider"),
    *("-o", "tmp_path_retention_policy=none"),
)


def main(arguments: list[str]) -> int:
    """Judges the mutants that were asked for; 1 where too few were noticed."""
    asked = _asked(arguments)
    os.environ["KHANTON_TEST_DATABASE"] = "sqlite"
    os.environ.pop("KHANTON_CASES", None)  # what only some computers have changes no figure
    os.chdir(ROOT)
    mutants = _made(asked.only, asked.sample)
    if not mutants:
        print(f"ไม่มีไฟล์นี้ · no such file in tests/mutants/mutant_groups.py: {asked.only}")
        return 2
    told = _Told(len(mutants))
    groups = {mutant.path: group_of(mutant.path) for mutant in mutants}
    judging = {path: group.tests for path, group in groups.items()}
    judge = Judge(mutants, judging, REMEMBERED, asked.workers, told.hear)
    files = sorted({file for group in groups.values() for file in group.tests})
    with tempfile.TemporaryDirectory(prefix="khanton-mutants-", dir=postgres_cluster.memory()) as folder:
        code = pytest.main([*_OPTIONS, f"--basetemp={folder}/tests", *files], plugins=[judge])
    if code or judge.failed:
        print("\n".join(judge.failed))
        return 3
    figures = told.figures()
    enough = _summed_up(figures)
    if asked.record:
        mutant_page.record(figures)
    return 0 if enough else 1


def _asked(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="run.py mutants", allow_abbrev=False)
    parser.add_argument("--only", default="", help="only files whose path has this in it")
    parser.add_argument("--sample", type=int, default=0, help="so many of them, always the same")
    parser.add_argument("--workers", type=int, default=1, help="processes at a time")
    parser.add_argument("--record", action="store_true", help="write the figures into docs/mutants.md")
    asked = parser.parse_args(arguments)
    if asked.record and asked.sample:
        parser.error("a sample is not recorded")
    return asked


def _made(only: str, sample: int) -> list[Mutant]:
    began = time.monotonic()
    files = [file for group in GROUPS for file in group.files if only in file]
    made = [each for file in files for each in mutants_of(ROOT, file, LEFT_OUT.get(file, ()))]
    print(f"{len(made)} mutants of {len(files)} files, made in {time.monotonic() - began:.0f} s", flush=True)
    if 0 < sample < len(made):
        chosen = sorted(random.Random(0).sample(range(len(made)), sample))
        return [made[index] for index in chosen]
    return made


class _Told:
    """What became of each mutant, printed as it becomes known."""

    def __init__(self, wanted: int) -> None:
        self._wanted = wanted
        self._fates: dict[str, Counter[str]] = {}
        self._seconds: Counter[str] = Counter()

    def hear(self, mutant: Mutant, fate: str, seconds: float) -> None:
        self._fates.setdefault(mutant.path, Counter())[fate] += 1
        self._seconds[mutant.path] += seconds
        done = sum(counts.total() for counts in self._fates.values())
        if fate != KILLED:
            print(
                f"\n{done}/{self._wanted} {fate}: {mutant.path} {mutant.function}\n{mutant.change}",
                flush=True,
            )
        elif done % 100 == 0:
            print(f"\n{done}/{self._wanted}", flush=True)

    def figures(self) -> list[dict[str, Any]]:
        today = datetime.datetime.now(datetime.UTC).date().isoformat()  # noqa: TID251  the day of the run
        return [
            {
                "group": group_of(path).name,
                "file": path,
                "mutants": counts.total(),
                **{fate: counts[fate] for fate in (KILLED, TIMEOUT, SURVIVED, UNREACHED)},
                "seconds": round(self._seconds[path]),
                "on": today,
            }
            for path, counts in self._fates.items()
        ]


def _summed_up(figures: list[dict[str, Any]]) -> bool:
    """Prints the table; whether each group has enough noticed."""
    print("\n" + mutant_page.table(figures))
    shares = mutant_page.shares(figures)
    for name, share in shares.items():
        print(f"{name:<14} {share:5.1f} %  {'enough' if share >= LEAST else f'LESS than {LEAST} %'}")
    return all(share >= LEAST for share in shares.values())


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        sys.exit(main(sys.argv[1:]))
    sys.exit(130)
