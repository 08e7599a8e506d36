"""What the morning drafts when its time comes: calls, reminders of reports and deadlines, acceleration."""

import datetime
from collections.abc import Iterator
from typing import Final

from sqlmodel import Session, col, select

from papers.drafting import DATED, Wanted
from papers.particulars import Occasion
from states.fiscal import FiscalYear, fiscal_year_of
from workflow.models import Item, Obligation, PaperRow
from workflow.moments import bangkok_date
from workflow.reports.acceleration import below

# gk: the source papers name no day on which a memo is to be written; these leave time to sign and to act.
CALLED_BEFORE: Final = datetime.timedelta(days=10)
"""How long before a quarter's end its reports are called for."""
TOLD_BEFORE: Final = datetime.timedelta(days=14)
"""How long before a due date a memo tells of it, and for how long after it is still worth writing."""
_QUARTER: Final = datetime.timedelta(days=92)
_UNOPENED, _ACKNOWLEDGED = "scheduled", "acknowledged"
_ACCELERATION: Final = "memo_acceleration"
_REPORT: Final = "D-PR-01"
_OUTWARD: Final = ("D-AP-03", "D-AP-04", "D-AR-01", "D-AR-02", "D-EX-01")


def wanted(session: Session, office_id: int, now: datetime.datetime) -> list[Wanted]:
    """The papers that are due to be drafted in the office on the day of `now`, once each for ever.

    None that a step has drafted about the same item.
    """
    day = bangkok_date(now)
    found = [*_of_reports(session, office_id, day), *_of_duties(session, office_id, day)]
    drafted = _drafted(session, [each.occasion.item.id for each in found]) if found else set()
    return [
        each
        for each in found
        if each.cause not in drafted
        and (each.code == "memo_deadline" or (each.occasion.item.id, each.code) not in drafted)
    ]


def _of_reports(session: Session, office_id: int, day: datetime.date) -> Iterator[Wanted]:
    """Calls for quarterly reports that nobody has opened, and acceleration of what those acknowledged show.

    A call comes some days before the quarter's end, or on the next morning until the next quarter's.
    """
    for item in _reports(session, office_id, day):
        assert item.quarter is not None
        end = FiscalYear(item.fiscal_year).quarter(item.quarter).end
        if item.state == _UNOPENED and end - CALLED_BEFORE <= day <= end + _QUARTER:
            yield _of_item("memo_quarter_call", item, day)
        elif item.state == _ACKNOWLEDGED and not _has(session, item, _ACCELERATION) and below(session, item):
            yield _of_item(_ACCELERATION, item, day)


def _of_duties(session: Session, office_id: int, day: datetime.date) -> Iterator[Wanted]:
    """What is open and due soon, or was a short while ago."""
    found = session.exec(
        select(Obligation, Item)
        .join(Item, col(Item.id) == col(Obligation.item_id))
        .where(
            Obligation.office_id == office_id,
            Obligation.outcome == "",
            Obligation.due_on >= day - TOLD_BEFORE,
            Obligation.due_on <= day + TOLD_BEFORE,
            col(Obligation.code).in_((_REPORT, *_OUTWARD)),
        )
        .order_by(col(Obligation.due_on), col(Obligation.id))
    ).all()
    for duty, item in found:
        code = "memo_report_due" if duty.code == _REPORT else "memo_deadline"
        yield Wanted(code, Occasion(item, day, duty=duty), f"{DATED}:{duty.id}:{code}")


def _reports(session: Session, office_id: int, day: datetime.date) -> list[Item]:
    """The quarterly reports of the fiscal years about the day, by year and quarter."""
    year = fiscal_year_of(day).be
    return list(
        session.exec(
            select(Item)
            .where(
                Item.office_id == office_id,
                Item.kind == "quarterly_report",
                col(Item.quarter).is_not(None),
                col(Item.state).in_((_UNOPENED, _ACKNOWLEDGED)),
                col(Item.fiscal_year).in_((year - 1, year, year + 1)),
            )
            .order_by(col(Item.fiscal_year), col(Item.quarter), col(Item.id))
        )
    )


def _of_item(code: str, item: Item, day: datetime.date) -> Wanted:
    return Wanted(code, Occasion(item, day), f"{DATED}:item {item.code}:{code}")


def _has(session: Session, item: Item, code: str) -> bool:
    found = select(PaperRow.item_id).where(PaperRow.about_id == item.id, PaperRow.code == code)
    return session.exec(found.limit(1)).first() is not None


def _drafted(session: Session, items: list[int]) -> set[object]:
    """The causes of papers about the items, and which paper each item has."""
    found = session.exec(
        select(PaperRow.about_id, PaperRow.code, PaperRow.cause).where(col(PaperRow.about_id).in_(items))
    ).all()
    return {cause for _, _, cause in found} | {(about, code) for about, code, _ in found}
