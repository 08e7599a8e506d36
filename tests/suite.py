"""Runs the checks, the tests on both databases and the measurements, one part after another.

run.py starts it with the Python of .venv: `suite.py COMMAND [options]`, COMMANDS below. The exit code is 0
only if every part passed; a database that could not be tested counts as a part that did not.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import browser_tools
import paper_tools
import postgres_cluster
import trace_tools
from parts import PYTHON, Parts, say

ROOT = Path(__file__).resolve().parent.parent
COVERING = [
    f"tests/{package}" for package in ("states", "workflow", "walks", "papers", "notifications", "api")
]

NO_POSTGRESQL = """\
ไม่ได้ทดสอบกับ PostgreSQL: {reason}
PostgreSQL was NOT tested: {reason}. With `--only sqlite` this run would count as complete."""

NO_PAPER_TOOLS = """\
ทดสอบหนังสือราชการได้ไม่ครบ: {reason}
Papers could NOT be tested completely: {reason}."""

NO_TRACER = """\
ไม่ได้ทดสอบว่าคำตอบรอให้เขียนลงดิสก์: {reason}
That answers wait for the disk was NOT tested: {reason}."""

NO_BROWSER = """\
ไม่ได้ทดสอบในเบราว์เซอร์: {reason}
Pages were NOT tested in a browser: {reason}."""


def main(arguments: list[str]) -> int:
    """Carry out one command; answer the exit code."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace", line_buffering=True)  # type: ignore[union-attr]
    os.chdir(ROOT)
    return COMMANDS[arguments[0]](arguments[1:])


def check(_rest: list[str]) -> int:
    parts = Parts()
    _add_checks(parts)
    return parts.sum_up()


def _add_checks(parts: Parts) -> None:
    parts.add("ruff check", [PYTHON, "-m", "ruff", "check", "."])
    parts.add("ruff format --check", [PYTHON, "-m", "ruff", "format", "--check", "."])
    parts.add("mypy", [PYTHON, "-m", "mypy"])
    parts.add("import-linter", [Path(PYTHON).parent / "lint-imports", "--no-cache"])


def test(rest: list[str]) -> int:
    """Everything that must hold before a change is shared."""
    quick, only, rest = _test_options(rest)
    parts = Parts()
    _add_checks(parts)
    _add_paper_tools(parts)
    _add_tracer(parts)
    _add_browser(parts)
    _add_suites(parts, only, [*(["-m", "not faults and not fuzz and not slow"] if quick else []), *rest])
    return parts.sum_up()


def _add_paper_tools(parts: Parts) -> None:
    """What PDF is made with, and what reads papers back: a run without them is not complete."""
    if reason := paper_tools.install_if_missing(say):
        print(NO_PAPER_TOOLS.format(reason=reason))
        parts.note("tools of papers", "NOT INSTALLED")


def _add_browser(parts: Parts) -> None:
    """What pages are driven in: a run without it is not complete."""
    if reason := browser_tools.install_if_missing(say):
        print(NO_BROWSER.format(reason=reason))
        parts.note("browser", "NOT INSTALLED")


def tour(rest: list[str]) -> int:
    """Every page in every language, width and theme: accessible, and as pictures in docs/tour."""
    parts = Parts()
    _add_browser(parts)
    if not parts.failed:
        modules = os.pathsep.join((str(ROOT), str(ROOT / "tests")))
        parts.add("tour", [PYTHON, ROOT / "tests" / "browser" / "tour.py", *rest], {"PYTHONPATH": modules})
    return parts.sum_up()


def faults(rest: list[str]) -> int:
    """The long tests of faults on both databases; with --record their figures go into docs/faults.md."""
    parts = Parts()
    _add_tracer(parts)
    return _counting("faults", parts, ["-m", "faults"], rest)


def fuzz(rest: list[str]) -> int:
    """Made-up requests to every JSON address on both databases; --record writes docs/fuzz.md anew."""
    return _counting("fuzz", Parts(), ["-m", "fuzz", "tests/fuzz"], rest)


def _counting(name: str, parts: Parts, options: list[str], rest: list[str]) -> int:
    """Tests that count something on both databases; with --record their figures go into their page."""
    _quick, only, others = _test_options([each for each in rest if each != "--record"])
    with tempfile.TemporaryDirectory(prefix="khanton-figures-") as folder:
        counted = Path(folder) / "figures.jsonl"
        os.environ[f"KHANTON_{name.removesuffix('s').upper()}_FIGURES"] = str(counted)
        _add_suites(parts, only, [*options, *others])
        if "--record" in rest:
            parts.add(f"docs/{name}.md", [PYTHON, ROOT / "tests" / name / "page.py", counted])
    return parts.sum_up()


def coverage(rest: list[str]) -> int:
    """Which lines and branches of `states` and `workflow` no test on either database has run."""
    _quick, only, others = _test_options(rest)
    parts = Parts("-m", "coverage", "run")
    with tempfile.TemporaryDirectory(prefix="khanton-coverage-", dir=postgres_cluster.memory()) as folder:
        os.environ["COVERAGE_FILE"] = str(Path(folder) / "ran")
        _add_suites(parts, only, others or COVERING)
        parts.add("both added up", [PYTHON, "-m", "coverage", "combine", "--quiet"])
        parts.add("coverage", [PYTHON, "-m", "coverage", "report"])
    return parts.sum_up()


def mutants(rest: list[str]) -> int:
    """Breaks the code one small thing at a time and counts what the tests notice (docs/mutants.md)."""
    parts = Parts()
    parts.add("mutants", [PYTHON, ROOT / "tests" / "mutants" / "mutant_run.py", *rest])
    return parts.sum_up()


def _add_tracer(parts: Parts) -> None:
    """What sees whether an answer waits for the disk: a run without it is not complete."""
    if reason := paper_tools.install_if_missing(say, trace_tools.missing):
        print(NO_TRACER.format(reason=reason))
        parts.note("strace", "NOT INSTALLED")


def _test_options(rest: list[str]) -> tuple[bool, str, list[str]]:
    """Take --quick and --only DATABASE out of the arguments; the others are pytest's."""
    parser = argparse.ArgumentParser(prog="run.py test", add_help=False, allow_abbrev=False)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", choices=("sqlite", "postgresql"), default="")
    mine, others = parser.parse_known_args(rest)
    return mine.quick, mine.only, others


def _add_suites(parts: Parts, only: str, options: list[str]) -> None:
    """The same tests on SQLite, then on PostgreSQL; `only` leaves one of them out."""
    if only != "postgresql":
        parts.add_tests("tests on SQLite", options, "sqlite")
    if only != "sqlite":
        with _postgresql(durable=False) as (url, reason):
            if url:
                rest = "of the database" if not only else ""  # the others have run above
                parts.add_tests("tests on PostgreSQL", options, url, rest)
            else:
                print(NO_POSTGRESQL.format(reason=reason))
                parts.note("tests on PostgreSQL", "NOT TESTED")


def bench(rest: list[str]) -> int:
    """Run every measurement, or those named; PostgreSQL's address, if any, is in KHANTON_TEST_DATABASE."""
    names = [argument for argument in rest if not argument.startswith("-")]
    options = [argument for argument in rest if argument.startswith("-")]
    every = sorted((ROOT / "bench").glob("[!_]*.py"))
    measurements = [file for file in every if not names or file.stem in names]
    if not measurements:
        print(f"ไม่มีการวัดชื่อนี้ · no such measurement in bench/: {' '.join(names)}")
        return 2
    parts = Parts()
    with _postgresql(durable=True) as (url, reason):
        print(f"PostgreSQL: {url or reason}", flush=True)
        for file in measurements:
            database = {"KHANTON_TEST_DATABASE": url or "sqlite"}
            # Started by its path, its folder would come first, and http.py hide the standard library's.
            parts.add(f"bench {file.stem}", [PYTHON, "-m", f"bench.{file.stem}", *options], database)
    return parts.sum_up()


@contextlib.contextmanager
def _postgresql(*, durable: bool) -> Iterator[tuple[str, str]]:
    """The URL of an empty PostgreSQL database and "", or "" and why there is none."""
    theirs = os.environ.get("KHANTON_TEST_DATABASE", "")
    if theirs.startswith("postgresql"):
        yield theirs, ""
        return
    reason = postgres_cluster.install_if_missing(say)
    if reason:
        yield "", reason
        return
    say("เปิด PostgreSQL ชั่วคราว · starting a private PostgreSQL server")
    with contextlib.ExitStack() as stack:
        try:
            url, reason = stack.enter_context(postgres_cluster.cluster(durable=durable)), ""
        except postgres_cluster.ClusterError as failure:
            url, reason = "", str(failure)
        yield url, reason
        say("ปิดและลบ PostgreSQL ชั่วคราว · stopping and removing it")


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "test": test,
    "check": check,
    "bench": bench,
    "faults": faults,
    "fuzz": fuzz,
    "coverage": coverage,
    "mutants": mutants,
    "tour": tour,
}


def _interrupt(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        print("\nหยุดแล้ว · stopped", flush=True)
        sys.exit(130)
