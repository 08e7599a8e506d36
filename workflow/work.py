"""A session on one borrowed connection, through which a transaction is written and ended."""

import sqlite3
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session


class Work(Session):
    """A session on one borrowed connection, whose own machinery starts only when the ORM is used.

    A step of an item runs on the connection's cursor alone (`Cursor`); starting and ending an ORM session
    for it would take longer than the step itself.
    """

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine, join_transaction_mode="create_savepoint")
        self._engine = engine
        self._borrowed = engine.raw_connection()
        self.driver: Any = self._borrowed.driver_connection
        self.is_sqlite = isinstance(self.driver, sqlite3.Connection)
        self.spoilt = False
        self._bound: Connection | None = None

    @property
    def used(self) -> bool:
        """Whether the ORM was used at all."""
        return self._bound is not None or bool(self._new)

    def get_bind(self, *_args: Any, **_options: Any) -> Connection:
        if self._bound is None:
            self._bound = Connection(self._engine, connection=self._borrowed)
            if self.is_sqlite:
                self._bound.begin()  # of what has begun already: the ORM's own part becomes a savepoint
        return self._bound

    def write_back(self) -> None:
        """Writes what the ORM holds back; on SQLite this also ends its savepoint."""
        if self.is_sqlite and self.in_transaction():
            self.commit()
        elif self.used:
            self.flush()

    def seal(self) -> None:
        """The commit itself: all that was written since the transaction began."""
        self.driver.commit()

    def keep(self) -> None:
        """Commits; rolls back and raises where that fails."""
        try:
            self.write_back()
            self.seal()
        except BaseException:
            self.undo()
            raise

    def undo(self) -> None:
        """Takes the whole transaction back."""
        try:
            self.forget()
        except DBAPIError:  # the database gave it up by itself, and the ORM's savepoint with it
            self.spoilt = True
        finally:
            self.driver.rollback()

    def forget(self) -> None:
        """Ready for the next transaction on the same connection."""
        if self.used:
            self.close()
            self._bound = None

    def give_back(self) -> None:
        """Ends the session; the pool rolls back what is still open on its connection."""
        if self.spoilt:
            self._borrowed.invalidate()
            return
        self.forget()
        self._borrowed.close()
