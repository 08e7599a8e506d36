"""Guards of reports read what the office keeps of them, and take a person's word where it keeps nothing."""

import datetime

import pytest
from conftest import NOW
from guard_desk import Desk, desk_of_the_small_office  # noqa: F401  a fixture
from sqlmodel import select

from workflow.changes import Hand
from workflow.models import Disbursement, Item, Target
from workflow.reports.acceleration import list_below, reply
from workflow.reports.problems import add_problem, problems, withdraw_problem
from workflow.reports.submissions import submit, waive

WORDS = {
    "groups_submitted": "PLN,ADM",
    "problems_recorded": "มี",
    "below_target_exists": "มี",
    "every_listed_project_answered": "ครบ",
}


def hand(desk: Desk, role: str = "plan_officer") -> Hand:
    return Hand(desk.office.people[role], NOW)


def behind(desk: Desk, *paid: int) -> tuple[Item, list[Disbursement]]:
    """An acknowledged report of quarter 1, whose target is 30.29 %, and projects that paid so much of 100."""
    report, rows = desk.item("quarterly_report", "Q1", "acknowledged"), []
    for number, amount in enumerate(paid, start=1):
        item = desk.item("project", f"P{number:03}", "in_progress")
        item.effective_on = datetime.date(2017, 10, 1)
        (line,) = desk.lines(item, 100)
        rows.append(Disbursement(line_id=line.id, fiscal_year=2561, quarter=1, amount=amount))
    target = Target(
        office_id=desk.office.id, fiscal_year=2561, scope="all", quarter=1, hundredths=3029, authority="ครม."
    )
    desk.session.add_all([*rows, target])
    desk.session.flush()
    return report, rows


@pytest.mark.parametrize("kind", ["quarterly_report", "annual_report"])
def test_once_a_group_has_answered_only_answers_count(desk: Desk, kind: str) -> None:
    guard, report = "all_groups_submitted_or_waived", desk.item(kind, state="collecting")
    other = desk.item(kind, state="collecting")
    missing = "Groups that have not reported ({}): {}"
    asked = [desk.says(guard, report), desk.says(guard, report, facts=WORDS)]
    assert asked == [missing.format(2, "ADM, PLN"), "holds"]
    submit(desk.session, report, "PLN", "ครบ", hand(desk, "project_owner"))
    asked = [desk.says(guard, report, facts=WORDS), desk.says(guard, other, facts=WORDS)]
    assert asked == [missing.format(1, "ADM"), "holds"]
    waive(desk.session, report, "ADM", "ไม่มีโครงการ", hand(desk))
    assert [desk.says(guard, report), desk.says(guard, other)] == ["holds", missing.format(2, "ADM, PLN")]


@pytest.mark.parametrize("kind", ["problem", "none"])
def test_problems_are_told_or_it_is_said_that_there_were_none(desk: Desk, kind: str) -> None:
    guard, report = "problems_recorded", desk.item("quarterly_report", state="collecting")
    assert [desk.says(guard, report), desk.says(guard, report, facts=WORDS)] == ["refuses", "holds"]
    add_problem(desk.session, report, kind, "ไม่มี", hand(desk))
    assert desk.says(guard, report) == "holds"
    withdraw_problem(desk.session, report, problems(desk.session, report.id)[0].id, hand(desk))
    assert desk.says(guard, report) == "refuses"


def test_acceleration_is_ordered_for_what_the_figures_say_by_now(desk: Desk) -> None:
    guard = "below_target_exists"
    report, (first, second) = behind(desk, 30, 40)
    assert desk.says(guard, report) == "holds"  # the figures say so, though no list is kept
    list_below(desk.session, report, hand(desk))
    assert desk.says(guard, report) == "holds"
    first.amount, second.amount = 31, 29
    stale = "The list is not what the figures say by now (2): P001, P002"
    assert desk.says(guard, report, facts=WORDS, papers=("acceleration_list",)) == stale
    list_below(desk.session, report, hand(desk))
    assert desk.says(guard, report) == "holds"
    second.amount = 31
    list_below(desk.session, report, hand(desk))
    assert desk.says(guard, report, facts=WORDS) == "Nothing is below target"


def test_the_follow_up_ends_when_every_listed_project_has_answered(desk: Desk) -> None:
    guard = "every_listed_project_answered"
    report, _ = behind(desk, 10, 20, 40)
    bare = desk.item("quarterly_report", state="follow_up")
    list_below(desk.session, report, hand(desk))
    report.state = "follow_up"
    silent = "Listed projects that have not answered ({}): {}"
    told = desk.says(guard, report, facts=WORDS, papers=("acceleration_replies",))
    assert told == silent.format(2, "P001, P002")
    for number, expected in (("P001", silent.format(1, "P002")), ("P002", "holds")):
        project = desk.session.exec(select(Item).where(Item.code == number)).one()
        reply(desk.session, report, project, "จะเร่ง", hand(desk, "group_director"))
        assert desk.says(guard, report) == expected
    assert [desk.says(guard, bare), desk.says(guard, bare, facts=WORDS)] == ["refuses", "holds"]


def test_a_listed_projects_silence_does_not_hold_up_another_report(desk: Desk) -> None:
    report, _ = behind(desk, 10)
    other = desk.item("quarterly_report", "Q2", "follow_up", quarter=2)
    list_below(desk.session, report, hand(desk))
    assert desk.says("every_listed_project_answered", other, papers=("acceleration_replies",)) == "holds"
