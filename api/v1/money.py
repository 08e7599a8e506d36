"""The office's money of a fiscal year: ceilings, tranches, targets of disbursement, measures to save."""

import datetime
from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field
from sqlmodel import Session

from api.answers import OnlyOnce
from api.dependencies import Acting, Looking, Moment, OwnOffice, Transaction
from api.plain_text import PlainText
from api.problems import RESPONSES
from api.v1.schools import for_the_whole_office
from api.v1.shapes import LARGEST_NUMBER, Asked, Baht, BangkokDate, FiscalYearBE, OnDay
from states.baht import in_baht, satang_of
from workflow.history import Sealed
from workflow.moments import bangkok_date
from workflow.money.office import (
    NewCeiling,
    NewTarget,
    NewTranche,
    add_savings,
    record_tranche,
    set_ceiling,
    set_target,
)
from workflow.money.queries import CeilingNow, TargetNow, TrancheNow, year_money
from workflow.money.yearly import savings

router = APIRouter(tags=["money"], responses={key: RESPONSES[key] for key in (401, 403, 404, 409, 413, 422)})
Quarter = Annotated[int, Field(ge=1, le=4)]
PerCent = Annotated[Decimal, Field(gt=0, le=100, max_digits=5, decimal_places=2)]
_PAPER = "The letter or order, at most 300 characters"


class WantedCeiling(Asked):
    fund: PlainText = Field(description="Code of the fund")
    group: PlainText = Field(default="", description="Code of the group; empty for the fund altogether")
    amount: Baht = Field(ge=0, description="0.00: nothing of it may be planned")
    authority: PlainText = Field(description=_PAPER)
    provisional: bool = Field(default=False, description="While the budget act is late")
    effective_on: BangkokDate | None = Field(default=None, description="From this day; else from today")


class WantedTranche(Asked):
    """Money that arrived; an amount below zero was taken back."""

    fund: PlainText = Field(description="Code of the fund")
    number: int = Field(ge=1, le=LARGEST_NUMBER, description="งวดที่")
    amount: Baht
    received_on: BangkokDate
    letter_no: PlainText = Field(description="The letter of allotment")
    letter_on: BangkokDate | None = None


class WantedTarget(Asked):
    """How much should be paid by the end of a quarter; it takes the place of the one that stood."""

    quarter: Quarter
    per_cent: PerCent
    scope: PlainText = Field(default="all", description="all, or a category of expenditure")
    authority: PlainText = Field(description="Who set it")
    source: PlainText = Field(default="", description="The paper that says so")
    verified: bool = Field(default=True, description="False for what somebody remembered")


class WantedSavings(Asked):
    measures: list[PlainText] = Field(min_length=1, max_length=100, description="Up to 2,000 characters each")
    effective_on: BangkokDate | None = None


class CeilingShown(BaseModel):
    fund: str
    group: str = Field(description="Empty for the fund altogether")
    amount: Decimal
    planned: Decimal = Field(description="What the plan holds of it")
    provisional: bool
    authority: str
    effective_on: BangkokDate


class TrancheShown(BaseModel):
    fund: str
    number: int
    amount: Decimal
    received_on: BangkokDate
    letter_no: str
    letter_on: BangkokDate | None


class TargetShown(BaseModel):
    quarter: int
    scope: str
    per_cent: Decimal
    reached: Decimal | None = Field(description="Per cent; null while the quarter lasts")
    authority: str
    source: str
    verified: bool


class MeasureShown(BaseModel):
    text: str
    effective_on: BangkokDate


class MoneySet(BaseModel):
    """What is set for the year on a day; amounts in baht."""

    fiscal_year: int
    on: BangkokDate
    ceilings: list[CeilingShown]
    tranches: list[TrancheShown]
    targets: list[TargetShown]
    savings: list[MeasureShown]


class MoneyKept(MoneySet):
    entry_seq: int = Field(description="The history entry")


@router.get("/years/{fiscal_year}/money")
def money_of(
    session: Transaction,
    who: Looking,
    office: OwnOffice,
    fiscal_year: FiscalYearBE,
    at: Moment,
    on: OnDay = None,
) -> MoneySet:
    """เงินของปีงบประมาณ · Ceilings, tranches, targets and measures to save, as on a day."""
    for_the_whole_office(who)
    return MoneySet(**_set(session, office, fiscal_year, on or bangkok_date(at)))


@router.post("/years/{fiscal_year}/ceilings", response_model=MoneyKept)
def add_ceiling(
    wish: WantedCeiling,
    session: Transaction,
    hand: Acting,
    office: OwnOffice,
    fiscal_year: FiscalYearBE,
    once: OnlyOnce,
) -> Response:
    """กำหนดกรอบวงเงิน · Sets a ceiling from a day on; the one before stays for the days before it."""

    def act() -> MoneyKept:
        new = NewCeiling(satang=satang_of(wish.amount), **wish.model_dump(exclude={"amount"}))
        sealed = set_ceiling(session, office, fiscal_year, new, hand)
        return _kept(session, office, fiscal_year, max(hand.day, wish.effective_on or hand.day), sealed)

    return once(wish, act)


@router.post("/years/{fiscal_year}/tranches", response_model=MoneyKept)
def add_tranche(
    wish: WantedTranche,
    session: Transaction,
    hand: Acting,
    office: OwnOffice,
    fiscal_year: FiscalYearBE,
    once: OnlyOnce,
) -> Response:
    """บันทึกเงินงวดที่ได้รับ · Records money received, or taken back."""

    def act() -> MoneyKept:
        new = NewTranche(satang=satang_of(wish.amount), **wish.model_dump(exclude={"amount"}))
        sealed = record_tranche(session, office, fiscal_year, new, hand)
        return _kept(session, office, fiscal_year, hand.day, sealed)

    return once(wish, act)


@router.put("/years/{fiscal_year}/targets", response_model=MoneyKept)
def put_target(
    wish: WantedTarget,
    session: Transaction,
    hand: Acting,
    office: OwnOffice,
    fiscal_year: FiscalYearBE,
    once: OnlyOnce,
) -> Response:
    """กำหนดเป้าหมายการเบิกจ่าย · Sets the target of a quarter, with who set it and where it is written."""

    def act() -> MoneyKept:
        sealed = set_target(session, office, fiscal_year, NewTarget(**wish.model_dump()), hand)
        return _kept(session, office, fiscal_year, hand.day, sealed)

    return once(wish, act)


@router.post("/years/{fiscal_year}/savings", response_model=MoneyKept)
def add_measures(
    wish: WantedSavings,
    session: Transaction,
    hand: Acting,
    office: OwnOffice,
    fiscal_year: FiscalYearBE,
    once: OnlyOnce,
) -> Response:
    """กำหนดมาตรการประหยัด · Adds measures to save money."""

    def act() -> MoneyKept:
        on = wish.effective_on
        sealed = add_savings(session, office, fiscal_year, wish.measures, hand, effective_on=on)
        return _kept(session, office, fiscal_year, hand.day, sealed)

    return once(wish, act)


def _kept(session: Session, office: int, fiscal_year: int, on: datetime.date, sealed: Sealed) -> MoneyKept:
    return MoneyKept(**_set(session, office, fiscal_year, on), entry_seq=sealed.seq)


def _set(session: Session, office: int, fiscal_year: int, on: datetime.date) -> dict[str, object]:
    told = year_money(session, office, fiscal_year, on)
    return {
        "fiscal_year": fiscal_year,
        "on": on,
        "ceilings": [_ceiling(each) for each in told.ceilings],
        "tranches": [_tranche(each) for each in told.tranches],
        "targets": [_target(each) for each in told.targets],
        "savings": [
            MeasureShown(text=each.text, effective_on=each.effective_on)
            for each in savings(session, office, fiscal_year)
        ],
    }


def _ceiling(each: CeilingNow) -> CeilingShown:
    return CeilingShown(
        fund=each.fund,
        group=each.group,
        amount=in_baht(each.amount),
        planned=in_baht(each.planned),
        provisional=each.provisional,
        authority=each.authority,
        effective_on=each.effective_on,
    )


def _tranche(each: TrancheNow) -> TrancheShown:
    return TrancheShown(
        fund=each.fund,
        number=each.number,
        amount=in_baht(each.amount),
        received_on=each.received_on,
        letter_no=each.letter_no,
        letter_on=each.letter_on,
    )


def _target(each: TargetNow) -> TargetShown:
    return TargetShown(
        quarter=each.quarter,
        scope=each.scope,
        per_cent=in_baht(each.hundredths),  # hundredths of a per cent, as satang are of a baht
        reached=None if each.reached is None else in_baht(each.reached),
        authority=each.authority,
        source=each.source,
        verified=each.verified,
    )
