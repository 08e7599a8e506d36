"""What a person is told, for her own programs: her inbox, how she wants to be told, her calendar."""

import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, Field
from sqlmodel import Session

from api.answers import OnlyOnce
from api.calendar_feed import base_url
from api.dependencies import Moment, SignedIn, Transaction, Turns
from api.errors import NotSignedIn
from api.pages.again import looking
from api.pages.notices.settings import available
from api.plain_text import PlainText
from api.problems import RESPONSES
from api.reset_address import check_address
from api.v1.shapes import LARGEST_NUMBER, Asked, Instant
from notifications import contacts, feed_links
from notifications.contacts import Wanted
from notifications.inbox import inbox, mark_read, unread_count
from notifications.words import line_text, tell
from workflow.models import Person
from workflow.moments import bangkok_date

router = APIRouter(tags=["me"], responses={key: RESPONSES[key] for key in (401, 422)})


class WantedContact(Asked):
    channel: PlainText = Field(description="One of `available`")
    address: PlainText = Field(default="", description="E-mail address, or LINE user id; else empty")
    enabled: bool = True


class WantedWays(Asked):
    """How she wants to be told from now on: channels left out are taken away. The inbox always stays."""

    language: Literal["th", "en"] = "th"
    quiet_from: PlainText = Field(default="", description="HH:MM in Bangkok; may be later than quiet_to")
    quiet_to: PlainText = ""
    contacts: list[WantedContact] = Field(default_factory=list, max_length=20)
    # Excluded: what is kept of a request for its Idempotency-Key holds no trace of the password.
    password: PlainText = Field(
        default="",
        max_length=1000,
        exclude=True,
        description="Hers, where her e-mail address is set, changed or taken away; kept nowhere",
    )


class ContactShown(BaseModel):
    channel: str
    address: str
    enabled: bool
    since: Instant = Field(description="What was told before is not sent there")
    trouble: str = Field(
        description="What the channel said when it refused the address; empty where it works"
    )


class Ways(BaseModel):
    language: str
    quiet_from: str
    quiet_to: str
    available: list[str] = Field(description="Channels the office has set up, besides the inbox")
    contacts: list[ContactShown]


class NoticeShown(BaseModel):
    id: int
    code: str
    subject: str
    body: str
    link: str
    line_text: str = Field(description="Ready to paste into a LINE group")
    item: str | None
    due_on: datetime.date | None
    urgent: bool
    settled: bool = Field(description="What it reminds of has been done meanwhile")
    followed: bool = Field(description="She was told anew of the same since; it counts as read")
    written_at: Instant
    read_at: Instant | None


class InboxPage(BaseModel):
    unread: int
    notices: list[NoticeShown]
    next_before: int | None = Field(description="`before` of the next page; null on the last")


class WantedReading(Asked):
    id: int | None = Field(
        default=None, ge=1, le=LARGEST_NUMBER, description="One notice; all where left out"
    )


class Reading(BaseModel):
    marked: int
    unread: int


class FeedMade(BaseModel):
    address: str = Field(description="The secret address, shown only now")


class FeedEnded(BaseModel):
    ended: bool


@router.get("/me/inbox")
def my_inbox(
    request: Request,
    session: Transaction,
    person: SignedIn,
    at: Moment,
    only: Annotated[Literal["", "unread", "late"], Query()] = "",
    before: Annotated[int, Query(ge=0, le=LARGEST_NUMBER)] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    language: Annotated[Literal["th", "en"], Query()] = "th",
) -> InboxPage:
    """เรื่องแจ้งถึงตน · Everything told to the person, newest first."""
    found = inbox(session, person.id, bangkok_date(at), only=only, before=before, limit=limit + 1)
    shown = found[:limit]
    told = tell(session, [each.notice for each in shown], language, base_url(request), at)
    return InboxPage(
        unread=unread_count(session, person.id),
        notices=[
            NoticeShown(
                id=got.notice.id,
                code=got.notice.code,
                subject=words.subject,
                body=words.body,
                link=words.link,
                line_text=line_text(words),
                item=words.item_code or None,
                due_on=got.due_on,
                urgent=words.urgent,
                settled=got.settled,
                followed=got.followed,
                written_at=got.notice.written_at,
                read_at=got.notice.read_at,
            )
            for got, words in zip(shown, told, strict=True)
        ],
        next_before=shown[-1].notice.id if len(found) > limit else None,
    )


@router.post("/me/inbox/read", response_model=Reading)
def read(wish: WantedReading, session: Transaction, person: SignedIn, at: Moment, once: OnlyOnce) -> Response:
    """อ่านแล้ว · Marks one notice, or all, as read."""

    def act() -> Reading:
        marked = mark_read(session, person.id, at, wish.id)
        return Reading(marked=marked, unread=unread_count(session, person.id))

    return once(wish, act)


@router.get("/me/notices")
def my_ways(request: Request, session: Transaction, person: SignedIn) -> Ways:
    """การรับแจ้งของตน · How the person wants to be told."""
    return _ways(request, session, person)


async def with_password(request: Request, wish: WantedWays) -> WantedWays:
    """What she wants, after her password where her e-mail address changes: before the turn to write."""
    turns: Turns = request.app.state.turns
    async with turns.reading:
        await run_in_threadpool(_check_address, request, wish)
    return wish


def _check_address(request: Request, wish: WantedWays) -> None:
    with looking(request) as found:
        if found is None:
            raise NotSignedIn
        session, person, _ = found
        check_address(request, session, person, _contacts(session, person, wish), wish.password)


def _contacts(session: Session, person: Person, wish: WantedWays) -> list[Wanted]:
    """Every channel as it is wanted: those left out are taken away."""
    named = [Wanted(each.channel, each.address, each.enabled) for each in wish.contacts]
    gone = contacts.contacts_of(session, person.id).keys() - {each.channel for each in named}
    return [*named, *(Wanted(channel, "", enabled=False) for channel in sorted(gone))]


@router.put("/me/notices", response_model=Ways, responses={403: RESPONSES[403]})
def change_ways(
    wish: Annotated[WantedWays, Depends(with_password)],
    request: Request,
    session: Transaction,
    person: SignedIn,
    at: Moment,
    once: OnlyOnce,
) -> Response:
    """ตั้งการรับแจ้ง · Sets channels, quiet hours and language."""

    def act() -> Ways:
        here = available(request, session, person)
        for each in _contacts(session, person, wish):
            contacts.set_own(session, person, each, here, at)
        told = wish.model_dump(exclude={"contacts"})
        contacts.set_preference(session, person.id, **told)
        return _ways(request, session, person)

    return once(wish, act)


@router.post("/me/feed", status_code=201)
def make_feed(request: Request, session: Transaction, person: SignedIn, at: Moment) -> FeedMade:
    """สร้างลิงก์ปฏิทิน · Makes the secret address of the person's calendar, in place of an earlier one."""
    return FeedMade(address=f"{base_url(request)}/feed/{feed_links.make_link(session, person.id, at)}.ics")


@router.delete("/me/feed")
def end_feed(session: Transaction, person: SignedIn, at: Moment) -> FeedEnded:
    """ยกเลิกลิงก์ปฏิทิน · Takes the address back."""
    known = feed_links.link_of(session, person.id) is not None
    feed_links.revoke_link(session, person.id, at)
    return FeedEnded(ended=known)


def _ways(request: Request, session: Session, person: Person) -> Ways:
    kept = contacts.preference_of(session, person.id)
    return Ways(
        language=kept.language,
        quiet_from=kept.quiet_from,
        quiet_to=kept.quiet_to,
        available=list(available(request, session, person)),
        contacts=[
            ContactShown(
                channel=each.channel,
                address=each.address,
                enabled=each.enabled,
                since=each.since,
                trouble=each.trouble,
            )
            for each in contacts.contacts_of(session, person.id).values()
        ],
    )
