"""A report without a quarter, and a project without an owner."""

from conftest import NOW, make_office

from workflow.changes import Hand
from workflow.moments import bangkok_date
from workflow.reports.acceleration import below
from workflow.reports.parts import parts

TODAY = bangkok_date(NOW)


def test_an_annual_report_has_no_quarter_to_be_below_target_in(session, office):
    assert below(session, office.open(session, "annual_report", "AR1")) == {}


def test_who_answers_for_a_project_without_an_owner(session, office):
    """Those of its group; nobody of another office writes anything."""
    report = office.open(session, "quarterly_report", "Q1")
    report.state = "follow_up"
    project = office.open(session, "project", "P1")
    session.flush()
    mine = parts(session, report, Hand(office.people["project_owner"], NOW))
    theirs = parts(session, report, Hand(office.people["project_owner@ADM"], NOW))
    assert (mine.answers(project), theirs.answers(project)) == (True, False)
    project.owner_id = office.people["clerk"]
    assert not mine.answers(project)
    other = make_office(session, "T2")
    stranger = parts(session, report, Hand(other.people["plan_director"], NOW))
    assert (stranger.hers, stranger.gathers, stranger.answers(project)) == ((), False, False)
