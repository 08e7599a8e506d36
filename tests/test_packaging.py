"""What an office receives is complete, and what is in the repository belongs to no particular computer."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = {"states", "workflow", "papers", "notifications", "api"}
LONGEST_FILE = 300
LONGEST_FUNCTION = 60


def tracked() -> list[PurePosixPath]:
    """Every file that git knows and that is still there, relative to the root."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)  # noqa: S607 - git
    names = [PurePosixPath(name) for name in listed.stdout.decode().split("\0") if name]
    return [name for name in names if (ROOT / name).is_file()]


def texts() -> Iterator[tuple[PurePosixPath, str]]:
    """Every tracked file that is text, with its contents."""
    for name in tracked():
        contents = (ROOT / name).read_bytes()
        if b"\0" not in contents:
            yield name, contents.decode("utf-8")


def programs() -> Iterator[tuple[PurePosixPath, str]]:
    """Every tracked Python file that people write and read.

    Migrations are left out: alembic writes them, and a step that offices have taken is never rearranged.
    """
    for name, text in texts():
        if name.suffix == ".py" and name.parts[0] != "tests" and "migrations/versions" not in str(name):
            yield name, text


def plain(name: str) -> str:
    """A package's name as registries compare it: SQLAlchemy is sqlalchemy, types_PyYAML is types-pyyaml."""
    return re.sub(r"[-_.]+", "-", re.split(r"[\[<>=!~; ]", name)[0]).lower()


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """The wheel, built from the repository as it is, without asking any registry."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-index",
        "--no-build-isolation",
    ]
    subprocess.run([*command, "--wheel-dir", str(folder), str(ROOT)], check=True)
    (built,) = folder.glob("khanton-*.whl")
    return zipfile.ZipFile(built)


def test_wheel_holds_every_tracked_file_of_the_four_packages(wheel: zipfile.ZipFile) -> None:
    expected = {str(name) for name in tracked() if name.parts[0] in PACKAGES}
    assert expected - set(wheel.namelist()) == set()


def test_wheel_brings_only_the_four_packages(wheel: zipfile.ZipFile) -> None:
    top = {name.split("/")[0] for name in wheel.namelist()}
    assert {name for name in top if not name.endswith(".dist-info")} == PACKAGES


def test_wheel_installs_the_command_and_carries_the_licence(wheel: zipfile.ZipFile) -> None:
    (entry_points,) = [name for name in wheel.namelist() if name.endswith("entry_points.txt")]
    assert wheel.read(entry_points).decode().split() == ["[console_scripts]", "khanton", "=", "api.cli:main"]
    (licence,) = [name for name in wheel.namelist() if name.endswith("licenses/LICENSE")]
    assert wheel.read(licence) == (ROOT / "LICENSE").read_bytes()


def declared() -> dict[str, list[str]]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {"run": project["dependencies"], **project["optional-dependencies"]}


def test_constraints_pin_every_declared_dependency() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert [pin for pin in pins if not re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.]+", pin)] == []
    wanted = {plain(requirement) for group in declared().values() for requirement in group}
    assert wanted - {plain(pin) for pin in pins} == set()


def test_every_declared_dependency_says_what_it_is_for_and_nothing_else_does() -> None:
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    explained = [plain(name) for name in re.findall(r"^\| ([A-Za-z0-9_.\[\]-]+) \|", page, re.MULTILINE)]
    wanted = [plain(requirement) for group in declared().values() for requirement in group]
    assert sorted(name for name in explained if name != "package") == sorted(wanted)


def test_no_file_names_a_registry() -> None:
    """Where packages come from is each computer's own setting; an address here would override it."""
    hosts = ["py" + "pi.org", "python" + "hosted.org", "registry." + "npmjs", "deb." + "debian.org"]
    switches = ["--index" + "-url", "--extra-index" + "-url", "--find" + "-links"]
    found = [(str(name), needle) for name, text in texts() for needle in hosts + switches if needle in text]
    assert found == []


def test_no_file_names_a_folder_of_one_computer() -> None:
    tops = "|".join(["wo" + "rk", "ro" + "ot", "ho" + "me"])
    folder = re.compile(rf"(?<![\w.}}])/(?:{tops})/[\w.]+")
    assert [(str(name), folder.findall(text)) for name, text in texts() if folder.search(text)] == []


def test_no_file_is_too_long_to_read() -> None:
    lines = [(str(name), text.count("\n")) for name, text in programs()]
    assert len(lines) > 10
    assert [entry for entry in lines if entry[1] > LONGEST_FILE] == []


def test_no_function_is_too_long_to_read() -> None:
    functions = [
        (f"{name}:{node.name}", (node.end_lineno or 0) - node.lineno + 1)
        for name, text in programs()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    assert len(functions) > 10
    assert [entry for entry in functions if entry[1] >= LONGEST_FUNCTION] == []


@pytest.mark.parametrize(
    "name",
    [
        "run.py",
        "tests/suite.py",
        "tests/parts.py",
        "tests/postgres_cluster.py",
        "tests/paper_tools.py",
        "tests/browser_tools.py",
        "tests/trace_tools.py",
    ],
)
def test_task_runner_needs_nothing_installed(name: str) -> None:
    tree = ast.parse((ROOT / name).read_text(encoding="utf-8"))
    imports = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    imports += [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    outside = {module.split(".")[0] for module in imports} - set(sys.stdlib_module_names)
    ours = {
        "tests/suite.py": {"parts", "postgres_cluster", "paper_tools", "browser_tools", "trace_tools"},
        "tests/parts.py": {"postgres_cluster"},
    }
    assert outside == ours.get(name, set())


def test_run_py_is_understood_by_the_pythons_it_has_to_refuse() -> None:
    """Python 3.7 must get as far as the message that it is too old, instead of a syntax error."""
    ast.parse((ROOT / "run.py").read_text(encoding="utf-8"), feature_version=(3, 7))
