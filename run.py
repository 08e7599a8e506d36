#!/usr/bin/env python3
"""One command for everything: sets Khanton up on this computer, then serves, tests, checks or measures it.

Standard library only: it has to run before anything is installed, on Debian and on Windows, and to say so
plainly when Python is too old, so keep this file readable by Python 3.7.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
WINDOWS = sys.platform == "win32"
PROGRAMS = VENV / ("Scripts" if WINDOWS else "bin")
PYTHON = PROGRAMS / ("python.exe" if WINDOWS else "python")

TOO_OLD = """\
ขั้นตอนต้องใช้ Python 3.11 ขึ้นไป แต่เครื่องนี้ใช้ {version}  โปรดติดตั้งรุ่นใหม่ แล้วสั่งใหม่
Khanton needs Python 3.11 or newer; this is {version}. Please install a newer one and run this again."""
NO_VENV = """\
เครื่องนี้ยังไม่มีส่วนสร้างสภาพแวดล้อมของ Python  โปรดสั่งบรรทัดล่างนี้ แล้วสั่งใหม่
This Python cannot create a virtual environment yet. Run this line, then run this again:
    {sudo}apt-get install -y python3-venv"""
NOT_INSTALLED = """\
ติดตั้งไม่สำเร็จ  โปรดตรวจอินเทอร์เน็ตหรือพร็อกซี แล้วสั่งใหม่ (ข้อความของ pip อยู่ด้านบน)
The installation did not finish. Check the Internet connection or proxy and run this again (pip's words are
above)."""
HELP = """\
ขั้นตอน · Khanton

  python3 run.py [คำสั่ง · command] [ตัวเลือก · options]

  (ไม่ใส่)     ติดตั้งเมื่อยังไม่มี แล้วเปิดสำนักงานตัวอย่างที่ http://127.0.0.1:8000
  (nothing)   set up if need be, then serve the demonstration office; options go to `khanton demo`
  demo        เหมือนไม่ใส่คำสั่ง · the same
  serve       เปิดระบบของสำนักงาน · serve your own office; options go to `khanton serve`
  khanton …   เรียกคำสั่ง khanton ใด ๆ · any other command of khanton, e.g. `khanton doctor`
  setup       ติดตั้งอย่างเดียว · only install into .venv
  test        ตรวจและทดสอบทั้งหมด บน SQLite และ PostgreSQL · check, then all tests on both databases
                [--quick] [--only sqlite|postgresql] [pytest options]
  check       ตรวจรูปแบบ ชนิดข้อมูล และลำดับการเรียกใช้ · ruff, mypy, import-linter
  bench       วัดความเร็ว · measure: [name] [--quick]
  faults      ทดสอบเหตุขัดข้อง (นาน) · long tests that kill processes: [--only …] [--record] [pytest options]
                (--record เขียนตัวเลขลง docs/faults.md · writes the figures into it)
  fuzz        ส่งคำขอที่แต่งขึ้นไปทุกที่อยู่ (นาน) · made-up requests to every JSON address: [--only …] [--record]
  coverage    บรรทัดใดของ states และ workflow ไม่มีการทดสอบใดผ่าน (นาน) · lines and branches that no test runs:
                [--only sqlite|postgresql] [pytest options]
  mutants     ทำให้โค้ดผิดทีละจุด แล้วนับว่าการทดสอบจับได้เท่าใด (นาน) · break the code one small thing at a time,
                and count what the tests notice: [--only FILE] [--sample N] [--workers N] [--record]
  tour        ถ่ายภาพทุกหน้าจอลง docs/tour และตรวจการเข้าถึง · picture every page, and check every view of it:
                [--only WORDS] [--no-pictures] [--no-checks]
  clean       ลบสิ่งที่สร้างขึ้น ยกเว้นข้อมูล · remove .venv and caches; the offices' data stay
  help        หน้านี้ · this page"""


def main(arguments: list[str]) -> int:
    """Carry out one command line; answer the exit code."""
    _let_every_console_print_thai()
    if sys.version_info < (3, 11):  # noqa: UP036 - an older Python gets this far, and an answer
        print(TOO_OLD.format(version=sys.version.split()[0]))
        return 2
    os.chdir(ROOT)
    command, rest = _command_of(arguments)
    if command is None:
        print(f"ไม่รู้จักคำสั่ง · unknown command: {arguments[0]}\n\n{HELP}")
        return 2
    if command == "help":
        print(HELP)
        return 0
    return COMMANDS[command](rest)


def _command_of(arguments: list[str]) -> tuple[str | None, list[str]]:
    """No command means demo, also when options follow at once: `run.py --port 9000`."""
    if not arguments:
        return "demo", []
    if arguments[0] in ("help", "--help", "-h"):
        return "help", []
    if arguments[0].startswith("-"):
        return "demo", arguments
    return (arguments[0] if arguments[0] in COMMANDS else None), arguments[1:]


def _let_every_console_print_thai() -> None:
    """An old Windows code page or LANG=C must not end the program at the first Thai letter."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace", line_buffering=True)


def say(line: str) -> None:
    """One plain line about the step that begins now."""
    print(f"-- {line}", flush=True)


# Setting up


def set_up(extra: str = "") -> None:
    """Make .venv complete for this version of the project; takes no time when it is. Exits on failure."""
    stamps = [VENV / f"khanton-{name}.stamp" for name in ({extra or "run", "test"})]
    now_needed = _fingerprint()
    if PYTHON.exists() and any(stamp.exists() and stamp.read_text() == now_needed for stamp in stamps):
        return
    if not _venv_fits():
        _create_venv()
    wanted = f".[{extra}]" if extra else "."
    say(f"ติดตั้งลงใน {VENV.name} (ราวหนึ่งนาที) · installing {wanted} into {VENV.name} (about a minute)")
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    if run([*pip, "-c", "constraints.txt", "-e", wanted]):
        raise SystemExit(NOT_INSTALLED)
    (VENV / f"khanton-{extra or 'run'}.stamp").write_text(now_needed)


def _fingerprint() -> str:
    """Changes when what must be installed changes, when Python does, or when the folder is moved."""
    import hashlib

    seen = hashlib.sha256(f"{sys.version_info[:2]} {ROOT}".encode())
    for name in ("pyproject.toml", "constraints.txt"):
        seen.update((ROOT / name).read_bytes())
    return seen.hexdigest()


def _venv_fits() -> bool:
    """False if .venv is missing, broken, or made by another Python than 3.x of today."""
    about = VENV / "pyvenv.cfg"
    if not (PYTHON.exists() and about.exists()):
        return False
    lines = [line.partition("=") for line in about.read_text().splitlines()]
    version = next((value.strip() for name, _, value in lines if name.strip() == "version"), "")
    return version.split(".")[:2] == [str(part) for part in sys.version_info[:2]]


def _create_venv() -> None:
    import importlib.util

    say(f"สร้าง {VENV.name} · creating {VENV.name}")
    debian = Path("/etc/debian_version").exists()
    advice = NO_VENV.format(sudo="" if _is_root() else "sudo ")
    if debian and importlib.util.find_spec("ensurepip") is None:
        raise SystemExit(advice)
    if run([sys.executable, "-m", "venv", "--clear", str(VENV)]):
        raise SystemExit(advice if debian else "python -m venv: failed")


def _is_root() -> bool:
    return not WINDOWS and os.geteuid() == 0


# Handing over to the program that was asked for


def hand_over(program: Path, arguments: list[str]) -> int:
    """Become that program. On Windows it stays a child, because a program cannot be replaced there."""
    command = [str(program), *arguments]
    if not WINDOWS:
        os.execv(command[0], command)  # noqa: S606 - no shell is wanted
    return run(command)


def khanton(arguments: list[str]) -> int:
    """Any command of the application."""
    set_up()
    return hand_over(PROGRAMS / ("khanton.exe" if WINDOWS else "khanton"), arguments)


def suite(arguments: list[str]) -> int:
    """The checks, tests and measurements; tests/suite.py has their steps."""
    set_up("test")
    return hand_over(PYTHON, [str(ROOT / "tests" / "suite.py"), *arguments])


def run(command: list[str]) -> int:
    """Run a program to its end on our own screen; answer its exit code."""
    import subprocess

    return subprocess.run(command).returncode


def setup(_rest: list[str]) -> int:
    """Only install, for instance before a computer is taken off the Internet."""
    set_up("test")
    say("พร้อมใช้ · ready")
    return 0


def clean(_rest: list[str]) -> int:
    """Remove what run.py and the tools made; an office's data is not ours to delete."""
    import shutil

    made = [VENV, *(ROOT / n for n in ("build", "dist", ".hypothesis", ".import_linter_cache"))]
    made += [ROOT / f".{tool}_cache" for tool in ("pytest", "mypy", "ruff")]
    packages = ("states", "workflow", "papers", "notifications", "api", "tests", "bench")
    made += [cache for package in packages for cache in (ROOT / package).rglob("__pycache__")]
    for folder in made:
        if folder.exists():
            say(f"ลบ {folder.relative_to(ROOT)} · removing it")
            shutil.rmtree(folder, ignore_errors=True)
    return 0


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "demo": lambda rest: khanton(["demo", *rest]),
    "serve": lambda rest: khanton(["serve", *rest]),
    "khanton": khanton,
    "setup": setup,
    "test": lambda rest: suite(["test", *rest]),
    "check": lambda rest: suite(["check", *rest]),
    "bench": lambda rest: suite(["bench", *rest]),
    "faults": lambda rest: suite(["faults", *rest]),
    "fuzz": lambda rest: suite(["fuzz", *rest]),
    "coverage": lambda rest: suite(["coverage", *rest]),
    "mutants": lambda rest: suite(["mutants", *rest]),
    "tour": lambda rest: suite(["tour", *rest]),
    "clean": clean,
}


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        print("\nหยุดแล้ว · stopped", flush=True)
        sys.exit(130)
