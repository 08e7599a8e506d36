"""What an amendment brings into the plan or takes from it is what was decided, line by line."""

import datetime

import pytest
from amendment_desk import DAY, Plan, plan_of_the_small_office  # noqa: F401  a fixture
from sqlmodel import select

from states.model import Label
from workflow.amendments.changes import set_changes
from workflow.amendments.comparison import before_after
from workflow.errors import StepRefused
from workflow.models import CarryOver, Disbursement, Item, ProjectLine
from workflow.money.amounts import line_amounts

YEAR_END = datetime.date(2018, 12, 31)


def total(plan: Plan) -> int:
    return sum(each.in_force for each in line_amounts(plan.session, plan.office.id, 2561, YEAR_END))


def entering(plan: Plan, *satang: int) -> Item:
    return plan.project(*satang, state="group_endorsed")


def moved(plan: Plan, *changes: tuple[ProjectLine, int]) -> Item:
    """An adopted amendment of these changes."""
    amendment = plan.amendment()
    set_changes(plan.session, amendment, [(line.id, satang) for line, satang in changes], plan.hand())
    plan.adopt(amendment)
    return amendment


def missing(plan: Plan, item: Item, trigger: str, role: str, **facts: str) -> dict[str, str]:
    """What the step is refused for, in English, by the guard's name."""
    with pytest.raises(StepRefused) as refusal:
        plan.take(item, trigger, role, **facts)
    return {
        each.code: each.detail.en if isinstance(each.detail, Label) else "" for each in refusal.value.missing
    }


def test_a_line_that_the_amendment_does_not_name_brings_no_money_in(plan: Plan) -> None:
    (source,) = plan.lines(plan.project(100_000_00))
    project = entering(plan, 10_000_00, 900_000_00)
    first, second = plan.lines(project)
    amendment = moved(plan, (source, -10_000_00), (first, 10_000_00))
    table = before_after(plan.session, amendment)
    assert [(each.line_id, each.before, each.after) for each in table.lines] == [
        (source.id, 100_000_00, 90_000_00),
        (first.id, 0, 10_000_00),
        (second.id, 0, 0),
    ]
    plan.take(project, "include_by_amendment", "plan_director")
    assert total(plan) == 100_000_00


def test_an_amendment_without_a_list_is_adopted_only_where_no_lines_are_kept(plan: Plan) -> None:
    bare = plan.amendment()
    plan.take(bare, "compile", "plan_officer", new_money="หนังสือจัดสรร 9")  # the office keeps no lines yet
    plan.project(100_00)
    told = missing(plan, bare, "table", "plan_director", new_money="หนังสือจัดสรร 9")
    assert told == {"net_zero_or_new_money": "Neither transfers nor new money have been recorded"}
    plan.put(bare, "adopted")
    assert missing(plan, bare, "circulate", "clerk") == {"budgets_updated": ""}


def test_an_amendment_without_a_list_lets_no_project_with_lines_in(plan: Plan) -> None:
    plan.amendment("adopted")
    outsider = entering(plan, 5_000_000_00)
    told = missing(plan, outsider, "include_by_amendment", "plan_director")
    assert told == {"amendment_adopted": "No amendment that was adopted lists this project"}


def test_one_amendment_alone_brings_a_project_in(plan: Plan) -> None:
    (source,) = plan.lines(plan.project(100_00))
    (line,) = plan.lines(entering(plan, 10_00))
    amendments = [plan.amendment(), plan.amendment()]
    for each in amendments:
        set_changes(plan.session, each, [(source.id, -10_00), (line.id, 10_00)], plan.hand())
    plan.adopt(amendments[0])
    told = missing(plan, amendments[1], "compile", "plan_officer")
    assert told == {"net_zero_or_new_money": f"Amendment {amendments[0].code} brings in the same project"}


def test_a_proposal_rewritten_after_it_was_listed_does_not_come_in(plan: Plan) -> None:
    (source,) = plan.lines(plan.project(100_00))
    project, later = entering(plan, 10_00), entering(plan, 10_00)
    moved(plan, (source, -10_00), (plan.lines(project)[0], 10_00))
    amendment = plan.amendment()
    changes = [(source.id, -10_00), (plan.lines(later)[0].id, 10_00)]
    set_changes(plan.session, amendment, changes, plan.hand())
    (line,) = plan.lines(project)
    line.original = 60_00
    plan.session.add(
        ProjectLine(
            item_id=later.id, fund_id=line.fund_id, category="operating", sub="services", original=7_00
        )
    )
    plan.session.flush()
    told = missing(plan, project, "include_by_amendment", "plan_director")
    assert told == {"amendment_adopted": "No amendment that was adopted lists this project"}
    told = missing(plan, amendment, "compile", "plan_officer")
    assert told == {"net_zero_or_new_money": "Not every line of a project that comes in is listed"}


def test_a_listed_project_of_another_plan_stops_the_adoption(plan: Plan) -> None:
    project = plan.project(100_00, 50_00)
    line, other = plan.lines(project)
    amendment = plan.amendment()
    set_changes(plan.session, amendment, [(line.id, -1_00), (other.id, 1_00)], plan.hand())
    project.parent_id = plan.office.open(plan.session, "annual_plan", "AP2561-2").id
    plan.session.flush()
    told = missing(plan, amendment, "compile", "plan_officer")
    assert told == {"net_zero_or_new_money": f"Projects no longer in the plan: {project.code}"}


def test_a_proposal_that_an_adopted_amendment_counts_on_is_not_withdrawn(plan: Plan) -> None:
    (source,) = plan.lines(plan.project(100_00))
    project, free = entering(plan, 10_00), entering(plan, 10_00)
    amendment = moved(plan, (source, -10_00), (plan.lines(project)[0], 10_00))
    told = missing(plan, project, "withdraw", "group_director")
    assert told == {"in_no_adopted_amendment": f"Amendment {amendment.code} brings this project in"}
    plan.take(free, "withdraw", "group_director")
    assert free.state == "cancelled"


def test_a_project_is_cancelled_once_amendments_took_all_that_was_not_paid(plan: Plan) -> None:
    project, other = plan.project(100_00), plan.project(50_00)
    line, spare = plan.lines(project)[0], plan.lines(other)[0]
    plan.session.add(Disbursement(line_id=line.id, fiscal_year=2561, quarter=1, amount=30_00))
    moved(plan, (line, 1_00), (spare, -1_00))  # gives the project money
    told = missing(plan, project, "cancel", "plan_director")
    assert told == {
        "amendment_adopted": "OFFICE: 71.00 baht were not paid and have to be moved by an amendment first"
    }
    moved(plan, (line, -71_00), (spare, 71_00))
    before = total(plan)
    plan.take(project, "cancel", "plan_director")
    assert (total(plan), before) == (150_00, 150_00)


def test_an_amendment_of_others_covers_no_cancelling(plan: Plan) -> None:
    project = plan.project(100_00)
    line, other = plan.lines(plan.project(50_00, 20_00))
    moved(plan, (line, -1_00), (other, 1_00))
    told = missing(plan, project, "cancel", "plan_director")
    assert told == {"amendment_adopted": "No amendment that was adopted lists this project"}


def test_a_project_with_money_carried_over_is_not_cancelled(plan: Plan) -> None:
    project, other = plan.project(100_00), plan.project(50_00)
    line, spare = plan.lines(project)[0], plan.lines(other)[0]
    kept = CarryOver(
        line_id=line.id, fiscal_year=2561, amount=60_00, approval="1", effective_on=DAY, entry_seq=1
    )
    plan.session.add(kept)
    moved(plan, (line, -40_00), (spare, 40_00))
    told = missing(plan, project, "cancel", "plan_director")
    assert told == {
        "amendment_adopted": "OFFICE: 60.00 baht were not paid and have to be moved by an amendment first"
    }


def test_what_was_paid_above_the_amount_in_force_is_told_before_cancelling(plan: Plan) -> None:
    project, other = plan.project(100_00), plan.project(50_00)
    line, spare = plan.lines(project)[0], plan.lines(other)[0]
    moved(plan, (line, -1_00), (spare, 1_00))
    plan.session.add(Disbursement(line_id=line.id, fiscal_year=2561, quarter=1, amount=100_00))
    told = missing(plan, project, "cancel", "plan_director")
    assert told == {"amendment_adopted": "OFFICE: paid 1.00 baht over the amount in force"}
    plan.session.exec(select(Disbursement)).one().amount = 99_00
    plan.take(project, "cancel", "plan_director")
    assert total(plan) == 150_00
