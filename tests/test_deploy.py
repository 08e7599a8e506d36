"""The texts for operators say what the program knows: its commands, its settings, its addresses."""

import configparser
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.main import get_command

from api.cli import app

DEPLOY = Path(__file__).parent.parent / "deploy"
UNITS = sorted(DEPLOY.glob("*.service"))
PROGRAM = "/opt/khanton/bin/khanton"
ROOT = DEPLOY.parent


def unit(path: Path) -> configparser.ConfigParser:
    found = configparser.ConfigParser(interpolation=None, strict=False, comment_prefixes=("#",))
    found.optionxform = str  # type: ignore[assignment,method-assign]
    found.read_string(path.read_text(encoding="utf-8"))
    return found


def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    return found


def check_command(words: list[str]) -> None:
    """The command and its options exist."""
    command: Any = get_command(app).commands[words[0]]  # type: ignore[attr-defined]
    known = {option for parameter in command.params for option in parameter.opts}
    assert {word for word in words[1:] if word.startswith("--")} <= known


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_a_unit_starts_commands_that_exist(path: Path) -> None:
    service = unit(path)["Service"]
    started = [service[key] for key in ("ExecStartPre", "ExecStart") if key in service]
    assert started
    for line in started:
        program, *words = line.split()
        assert program == PROGRAM
        check_command(words)


def test_stopping_waits_longer_than_requests_may_take() -> None:
    from api.commands.serve import FINISHING

    assert int(unit(DEPLOY / "khanton.service")["Service"]["TimeoutStopSec"]) > FINISHING
    for name in ("serve", "serve-second", "work"):
        assert int(compose()["services"][name]["stop_grace_period"].removesuffix("s")) > FINISHING


VERIFY = shutil.which("systemd-analyze")


@pytest.mark.skipif(VERIFY is None, reason="systemd is not here")
@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_systemd_understands_the_unit(path: Path, tmp_path: Path) -> None:
    """With a program that exists; whether the account exists is the machine's."""
    text = path.read_text(encoding="utf-8").replace(PROGRAM, "/bin/true")
    copy = tmp_path / path.name
    copy.write_text(text, encoding="utf-8")
    told = subprocess.run(
        [str(VERIFY), "verify", "--man=no", copy], capture_output=True, text=True, check=False
    )
    assert path.name not in told.stderr, told.stderr


def test_the_servers_of_the_compose_file_run_commands_that_exist() -> None:
    services = compose()["services"]
    commands = [each["command"] for each in services.values() if each["command"][0] == "khanton"]
    assert len(commands) == 3
    for _, *words in commands:
        check_command(words)


def test_every_setting_named_is_one_that_the_program_reads() -> None:
    named = {
        name
        for path in DEPLOY.iterdir()
        for name in re.findall(r"\b(KHANTON_[A-Z_]+)\b", path.read_text(encoding="utf-8"))
    } - {"KHANTON_DB_PASSWORD"}
    programs = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "api").rglob("*.py"))
    options = {f"KHANTON_{name}" for name in re.findall(r'"KHANTON_([A-Z_]+)"', programs)}
    assert named - options == set()
    assert "KHANTON_DATABASE_URL" in named


def test_the_container_copies_every_package_and_asks_an_address_that_answers() -> None:
    text = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    copied = set(re.findall(r"^COPY (\w+) \w+$", text, re.MULTILINE))
    assert copied == {"states", "workflow", "papers", "notifications", "api"}
    assert "/health/live" in text
    for name in re.search(r"^COPY (pyproject.*) \./$", text, re.MULTILINE).group(1).split():  # type: ignore[union-attr]
        assert (ROOT / name).exists()


def test_the_database_of_the_compose_file_is_told_to_keep_what_it_acknowledges() -> None:
    command = compose()["services"]["database"]["command"]
    assert {"fsync=on", "full_page_writes=on", "synchronous_commit=on"} <= set(command)
