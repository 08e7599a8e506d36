"""The day that holds against a deadline: others' papers by their own date, one's own work once recorded."""

import datetime

import pytest
from conftest import NOW, SmallOffice
from sqlmodel import Session

from workflow.days import day_in_time
from workflow.models import Entry

TODAY = datetime.date(2018, 1, 12)
EARLIER, LATER = TODAY - datetime.timedelta(days=5), TODAY + datetime.timedelta(days=5)


@pytest.mark.parametrize(
    ("kind", "state", "trigger", "entry_kind", "dated", "counts"),
    [
        ("expenditure_analysis", "director_review", "director_approve", "step", EARLIER, TODAY),
        ("expenditure_analysis", "director_review", "director_approve", "step", LATER, LATER),
        ("expenditure_analysis", "published", "report_to_obec", "step", EARLIER, EARLIER),
        ("annual_plan", "board_review", "record_board_endorsed", "step", EARLIER, EARLIER),
        ("annual_plan", "board_review", "no_such_step", "step", EARLIER, EARLIER),
        ("expenditure_analysis", "", "", "imported", EARLIER, EARLIER),
    ],
)
def test_which_day_holds_against_a_deadline(
    session: Session,
    office: SmallOffice,
    kind: str,
    state: str,
    trigger: str,
    entry_kind: str,
    dated: datetime.date,
    counts: datetime.date,
) -> None:
    """Recorded today; what comes from outside or was brought in counts from the date it bears."""
    path = office.open(session, kind, "X1").definition_hash
    entry = Entry(
        office_id=office.id,
        seq=9,
        kind=entry_kind,
        at=NOW,
        effective_on=dated,
        subject="item:X1",
        actor_id=office.people["plan_officer"],
        capacity="own",
        from_state=state,
        trigger=trigger,
        definition_hash=path,
        prev_hash="",
        hash="",
    )
    assert day_in_time(session, entry, dated) == counts
