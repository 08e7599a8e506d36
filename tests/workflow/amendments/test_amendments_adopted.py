"""An amendment adds up, holds from its adoption, and is owed to the boards until they are told."""

import datetime

import pytest
from amendment_desk import Plan, plan_of_the_small_office  # noqa: F401  a fixture
from conftest import NOW
from sqlmodel import select

from workflow.amendments.changes import set_changes
from workflow.amendments.comparison import Sum, before_after
from workflow.amendments.listed import listed
from workflow.errors import AlreadyExists, BadInput, NotAllowed, NotOpenHere, StepRefused
from workflow.models import Disbursement, LineChange, Obligation
from workflow.money.amounts import line_amounts
from workflow.money.standing import Late, late

FEBRUARY = datetime.datetime(2018, 2, 7, 2, 0, tzinfo=datetime.UTC)
APRIL = datetime.datetime(2018, 4, 2, 2, 0, tzinfo=datetime.UTC)


def in_force(plan: Plan, on: str) -> list[int]:
    day = datetime.date.fromisoformat(on)
    return [each.in_force for each in line_amounts(plan.session, plan.office.id, 2561, day)]


def pay(plan: Plan, line_id: int, satang: int) -> None:
    plan.session.add(Disbursement(line_id=line_id, fiscal_year=2561, quarter=1, amount=satang))
    plan.session.flush()


def test_a_transfer_holds_from_the_day_of_its_adoption_and_on_no_day_before(plan: Plan) -> None:
    """R-020: also after later steps, whatever day had been planned."""
    first, second = plan.project(100_00), plan.project(50_00)
    source, target = plan.lines(first)[0], plan.lines(second)[0]
    amendment = plan.amendment()
    planned = datetime.date(2018, 1, 15)
    set_changes(
        plan.session, amendment, [(source.id, -30_00), (target.id, 30_00)], plan.hand(), planned_on=planned
    )
    assert in_force(plan, "2018-02-28") == [100_00, 50_00]
    plan.adopt(amendment, FEBRUARY.date(), FEBRUARY)
    assert in_force(plan, "2018-02-06") == [100_00, 50_00]
    assert in_force(plan, "2018-02-07") == [70_00, 80_00]
    plan.take(amendment, "circulate", "clerk", APRIL.date(), APRIL)
    plan.take(amendment, "report_to_board", "board_recorder", APRIL.date(), APRIL)
    assert in_force(plan, "2018-02-06") == [100_00, 50_00]
    assert in_force(plan, "2018-02-07") == [70_00, 80_00]


@pytest.mark.parametrize("ending", ["withdraw", "reject"])
def test_what_was_withdrawn_or_rejected_changes_nothing(plan: Plan, ending: str) -> None:
    line, other = plan.lines(plan.project(100_00, 50_00))
    amendment = plan.amendment()
    set_changes(plan.session, amendment, [(line.id, -30_00), (other.id, 30_00)], plan.hand())
    if ending == "reject":
        plan.take(amendment, "compile", "plan_officer")
        plan.take(amendment, "table", "plan_director")
    role = "committee_secretary" if ending == "reject" else "plan_director"
    plan.take(amendment, ending, role)
    assert in_force(plan, "2018-12-31") == [100_00, 50_00]
    with pytest.raises(NotOpenHere):
        set_changes(plan.session, amendment, [(line.id, -1), (other.id, 1)], plan.hand())


def test_the_list_is_told_with_before_and_after_and_replaced_as_a_whole(plan: Plan) -> None:
    line, other = plan.lines(plan.project(100_00, 50_00))
    amendment = plan.amendment()
    set_changes(plan.session, amendment, [(line.id, -10_00), (other.id, 10_00)], plan.hand())
    sealed = set_changes(plan.session, amendment, [(line.id, -30_00), (other.id, 30_00)], plan.hand())
    told = listed(plan.session, amendment.id)
    assert told is not None
    assert (told.seq, dict(told.changes)) == (sealed.seq, {line.id: -30_00, other.id: 30_00})
    assert [each["satang"] for each in told.lines] == [[100_00, 70_00], [50_00, 80_00]]
    rows = plan.session.exec(select(LineChange.change).where(LineChange.amendment_id == amendment.id)).all()
    assert sorted(rows) == [-30_00, 30_00]


def test_no_line_falls_below_nothing_or_below_what_was_paid_of_it(plan: Plan) -> None:
    line, other = plan.lines(plan.project(100_00, 50_00))
    pay(plan, line.id, 60_00)
    amendment = plan.amendment()
    with pytest.raises(BadInput) as refusal:
        set_changes(plan.session, amendment, [(line.id, -40_01), (other.id, 40_01)], plan.hand())
    assert (refusal.value.problem, refusal.value.detail) == ("above_what_is_left", "P001: 40.01 > 40.00")
    set_changes(plan.session, amendment, [(line.id, -40_00), (other.id, 40_00)], plan.hand())
    with pytest.raises(BadInput, match="above_what_is_left"):
        set_changes(plan.session, amendment, [(other.id, -50_01)], plan.hand())


def test_what_was_paid_meanwhile_stops_the_adoption(plan: Plan) -> None:
    line, other = plan.lines(plan.project(100_00, 50_00))
    amendment = plan.amendment()
    set_changes(plan.session, amendment, [(line.id, -40_00), (other.id, 40_00)], plan.hand())
    plan.take(amendment, "compile", "plan_officer")
    plan.take(amendment, "table", "plan_director")
    pay(plan, line.id, 60_01)
    with pytest.raises(StepRefused) as refusal:
        plan.take(amendment, "adopt", "committee_secretary")
    (missing,) = refusal.value.missing
    assert missing.code == "net_zero_or_new_money"
    assert missing.detail is not None
    assert missing.detail.en == (
        "P001 remuneration would be left with 60.00 baht; 60.01 are paid or carried over"
    )
    assert in_force(plan, "2018-12-31") == [100_00, 50_00]


def test_two_amendments_cannot_both_take_what_is_there_once(plan: Plan) -> None:
    line, other = plan.lines(plan.project(100_00, 50_00))
    first, second = plan.amendment(), plan.amendment()
    for each in (first, second):
        set_changes(plan.session, each, [(line.id, -60_00), (other.id, 60_00)], plan.hand())
    plan.adopt(first)
    with pytest.raises(StepRefused):
        plan.adopt(second)
    assert in_force(plan, "2018-12-31") == [40_00, 110_00]


def test_only_lines_of_the_same_plan_and_each_once(plan: Plan) -> None:
    line, other = plan.lines(plan.project(100_00, 50_00))
    proposed = plan.lines(plan.project(10_00, state="under_screening"))[0]
    elsewhere = plan.project(10_00)
    elsewhere.parent_id = None
    plan.session.flush()
    amendment, hand = plan.amendment(), plan.hand()
    for line_id in (proposed.id, plan.lines(elsewhere)[0].id):
        with pytest.raises(BadInput, match="not_in_plan"):
            set_changes(plan.session, amendment, [(line.id, -1), (line_id, 1)], hand)
    with pytest.raises(BadInput, match="unknown"):
        set_changes(plan.session, amendment, [(line.id + 10_000, 1)], hand)
    with pytest.raises(AlreadyExists):
        set_changes(plan.session, amendment, [(line.id, -1), (line.id, 1)], hand)
    with pytest.raises(BadInput, match="out_of_range"):
        set_changes(plan.session, amendment, [(line.id, 0), (other.id, 1)], hand)
    with pytest.raises(BadInput, match="not_an_amendment"):
        set_changes(plan.session, elsewhere, [(line.id, 1)], hand)


@pytest.mark.parametrize(
    ("state", "role", "may"),
    [
        ("requested", "group_director", True),
        ("requested", "group_director@ADM", False),
        ("requested", "plan_officer", True),
        ("requested", "project_owner", False),
        ("compiled", "group_director", False),
        ("compiled", "plan_director", True),
        ("compiled", "finance_officer", False),
    ],
)
def test_the_requesting_groups_director_asks_and_the_plan_group_compiles(
    plan: Plan, state: str, role: str, may: bool
) -> None:
    line, other = plan.lines(plan.project(100_00, 50_00))
    amendment = plan.amendment(state, group_id=plan.office.groups["PLN"])
    wanted = [(line.id, -1_00), (other.id, 1_00)]
    if may:
        assert set_changes(plan.session, amendment, wanted, plan.hand(role)).seq > 0
        return
    with pytest.raises(NotAllowed):
        set_changes(plan.session, amendment, wanted, plan.hand(role))


def test_once_compiled_the_list_stays_balanced_or_as_it_was(plan: Plan) -> None:
    line, other = plan.lines(plan.project(100_00, 50_00))
    amendment = plan.amendment()
    set_changes(plan.session, amendment, [(line.id, -30_00), (other.id, 30_00)], plan.hand())
    plan.take(amendment, "compile", "plan_officer")
    for wrong in ([(line.id, -30_00), (other.id, 30_01)], []):
        with pytest.raises(BadInput, match="sum_differs"):
            set_changes(plan.session, amendment, wrong, plan.hand())
        assert [each.change for each in before_after(plan.session, amendment).lines] == [-30_00, 30_00]


def test_money_does_not_move_from_one_fund_to_another(plan: Plan) -> None:
    line, other = plan.lines(plan.project(100_00))[0], plan.lines(plan.project(50_00, fund="QUALITY"))[0]
    amendment = plan.amendment()
    set_changes(plan.session, amendment, [(line.id, -30_00), (other.id, 30_00)], plan.hand())
    with pytest.raises(StepRefused) as refusal:
        plan.take(amendment, "compile", "plan_officer")
    details = [each.detail.en for each in refusal.value.missing if each.detail]
    assert details == ["Money moves from one fund to another: OFFICE -30.00, QUALITY 30.00 baht"]


def test_a_project_comes_into_the_plan_through_the_amendment_that_lists_it(plan: Plan) -> None:
    """Its amount is taken from others, less than it asked for; without the list it stays out."""
    (source,) = plan.lines(plan.project(100_00))
    entering, unlisted = (plan.project(40_00, state="group_endorsed") for _ in range(2))
    (line,) = plan.lines(entering)
    amendment = plan.amendment()
    set_changes(plan.session, amendment, [(source.id, -30_00), (line.id, 30_00)], plan.hand())
    table = before_after(plan.session, amendment)
    assert [(each.before, each.after) for each in table.lines] == [(100_00, 70_00), (0, 30_00)]
    plan.adopt(amendment)
    with pytest.raises(StepRefused) as refusal:
        plan.take(unlisted, "include_by_amendment", "plan_director")
    assert [each.code for each in refusal.value.missing] == ["amendment_adopted"]
    plan.take(entering, "include_by_amendment", "plan_director")
    assert in_force(plan, "2018-12-31") == [70_00, 30_00]
    assert [(each.before, each.after) for each in before_after(plan.session, amendment).lines] == [
        *((100_00, 70_00), (0, 30_00))
    ]


def test_the_table_sums_by_group_fund_and_category_and_stays_as_it_was_adopted(plan: Plan) -> None:
    first = plan.project(100_00, 20_00)
    second = plan.project(50_00, group_id=plan.office.groups["ADM"])
    line, _ = plan.lines(first)
    (target,) = plan.lines(second)
    earlier, later = plan.amendment(), plan.amendment()
    set_changes(plan.session, earlier, [(line.id, -10_00), (target.id, 10_00)], plan.hand())
    plan.adopt(earlier)
    set_changes(plan.session, later, [(line.id, -30_00), (target.id, 30_00)], plan.hand())
    plan.adopt(later)
    table = before_after(plan.session, later)
    assert [(each.before, each.change, each.after) for each in table.lines] == [
        *((90_00, -30_00, 60_00), (60_00, 30_00, 90_00))
    ]
    assert table.by_group == (Sum("ADM", 60_00, 30_00), Sum("PLN", 90_00, -30_00))
    assert table.by_fund == (Sum("OFFICE", 150_00, 0),)
    assert table.by_category == (Sum("operating", 150_00, 0),)
    assert (table.net, table.adopted_on, table.new_money) == (0, NOW.date(), None)
    assert [each.before for each in before_after(plan.session, earlier).lines] == [100_00, 50_00]


def test_under_the_approval_in_principle_the_board_is_owed_a_report_until_it_is_told(plan: Plan) -> None:
    """U-D6: thirty days after the adoption; late ever after, until it is done."""
    line, other = plan.lines(plan.project(100_00, 50_00))
    amendment = plan.amendment()
    set_changes(plan.session, amendment, [(line.id, -1_00), (other.id, 1_00)], plan.hand())

    def owed() -> list[tuple[str, datetime.date, str]]:
        found = plan.session.exec(
            select(Obligation.owed_by, Obligation.due_on, Obligation.outcome).where(
                Obligation.item_id == amendment.id, Obligation.code == "D-AM-03"
            )
        )
        return [tuple(each) for each in found]

    def overdue() -> list[Late]:
        found = late(plan.session, plan.office.id, 2561, APRIL.date())
        return [each for each in found if each.item == amendment.code]

    assert owed() == []
    plan.adopt(amendment, FEBRUARY.date(), FEBRUARY)
    due = datetime.date(2018, 3, 9)
    assert owed() == [("board_recorder", due, "")]
    plan.take(amendment, "circulate", "clerk", APRIL.date(), APRIL)
    assert [each.days for each in overdue()] == [24]
    plan.take(amendment, "report_to_board", "board_recorder", APRIL.date(), APRIL)
    assert owed() == [("board_recorder", due, "done")]
    assert overdue() == []


def test_where_nothing_was_approved_in_principle_the_board_decides_first_and_is_owed_nothing(
    plan: Plan,
) -> None:
    line, other = plan.lines(plan.project(100_00, 50_00))
    plan.preapprove("no")
    amendment = plan.amendment()
    set_changes(plan.session, amendment, [(line.id, -1_00), (other.id, 1_00)], plan.hand())
    with pytest.raises(StepRefused):
        plan.adopt(amendment)
    plan.take(amendment, "refer_to_board", "area_director")
    assert in_force(plan, "2018-12-31") == [100_00, 50_00]
    plan.take(amendment, "record_board_approved", "board_recorder")
    assert in_force(plan, "2018-12-31") == [99_00, 51_00]
    assert plan.session.exec(select(Obligation.id).where(Obligation.item_id == amendment.id)).all() == []
