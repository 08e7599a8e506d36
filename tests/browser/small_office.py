"""The small office of the tests behind a door, for the stories that change things: 12 January 2018."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from quick_passwords import quick_hash
from serving import Office, serving

from tests.conftest import NOW, SmallOffice
from workflow import accounts
from workflow.database import Database
from workflow.demo import PASSWORD


@pytest.fixture(name="door")
def door_of_the_small_office(
    database: Database, database_url: str, office: SmallOffice, tmp_path: Path
) -> Iterator[Office]:
    """Where it answers; everybody signs in as ROLE.t1."""
    with database.write() as session:
        for name, person in office.people.items():
            if name != "system":
                accounts.set_password(session, person, quick_hash(PASSWORD))
    with serving(database_url, tmp_path, NOW) as door:
        yield door
