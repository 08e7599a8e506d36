"""What is asked of the wrong kind of paper, of a paper that is not there or of nobody is refused by name."""

import dataclasses
import datetime
from pathlib import Path

import pytest
from conftest import NOW, SmallOffice, make_office
from sqlmodel import Session

from states.choices import Choices, chosen, tried
from states.compile import shipped_definition
from states.model import GuardUse, Strength
from workflow import definitions, evidence
from workflow.amendments.binding import altered, record_snapshot
from workflow.amendments.proofs import unproven_changes
from workflow.asof.past import past
from workflow.changes import Hand
from workflow.errors import (
    BadDate,
    BadEvidence,
    BadInput,
    DefinitionRefused,
    NotAllowed,
    NotOpenHere,
    PastRefused,
    UnknownItem,
    UnknownOffice,
    UnknownPerson,
)
from workflow.facts import canonical_value
from workflow.items import NewItem, import_item, open_item
from workflow.meetings.bodies import end_membership
from workflow.meetings.readiness import still_needed
from workflow.meetings.secretariat import entry_in_hand
from workflow.models import Item
from workflow.money.lines import NewLine, set_approved, set_requested
from workflow.money.plan_edit import PlanEdit, edit_project
from workflow.paths.versions import publish_for
from workflow.proposals.serving import add_goals
from workflow.queries import viewer
from workflow.retention.holds import MOST, hold

LINE = NewLine("OFFICE", "operating", "services", 100)


def refused(act, *args, **more) -> tuple[str, str]:
    with pytest.raises(BadInput) as caught:
        act(*args, **more)
    return caught.value.name, caught.value.problem


@pytest.fixture
def planner(office: SmallOffice) -> Hand:
    return Hand(office.people["plan_director"], NOW)


@pytest.fixture
def project(session: Session, office: SmallOffice) -> Item:
    return office.open(session, "project", "P1")


@pytest.fixture
def plan(session: Session, office: SmallOffice) -> Item:
    return office.open(session, "annual_plan", "AP2561")


def test_a_project_is_no_plan_and_a_plan_no_project(session, project, plan, planner):
    not_a_plan = ("code", "not_a_plan")
    assert refused(record_snapshot, session, project, planner) == not_a_plan
    assert refused(altered, session, project) == not_a_plan
    assert refused(unproven_changes, session, project) == not_a_plan
    assert refused(set_requested, session, plan, [LINE], None, planner) == ("code", "not_a_project")
    assert refused(set_approved, session, plan, {1: 5}, planner) == ("code", "not_a_project")


def test_a_plan_is_bound_once_it_is_approved(session, plan, planner):
    with pytest.raises(NotOpenHere):
        record_snapshot(session, plan, planner)


def test_money_is_asked_for_and_approved_line_by_line(session, office, project, planner):
    owner = Hand(office.people["project_owner"], NOW)
    assert refused(edit_project, session, project, PlanEdit(0, None), owner) == ("lines", "empty")
    project.state = "under_screening"
    session.flush()
    secretary = Hand(office.people["committee_secretary"], NOW)
    assert refused(set_approved, session, project, {}, secretary) == ("lines", "empty")
    assert refused(set_approved, session, project, {4711: 5}, secretary) == ("line", "unknown")


def test_a_project_in_the_plan_changes_its_days_and_keeps_its_quarters(session, office, project):
    """Where no quarters are sent, they stay as they are."""
    project.state = "in_progress"
    session.flush()
    wanted = PlanEdit(0, None, datetime.date(2018, 1, 5), datetime.date(2018, 6, 30))
    assert edit_project(session, project, wanted, Hand(office.people["project_owner"], NOW))
    assert (project.starts_on, project.ends_on) == (wanted.starts_on, wanted.ends_on)


def test_a_meeting_an_entry_and_a_member_that_are_not_there(session, office, project, planner):
    with pytest.raises(UnknownItem):
        still_needed(session, project.id, planner)
    with pytest.raises(UnknownItem):
        entry_in_hand(session, 4711, planner)
    assert refused(end_membership, session, 4711, NOW.date(), planner) == ("member", "unknown")


def test_nobody_looks_at_nothing(session):
    with pytest.raises(UnknownPerson):
        viewer(session, 4711, NOW)


def test_an_office_without_a_record_has_no_past(session):
    with pytest.raises(UnknownOffice):
        past(session, 4711, NOW.date(), None, NOW)


def test_until_today_means_until_now_and_the_end_of_time_is_in_the_future(session, office):
    today = NOW.date()
    assert past(session, office.id, today, today, NOW).known == NOW
    with pytest.raises(PastRefused) as caught:
        past(session, office.id, today, datetime.date.max, NOW)
    assert caught.value.problem == "in_future"


def opened(session: Session, office: SmallOffice, **values: object) -> Item:
    new = {
        "kind": "project",
        "code": "P9",
        "title": "โครงการ",
        "fiscal_year": 2561,
        "group_id": office.groups["PLN"],
    }
    item = NewItem(**{**new, **values})
    return open_item(session, office.id, item, by=office.people["plan_director"], at=NOW)


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"code": "P/9"}, ("code", "not_printable")),
        ({"code": "P\u00859"}, ("code", "not_printable")),
        ({"code": " "}, ("code", "empty")),
        ({"title": ""}, ("title", "empty")),
        ({"fiscal_year": 2018}, ("fiscal_year", "wrong_era")),
        ({"quarter": 5}, ("quarter", "out_of_range")),
        ({"kind": "quarterly_report"}, ("quarter", "empty")),
    ],
)
def test_a_paper_is_opened_with_values_in_order(session, office, values, problem):
    assert refused(opened, session, office, **values) == problem


def test_a_paper_belongs_under_one_of_its_own_office(session, office):
    other = make_office(session, "T2")
    theirs = other.open(session, "annual_plan", "AP2561")
    for parent in (theirs.id, 4711):
        with pytest.raises(UnknownItem):
            opened(session, office, parent_id=parent)
    new = NewItem("project", "P9", "โครงการ", 2561, group_id=other.groups["PLN"])
    with pytest.raises(NotAllowed) as caught:
        open_item(session, other.id, new, by=office.people["plan_director"], at=NOW)
    assert caught.value.denial.code == "other_office"


def test_a_paper_is_taken_in_at_a_place_on_its_path(session, office):
    new = NewItem("project", "P9", "โครงการ", 2561, group_id=office.groups["PLN"])
    by = office.people["plan_director"]
    assert refused(import_item, session, office.id, new, state="nowhere", by=by, at=NOW) == (
        "state",
        "unknown",
    )


def test_a_file_without_a_name_is_not_taken_in(session, office, tmp_path: Path):
    with pytest.raises(BadEvidence) as caught:
        evidence.take_in(session, tmp_path, b"%PDF-1.7 x", " ", at=NOW)
    assert caught.value.problem == "needs_file_name"


@pytest.mark.parametrize(
    ("key", "text", "problem"),
    [
        ("flexibility", "perhaps", "not_yes_no"),
        ("approved_amount", "many", "not_number"),
        ("approved_amount", "1.005", "not_number"),
        ("approved_amount", "-5", "not_number"),
        ("resolution_date", "next week", "not_date"),
        ("criteria_evidence", ",;\n", "not_list"),
        ("attendance", "9", "not_fraction"),
        ("attendance", "9/0", "not_fraction"),
        ("attendance", "16/15", "not_fraction"),
        ("attendance", " ", "empty"),
        ("no_such_fact", "yes", "unknown_key"),
    ],
)
def test_a_fact_of_another_sort_is_refused(key, text, problem):
    with pytest.raises(BadEvidence) as caught:
        canonical_value(key, text)
    assert (caught.value.key, caught.value.problem) == (key, problem)


def test_a_date_in_the_wrong_era_is_no_date_of_a_fact():
    with pytest.raises(BadDate) as caught:
        canonical_value("resolution_date", "12/1/1561")
    assert caught.value.problem == "wrong_era"


@pytest.mark.parametrize(
    ("key", "text", "kept"),
    [
        ("flexibility", "ไม่", "no"),
        ("approved_amount", "๑,๒๐๐.๕๐", "1200.50"),
        ("resolution_date", "12 ม.ค. 2561", "2018-01-12"),
        ("criteria_evidence", "b; a\nb", "a,b"),
        ("attendance", "๐๙ / ๑๕", "9/15"),
    ],
)
def test_a_fact_is_kept_in_one_way_of_writing(key, text, kept):
    assert canonical_value(key, text) == kept


def test_a_path_that_cannot_be_gone_is_never_published(session, office):
    broken = shipped_definition("school_plan", "uttaradit2_fy2561")
    first, *rest = broken.transitions
    unheard = dataclasses.replace(first, guards=(GuardUse("no_such_guard", Strength.HARD),))
    with pytest.raises(DefinitionRefused) as caught:
        definitions.publish(
            session,
            office.id,
            dataclasses.replace(broken, transitions=(unheard, *rest)),
            by=office.people["plan_director"],
            at=NOW,
        )
    assert [each.en for each in caught.value.findings if "no_such_guard" in each.en]


def test_the_path_in_force_is_not_published_again(session, office):
    now_in_force = shipped_definition("school_plan", "uttaradit2_fy2561")
    admin = Hand(office.people["system_admin"], NOW)
    assert refused(publish_for, session, office.id, now_in_force, admin, reason="เหมือนเดิม") == (
        "definition",
        "unchanged",
    )


def test_a_state_of_an_earlier_path_keeps_its_name(session, office):
    """An item stood there before it was moved to the path of today, which no longer has it."""
    old = shipped_definition("annual_plan", "modern_default")
    new = tried(old, Choices((("provincial_board", "endorse"),), chosen(old).settings)).definition
    assert new is not None
    gone = next(each for each in old.states if each.name not in new.by_state)
    by = office.people["plan_director"]
    for each in (old, new):
        name = definitions.publish(session, office.id, each, by=by, at=NOW)
    assert definitions.state_label(session, name, gone.name) == gone.label
    assert definitions.state_label(session, name, "nowhere").en == "nowhere"


def test_what_is_held_back_is_named_with_a_reason(session, office, project):
    director = Hand(office.people["area_director"], NOW)

    def held(codes: list[str], reason: str = "ถูกฟ้อง") -> None:
        hold(session, office.id, codes, reason, "7/2561", director)

    assert refused(held, ["P1"], " ") == ("reason", "empty")
    assert refused(held, [" ", ""]) == ("code", "empty")
    assert refused(held, [f"P{number}" for number in range(MOST + 1)]) == ("code", "too_many")
    with pytest.raises(UnknownItem):
        held(["P1", "P2"])
    held(["P1"])


def test_a_list_of_goals_names_at_least_one(session, office, planner):
    assert refused(add_goals, session, office.id, 2561, ["", "  "], planner) == ("goal", "empty")
