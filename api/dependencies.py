"""What every request brings along: its moment, its transaction, and who is asking."""

import asyncio
import datetime
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, Query, Request
from sqlmodel import Session, select

from api import cookies
from api.errors import NotSignedIn
from api.plain_text import PlainText
from api.settings import Settings
from workflow import queries, tenancy
from workflow.accounts import sessions
from workflow.accounts.sessions import Caller
from workflow.changes import Hand
from workflow.errors import Denial, NotAllowed, UnknownEntry, UnknownItem, UnknownOffice
from workflow.models import Entry, Item, Office, Person
from workflow.queries import Found, Viewer

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def settings_of(request: Request) -> Settings:
    found: Settings = request.app.state.settings
    return found


def moment_of(request: Request) -> datetime.datetime:
    """The moment at which this request is carried out: read once, the same for all it does."""
    noted = request.scope.setdefault("state", {})
    if "at" not in noted:
        noted["at"] = request.app.state.clock()
    at: datetime.datetime = noted["at"]
    return at


class Turns:
    """How many requests may hold a transaction at once; the others wait without holding a thread.

    A request that waited for a pooled connection inside a thread would leave none for those that go on.
    SQLite's one writer has a queue of its own.
    """

    def __init__(self) -> None:
        self.writing = asyncio.Semaphore(10)
        self.reading = asyncio.Semaphore(10)
        self.opening = asyncio.Semaphore(1)  # of workbooks: several at once would only take longer each
        self.rendering = asyncio.Semaphore(4)  # of papers
        self.walking = asyncio.Semaphore(1)  # of the history, for whoever holds a paper: anybody may ask
        self.exporting = asyncio.Semaphore(1)  # of whole histories: minutes of reading, a file on the disk
        self.binding = asyncio.Semaphore(1)  # of books, for which no memo should have to wait


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


def transaction() -> Session:
    """One request is one transaction. What only looks is rolled back.

    Stands for it where a function says that it needs it; api/together.py opens it, commits it before the
    answer leaves, and calls whatever needs it.
    """
    raise RuntimeError("an address that takes Transaction goes through `together`, see api/together.py")


Transaction = Annotated[Session, Depends(transaction)]
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


def caller_or_nobody(request: Request, session: Transaction, at: Moment) -> Caller | None:
    """Who has signed in, if anybody has. Here, and only here, she becomes known to a request."""
    token = token_of(request)
    caller = sessions.caller_of(session, token, at) if token else None
    if caller is not None and caller.unseen:
        request.state.unseen = token  # noted once the answer has left, see api/seen.py
    return caller


def caller_known(session: Transaction, caller: Annotated[Caller | None, Depends(caller_or_nobody)]) -> Caller:
    """Who has signed in, without her row; from here on the database shows her own office alone.

    Raises NotSignedIn.
    """
    if caller is None:
        raise NotSignedIn
    tenancy.narrow(session, caller.office_id)
    return caller


Known = Annotated[Caller, Depends(caller_known)]


def caller_asking(request: Request, session: Session, at: datetime.datetime) -> Caller:
    """Who has signed in, in a transaction that was not opened for the request; raises NotSignedIn."""
    return caller_known(session, caller_or_nobody(request, session, at))


def somebody(
    session: Transaction, caller: Annotated[Caller | None, Depends(caller_or_nobody)]
) -> Person | None:
    """The row of who has signed in, if anybody has; public pages show other offices than hers, too."""
    return None if caller is None else session.get_one(Person, caller.person_id)


def signed_in(session: Transaction, caller: Known) -> Person:
    """The row of who has signed in; raises NotSignedIn."""
    return session.get_one(Person, caller.person_id)


Somebody = Annotated[Person | None, Depends(somebody)]
SignedIn = Annotated[Person, Depends(signed_in)]


def hand_of(caller: Known, at: Moment) -> Hand:
    """The person who has signed in, acting now."""
    return Hand(caller.person_id, at)


Acting = Annotated[Hand, Depends(hand_of)]


def viewer_of(caller: Known) -> Viewer:
    """How far the person sees today."""
    return caller.viewer


Looking = Annotated[Viewer, Depends(viewer_of)]


def own_office(
    session: Transaction,
    caller: Known,
    office: Annotated[
        PlainText,
        Query(description="รหัสสำนักงานของตน (ไม่ต้องระบุก็ได้) · Code of one's own office; may be left out"),
    ] = "",
) -> int:
    """The id of the office asked about, which must be the person's own; raises UnknownOffice, NotAllowed."""
    if office:
        found = session.exec(select(Office.id).where(Office.code == office)).first()
        if found is None:
            raise UnknownOffice(office)
        if found != caller.office_id:
            raise NotAllowed(Denial("other_office"))
    return caller.office_id


OwnOffice = Annotated[int, Depends(own_office)]


def item_seen(session: Session, who: Viewer, code: str) -> Item:
    """The item of this code, if the person may see it; raises UnknownItem."""
    found = session.exec(queries.items_visible_to(who).where(Item.code == code)).first()
    if found is None:
        raise UnknownItem(code)
    return found


def entry_seen(session: Session, who: Viewer, seq: int) -> Entry:
    """The entry of her office's history, if the person may read it; raises UnknownEntry."""
    found = session.exec(queries.entries_visible_to(who).where(Entry.seq == seq)).first()
    if found is None:
        raise UnknownEntry(seq)
    return found


def asked_item(session: Transaction, who: Looking, code: PlainText, _office: OwnOffice) -> Item:
    """The item named in the address."""
    return item_seen(session, who, code)


AskedItem = Annotated[Item, Depends(asked_item)]


def found_item(session: Transaction, who: Looking, code: PlainText, _office: OwnOffice) -> Found:
    """The same without its row, for what needs none; raises UnknownItem."""
    found = queries.found(session, who, code)
    if found is None:
        raise UnknownItem(code)
    return found


FoundItem = Annotated[Found, Depends(found_item)]
