"""What is broken on purpose, where, and what is left alone."""

from pathlib import Path

import pytest
from mutant_groups import GROUPS, LEFT_OUT, group_of
from mutant_making import code_of, mutants_of
from mutant_page import shares, table

ROOT = Path(__file__).resolve().parent.parent.parent
MODULE = '''
"""Says how many."""

from functools import cache

MOST = 3


class Counted:
    """What was counted."""

    def __init__(self, found: int = 1) -> None:
        self.found: int = found

    @property
    def many(self) -> bool:
        """More than some."""
        return self.found > MOST


@cache
def word(found: int) -> str:
    return "none" if found == 0 else str(len([found]))
'''


@pytest.fixture
def changes(tmp_path: Path) -> dict[str, list[str]]:
    """What is changed in each function, without the line it was."""
    (tmp_path / "counted.py").write_text(MODULE, encoding="utf-8")
    found: dict[str, list[str]] = {}
    for mutant in mutants_of(tmp_path, "counted.py"):
        added = [line[1:].strip() for line in mutant.change.splitlines() if line.startswith("+")]
        found.setdefault(mutant.function, []).extend(added)
    return found


def test_properties_and_cached_functions_are_broken_too(changes: dict[str, list[str]]) -> None:
    assert changes["Counted.many"] == ["return self.found >= MOST"]
    assert changes["Counted.__init__"] == ["self.found: int = None"]


def test_one_thing_is_changed_at_a_time_and_never_twice_the_same(changes: dict[str, list[str]]) -> None:
    assert sorted(changes["word"]) == [
        'return "NONE" if found == 0 else str(len([found]))',
        'return "XXnoneXX" if found == 0 else str(len([found]))',
        'return "none" if (found == 0) and False else str(len([found]))',
        'return "none" if (found == 0) or True else str(len([found]))',
        'return "none" if found != 0 else str(len([found]))',
        'return "none" if found == 0 else str(None)',
        'return "none" if found == 1 else str(len([found]))',
    ]


def test_what_runs_when_the_module_is_loaded_is_left_alone(changes: dict[str, list[str]]) -> None:
    assert set(changes) == {"Counted.__init__", "Counted.many", "word"}


def test_functions_that_are_to_be_left_out_are(tmp_path: Path) -> None:
    (tmp_path / "counted.py").write_text(MODULE, encoding="utf-8")
    found = mutants_of(tmp_path, "counted.py", leave_out=["word", "Counted.many"])
    assert {each.function for each in found} == {"Counted.__init__"}


def test_the_code_of_a_mutant_is_that_of_its_function(tmp_path: Path) -> None:
    (tmp_path / "counted.py").write_text(MODULE, encoding="utf-8")
    (mutant,) = [each for each in mutants_of(tmp_path, "counted.py") if each.function == "Counted.many"]
    code = code_of(mutant.source, "counted.py", mutant.function)
    assert (code.co_qualname, code.co_filename, code.co_names) == (
        "Counted.many",
        "counted.py",
        ("found", "MOST"),
    )
    with pytest.raises(LookupError):
        code_of(mutant.source, "counted.py", "Counted.few")


def test_every_file_counts_once_and_is_there_with_its_tests() -> None:
    files = [file for group in GROUPS for file in group.files]
    assert len(files) == len(set(files))
    assert [
        file for group in GROUPS for file in (*group.files, *group.tests) if not (ROOT / file).is_file()
    ] == []
    assert [group_of(file).name for file in LEFT_OUT] == ["engine", "engine"]
    for file, names in LEFT_OUT.items():
        text = (ROOT / file).read_text(encoding="utf-8")
        assert [name for name in names if f"def {name}(" not in text] == []


def test_a_group_is_noticed_as_its_mutants_are_all_together() -> None:
    figure = {"group": "history", "timeout": 1, "unreached": 0, "seconds": 3, "on": "2026-11-22"}
    figures = [
        {**figure, "file": "a.py", "mutants": 10, "killed": 8, "survived": 1},
        {**figure, "file": "b.py", "mutants": 30, "killed": 19, "survived": 10},
    ]
    assert shares(figures) == {"history": 72.5}
    assert table(figures).splitlines()[2:] == [
        "| history | `a.py` | 10 | 8 | 1 | 1 | 0 | 90.0 % | 3 | 2026-11-22 |",
        "| history | `b.py` | 30 | 19 | 1 | 10 | 0 | 66.7 % | 3 | 2026-11-22 |",
        "| **history** | together | 40 | 27 | 2 | 11 | 0 | 72.5 % | 6 | 2026-11-22 |",
    ]
