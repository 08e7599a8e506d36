"""Has the password typed again for final approvals, where the office says so; pages and programs alike."""

from collections.abc import Callable, Iterable
from typing import Annotated, TypeAlias

from fastapi import Depends, Request
from fastapi.concurrency import run_in_threadpool
from sqlmodel import Session

from api import signing
from api.dependencies import Turns, caller_asking, item_seen, moment_of
from api.plain_text import PlainText
from workflow import definitions
from workflow.accounts.final import is_retyped
from workflow.database import Database
from workflow.errors import PasswordNeeded
from workflow.models import Item
from workflow.queries import Found, Viewer

# The steps that a request wants, as far as whoever asks sees their items.
Steps: TypeAlias = Callable[[Session, Viewer], Iterable[tuple[Item, str]]]


def check_retyped(request: Request, session: Session, item: Item, trigger: str, typed: str) -> None:
    """Raises PasswordNeeded where the step asks for the password and none was typed; else compares it.

    Ask while only reading: comparing is slow on purpose. Raises WrongPassword, TooManyAttempts.
    """
    if not is_retyped(session, item, trigger):
        return
    if not typed:
        raise PasswordNeeded(trigger)
    caller = caller_asking(request, session, moment_of(request))
    signing.confirm(request, session, caller.person_id, typed)
    request.state.retyped = (item.id, trigger)


def insist(request: Request, session: Session, item: Found, trigger: str) -> None:
    """Raises PasswordNeeded where the step asks for the password and `check_retyped` compared none.

    In the step's own transaction, where nobody changes meanwhile what the office asks for.
    """
    if is_retyped(session, item, trigger) and getattr(request.state, "retyped", None) != (item.id, trigger):
        raise PasswordNeeded(trigger)


async def retyped(request: Request, code: str, trigger: str, typed: str) -> None:
    """`check_retyped` with a look of its own, before the turn to write."""
    await retyped_of(request, lambda session, who: [(item_seen(session, who, code), trigger)], typed)


async def retyped_of(request: Request, steps: Steps, typed: str) -> None:
    """`retyped` for what takes several steps at once: one password confirms all of them."""
    turns: Turns = request.app.state.turns
    async with turns.reading:
        await run_in_threadpool(_look, request, steps, typed)


def _look(request: Request, steps: Steps, typed: str) -> None:
    database: Database = request.app.state.database
    at = moment_of(request)
    with database.read() as session:
        for item, trigger in steps(session, caller_asking(request, session, at).viewer):
            if is_retyped(session, item, trigger):
                # The refusal calls the step by its name.
                request.state.definition = definitions.by_hash(session, item.definition_hash)
                check_retyped(request, session, item, trigger, typed)
                return


async def retyped_in_form(request: Request, code: PlainText, trigger: PlainText) -> None:
    """`retyped` for the form of a step; name it after whatever reads the form."""
    typed = (await request.form()).get("password")
    await retyped(request, code, trigger, typed if isinstance(typed, str) else "")


Retyped = Annotated[None, Depends(retyped_in_form)]
