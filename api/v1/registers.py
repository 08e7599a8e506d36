"""The registers that number official papers: reading them, and numbers for papers written elsewhere."""

import datetime
from typing import Annotated

from fastapi import APIRouter, Path, Response
from pydantic import BaseModel, Field
from sqlmodel import Session

from api.answers import OnlyOnce
from api.dependencies import Acting, Looking, OwnOffice, Transaction
from api.plain_text import PlainText
from api.problems import RESPONSES
from api.v1.schools import for_the_whole_office
from api.v1.shapes import LARGEST_NUMBER, Asked, BangkokDate, Instant
from workflow.errors import BadInput, UnknownNumber
from workflow.models import Register
from workflow.papers import registers
from workflow.papers.registers import KINDS, Listed

router = APIRouter(tags=["papers"], responses={key: RESPONSES[key] for key in (401, 403, 404, 409, 413, 422)})
Kind = Annotated[PlainText, Path(description="internal, outgoing, circular or order")]
Year = Annotated[int, Path(gt=2400, lt=2700, description="Calendar year, Buddhist Era, such as 2561")]
Number = Annotated[int, Path(ge=1, le=LARGEST_NUMBER, description="Number in the register")]


class NumberShown(BaseModel):
    number: int
    text: str = Field(description="As printed, in 0-9")
    subject: str
    dated_on: datetime.date = Field(description="The paper's date, which may be before it was registered")
    item: str | None = Field(description="Code of the paper, where it is kept here")
    registered_by: str
    registered_at: Instant
    voided_at: Instant | None = Field(description="A void number is kept and never used again")
    void_reason: str


class RegisterShown(BaseModel):
    kind: str
    year: int
    last: int = Field(description="The last number given")
    used_on_paper: int = Field(description="Up to which number they were given by hand before")
    numbers: list[NumberShown]


class WantedBeginning(Asked):
    used_on_paper: int = Field(description="The last number already used on paper; only ever upward")


class WantedNumber(Asked):
    """A number for a paper that is written elsewhere."""

    subject: PlainText = Field(description="At most 500 characters")
    dated_on: BangkokDate | None = Field(default=None, description="Bangkok date of the paper; else today")


class WantedVoid(Asked):
    reason: PlainText = Field(description="Why; at most 10,000 characters")


@router.get("/registers/{kind}/{year}")
def register(session: Transaction, who: Looking, office: OwnOffice, kind: Kind, year: Year) -> RegisterShown:
    """ทะเบียนหนังสือ · A register of a calendar year, by number."""
    for_the_whole_office(who)
    return _register(session, office, kind, year)


@router.put("/registers/{kind}/{year}", response_model=RegisterShown)
def begin(
    wish: WantedBeginning,
    session: Transaction,
    hand: Acting,
    office: OwnOffice,
    kind: Kind,
    year: Year,
    once: OnlyOnce,
) -> Response:
    """เริ่มทะเบียนต่อจากสมุด · Begins the register after the last number already used on paper."""

    def act() -> RegisterShown:
        registers.begin_at(session, office, kind, year, wish.used_on_paper, hand)
        return _register(session, office, kind, year)

    return once(wish, act)


@router.post("/registers/{kind}", status_code=201, response_model=NumberShown)
def take(
    wish: WantedNumber, session: Transaction, hand: Acting, office: OwnOffice, kind: Kind, once: OnlyOnce
) -> Response:
    """ออกเลขให้หนังสือที่ทำนอกระบบ · The next number, for a paper that is written elsewhere."""

    def act() -> NumberShown:
        day = wish.dated_on or hand.day
        row = registers.take_elsewhere(session, office, kind, subject=wish.subject, dated_on=day, hand=hand)
        return _number(session, office, kind, row.year, row.number)

    return once(wish, act, status=201)


@router.post("/registers/{kind}/{year}/{number}/void", response_model=NumberShown)
def void(
    wish: WantedVoid,
    session: Transaction,
    hand: Acting,
    office: OwnOffice,
    kind: Kind,
    year: Year,
    number: Number,
    once: OnlyOnce,
) -> Response:
    """ยกเลิกเลข · Voids a number of a paper written elsewhere; it stays taken."""

    def act() -> NumberShown:
        registers.void(session, _found(session, office, kind, year, number).id, wish.reason, hand)
        return _number(session, office, kind, year, number)

    return once(wish, act)


def _register(session: Session, office: int, kind: str, year: int) -> RegisterShown:
    if kind not in KINDS:
        raise BadInput("register", "unknown", kind[:40])
    row = session.get(Register, (office, kind, year), populate_existing=True)
    return RegisterShown(
        kind=kind,
        year=year,
        last=row.last if row else 0,
        used_on_paper=row.used_on_paper if row else 0,
        numbers=[_shown(each) for each in registers.listing(session, office, kind, year)],
    )


def _found(session: Session, office: int, kind: str, year: int, number: int) -> Listed:
    for each in registers.listing(session, office, kind, year):
        if each.number == number:
            return each
    raise UnknownNumber(f"{kind}/{year} {number}"[:80])


def _number(session: Session, office: int, kind: str, year: int, number: int) -> NumberShown:
    return _shown(_found(session, office, kind, year, number))


def _shown(each: Listed) -> NumberShown:
    return NumberShown(
        number=each.number,
        text=each.text,
        subject=each.subject,
        dated_on=each.dated_on,
        item=each.item_code or None,
        registered_by=each.registered_by,
        registered_at=each.registered_at,
        voided_at=each.voided_at,
        void_reason=each.void_reason,
    )
