"""A plan whose call has been opened, and the chain of its office, for tests of what is recorded of it."""

import datetime
from typing import Any

import pytest
from conftest import SmallOffice
from plan_call import CALL
from sqlmodel import Session

from workflow import engine, history
from workflow.database import Database
from workflow.history import Verdict
from workflow.models import Item


@pytest.fixture(name="plan")
def called_plan(database: Database, office: SmallOffice, now: datetime.datetime) -> Item:
    """Two entries of its own at the end of the office's chain."""
    with database.write() as session:
        item = office.open(session, "annual_plan", "AP2561")
        step(session, office, item, "open_proposals", now, evidence=CALL)
        session.refresh(item)
        session.expunge(item)
    return item


def step(
    session: Session, office: SmallOffice, item: Item, trigger: str, now: datetime.datetime, **more: Any
) -> int:
    by = office.people[more.pop("role", "plan_director")]
    return engine.advance(session, item.id, trigger, by=by, at=now, **more).entry_seq


def verdict(database: Database, office: SmallOffice) -> Verdict:
    with database.read() as session:
        return history.verify(session, office.id)


def last_seq(database: Database, office: SmallOffice) -> int:
    return verdict(database, office).entries
