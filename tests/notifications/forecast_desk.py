"""The sample office and the small one, asked what their people would be told."""

import datetime
from collections.abc import Iterator

import pytest
from conftest import SmallOffice
from reminding_desk import Owing
from sqlmodel import Session, select

from notifications.forecast import WRITTEN, at_moment, of_year
from notifications.foretold import Telling
from states.fiscal import FiscalYear
from workflow.database import Database
from workflow.demo import SAMPLE_OFFICE, stands_at
from workflow.models import Office
from workflow.rehearsal import rehearsal

YEAR = FiscalYear(2562)
DAY = datetime.timedelta(days=1)


def on(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def sample_office(session: Session) -> Office:
    return session.exec(select(Office).where(Office.code == SAMPLE_OFFICE)).one()


@pytest.fixture(name="january", scope="module")
def the_sample_in_january(told_january: str) -> Iterator[Database]:
    """The sample office on 12 January 2018 with all that it was told, only to look at."""
    database = Database(told_january)
    yield database
    database.dispose()


def forecast(database: Database, year: FiscalYear = YEAR) -> list[Telling]:
    with rehearsal(database, WRITTEN) as session:
        return of_year(session, sample_office(session).id, year, stands_at(session))


def dry_run(database: Database, at: datetime.datetime) -> list[Telling]:
    with rehearsal(database, WRITTEN) as session:
        return at_moment(session, sample_office(session).id, at, stands_at(session))


@pytest.fixture(name="owing")
def the_small_office_owing(session: Session, office: SmallOffice) -> Owing:
    return Owing(session, office)
