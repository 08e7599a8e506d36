"""What every request brings along: its moment, its transaction, and who is asking."""

import asyncio
import datetime
from collections.abc import AsyncIterator, Iterator
from typing import Annotated

from fastapi import Depends, Query, Request
from sqlmodel import Session, select

from api import cookies
from api.errors import NotSignedIn
from api.plain_text import PlainText
from api.settings import Settings
from workflow import queries, tenancy
from workflow.accounts import sessions
from workflow.changes import Hand
from workflow.database import Database
from workflow.errors import Denial, NotAllowed, UnknownItem, UnknownOffice
from workflow.models import Item, Office, Person
from workflow.queries import Viewer

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def settings_of(request: Request) -> Settings:
    found: Settings = request.app.state.settings
    return found


def moment_of(request: Request) -> datetime.datetime:
    """The moment at which this request is carried out: read once, the same for all it does."""
    if not hasattr(request.state, "at"):
        request.state.at = request.app.state.clock()
    at: datetime.datetime = request.state.at
    return at


class Turns:
    """How many requests may hold a transaction at once; the others wait without holding a thread.

    A request that waited for SQLite's one writer, or for a pooled connection, inside a thread would leave
    none for the handler of the request that everybody waits for.
    """

    def __init__(self, database: Database) -> None:
        self.writing = asyncio.Semaphore(1 if database.is_sqlite else 10)
        self.reading = asyncio.Semaphore(10)
        self.opening = asyncio.Semaphore(1)  # of workbooks: several at once would only take longer each
        self.rendering = asyncio.Semaphore(4)  # of papers
        self.walking = asyncio.Semaphore(1)  # of the history, for whoever holds a paper: anybody may ask
        self.exporting = asyncio.Semaphore(
            1
        )  # of whole histories: minutes of reading, and a file on the disk
        self.binding = asyncio.Semaphore(1)  # of books, for which no memo should have to wait


async def turn(request: Request) -> AsyncIterator[None]:
    """Waits for this request's turn and keeps it until its transaction has ended."""
    turns: Turns = request.app.state.turns
    async with turns.reading if request.method in SAFE else turns.writing:
        yield


async def walking_turn(request: Request) -> AsyncIterator[None]:
    """Waits while somebody else has the history recomputed for her; those who work here read on beside it."""
    turns: Turns = request.app.state.turns
    async with turns.walking:
        yield


async def exporting_turn(request: Request) -> AsyncIterator[None]:
    """Waits while somebody else takes the history away."""
    turns: Turns = request.app.state.turns
    async with turns.exporting:
        yield


def transaction(
    request: Request, _turn: Annotated[None, Depends(turn, scope="function")]
) -> Iterator[Session]:
    """One request is one transaction. What only looks is rolled back."""
    database: Database = request.app.state.database
    opened = database.read() if request.method in SAFE else database.write()
    with opened as session:
        database.hand_over()  # what follows of this request may run in other threads
        yield session


# ◆ scope="function": the commit happens before the answer leaves. With the default scope a failed commit
# would come after an answer of 200.
Transaction = Annotated[Session, Depends(transaction, scope="function")]
# Named before the transaction: whoever waits for her turn holds none.
Walking = Annotated[None, Depends(walking_turn, scope="function")]
Exporting = Annotated[None, Depends(exporting_turn, scope="function")]
Moment = Annotated[datetime.datetime, Depends(moment_of)]
Configured = Annotated[Settings, Depends(settings_of)]


def token_of(request: Request) -> str:
    """The session's token: from the header `Authorization: Bearer`, else from the cookie; else empty."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.casefold() == "bearer":
        return token.strip()
    return cookies.read(request, cookies.SESSION)


def person_or_nobody(request: Request, session: Transaction, at: Moment) -> Person | None:
    """Who has signed in, if anybody has."""
    token = token_of(request)
    person, unseen = sessions.present(session, token, at) if token else (None, False)
    if unseen:
        request.state.unseen = token  # noted once the answer has left, see api/seen.py
    return person


def signed_in(session: Transaction, person: Annotated[Person | None, Depends(person_or_nobody)]) -> Person:
    """Who has signed in; from here on the database shows her own office alone. Raises NotSignedIn."""
    if person is None:
        raise NotSignedIn
    tenancy.narrow(session, person.office_id)
    return person


Somebody = Annotated[Person | None, Depends(person_or_nobody)]
SignedIn = Annotated[Person, Depends(signed_in)]


def hand_of(person: SignedIn, at: Moment) -> Hand:
    """The person who has signed in, acting now."""
    return Hand(person.id, at)


Acting = Annotated[Hand, Depends(hand_of)]


def viewer_of(session: Transaction, person: SignedIn, at: Moment) -> Viewer:
    """How far the person sees today."""
    return queries.viewer(session, person.id, at)


Looking = Annotated[Viewer, Depends(viewer_of)]


def own_office(
    session: Transaction,
    person: SignedIn,
    office: Annotated[
        PlainText | None,
        Query(description="รหัสสำนักงานของตน (ไม่ต้องระบุก็ได้) · Code of one's own office; may be left out"),
    ] = None,
) -> int:
    """The id of the office asked about, which must be the person's own; raises UnknownOffice, NotAllowed."""
    if office is not None:
        found = session.exec(select(Office.id).where(Office.code == office)).first()
        if found is None:
            raise UnknownOffice(office)
        if found != person.office_id:
            raise NotAllowed(Denial("other_office"))
    return person.office_id


OwnOffice = Annotated[int, Depends(own_office)]


def item_seen(session: Session, who: Viewer, code: str) -> Item:
    """The item of this code, if the person may see it; raises UnknownItem."""
    found = session.exec(queries.items_visible_to(who).where(Item.code == code)).first()
    if found is None:
        raise UnknownItem(code)
    return found


def asked_item(session: Transaction, who: Looking, code: PlainText, _office: OwnOffice) -> Item:
    """The item named in the address."""
    return item_seen(session, who, code)


AskedItem = Annotated[Item, Depends(asked_item)]
