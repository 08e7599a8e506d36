"""What every change of the office's money is checked for before it is written."""

import datetime

from sqlmodel import Session, select

from states.catalogue import catalogue
from states.thai import money
from workflow.errors import BadDate, BadInput
from workflow.models import Fund, Group

LARGEST = 10**15  # satang: more than the budget of the whole country


def check_fiscal_year(fiscal_year: int) -> None:
    """Raises BadInput for what is no Buddhist year."""
    if not 2400 < fiscal_year < 2700:
        raise BadInput("fiscal_year", "wrong_era", str(fiscal_year))


def check_quarter(quarter: int) -> None:
    """Raises BadInput where the quarter is none of 1-4."""
    if quarter not in (1, 2, 3, 4):
        raise BadInput("quarter", "out_of_range", str(quarter))


def check_above_zero(satang: int) -> None:
    """Raises BadInput for nothing, less than nothing, or more than there is."""
    if not 0 < satang <= LARGEST:
        raise BadInput("amount", "out_of_range", money(satang))


def check_not_negative(satang: int) -> None:
    if not 0 <= satang <= LARGEST:
        raise BadInput("amount", "out_of_range", money(satang))


def check_not_future(on: datetime.date, today: datetime.date) -> None:
    """Raises BadDate for a Bangkok date after `today`."""
    if on > today:
        raise BadDate("in_future", on.isoformat())


def check_category(category: str, sub: str) -> None:
    """Raises BadInput where the category, or the item within it, is none of the budget's."""
    known = catalogue().categories.get(category)
    if known is None:
        raise BadInput("category", "unknown", category[:80])
    if sub not in known.subs:
        raise BadInput("sub", "unknown", sub[:80])


def fund_of(session: Session, office_id: int, code: str) -> int:
    """The id of the office's fund; raises BadInput."""
    found = session.exec(select(Fund.id).where(Fund.office_id == office_id, Fund.code == code)).first()
    if found is None:
        raise BadInput("fund", "unknown", code[:80])
    return found


def group_of(session: Session, office_id: int, code: str) -> int | None:
    """The id of the office's group, None where none is named; raises BadInput."""
    if not code:
        return None
    found = session.exec(select(Group.id).where(Group.office_id == office_id, Group.code == code)).first()
    if found is None:
        raise BadInput("group", "unknown", code[:80])
    return found
