"""Every kind of entry of the history has a sentence in both languages, and every refusal a way on."""

import ast
import datetime
import re
from pathlib import Path

import pytest

from api.pages.refusals import said
from api.pages.texts import TEXTS
from api.words import WORDS
from states.compile import shipped_definition
from states.typed import WrongEra
from workflow.errors import BadDate, NotOpenHere

ROOT = Path(__file__).resolve().parents[2]
# A step is told by its own name; the kinds of what is set up are those of workflow/structure.py.
TOLD_BY_NAME = {"step"}
STRUCTURE = {"group", "cluster", "school", "body"}
ELSEWHERE = {"undone", "corrected", "migrated", "unmigrated", "sign_in", "sign_out"}


def kinds_written() -> set[str]:
    """Every kind named where an entry is made, found in the code that makes it."""
    found = set()
    for folder in ("workflow", "notifications", "papers"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            constants = _constants(tree)
            for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
                found |= _kind_of(call, constants)
    return found


def test_a_refusal_on_a_page_says_nothing_that_only_programs_understand() -> None:
    january = datetime.date(2018, 1, 8)
    project = shipped_definition("project", "uttaradit2_fy2561")
    first = next(iter(project.leaving(project.initial)))
    for error in (
        BadDate("unreadable", "เมื่อวาน"),
        BadDate("before_last_step", "2018-01-05", january),
        WrongEra("8 ม.ค. 2018", january),
        NotOpenHere("P001", first.trigger, project.by_state[project.initial].label, (first.trigger,)),
    ):
        for language in ("th", "en"):
            line = said(error, language, project).line
            assert not re.search(r"JSON|ISO|\d{4}-\d\d|_|\(" + first.trigger, line), line


def _constants(tree: ast.Module) -> dict[str, str]:
    named = {}
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Constant):
            for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                if isinstance(target, ast.Name):
                    named[target.id] = str(node.value.value)
    return named


def _kind_of(call: ast.Call, constants: dict[str, str]) -> set[str]:
    name = getattr(call.func, "id", getattr(call.func, "attr", ""))
    if name not in {"record", "Record", "_record", "tell_of"}:
        return set()
    kind = next((each.value for each in call.keywords if each.arg == "kind"), None)
    place = {"record": 2, "tell_of": 4}.get(name, len(call.args))
    if kind is None and place < len(call.args):
        kind = call.args[place]
    if isinstance(kind, ast.Name) and kind.id in constants:
        return {constants[kind.id]}
    return {str(kind.value)} if isinstance(kind, ast.Constant) else set()


@pytest.mark.parametrize("language", ["th", "en"])
def test_every_kind_of_entry_has_its_sentence(language: str) -> None:
    kinds = (kinds_written() - TOLD_BY_NAME) | STRUCTURE | ELSEWHERE
    assert len(kinds) > 40
    assert sorted(kind for kind in kinds if f"entry_{kind}" not in TEXTS[language]) == []


def test_every_kind_of_entry_stands_on_the_page_for_outsiders() -> None:
    page = (ROOT / "docs" / "history-format.md").read_text(encoding="utf-8")
    table = page.split("| kind | what happened |")[1].split("\n\n")[0]
    listed = {kind for row in table.splitlines()[2:] for kind in re.findall(r"`(\w+)`", row.split("|")[1])}
    assert sorted((kinds_written() | STRUCTURE | ELSEWHERE) - listed) == []
    assert sorted(kind for kind in listed - TOLD_BY_NAME if f"entry_{kind}" not in TEXTS["en"]) == []


@pytest.mark.parametrize("language", ["th", "en"])
def test_every_refusal_says_what_to_do_next(language: str) -> None:
    assert [
        code for code, (title, what, then) in WORDS[language].items() if not (title and what and then.strip())
    ] == []


def test_both_languages_know_the_same_refusals_and_texts() -> None:
    assert WORDS["th"].keys() == WORDS["en"].keys()
    assert TEXTS["th"].keys() == TEXTS["en"].keys()
