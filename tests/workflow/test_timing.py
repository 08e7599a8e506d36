"""A step that lacks something waits while other work is owed before it, until its own date comes near."""

import datetime

import pytest

from states.model import Label, Transition
from workflow.models import Obligation
from workflow.timing import AHEAD, comes_later

ON = datetime.date(2018, 1, 12)
FIRST, LAST = datetime.date(2018, 2, 15), datetime.date(2018, 8, 31)


STEP = Transition(
    *("begin_year_end", Label("สรุป", "Sum up"), ("in_execution",), "year_end_summary", ("plan_director",)),
    settles=("D-AM-01", "D-AM-02"),
)


def owed(**due: datetime.date) -> list[Obligation]:
    return [Obligation(code=code.replace("_", "-"), due_on=day) for code, day in due.items()]


def test_what_is_owed_first_comes_before_a_step_that_is_due_much_later() -> None:
    later = comes_later(STEP, owed(D_AM_01=FIRST, D_AM_02=LAST), ON)
    assert later is not None
    assert (later.first.code, later.due_on) == ("D-AM-01", LAST)


@pytest.mark.parametrize(
    ("due", "on"),
    [
        ({"D_AM_01": FIRST, "D_AM_02": LAST}, LAST - AHEAD),  # its date is near
        ({"D_AM_01": LAST, "D_AM_02": LAST}, ON),  # nothing is owed sooner
        ({"D_SG_03": LAST}, ON),  # it settles nothing of this
        ({}, ON),
    ],
)
def test_otherwise_its_time_has_come(due: dict[str, datetime.date], on: datetime.date) -> None:
    assert comes_later(STEP, owed(**due), on) is None
