"""What the office decides and receives for a fiscal year: ceilings, tranches, targets, savings measures."""

import datetime
from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from states.thai import money
from workflow.changes import Hand, authority, named, record
from workflow.errors import AlreadyExists, BadInput
from workflow.history import Sealed
from workflow.models import Ceiling, Tranche
from workflow.money.checks import (
    LARGEST,
    check_fiscal_year,
    check_not_future,
    check_not_negative,
    fund_of,
    group_of,
)
from workflow.money.yearly import NewTarget, add_savings, copy_targets, set_target

__all__ = [
    "NewCeiling",
    "NewTarget",
    "NewTranche",
    "add_savings",
    "copy_targets",
    "record_tranche",
    "set_ceiling",
    "set_target",
]
CEILING_SETTERS = ("plan_director", "area_director", "finance_officer")
TRANCHE_KEEPERS = ("finance_officer", "plan_officer", "plan_director")


@dataclass(frozen=True, slots=True)
class NewCeiling:
    """How much of a fund may be planned from a Bangkok date on: by one group, or altogether (U-D3).

    `satang`; `authority` is the letter or order; `provisional` while the budget act is late (DOMAIN 3.8).
    """

    fund: str
    satang: int
    authority: str
    group: str = ""
    provisional: bool = False
    effective_on: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class NewTranche:
    """Money that arrived on a Bangkok date (งวด, U-S1). `satang` is below zero where money is taken back."""

    fund: str
    number: int
    satang: int
    received_on: datetime.date
    letter_no: str
    letter_on: datetime.date | None = None


def set_ceiling(session: Session, office_id: int, fiscal_year: int, new: NewCeiling, hand: Hand) -> Sealed:
    """Sets a ceiling of a fiscal year (B.E.); the one before stays for the days before it.

    Nought is a ceiling, too: nothing of the fund may be planned. No ceiling is no limit.

    Raises NotAllowed, BadInput, TooLong.
    """
    by = authority(session, office_id, hand, CEILING_SETTERS)
    check_fiscal_year(fiscal_year)
    check_not_negative(new.satang)
    fund_id, group_id = fund_of(session, office_id, new.fund), group_of(session, office_id, new.group)
    letter, on = named("authority", new.authority), new.effective_on or hand.day
    told = {
        "fiscal_year": fiscal_year,
        "fund": new.fund,
        "group": new.group,
        "satang": [_ceiling_on(session, fiscal_year, fund_id, group_id, on), new.satang],
        "provisional": new.provisional,
        "authority": letter,
    }
    sealed = record(session, office_id, "ceiling", [_code(new.fund, new.group)], told, hand, by=by, on=on)
    session.add(
        Ceiling(
            office_id=office_id,
            fiscal_year=fiscal_year,
            fund_id=fund_id,
            group_id=group_id,
            amount=new.satang,
            provisional=new.provisional,
            authority=letter,
            effective_on=on,
            entry_seq=sealed.seq,
        )
    )
    session.flush()
    return sealed


def _ceiling_on(
    session: Session, fiscal_year: int, fund_id: int, group_id: int | None, on: datetime.date
) -> int | None:
    """The ceiling that stood on a Bangkok date (satang)."""
    return session.exec(
        select(Ceiling.amount)
        .where(
            Ceiling.fund_id == fund_id,
            Ceiling.fiscal_year == fiscal_year,
            col(Ceiling.group_id).is_(None) if group_id is None else Ceiling.group_id == group_id,
            Ceiling.effective_on <= on,
        )
        .order_by(col(Ceiling.effective_on).desc(), col(Ceiling.id).desc())
    ).first()


def _code(*parts: object) -> str:
    return " ".join(str(part) for part in parts if part != "")


def record_tranche(session: Session, office_id: int, fiscal_year: int, new: NewTranche, hand: Hand) -> Sealed:
    """Records money received for a fiscal year (B.E.), or taken back of it.

    Raises NotAllowed, TooLong, AlreadyExists (the fund has a tranche of that number), BadDate (a day that
    has not come), BadInput (nothing, or more taken back than was received).
    """
    by = authority(session, office_id, hand, TRANCHE_KEEPERS)
    check_fiscal_year(fiscal_year)
    check_not_future(new.received_on, hand.day)
    if new.number < 1:
        raise BadInput("tranche", "out_of_range", str(new.number))
    fund_id, letter = fund_of(session, office_id, new.fund), named("letter_no", new.letter_no)
    before = _received(session, fiscal_year, fund_id)
    if new.satang == 0 or not 0 <= before + new.satang <= LARGEST:
        raise BadInput("amount", "out_of_range", money(new.satang))
    if new.number in _numbers(session, fiscal_year, fund_id):
        raise AlreadyExists("tranche", _code(new.fund, new.number))
    told = {
        "fiscal_year": fiscal_year,
        "fund": new.fund,
        "number": new.number,
        "satang": new.satang,
        "received": [before, before + new.satang],
        "letter_no": letter,
        "letter_on": new.letter_on.isoformat() if new.letter_on else None,
    }
    code = _code(new.fund, new.number)
    sealed = record(session, office_id, "tranche", [code], told, hand, by=by, on=new.received_on)
    session.add(
        Tranche(
            office_id=office_id,
            fiscal_year=fiscal_year,
            fund_id=fund_id,
            number=new.number,
            amount=new.satang,
            received_on=new.received_on,
            letter_no=letter,
            letter_on=new.letter_on,
            entry_seq=sealed.seq,
        )
    )
    session.flush()
    return sealed


def _numbers(session: Session, fiscal_year: int, fund_id: int) -> set[int]:
    found = session.exec(
        select(Tranche.number).where(Tranche.fund_id == fund_id, Tranche.fiscal_year == fiscal_year)
    )
    return set(found)


def _received(session: Session, fiscal_year: int, fund_id: int) -> int:
    found = session.exec(
        select(func.coalesce(func.sum(Tranche.amount), 0)).where(
            Tranche.fund_id == fund_id, Tranche.fiscal_year == fiscal_year
        )
    ).one()
    return int(found)
