"""A database that can only be read, such as a replica for auditors, told apart from one that failed."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import psycopg
from sqlalchemy.exc import DBAPIError

from workflow.errors_keeping import ReadOnlyDatabase

_SQLITE: Final = "attempt to write a readonly database"


@contextmanager
def read_only_told() -> Iterator[None]:
    """What the block raises because nothing can be written there becomes ReadOnlyDatabase."""
    try:
        yield
    except psycopg.errors.ReadOnlySqlTransaction as error:  # from a statement that went past the ORM
        raise ReadOnlyDatabase from error
    except DBAPIError as error:
        if isinstance(error.orig, psycopg.errors.ReadOnlySqlTransaction) or _SQLITE in str(error.orig):
            raise ReadOnlyDatabase from error
        raise
