"""From which day an adoption counts: as it was put right, between the steps before and after."""

import datetime

import pytest
from amendment_desk import DAY, Plan, plan_of_the_small_office  # noqa: F401  a fixture

from workflow.amendments.changes import set_changes
from workflow.amendments.comparison import before_after
from workflow.corrections import correct
from workflow.errors import BadDate
from workflow.models import Item
from workflow.money.amounts import line_amounts
from workflow.money.standing import stood

MARCH = datetime.datetime(2018, 3, 20, 2, 0, tzinfo=datetime.UTC)


def in_force(plan: Plan, on: datetime.date) -> list[int]:
    return [each.in_force for each in line_amounts(plan.session, plan.office.id, 2561, on)]


def undo(plan: Plan, item: Item, seq: int) -> None:
    by = plan.office.people["committee_secretary"]
    correct(plan.session, item.id, seq, by=by, at=MARCH, reason="บันทึกผิดเรื่อง", undo=True)
    plan.session.expire_all()


@pytest.fixture(name="adopted")
def adopted_on_the_twentieth_of_march(plan: Plan) -> tuple[Item, int]:
    """An amendment, and the entry by which it was adopted that day."""
    line, other = plan.lines(plan.project(100_00, 50_00))
    amendment = plan.amendment()
    set_changes(plan.session, amendment, [(line.id, -40_00), (other.id, 40_00)], plan.hand())
    plan.take(amendment, "compile", "plan_officer")
    plan.take(amendment, "table", "plan_director")
    moved = plan.take(amendment, "adopt", "committee_secretary", MARCH.date(), MARCH)
    return amendment, moved.entry_seq


def dated(plan: Plan, item: Item, seq: int, on: str, **more: object) -> None:
    by = plan.office.people["committee_secretary"]
    values: dict[str, object] = {"effective_on": datetime.date.fromisoformat(on), **more}
    correct(plan.session, item.id, seq, by=by, at=MARCH, reason="ลงวันผิด", **values)  # type: ignore[arg-type]
    plan.session.expire_all()


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def stands(plan: Plan, on: str) -> list[str]:
    return [each.state for each in stood(plan.session, plan.office.id, 2561, "plan_amendment", day(on))]


def test_a_corrected_day_is_the_day_from_which_the_change_holds(
    plan: Plan, adopted: tuple[Item, int]
) -> None:
    amendment, seq = adopted
    dated(plan, amendment, seq, "2018-03-01")
    dated(plan, amendment, seq, "2018-02-20")
    assert in_force(plan, day("2018-02-19")) == [100_00, 50_00]
    assert in_force(plan, day("2018-02-20")) == [60_00, 90_00]
    assert before_after(plan.session, amendment).adopted_on == day("2018-02-20")
    assert (stands(plan, "2018-02-19"), stands(plan, "2018-02-20")) == (["meeting_review"], ["adopted"])
    assert amendment.effective_on == day("2018-02-20")
    correct(  # another fact put right leaves the day as it was put right before
        plan.session,
        amendment.id,
        seq,
        by=plan.office.people["committee_secretary"],
        at=MARCH,
        reason="พิมพ์ผิด",
        facts={"attendance": "8/9"},
    )
    assert in_force(plan, day("2018-02-20")) == [60_00, 90_00]


def test_a_day_put_right_to_a_later_one_holds_from_then(plan: Plan, adopted: tuple[Item, int]) -> None:
    amendment, seq = adopted
    dated(plan, amendment, seq, "2018-02-20")
    dated(plan, amendment, seq, "2018-03-10")
    assert in_force(plan, day("2018-03-09")) == [100_00, 50_00]
    assert stands(plan, "2018-03-09") == ["meeting_review"]
    assert in_force(plan, day("2018-03-10")) == [60_00, 90_00]


@pytest.mark.parametrize(
    ("on", "problem"),
    [("2018-03-21", "in_future"), ("2018-01-11", "before_last_step"), ("2018-03-02", "after_next_step")],
)
def test_a_day_is_put_right_between_the_steps_before_and_after(
    plan: Plan, adopted: tuple[Item, int], on: str, problem: str
) -> None:
    amendment, seq = adopted
    if problem == "after_next_step":
        dated(plan, amendment, seq, "2018-03-01")
        plan.take(amendment, "circulate", "clerk", day("2018-03-01"), MARCH)
    with pytest.raises(BadDate) as refusal:
        dated(plan, amendment, seq, on)
    assert refusal.value.problem == problem


def test_a_step_undone_is_taken_again_on_its_right_day(plan: Plan, adopted: tuple[Item, int]) -> None:
    amendment, seq = adopted
    undo(plan, amendment, seq)
    assert amendment.effective_on == DAY
    plan.take(amendment, "adopt", "committee_secretary", day("2018-02-20"), MARCH)
    assert in_force(plan, day("2018-02-19")) == [100_00, 50_00]
    assert in_force(plan, day("2018-02-20")) == [60_00, 90_00]


def test_the_latest_adoption_gives_the_day(plan: Plan, adopted: tuple[Item, int]) -> None:
    amendment, seq = adopted
    dated(plan, amendment, seq, "2018-02-20")
    undo(plan, amendment, seq)
    plan.take(amendment, "adopt", "committee_secretary", MARCH.date(), MARCH)
    assert in_force(plan, day("2018-03-19")) == [100_00, 50_00]
    assert in_force(plan, day("2018-03-20")) == [60_00, 90_00]
