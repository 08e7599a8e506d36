"""For how many years each kind of item is kept after it ended: ten, unless the office set another term.

gk: the rules on office papers (ระเบียบสำนักนายกรัฐมนตรีว่าด้วยงานสารบรรณ, ข้อ 57) name ten years as the usual
term, and let offices keep some things longer or for ever.
"""

import datetime
from dataclasses import dataclass
from typing import Final

from sqlmodel import Session, select

from states.source import shipped_kinds
from states.thai import arabic_digits
from workflow.changes import SETTERS, Hand, authority, named, record
from workflow.errors import BadInput
from workflow.history import Sealed
from workflow.models import Item, RetentionTerm

USUAL: Final = 10  # years
FOR_EVER: Final = 0
LONGEST: Final = 100
_NEVER: Final = ("ตลอดไป", "forever")
# Who sets terms, holds back and has destroyed: by order of the head of the office.
KEEPERS: Final = (*SETTERS, "area_director")


@dataclass(frozen=True, slots=True)
class Term:
    """The term of a kind in whole years, FOR_EVER for never; `own` where the office set it itself."""

    kind: str
    years: int
    own: bool


def terms(session: Session, office_id: int) -> tuple[Term, ...]:
    """The term of every kind that ships or that the office has items of, by kind."""
    own = dict(
        session.exec(
            select(RetentionTerm.kind, RetentionTerm.years).where(RetentionTerm.office_id == office_id)
        ).all()
    )
    found = session.exec(select(Item.kind).where(Item.office_id == office_id).distinct())
    return tuple(
        Term(kind, own.get(kind, USUAL), kind in own) for kind in sorted({*shipped_kinds(), *found, *own})
    )


def typed_years(text: str) -> int:
    """The years that somebody typed, in either digits, or `ตลอดไป`; raises BadInput."""
    said = arabic_digits(text).strip()
    if said.casefold() in _NEVER:
        return FOR_EVER
    if not said:
        raise BadInput("years", "empty")
    if not (said.isascii() and said.isdecimal() and len(said) <= 3) or int(said) == FOR_EVER:
        raise BadInput("years", "out_of_range", text[:40])
    return int(said)


def set_term(
    session: Session, office_id: int, kind: str, years: int, order_no: str, hand: Hand
) -> Sealed | None:
    """Sets for how many years a kind is kept from now on, told in the history; None where it is so already.

    It counts for what is kept today: nothing is destroyed by it. Raises NotAllowed, BadInput, TooLong.
    """
    by = authority(session, office_id, hand, KEEPERS)
    order = named("order_no", order_no)
    before = next((term for term in terms(session, office_id) if term.kind == kind), None)
    if before is None:
        raise BadInput("kind", "unknown", kind[:40])
    if not FOR_EVER <= years <= LONGEST:
        raise BadInput("years", "out_of_range", str(years)[:40])
    if before.own and before.years == years:
        return None
    row = session.get(RetentionTerm, (office_id, kind)) or RetentionTerm(
        office_id=office_id, kind=kind, years=years
    )
    row.years = years
    session.add(row)
    session.flush()
    told = {"order_no": order, "years": [before.years, years]}
    return record(session, office_id, "retention", [kind], told, hand, by=by)


def still_kept_from(on: datetime.date, years: int) -> datetime.date:
    """The first day on which something must have ended for its term not to be over on a Bangkok date.

    What ended on 12 January 2018 is kept ten years, up to 12 January 2028, and past its term the day after.
    A day that the year lacks counts as the day after it.
    """
    try:
        return on.replace(year=on.year - years)
    except ValueError:
        return datetime.date(on.year - years, 3, 1)


def by_kind(session: Session, office_id: int) -> dict[str, int]:
    """The years of each kind that is not kept for ever."""
    return {term.kind: term.years for term in terms(session, office_id) if term.years != FOR_EVER}
