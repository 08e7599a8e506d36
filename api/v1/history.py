"""The record: of an item and of the office, whether it still holds, and how a wrong entry is put right."""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field
from sqlmodel import col

from api.answers import OnlyOnce
from api.dependencies import AskedItem, Looking, Moment, OwnOffice, SignedIn, Transaction
from api.plain_text import PlainText
from api.problems import RESPONSES
from api.v1.evidence import EntryMade
from api.v1.shapes import LARGEST_NUMBER, Asked, BangkokDate, Evidence
from api.v1.shown_entries import EntryPage, page_of
from api.whole_record import must_see_all
from workflow import corrections, history, queries
from workflow.models import Entry

router = APIRouter(tags=["history"], responses={key: RESPONSES[key] for key in (401, 403, 404, 422)})
After = Annotated[
    int, Query(ge=0, le=LARGEST_NUMBER, description="Number of the last entry of the page before")
]
Limit = Annotated[int, Query(ge=1, le=200)]


class WantedCorrection(Asked):
    """What was recorded wrongly, and how it should be."""

    seq: int = Field(ge=1, le=LARGEST_NUMBER, description="Number of the entry to correct")
    reason: PlainText = Field(description="Why; at most 10,000 characters")
    undo: bool = Field(
        default=False, description="Take the item back to before the step; only its latest step"
    )
    effective_on: BangkokDate | None = Field(default=None, description="The right Bangkok date, C.E.")
    facts: Evidence = Field(default_factory=dict)


class Verification(BaseModel):
    """What a walk over the office's whole chain found."""

    holds: bool
    entries: int = Field(description="Entries that hold, from the first")
    last_hash: str
    bad_seq: int | None = Field(description="The first entry that does not hold")
    problem: str = Field(description="changed, unlinked, missing or head; empty where the chain holds")


@router.get("/items/{code}/history")
def item_history(session: Transaction, item: AskedItem, after: After = 0, limit: Limit = 200) -> EntryPage:
    """ประวัติของเรื่อง · An item's history in the order it was recorded."""
    found = queries.entries_of(item.id).where(Entry.seq > after).limit(limit + 1)
    return page_of(session, session.exec(found).all(), limit)


@router.post(
    "/items/{code}/corrections", status_code=201, response_model=EntryMade, responses={409: RESPONSES[409]}
)
def correct(
    wish: WantedCorrection,
    session: Transaction,
    person: SignedIn,
    item: AskedItem,
    at: Moment,
    once: OnlyOnce,
) -> Response:
    """แก้ไขรายการ · Corrects a step by a new entry that names it; nothing is overwritten."""

    def act() -> EntryMade:
        sealed = corrections.correct(
            session,
            item.id,
            wish.seq,
            by=person.id,
            at=at,
            reason=wish.reason,
            undo=wish.undo,
            effective_on=wish.effective_on,
            facts=wish.facts,
        )
        return EntryMade(code=item.code, entry_seq=sealed.seq, hash=sealed.hash)

    return once(wish, act, status=201)


@router.get("/history")
def office_history(
    session: Transaction, who: Looking, office: OwnOffice, after: After = 0, limit: Limit = 50
) -> EntryPage:
    """ประวัติของสำนักงาน · The office's history; people of schools see that of their own items."""
    found = queries.entries_visible_to(who).where(Entry.office_id == office, Entry.seq > after)
    rows = session.exec(found.order_by(col(Entry.seq)).limit(limit + 1)).all()
    return page_of(session, rows, limit)


@router.get("/history/verification")
def verification(session: Transaction, who: Looking, office: OwnOffice) -> Verification:
    """ตรวจประวัติ · Reads the office's whole chain and recomputes every hash."""
    must_see_all(who)
    verdict = history.verify(session, office)
    return Verification(
        holds=verdict.holds,
        entries=verdict.entries,
        last_hash=verdict.last_hash,
        bad_seq=verdict.bad_seq,
        problem=verdict.problem,
    )
