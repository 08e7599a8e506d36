"""Signing a paper with the password typed again, numbering it, and who has read it."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, Field
from sqlmodel import Session, select

from api import signing as sessions
from api.answers import OnlyOnce
from api.dependencies import (
    Acting,
    AskedItem,
    Looking,
    Moment,
    SignedIn,
    Transaction,
    Turns,
    caller_asking,
    item_seen,
)
from api.errors import UnknownDocument
from api.plain_text import PlainText
from api.problems import RESPONSES
from api.v1.papers import paper_row
from api.v1.shapes import LARGEST_NUMBER, Asked, BangkokDate
from api.v1.shown_papers import AskedAgainShown, ReadersShown, readers_shown
from notifications import asking
from papers.to_sign import Laid, markup_to_sign
from workflow.database import Database
from workflow.meetings import minutes
from workflow.models import Document, Item
from workflow.moments import bangkok_date
from workflow.papers import issuing, readers, signing
from workflow.statements import Attached

router = APIRouter(tags=["papers"], responses={key: RESPONSES[key] for key in (401, 403, 404, 409, 413, 422)})


class WantedSignature(Asked):
    """The password typed again, and the order given; what is signed is the text as it renders now."""

    password: PlainText = Field(min_length=1, max_length=1000, description="Hers, typed again; kept nowhere")
    trigger: Literal["sign", "sign_as_deputy"] = "sign"
    order: PlainText = Field(default="", description="คำสั่งการ")
    signature: Literal["in_system", "on_paper"] = Field(
        default="in_system", description="on_paper: printed and signed by hand; needs its scan when issued"
    )
    on: BangkokDate | None = Field(default=None, description="Bangkok date of the signature; else today")
    expect_version: int | None = Field(default=None, ge=0, le=LARGEST_NUMBER)


class SignedShown(BaseModel):
    code: str
    state: str
    version: int
    entry_seq: int
    hash: str
    text_sha256: str = Field(description="Of the text that is frozen with the signature")


class WantedIssue(Asked):
    dated_on: BangkokDate | None = Field(default=None, description="Bangkok date on the paper; else today")
    scan: PlainText | None = Field(
        default=None,
        description="SHA-256 of the signed scan, put forward before as signed_scan_or_esign under"
        " /items/{code}/documents; for papers signed by hand",
    )
    expect_version: int | None = Field(default=None, ge=0, le=LARGEST_NUMBER)


class IssuedShown(BaseModel):
    code: str
    state: str
    version: int
    number: str = Field(description="As printed, in 0-9")
    witness: str = Field(description="The code that is printed on it; see /verify/{code}")


async def frozen(request: Request, wish: WantedSignature, code: PlainText, at: Moment) -> Laid:
    """Compares the password and renders the text, both before the turn to write.

    Raises NotSignedIn, UnknownItem, WrongPassword, TooManyAttempts, RenderRefused.
    """
    turns: Turns = request.app.state.turns
    async with turns.reading:
        return await run_in_threadpool(_freeze, request, wish, code, at)


def _freeze(request: Request, wish: WantedSignature, code: str, at: Moment) -> Laid:
    database: Database = request.app.state.database
    with database.read() as session:
        caller = caller_asking(request, session, at)
        item = item_seen(session, caller.viewer, code)
        paper_row(session, item)
        sessions.confirm(request, session, caller.person_id, wish.password)
        on = wish.on or bangkok_date(at)
        return markup_to_sign(
            session, item.id, trigger=wish.trigger, order=wish.order, by=caller.person_id, on=on
        )


@router.post("/papers/{code}/sign", response_model=SignedShown, responses={429: RESPONSES[429]})
def sign(
    text: Annotated[Laid, Depends(frozen)],
    wish: WantedSignature,
    session: Transaction,
    hand: Acting,
    item: AskedItem,
    once: OnlyOnce,
) -> Response:
    """ลงนาม · Signs the paper with the password typed again; its text is frozen with the step."""

    def act() -> SignedShown:
        moved = signing.sign(
            session,
            item.id,
            wish.trigger,
            hand,
            order=wish.order,
            markup=text.ready.markup,
            title=text.ready.title,
            revision=text.revision,
            signature=wish.signature,
            on=wish.on,
            expect_version=text.version if wish.expect_version is None else wish.expect_version,
        )
        return SignedShown(
            code=moved.code,
            state=moved.to_state,
            version=moved.version,
            entry_seq=moved.entry_seq,
            hash=moved.hash,
            text_sha256=signing.sha256_of(text.ready.markup),
        )

    # What is remembered of a request holds no password, not even its hash.
    return once(wish.model_copy(update={"password": ""}), act)


@router.post("/papers/{code}/issue", response_model=IssuedShown)
def issue(wish: WantedIssue, session: Transaction, hand: Acting, item: AskedItem, once: OnlyOnce) -> Response:
    """ออกเลขและส่ง · Gives the signed paper its number and sends it to its readers."""

    def act() -> IssuedShown:
        paper_row(session, item)
        scan = _scan(session, item, wish.scan)
        done = issuing.issue(
            session,
            item.id,
            hand,
            dated_on=wish.dated_on,
            scan=scan,
            expect_version=wish.expect_version,
        )
        return IssuedShown(
            code=item.code,
            state=done.moved.to_state,
            version=done.moved.version,
            number=done.number_text,
            witness=done.witness_code,
        )

    return once(wish, act)


@router.get("/papers/{code}/readers")
def paper_readers(session: Transaction, who: Looking, item: AskedItem) -> ReadersShown:
    """ผู้รับหนังสือ · Everybody who was asked to read the paper, and when each has."""
    paper_row(session, item)
    return readers_shown(session, item)


@router.post("/papers/{code}/readers/ask-again", response_model=AskedAgainShown)
def ask_again(session: Transaction, hand: Acting, item: AskedItem, once: OnlyOnce) -> Response:
    """แจ้งผู้ที่ยังไม่อ่านอีกครั้ง · Tells everybody who has not read the issued paper once more, at most once a day."""

    def act() -> AskedAgainShown:
        paper_row(session, item)
        return AskedAgainShown(code=item.code, asked_again=asking.ask_again(session, item.id, hand))

    return once("ask_again", act)


@router.post("/papers/{code}/acknowledge", response_model=ReadersShown)
def acknowledge(
    session: Transaction, person: SignedIn, item: AskedItem, at: Moment, once: OnlyOnce
) -> Response:
    """รับทราบ · Notes that she has read the paper; the last reader closes it."""

    def act() -> ReadersShown:
        paper_row(session, item)
        minutes.acknowledge(session, item.id, person.id, at)
        readers.settle_readers(session, item.id, at)
        return readers_shown(session, item)

    return once("acknowledge", act)


def _scan(session: Session, item: Item, sha256: str | None) -> Attached | None:
    if sha256 is None:
        return None
    wanted = (Document.item_id == item.id, Document.code == issuing.PROOF, Document.sha256 == sha256)
    found = session.exec(select(Document).where(*wanted)).first()
    if found is None:
        raise UnknownDocument(item.code)
    return Attached(found.sha256, found.filename)
