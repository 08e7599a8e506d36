"""An installation serves behind PostgreSQL's lock, with an account that owns nothing, as it does without."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from databases import server

from workflow.keeping import roles

ROOT = Path(__file__).resolve().parent.parent.parent
# Doors of every sort: sign-in, pages, JSON, forms that write, two offices, people at an identity provider,
# and destruction by order, which empties what is otherwise only added to.
CHOSEN = (
    *("test_sign_in", "test_json_story", "test_pages_desk", "test_pages_people", "test_identity_provider"),
    "test_retention_doors",
)


@pytest.mark.slow
def test_whatever_is_asked_through_http_is_answered_the_same(empty_database: str) -> None:
    where = server()
    if where is None:
        pytest.skip("SQLite has no accounts")
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--tb=short"),
            *(f"tests/api/{name}.py" for name in CHOSEN),
        ],
        cwd=ROOT,
        env={**clean, "KHANTON_TEST_DATABASE": where, "KHANTON_TEST_ROLE": roles.APP},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:]
    assert " passed" in done.stdout
