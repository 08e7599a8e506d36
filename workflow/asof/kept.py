"""The rows of an office's structure and people, from which later changes are taken back one by one."""

import datetime
from collections.abc import Iterable
from typing import Final, TypeVar

from sqlmodel import Session, SQLModel, col, select

from workflow.asof.past import Past, later
from workflow.asof.unwinding import Kept, take_back
from workflow.models import (
    Body,
    Cluster,
    Delegation,
    Group,
    Member,
    Occupancy,
    Person,
    Position,
    School,
)

_KINDS: Final = ("person", "position", "occupancy", "delegation", "member", "group", "school", "body")


Row = TypeVar("Row", bound=SQLModel)


def kept_then(session: Session, past: Past) -> Kept:
    """The office's people, posts, orders, groups, schools and bodies as they were known.

    Names are those of the day asked about; days of validity those that were known. Rows that were known
    stand in it whether they were in force on the day or not.
    """
    kept = _now(session, past.office_id)
    orders = later(session, past.office_id, _LONG_AGO, ("delegation",))
    given = [(entry, code) for entry, _, code in orders if "from" in entry.told]
    for entry, _, code in later(session, past.office_id, past.cut, _KINDS):
        take_back(kept, entry, code, known=entry.at <= past.known, given=given)
    return kept


_LONG_AGO: Final = datetime.datetime(1900, 1, 1, tzinfo=datetime.UTC)


def _now(session: Session, office_id: int) -> Kept:
    """Every row as it is, read in one statement a table."""
    mine = Position.office_id == office_id
    return Kept(
        people=_copies(session.exec(select(Person).where(Person.office_id == office_id))),
        posts=_copies(session.exec(select(Position).where(mine))),
        held=_copies(
            session.exec(
                select(Occupancy).join(Position, col(Position.id) == col(Occupancy.position_id)).where(mine)
            )
        ),
        orders=_copies(session.exec(select(Delegation).where(Delegation.office_id == office_id))),
        groups=_copies(session.exec(select(Group).where(Group.office_id == office_id))),
        schools=_copies(session.exec(select(School).where(School.office_id == office_id))),
        clusters=_copies(session.exec(select(Cluster).where(Cluster.office_id == office_id))),
        bodies=_copies(session.exec(select(Body).where(Body.office_id == office_id))),
        members=_copies(
            session.exec(
                select(Member)
                .join(Body, col(Body.id) == col(Member.body_id))
                .where(Body.office_id == office_id)
            )
        ),
    )


def _copies(rows: Iterable[Row]) -> list[Row]:
    return [type(row)(**row.model_dump()) for row in rows]
