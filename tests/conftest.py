"""One real database per test, on SQLite or PostgreSQL as KHANTON_TEST_DATABASE says, and a small office."""

import contextlib
import copy
import datetime
import os
import shutil
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest
from databases import Emptied, KeptRows, migrated, on_server, served, server
from demonstration import built
from hypothesis import HealthCheck, settings
from learnt_once import learn_once
from sqlalchemy import make_url
from sqlmodel import Session

import notifications.models  # noqa: F401  registers its table
from notifications.corresponding import CorrespondingStory
from notifications.turning import Story
from states.compile import shipped_definition
from states.source import shipped_kinds
from workflow import definitions
from workflow.database import Database
from workflow.items import NewItem, open_item
from workflow.models import (
    ChainHead,
    Cluster,
    Group,
    Item,
    Occupancy,
    Office,
    Person,
    Position,
    School,
)

pytest.register_assert_rewrite("fault_checks")  # no test itself, but its asserts should say what they found
settings.register_profile("khanton", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("khanton")
learn_once()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The long ones first, or they run alone at the end while the other processors wait.

    What uses no database, or would find the same on any, has nothing new to say on the second one: the
    runner asks for it once.
    """
    if os.environ.get("KHANTON_TESTS") == "of the database":
        elsewhere = [item for item in items if not _uses_the_database(item)]
        config.hook.pytest_deselected(items=elsewhere)
        items[:] = [item for item in items if _uses_the_database(item)]
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


def _uses_the_database(item: pytest.Item) -> bool:
    """Through a fixture, or in a module that makes its own there; in a browser only the chosen ones."""
    if item.get_closest_marker("one_database"):
        return False
    if item.get_closest_marker("browser") and not item.get_closest_marker("both_databases"):
        return False
    return "empty_database" in getattr(item, "fixturenames", ()) or _asks_for_it(item.path)


@cache
def _asks_for_it(module: Path) -> bool:
    text = module.read_text(encoding="utf-8")
    return "KHANTON_TEST_DATABASE" in text or "on_server(" in text


NOW = datetime.datetime(2018, 1, 12, 2, 0, tzinfo=datetime.UTC)  # 09:00 in Bangkok
MAY = datetime.date(2018, 5, 18)
LONG_AGO = datetime.date(2010, 1, 1)
ROLES = (
    "area_director",
    "deputy_director",
    "plan_director",
    "plan_officer",
    "clerk",
    "project_owner",
    "group_director",
    "finance_officer",
    "committee_secretary",
    "board_recorder",
    "school_officer",
    "school_cluster_chair",
    "internal_auditor",
    "external_auditor",
    "system_admin",
    "system",
)


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A database with all tables and no rows, which is only copied."""
    where = server()
    if where is None:
        path = tmp_path_factory.mktemp("empty") / "empty.db"
        migrated(f"sqlite:///{path}")
        yield str(path)
        return
    name = f"khanton_{uuid.uuid4().hex[:12]}"
    on_server(where, f'CREATE DATABASE "{name}"')
    url = make_url(where).set(database=name).render_as_string(hide_password=False)
    migrated(url)
    yield url
    on_server(where, f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def emptied(empty_database: str) -> Iterator[Emptied | None]:
    """On PostgreSQL the one database of all tests, emptied after each; on SQLite each test gets a copy."""
    where = server()
    made = Emptied(where, str(make_url(empty_database).database)) if where else None
    yield made
    if made:
        made.drop()


@pytest.fixture
def database_url(empty_database: str, emptied: Emptied | None, tmp_path: Path) -> Iterator[str]:
    """The address of a fresh, migrated, empty database."""
    if emptied is None:
        path = tmp_path / "khanton.db"
        shutil.copy(empty_database, path)
        yield f"sqlite:///{path}"
        return
    yield served(emptied.url)
    emptied.empty()


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A fresh, migrated, empty database."""
    opened = Database(database_url)
    yield opened
    opened.dispose()


class _RolledBack(Exception):
    pass


@pytest.fixture
def session(database: Database, request: pytest.FixtureRequest) -> Iterator[Session]:
    """A write transaction that is rolled back when the test ends."""
    if "office" in request.fixturenames:
        request.getfixturevalue("office")  # committed first: on SQLite writers take turns
    with contextlib.suppress(_RolledBack), database.write() as opened:
        yield opened
        raise _RolledBack


@dataclass
class SmallOffice:
    """One office with two groups, two schools and one person per role.

    `people` and `positions` give ids by role ("plan_director"), and by "role@GROUP" for the second group's
    project owner and group director and "school_officer@S002".
    """

    id: int
    code: str
    profile: str
    people: dict[str, int] = field(default_factory=dict)
    positions: dict[str, int] = field(default_factory=dict)
    groups: dict[str, int] = field(default_factory=dict)
    schools: dict[str, int] = field(default_factory=dict)

    def open(self, session: Session, kind: str, code: str, **more: object) -> Item:
        """Opens an item of FY 2561 for group PLN (school plans: for school S001), by the plan director."""
        values: dict[str, object] = {
            "title": f"ตัวอย่าง {code}",
            "fiscal_year": 2561,
            "quarter": 1 if kind == "quarterly_report" else None,
            "group_id": self.groups["PLN"],
            "school_id": self.schools["S001"] if kind == "school_plan" else None,
            **more,
        }
        new = NewItem(kind=kind, code=code, **values)  # type: ignore[arg-type]
        return open_item(session, self.id, new, by=self.people["plan_director"], at=NOW)


def make_office(
    session: Session, code: str = "T1", profile: str = "uttaradit2_fy2561", at: datetime.datetime = NOW
) -> SmallOffice:
    """Writes a small office into the database, definitions published."""
    row = Office(code=code, name_th=f"สำนักงานเขตตัวอย่าง {code}", short_th=code, profile=profile, created_at=at)
    session.add(row)
    session.flush()
    session.add(ChainHead(office_id=row.id, seq=0, hash="0" * 64))
    made = SmallOffice(row.id, code, profile)
    for group in ("PLN", "ADM"):
        each = Group(office_id=row.id, code=group, name_th=f"กลุ่ม {group}", valid_from=LONG_AGO)
        session.add(each)
        session.flush()
        made.groups[group] = each.id
    cluster = Cluster(office_id=row.id, code="C1", name_th="กลุ่มโรงเรียนที่ 1")
    session.add(cluster)
    session.flush()
    for school in ("S001", "S002"):
        one = School(
            office_id=row.id,
            code=school,
            name_th=f"โรงเรียน {school}",
            cluster_id=cluster.id,
            valid_from=LONG_AGO,
        )
        session.add(one)
        session.flush()
        made.schools[school] = one.id
    for role in ROLES:
        _post(session, made, role, role, cluster.id)
    for role in ("project_owner", "group_director"):
        _post(session, made, role, f"{role}@ADM", cluster.id)
    _post(session, made, "school_officer", "school_officer@S002", cluster.id)
    for kind in shipped_kinds():
        definitions.publish(
            session, row.id, shipped_definition(kind, profile), by=made.people["system"], at=at
        )
    return made


def _post(session: Session, office: SmallOffice, role: str, name: str, cluster_id: int) -> None:
    """A position of `role`, and a person who has held it since long ago."""
    where = name.partition("@")[2]
    person = Person(
        office_id=office.id,
        username=f"{name}.{office.code}".lower(),
        name_th=f"ผู้ดำรงตำแหน่ง {name}",
        is_service=role == "system",
        active_from=LONG_AGO,
    )
    position = Position(
        office_id=office.id,
        code=name,
        role=role,
        title_th=f"ตำแหน่ง {name}",
        group_id=office.groups[where or "PLN"] if role in {"project_owner", "group_director"} else None,
        school_id=office.schools[where or "S001"] if role == "school_officer" else None,
        cluster_id=cluster_id if role == "school_cluster_chair" else None,
        valid_from=LONG_AGO,
    )
    session.add_all([person, position])
    session.flush()
    session.add(Occupancy(position_id=position.id, person_id=person.id, valid_from=LONG_AGO))
    session.flush()
    office.people[name] = person.id
    office.positions[name] = position.id


@dataclass
class KeptOffice:
    """The small office as its first test made it; making it takes longer than most tests."""

    emptied: Emptied | None
    about: SmallOffice | None = None
    rows: KeptRows | None = None

    def again(self, database: Database) -> SmallOffice | None:
        if self.emptied:
            return copy.deepcopy(self.about) if self.emptied.fill("office") else None
        if self.rows:
            with database.write() as session:
                self.rows.restore(session.driver)  # type: ignore[attr-defined]
        return copy.deepcopy(self.about)

    def keep(self, database: Database, made: SmallOffice) -> None:
        self.about = copy.deepcopy(made)
        if self.emptied:
            self.emptied.keep("office")
            return
        with database.read() as session:
            self.rows = KeptRows(session.driver)  # type: ignore[attr-defined]


@pytest.fixture(scope="session")
def kept_office(emptied: Emptied | None) -> KeptOffice:
    return KeptOffice(emptied)


@pytest.fixture
def office(database: Database, kept_office: KeptOffice) -> SmallOffice:
    """A small committed office, code T1, on the profile of the sample year."""
    made = kept_office.again(database)
    if made is None:
        with database.write() as opened:
            made = make_office(opened)
        kept_office.keep(database, made)
    return made


@pytest.fixture(scope="session")
def sample_year(empty_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the demonstration after the whole year, only to look at; a copy may be changed."""
    with built(empty_database, tmp_path_factory.mktemp("year")) as url:
        yield url


@pytest.fixture(scope="module")
def year(sample_year: str) -> Iterator[Session]:
    """A session on the whole sample year, only to look at."""
    database = Database(sample_year)
    with database.read() as opened:
        yield opened
    database.dispose()


@pytest.fixture(scope="session")
def sample_january(empty_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the demonstration as it stood on 12 January 2018, only to look at."""
    with built(empty_database, tmp_path_factory.mktemp("january"), datetime.date(2018, 1, 12)) as url:
        yield url


@pytest.fixture(scope="session")
def told_january(empty_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The same with all that people were told until then, as `khanton demo` builds it; only to look at."""
    folder, until = tmp_path_factory.mktemp("told"), datetime.date(2018, 1, 12)
    with built(empty_database, folder, until, Story().meanwhile) as url:
        yield url


@pytest.fixture(scope="session")
def sample_may(empty_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The same on 18 May 2018: an amendment before its meeting, a quarter being chased; only to copy."""
    with built(empty_database, tmp_path_factory.mktemp("may"), MAY, CorrespondingStory().meanwhile) as url:
        yield url


@pytest.fixture
def now() -> datetime.datetime:
    """12 January 2018, 09:00 in Bangkok."""
    return NOW
