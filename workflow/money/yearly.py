"""What is set anew every year: how much should be paid by each quarter's end, and how the office saves."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlmodel import Session, col, select

from states.baht import BadAmount, satang_of
from states.catalogue import catalogue
from workflow.changes import Hand, authority, named, record
from workflow.errors import AlreadyExists, BadInput
from workflow.facts import limited
from workflow.history import Sealed
from workflow.models import SavingsMeasure, Target
from workflow.money.checks import check_fiscal_year, check_quarter
from workflow.money.pace import ALL

TARGET_SETTERS = ("plan_director", "plan_officer", "finance_officer", "area_director")
SAVERS = ("area_director", "plan_director")
LONGEST_MEASURE = 2_000
_WHOLE = 10_000  # hundredths of a per cent


@dataclass(frozen=True, slots=True)
class NewTarget:
    """How much should be paid by the end of a quarter: `per_cent` with at most two decimals (DOMAIN 3.8).

    `scope` is "all" or a spending category; `authority` who set it, `source` the paper that says so;
    `verified` is false for what somebody remembered.
    """

    quarter: int
    per_cent: Decimal
    authority: str
    scope: str = ALL
    source: str = ""
    verified: bool = True


def set_target(session: Session, office_id: int, fiscal_year: int, new: NewTarget, hand: Hand) -> Sealed:
    """Sets a target of a fiscal year (B.E.), in place of the one that stood. Raises NotAllowed, BadInput,
    TooLong."""
    by = authority(session, office_id, hand, TARGET_SETTERS)
    check_fiscal_year(fiscal_year)
    check_quarter(new.quarter)
    if new.scope not in (ALL, *catalogue().categories):
        raise BadInput("scope", "unknown", new.scope[:80])
    row = _target(session, office_id, fiscal_year, new.scope, new.quarter)
    before = _told(row) if row else None
    row = row or Target(
        office_id=office_id,
        fiscal_year=fiscal_year,
        scope=new.scope,
        quarter=new.quarter,
        hundredths=0,
        authority="",
    )
    row.hundredths = _hundredths(new.per_cent)
    row.authority, row.source = named("authority", new.authority), limited("source", new.source.strip(), 300)
    row.verified = new.verified
    session.add(row)
    session.flush()
    told = {"fiscal_year": fiscal_year, "changed": [before, _told(row)]}
    return record(session, office_id, "target", [_code(row)], told, hand, by=by)


def copy_targets(session: Session, office_id: int, fiscal_year: int, hand: Hand) -> Sealed:
    """Takes over the targets of the year before that this fiscal year (B.E.) does not have yet.

    They change every year, so what is copied counts as unverified. Raises NotAllowed, BadInput (there were
    none), AlreadyExists (this year has them all).
    """
    by = authority(session, office_id, hand, TARGET_SETTERS)
    check_fiscal_year(fiscal_year)
    old = _targets(session, office_id, fiscal_year - 1)
    if not old:
        raise BadInput("fiscal_year", "unknown", str(fiscal_year - 1))
    known = {(each.scope, each.quarter) for each in _targets(session, office_id, fiscal_year)}
    new = [
        Target(
            office_id=office_id,
            fiscal_year=fiscal_year,
            scope=each.scope,
            quarter=each.quarter,
            hundredths=each.hundredths,
            authority=each.authority,
            source=each.source,
            verified=False,
        )
        for each in old
        if (each.scope, each.quarter) not in known
    ]
    if not new:
        raise AlreadyExists("target", str(fiscal_year))
    session.add_all(new)
    session.flush()
    told = {
        "fiscal_year": fiscal_year,
        "copied_from": fiscal_year - 1,
        "added": [_told(each) for each in new],
    }
    return record(session, office_id, "target", [_code(each) for each in new], told, hand, by=by)


def add_savings(
    session: Session,
    office_id: int,
    fiscal_year: int,
    measures: Sequence[str],
    hand: Hand,
    *,
    effective_on: datetime.date | None = None,
) -> Sealed:
    """Adds measures to save money in a fiscal year (B.E.), all in one entry (U-D2).

    Raises NotAllowed, BadInput, TooLong.
    """
    by = authority(session, office_id, hand, SAVERS)
    check_fiscal_year(fiscal_year)
    texts = [limited("measure", text.strip(), LONGEST_MEASURE) for text in measures]
    if not texts or not all(texts):
        raise BadInput("measure", "empty")
    on = effective_on or hand.day
    told = {"fiscal_year": fiscal_year, "added": texts}
    sealed = record(session, office_id, "savings", [str(fiscal_year)], told, hand, by=by, on=on)
    session.add_all(
        SavingsMeasure(
            office_id=office_id, fiscal_year=fiscal_year, text=text, effective_on=on, entry_seq=sealed.seq
        )
        for text in texts
    )
    session.flush()
    return sealed


def savings(session: Session, office_id: int, fiscal_year: int) -> Sequence[SavingsMeasure]:
    """The measures to save money of a fiscal year (B.E.), as they were added."""
    return session.exec(
        select(SavingsMeasure)
        .where(SavingsMeasure.office_id == office_id, SavingsMeasure.fiscal_year == fiscal_year)
        .order_by(col(SavingsMeasure.id))
    ).all()


def _hundredths(per_cent: Decimal) -> int:
    """Whole hundredths of a per cent above 0 and up to 100; raises BadInput."""
    try:
        found = satang_of(per_cent)  # two decimals exactly, as for baht
    except BadAmount as error:
        raise BadInput("per_cent", "out_of_range", str(per_cent)) from error
    if not 0 < found <= _WHOLE:
        raise BadInput("per_cent", "out_of_range", str(per_cent))
    return found


def _targets(session: Session, office_id: int, fiscal_year: int) -> Sequence[Target]:
    return session.exec(
        select(Target)
        .where(Target.office_id == office_id, Target.fiscal_year == fiscal_year)
        .order_by(col(Target.scope), col(Target.quarter))
    ).all()


def _target(session: Session, office_id: int, fiscal_year: int, scope: str, quarter: int) -> Target | None:
    known = _targets(session, office_id, fiscal_year)
    return next((each for each in known if (each.scope, each.quarter) == (scope, quarter)), None)


def _code(row: Target) -> str:
    return f"{row.fiscal_year} {row.scope} {row.quarter}"


def _told(row: Target) -> dict[str, Any]:
    names = ("quarter", "scope", "hundredths", "authority", "source", "verified")
    return {name: getattr(row, name) for name in names}
