"""Shows a page again after a refusal, with what was typed: by then the request's transaction is gone."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeAlias

from fastapi import Request
from fastapi.responses import HTMLResponse
from sqlmodel import Session

from api.dependencies import moment_of, token_of
from workflow import accounts
from workflow.database import Database
from workflow.errors import Refused
from workflow.models import Person
from workflow.queries import Viewer

# The page for a refusal, or None where it cannot be shown to whoever asks.
Again: TypeAlias = Callable[[Request, Refused], HTMLResponse | None]


def keep(request: Request, again: Again) -> None:
    """From now on a refusal of this request is answered by `again`."""
    request.state.again = again


def kept(request: Request) -> Again | None:
    """What was kept for a refusal, if anything was."""
    found: Again | None = getattr(request.state, "again", None)
    return found


@contextmanager
def looking(request: Request) -> Iterator[tuple[Session, Person, Viewer] | None]:
    """A look of its own into the database, for whoever has signed in; None for nobody."""
    at, database = moment_of(request), _database(request)
    with database.read() as session:
        caller = accounts.caller_of(session, token_of(request), at)
        yield None if caller is None else (session, session.get_one(Person, caller.person_id), caller.viewer)


def _database(request: Request) -> Database:
    found: Database = request.app.state.database
    return found
