"""What every table has in common: names of constraints, moments in UTC."""

import datetime
from typing import Any

from sqlmodel import Field, SQLModel

from workflow.database import Moment

# Alembic can only change a constraint on SQLite that has a name.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


def key() -> Any:
    """A primary key given by the database."""
    return Field(default=None, primary_key=True)


def moment(**options: Any) -> Any:
    return Field(sa_type=Moment, **options)


Date = datetime.date
When = datetime.datetime
