"""The demonstration's papers go their way while its year is told, and the last are still on a desk."""

import datetime

import pytest
from demonstration import built
from sqlmodel import col, func, select

from notifications.corresponding import CorrespondingStory, correspond
from workflow import history
from workflow.database import Database
from workflow.models import Acknowledgement, Item, Office, PaperRow, RegisterNumber

UNTIL = datetime.date(2017, 11, 10)


@pytest.fixture(scope="module")
def told(empty_database, tmp_path_factory):
    """The demonstration until the committee has met, with its correspondence."""
    folder = tmp_path_factory.mktemp("corresponding")
    with built(empty_database, folder, UNTIL, CorrespondingStory().meanwhile) as url:
        database = Database(url)
        yield database
        database.dispose()


@pytest.mark.slow
def test_papers_are_signed_numbered_and_read_and_some_wait(told):
    with told.read() as session:
        states = dict(
            session.exec(
                select(Item.state, func.count())
                .join(PaperRow, col(PaperRow.item_id) == col(Item.id))
                .where(col(PaperRow.cause).is_not(None))
                .group_by(Item.state)
            ).all()
        )
        numbered = session.exec(select(func.count()).select_from(RegisterNumber)).one()
        read = session.exec(
            select(func.count()).select_from(Acknowledgement).where(col(Acknowledgement.read_at).is_not(None))
        ).one()
        out = states.get("issued", 0) + states.get("acknowledged_all", 0)
        assert out > 0
        assert numbered == out
        assert read > 0
        assert sum(states.values()) > out  # not everything is done when the story ends
        for office in session.exec(select(Office).order_by(Office.id)):
            assert history.verify(session, office.id).bad_seq is None


@pytest.mark.slow
def test_nothing_moves_twice_in_a_day(told):
    with told.write() as session:
        now = session.exec(select(func.max(Item.state_since))).one() + datetime.timedelta(hours=21)
        correspond(session, now)
        assert correspond(session, now) == 0
        session.rollback()
