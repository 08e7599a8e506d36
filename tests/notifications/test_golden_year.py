"""What the people of the sample office are sent in its year is exactly what was read and found right."""

import os
from pathlib import Path

import pytest
from golden_page import page
from golden_year import sent_in_the_year

from workflow.database import Database
from workflow.demo.reading import SAMPLE, read_sample

GOLDEN = Path(__file__).parent / "golden" / "year_2561.txt"
REWRITE = "KHANTON_WRITE_GOLDEN"


@pytest.mark.slow
def test_the_sample_year_sends_what_is_checked_in(database: Database) -> None:
    """Read golden/year_2561.txt as an office would; KHANTON_WRITE_GOLDEN=1 writes it anew."""
    found = page(read_sample(SAMPLE).office["th"], sent_in_the_year(database))
    if os.environ.get(REWRITE):
        GOLDEN.write_text(found, encoding="utf-8")
    assert found == GOLDEN.read_text(encoding="utf-8")
