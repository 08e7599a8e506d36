"""The measurement of the auditor's questions runs, and both sides answer the same (it ends where not)."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from notifications.questions import QUESTIONS

ROOT = Path(__file__).resolve().parent.parent
SMALL = ("--entries", "1200", "--offices", "2", "--rounds", "2", "--only", "sqlite")


@pytest.mark.slow
@pytest.mark.one_database
def test_a_tiny_record_is_written_and_asked_all_ten_questions() -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "tests")))}
    run = subprocess.run(
        [sys.executable, "-m", "bench.audit", *SMALL],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-2000:]
    (found,) = json.loads(run.stdout.splitlines()[-1])["results"]
    assert set(found["questions"]) == {each.name for each in QUESTIONS}
    assert found["entries"] > 1000
    assert found["bytes"]["ix_history_entry_office_id_at_seq"] > 0
