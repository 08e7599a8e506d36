"""Mutants are judged by what the tests notice, whoever holds the broken function, and nothing is written."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow  # each starts a Python that loads pytest and libcst
FOLDER = Path(__file__).resolve().parent
MODULE = """
from functools import cache

class Counted:
    def __init__(self, found):
        self.found = found

    @property
    def many(self):
        return self.found > 3

@cache
def word(found):
    return "none" if found == 0 else "some"

def unasked():
    return 1

def wait(seconds):
    while seconds > 0:
        seconds = seconds - 1
"""
TESTS = """
from counted import Counted, wait, word

def test_some_are_many():
    assert (Counted(5).many, Counted(3).many) == (True, False)

def test_none_is_none():
    assert word(0) == "none"

def test_waiting_ends():
    wait(3)
"""
RUN = """
import json, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
import pytest
from mutant_judging import Judge
from mutant_making import mutants_of

mutants = [each for each in mutants_of(Path("."), "counted.py") if sys.argv[2] in each.function]
fates = []
judge = Judge(
    mutants,
    {"counted.py": ["test_counted.py"]},
    [],
    2,
    lambda mutant, fate, seconds: fates.append((mutant.function, mutant.change.splitlines()[-1], fate)),
)
code = pytest.main(["-q", "-s", "-p", "no:cacheprovider", "test_counted.py"], plugins=[judge])
print("\\n" + json.dumps([int(code), judge.failed, sorted(fates)]))
"""


def judged(tmp_path: Path, only: str = "", tests: str = TESTS) -> tuple[int, list[str], list[list[str]]]:
    """The exit code, what failed with nothing broken, and each mutant with its fate."""
    for name, text in (("counted.py", MODULE), ("test_counted.py", tests), ("run_mutants.py", RUN)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    command = [sys.executable, "-B", "run_mutants.py", str(FOLDER), only]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True, timeout=120)
    code, failed, fates = json.loads(done.stdout.splitlines()[-1])
    return code, failed, fates


def test_a_property_and_a_cached_function_are_broken_for_whoever_holds_them(tmp_path: Path) -> None:
    code, failed, fates = judged(tmp_path)
    assert (code, failed) == (0, [])
    assert [each for each in fates if each[0] != "wait"] == [
        ["Counted.__init__", "+        self.found = None", "killed"],
        ["Counted.many", "+        return self.found > 4", "survived"],
        ["Counted.many", "+        return self.found >= 3", "killed"],
        ["unasked", "+    return 2", "unreached"],
        ["word", '+    return "NONE" if found == 0 else "some"', "killed"],
        ["word", '+    return "XXnoneXX" if found == 0 else "some"', "killed"],
        ["word", '+    return "none" if (found == 0) and False else "some"', "killed"],
        ["word", '+    return "none" if (found == 0) or True else "some"', "survived"],
        ["word", '+    return "none" if found != 0 else "some"', "killed"],
        ["word", '+    return "none" if found == 0 else "SOME"', "survived"],
        ["word", '+    return "none" if found == 0 else "XXsomeXX"', "survived"],
        ["word", '+    return "none" if found == 1 else "some"', "killed"],
    ]
    assert ["wait", "+        seconds = seconds + 1", "timeout"] in fates


def test_it_leaves_nothing_behind(tmp_path: Path) -> None:
    judged(tmp_path, "many")
    left = {each.name for each in tmp_path.iterdir()}
    assert left == {"counted.py", "test_counted.py", "run_mutants.py"}
    assert (tmp_path / "counted.py").read_text(encoding="utf-8") == MODULE


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ("def test_fails():\n    assert Counted(1).many\n", ["test_counted.py::test_fails"]),
        (
            "once = []\ndef test_once():\n    once.append(Counted(1).many)\n    assert len(once) == 1\n",
            ["the tests do not pass before the mutants, with nothing broken"],
        ),
    ],
    ids=["at once", "the second time"],
)
def test_nothing_is_judged_by_tests_that_fail_with_nothing_broken(
    tmp_path: Path, more: str, told: list[str]
) -> None:
    _code, failed, fates = judged(tmp_path, "many", TESTS + more)
    assert (failed[:1], fates) == (told, [])
