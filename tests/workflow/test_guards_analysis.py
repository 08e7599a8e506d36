"""What the guards of the expenditure analysis read: answers, lines, dates and the committee's members."""

import datetime

import pytest
from conftest import LONG_AGO, NOW
from guard_desk import DAY, Desk, desk_of_the_small_office  # noqa: F401  a fixture
from sqlmodel import select

from workflow.analysis.coverage import coverage
from workflow.analysis.lines import Line, set_lines
from workflow.analysis.survey import Answer, record_answers
from workflow.changes import Hand
from workflow.models import Body, Group, Item, Member, Occupancy

EVERYBODY = (
    Answer(school="S001", income=100, expense=50),
    Answer(school="S002", income=0, expense=0),
    Answer(group="PLN", income=1, expense=2),
    Answer(group="ADM", income=3, expense=4),
)
LINES = (Line("expense", "ค่าสาธารณูปโภค", 250_00), Line("income", "เงินอุดหนุนรายหัว", 1_000_00))


@pytest.fixture
def analysis(desk: Desk) -> Item:
    return desk.item("expenditure_analysis", "EX1", "surveying")


def hand(desk: Desk) -> Hand:
    return Hand(desk.office.people["plan_officer"], NOW)


def test_the_guard_of_the_data_reads_the_answers_and_names_who_is_missing(desk: Desk, analysis: Item) -> None:
    record_answers(desk.session, analysis, EVERYBODY[:3], hand(desk))
    facts = {"schools_reported": "2", "groups_reported": "2"}
    assert desk.says("data_complete_or_waived", analysis, facts=facts) == (
        "Groups that have reported: 1 of 2, missing (1): ADM"
    )
    record_answers(desk.session, analysis, EVERYBODY, hand(desk))
    assert desk.says("data_complete_or_waived", analysis) == "holds"


def test_the_guard_of_both_sides_reads_the_lines(desk: Desk, analysis: Item) -> None:
    analysis.state = "committee_analysis"
    told = {"income_and_expense_covered": "ครบ"}
    guard = "income_and_expense_covered"
    assert (desk.says(guard, analysis), desk.says(guard, analysis, facts=told)) == ("refuses", "holds")
    set_lines(desk.session, analysis, LINES[1:], hand(desk))
    assert desk.says(guard, analysis, facts=told) == "Sides without a line (1): expense"
    set_lines(desk.session, analysis, LINES, hand(desk))
    assert desk.says(guard, analysis) == "holds"


@pytest.mark.parametrize(
    ("starts", "ends", "answer"),
    [
        (datetime.date(2017, 10, 1), datetime.date(2018, 10, 12), "holds"),
        (
            datetime.date(2017, 9, 30),
            datetime.date(2018, 9, 30),
            "Begins on 30 September 2017; It must lie between 1 October 2017 and 15 October 2018",
        ),
        (
            datetime.date(2018, 8, 1),
            datetime.date(2018, 10, 16),
            "Ends on 16 October 2018; It must lie between 1 October 2017 and 15 October 2018",
        ),
    ],
)
def test_the_calendar_lies_within_the_year_and_its_deadline(
    desk: Desk, starts: datetime.date, ends: datetime.date, answer: str
) -> None:
    item = desk.item("expenditure_analysis", starts_on=starts, ends_on=ends)
    assert desk.says("calendar_aligned_with_fy", item, papers=("operation_calendar",)) == answer


def seat(desk: Desk, *people: str | None) -> None:
    """A committee of these people by role, None for one without an account."""
    body = Body(
        office_id=desk.office.id,
        code="expenditure_committee",
        name_th="คณะกรรมการวิเคราะห์งบประมาณรายจ่าย",
        internal=True,
        valid_from=LONG_AGO,
    )
    desk.session.add(body)
    desk.session.flush()
    for number, role in enumerate(people):
        person = desk.office.people[role] if role else None
        name = f"กรรมการ {number}"
        desk.session.add(
            Member(body_id=body.id, person_id=person, name_th=name, role="member", valid_from=LONG_AGO)
        )
    desk.session.flush()


@pytest.mark.parametrize(
    ("people", "word", "answer"),
    [
        (("group_director", "project_owner@ADM"), None, "holds"),
        (("group_director", "project_owner"), "ADM", "Groups not in the committee (1): ADM"),
        (("group_director", None), None, "Groups not in the committee (1): ADM"),
        (("group_director", None), "ADM", "holds"),
        (("group_director", "deputy_director"), "ADM", "holds"),
        ((), "PLN,ADM", "holds"),
        ((), "PLN", "Groups not in the committee (1): ADM"),
    ],
)
def test_every_group_has_a_member_and_a_word_counts_only_for_members_without_a_group(
    desk: Desk, analysis: Item, people: tuple[str | None, ...], word: str | None, answer: str
) -> None:
    if people:
        seat(desk, *people)
    facts = {"committee_groups": word} if word else {}
    assert desk.says("committee_covers_all_groups", analysis, facts=facts) == answer


def test_a_group_that_no_longer_exists_needs_no_member(desk: Desk) -> None:
    seat(desk, "group_director")
    assert coverage(desk.session, desk.office.id, DAY).missing == ("ADM",)
    desk.session.get_one(Group, desk.office.groups["ADM"]).valid_to = DAY - datetime.timedelta(days=1)
    desk.session.flush()
    assert coverage(desk.session, desk.office.id, DAY).missing == ()


def test_a_member_whose_post_in_the_group_has_ended_no_longer_covers_it(desk: Desk) -> None:
    """She keeps her seat in the committee; on the last day of the post the group is still covered."""
    seat(desk, "group_director", "project_owner@ADM")
    post = desk.session.exec(
        select(Occupancy).where(Occupancy.person_id == desk.office.people["project_owner@ADM"])
    ).one()
    post.valid_to = DAY
    desk.session.flush()
    days = (DAY, DAY + datetime.timedelta(days=1))
    assert [coverage(desk.session, desk.office.id, day).missing for day in days] == [(), ("ADM",)]
