"""Browsers before the pages of schools, the development plan and the standards, in the small office."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from plan_desk import PlanDesk
from sqlmodel import Session
from year_pages import HASH

from api.app import create_app
from api.settings import Settings
from tests.conftest import LONG_AGO, NOW, SmallOffice
from workflow import accounts
from workflow.changes import Hand
from workflow.database import Database
from workflow.models import Cluster, School
from workflow.schools.opening import open_school_plans

__all__ = ["PlanDesk"]


@pytest.fixture(name="desk")
def desk_of_the_small_office(
    database: Database, database_url: str, office: SmallOffice, tmp_path: Path
) -> Iterator[PlanDesk]:
    """A browser before the small office with its two schools; everybody has the same password."""
    with database.write() as session:
        for name, person in office.people.items():
            if name != "system":
                accounts.set_password(session, person, HASH)
    settings = Settings(database_url=database_url, data_folder=tmp_path, public_url="https://plan.example")
    app = create_app(settings, clock=lambda: NOW)
    yield PlanDesk(TestClient(app), database, office)  # without its sweeps: they would ask in between
    app.state.database.dispose()


def open_plans(desk: PlanDesk, year: int = 2561) -> None:
    with desk.database.write() as session:
        open_school_plans(session, desk.office.id, year, Hand(desk.office.people["plan_director"], NOW))


def add_schools(desk: PlanDesk, count: int, cluster: str = "C2", name: str = "โรงเรียนใหม่") -> None:
    """More schools, X001…, in a cluster of their own."""
    with desk.database.write() as session:
        key = _cluster(session, desk.office, cluster)
        session.add_all(
            School(
                office_id=desk.office.id,
                code=f"X{number:03}",
                name_th=f"{name} {number}",
                cluster_id=key,
                valid_from=LONG_AGO,
            )
            for number in range(1, count + 1)
        )


def _cluster(session: Session, office: SmallOffice, code: str) -> int:
    row = Cluster(office_id=office.id, code=code, name_th=f"กลุ่มโรงเรียน {code}")
    session.add(row)
    session.flush()
    return row.id


def area_of(page: str, name: str) -> str:
    """What stands in a text field of the page."""
    found = re.search(rf'<textarea[^>]*id="{name}"[^>]*>\n(.*?)</textarea>', page, re.DOTALL)
    assert found is not None, name
    return found[1]


def listed(page: str) -> list[str]:
    """The codes of the schools in the list, in its order."""
    return re.findall(r'<th scope="row"><a lang="th" href="/schools/([^"]+)">', page)
