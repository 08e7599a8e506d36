"""The measurement of steps through HTTP measures what it says: every answered step is kept, exactly once."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PLACE = "postgresql" if os.environ.get("KHANTON_TEST_DATABASE", "sqlite") != "sqlite" else "sqlite"


@pytest.mark.slow
def test_the_measurement_of_http_finds_every_answered_step_in_the_history_once() -> None:
    """With one server process and with two; the measurement itself compares answers and history.

    On PostgreSQL once more with every client in an office of its own.
    """
    done = subprocess.run(
        [sys.executable, "-m", "bench.http", "--tiny"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    told = json.loads(done.stdout.splitlines()[-1])
    assert (told["bench"], told["clients"]) == ("http", 8)
    asked = list(dict.fromkeys(result["where"] for result in told["results"]))
    assert asked == ["postgresql", "postgresql, apart"] if PLACE == "postgresql" else len(asked) == 1
    assert [result["servers"] for result in told["results"]] == [1, 2] * len(asked)
    for result in told["results"]:
        assert result["where"].startswith(PLACE)
        # Eight people, five steps each while warming up and five that are counted.
        assert result["steps_answered"] == 80
        rate = result["steps_per_second"] / result["ceiling_per_second"]
        assert result["ratio"] == pytest.approx(rate, rel=0.1)
        if PLACE == "postgresql" and result["servers"] == 1:
            assert result["by_hand_to_ceiling"] > 0
        else:
            assert result["by_hand_to_ceiling"] is None
