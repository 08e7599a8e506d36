"""Meetings on a plan are counted where the office keeps them here; else a word counts (U-C2, U-C3)."""

import datetime

import pytest
from conftest import NOW, SmallOffice
from guard_desk import Desk
from meeting_desk import TODAY, Committee, seat_committee
from sqlmodel import Session

from workflow.meetings.agenda import NewEntry, set_agenda
from workflow.meetings.closing import close_meeting
from workflow.models import Item

DAY = datetime.timedelta(days=1)
FIRST_DAY = datetime.date(2017, 10, 1)
WORD = {"midyear_meetings": "9", "year_end_meetings": "9"}


@pytest.fixture(name="desk")
def desk_of_the_office(session: Session, office: SmallOffice) -> Desk:
    return Desk(session, office)


@pytest.fixture(name="plan")
def plan_of_the_year(desk: Desk) -> Item:
    return desk.item("annual_plan", "PLAN")


@pytest.fixture(name="team")
def executive_team(session: Session, office: SmallOffice) -> Committee:
    return seat_committee(session, office, "executive_team")


def meets(
    team: Committee, *, on: datetime.date = TODAY, paper: Item | None = None, plan_id: int | None = None
) -> int:
    """The team meets and closes its meeting, told of a paper or of nothing in particular."""
    meeting_id = team.plan(on, plan_id=plan_id)
    entry = NewEntry(1, item_id=paper.id) if paper else NewEntry(1, "แจ้งเพื่อทราบ")
    set_agenda(team.session, meeting_id, [entry], team.hand())
    team.hold(meeting_id)
    close_meeting(team.session, meeting_id, by=team.hand().by, at=NOW)
    return meeting_id


def says(desk: Desk, plan: Item) -> str:
    """What the guard says of two meetings, whatever anybody's word for them."""
    guard = "min_midyear_meetings_held_or_justified"
    return desk.says(guard, plan, facts=WORD, min_midyear_meetings=2)


def test_a_meeting_counts_that_belongs_to_the_plan_or_has_it_on_its_agenda(
    desk: Desk, team: Committee, plan: Item
) -> None:
    amendment = desk.item("plan_amendment", "A1", parent_id=plan.id)
    meets(team, paper=plan)
    assert says(desk, plan) == "Meetings held: 1 of 2"
    meets(team, paper=amendment)
    assert says(desk, plan) == "holds"


def test_a_meeting_planned_for_the_plan_counts_once_it_is_closed(
    desk: Desk, team: Committee, plan: Item
) -> None:
    meets(team, plan_id=plan.id, paper=plan)
    team.plan(plan_id=plan.id)
    assert says(desk, plan) == "Meetings held: 1 of 2"


def test_a_meeting_on_anything_else_counts_for_nothing(desk: Desk, team: Committee, plan: Item) -> None:
    other = desk.item("annual_plan", "OTHER")
    meets(team)
    meets(team, paper=other)
    meets(team, paper=desk.item("plan_amendment", "A9", parent_id=other.id))
    meets(team, plan_id=other.id)
    assert says(desk, plan) == "Meetings held: 0 of 2"


def test_a_meeting_counts_in_the_fiscal_year_of_the_plan(desk: Desk, team: Committee, plan: Item) -> None:
    """It begins on 1 October: the day before, plan and meeting still belong to the old year."""
    meets(team, on=FIRST_DAY - DAY, paper=plan)
    assert says(desk, plan) == "Meetings held: 0 of 2"
    meets(team, on=FIRST_DAY, paper=plan)
    assert says(desk, plan) == "Meetings held: 1 of 2"


def test_the_years_end_is_met_on_with_the_cluster_chairs(
    desk: Desk, session: Session, office: SmallOffice, team: Committee, plan: Item
) -> None:
    """A meeting of the team alone is none of the team with the clusters."""
    meets(team, paper=plan)
    asked = {"facts": WORD, "min_year_end_meetings": 1}
    assert desk.says("year_end_meeting_held", plan, **asked) == "holds"  # a word: no such meetings kept here
    clusters = seat_committee(session, office, "executive_plus_clusters")
    meets(clusters)
    assert desk.says("year_end_meeting_held", plan, **asked) == "Meetings held: 0 of 1"
    meets(clusters, paper=plan)
    assert desk.says("year_end_meeting_held", plan, **asked) == "holds"
