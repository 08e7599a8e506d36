"""Takes numbers in a process that may be killed at any moment, and goes on where its lane stands."""

import datetime
import os
import random
import time
from multiprocessing.connection import Connection

from sqlmodel import Session, col, func, select

from workflow.changes import Hand
from workflow.database import Database
from workflow.models import RegisterNumber
from workflow.papers.registers import take_elsewhere

AT = datetime.datetime(2018, 1, 12, 2, 0, tzinfo=datetime.UTC)
TODAY = datetime.date(2018, 1, 12)
TAKEN, COMMITTED = b"t", b"c"


def done(session: Session, lane: str) -> int:
    """How many numbers of this lane were committed."""
    mine = select(func.count()).where(col(RegisterNumber.subject).startswith(f"{lane}/"))
    return session.exec(mine).one()


def take_numbers(url: str, office_id: int, person_id: int, lane: str, quota: int, told: Connection) -> None:
    """Tells its parent of each number that it is taken, and then that it is committed."""
    database, hand, chance = Database(url), Hand(person_id, AT), random.Random()
    with database.read() as session:
        number = done(session, lane)
    while number < quota:
        with database.write() as session:
            take_elsewhere(
                session, office_id, "outgoing", subject=f"{lane}/{number}", dated_on=TODAY, hand=hand
            )
            os.write(told.fileno(), TAKEN)
            time.sleep(chance.uniform(0, 0.003))
        os.write(told.fileno(), COMMITTED)
        number += 1
    database.dispose()
