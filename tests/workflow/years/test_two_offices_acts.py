"""Nobody of one office writes on another's papers, and codes lead to one's own."""

from collections.abc import Callable

import pytest
from conftest import SmallOffice, make_office
from office_year import ON, fill, hand, proposals, template, with_project
from sqlmodel import Session, select
from year_desk import OCTOBER, YEAR, whole_year

from workflow import attest, engine
from workflow.amendments.changes import set_changes
from workflow.analysis.lines import Line, set_lines
from workflow.analysis.survey import Answer, record_answers, survey, surveys
from workflow.changes import Hand
from workflow.development.content import Content, save_content
from workflow.errors import BadInput, NotAllowed
from workflow.items import find
from workflow.models import (
    Alignment,
    Fund,
    Goal,
    Group,
    Item,
    ProjectLine,
)
from workflow.money.amounts import keeps_lines, line_amounts
from workflow.money.checks import group_of
from workflow.money.lines import NewLine, set_requested
from workflow.money.pace import has_measure
from workflow.money.paid import payments, record_disbursements
from workflow.proposals.fields import Form
from workflow.proposals.form import save_form
from workflow.proposals.goals import kinds_kept
from workflow.reports.acceleration import list_below
from workflow.reports.problems import add_problem
from workflow.reports.submissions import submit
from workflow.sheets.proposal_layout import OWNER

Act = Callable[[Session, Callable[[str], Item], Hand], object]

# What a person with every post for it does to a paper: `paper` gives the one of a code.
ACTS: dict[str, Act] = {
    "submit to a report": lambda session, paper, by: submit(session, paper("QR1"), "PLN", "ผล", by),
    "tell a problem": lambda session, paper, by: add_problem(session, paper("QR1"), "problem", "ฝนตก", by),
    "list for acceleration": lambda session, paper, by: list_below(session, paper("QR1"), by),
    "answer a survey": lambda session, paper, by: record_answers(
        session, paper("EX1"), [Answer(school="S001", income=3)], by
    ),
    "write an analysis": lambda session, paper, by: set_lines(
        session, paper("EX1"), [Line("income", "เงินอุดหนุน", 1)], by
    ),
    "write a development plan": lambda session, paper, by: save_content(
        session, paper("DP1"), Content(YEAR, YEAR), by
    ),
    "write a proposal": lambda session, paper, by: save_form(session, paper("P009"), Form(risks="ไม่มี"), by),
    "ask for money": lambda session, paper, by: set_requested(
        session, paper("P009"), [NewLine("OFFICE", "operating", "services", 1_00)], None, by
    ),
    "change a plan": lambda session, paper, by: set_changes(session, paper("AM1"), [], by),
    "record a fact": lambda session, paper, by: attest.attest(
        session, paper("EX1").id, by=by.by, at=by.at, facts={"committee_groups": "PLN"}
    ),
    "take a step": lambda session, paper, by: engine.advance(
        session, paper("EX1").id, "cancel", by=by.by, at=by.at, reason="ไม่ทำ"
    ),
}
ROLES = {
    "take a step": "area_director",
    "list for acceleration": "plan_officer",
    "submit to a report": "project_owner",
}


@pytest.mark.parametrize("act", ACTS)
def test_nobody_acts_on_another_offices_paper(session: Session, office: SmallOffice, act: str) -> None:
    """Her own office's paper of the same code she may write on."""
    other = make_office(session, "T2")
    for each in (office, other):
        papers(session, each, act)
    by = Hand(office.people[ROLES.get(act, "plan_director")], OCTOBER)
    with pytest.raises(NotAllowed) as refused:
        ACTS[act](session, lambda code: find(session, other.id, code), by)
    assert refused.value.denial.code == "other_office"
    assert ACTS[act](session, lambda code: find(session, office.id, code), by) is not None


def papers(session: Session, office: SmallOffice, act: str) -> None:
    """A report, an analysis, a development plan, a proposal and an amendment, each open to be written on."""
    whole_year(session, office)
    states = {
        "QR1": "acknowledged" if act == "list for acceleration" else "collecting",
        "EX1": "committee_analysis",
        "DP1": "drafting",
        "P009": "draft",
        "AM1": "requested",
    }
    plan = find(session, office.id, "AP2561").id
    office.open(session, "expenditure_analysis", "EX1")
    office.open(session, "development_plan", "DP1")
    office.open(session, "project", "P009")
    office.open(session, "plan_amendment", "AM1", parent_id=plan)
    for code, state in states.items():
        find(session, office.id, code).state = state
    session.flush()


def test_a_workbook_of_another_office_is_refused(session: Session, office: SmallOffice) -> None:
    """Its group has the same code, its year and kind are right."""
    other = make_office(session, "T2")
    data = template(session, other)
    assert proposals(session, other, data).group_id == other.groups["PLN"]
    with pytest.raises(BadInput) as refused:
        proposals(session, office, data)
    assert (refused.value.name, refused.value.problem) == ("file", "workbook_other")


def test_a_proposal_names_nobody_of_another_office(session: Session, office: SmallOffice) -> None:
    other = make_office(session, "T2")
    said = {OWNER: f"project_owner.{office.code}"}
    (error,) = proposals(session, other, with_project(template(session, other), said)).errors
    assert error.code == "unknown_person"


def test_a_code_leads_to_ones_own(session: Session, office: SmallOffice) -> None:
    both = (office, make_office(session, "T2"))
    for each in both:
        papers(session, each, "write")
    for each in both:
        paper, by = find(session, each.id, "P009"), hand(each, "plan_director")
        save_form(session, paper, Form(goals=(("strategy", "1"),)), by)
        set_requested(session, paper, [NewLine("OFFICE", "operating", "services", 1_00)], None, by)
        goal = select(Goal.office_id).join(Alignment).where(Alignment.item_id == paper.id)
        fund = select(Fund.office_id).join(ProjectLine).where(ProjectLine.item_id == paper.id)
        found = (
            survey(session, each.id, "EX1").office_id,
            session.exec(goal).one(),
            session.exec(fund).one(),
            session.get_one(Group, group_of(session, each.id, "PLN")).office_id,
        )
        assert found == (each.id,) * 4
        assert proposals(session, each, template(session, each)).group_id == each.groups["PLN"]


def test_an_office_that_keeps_nothing_has_nothing_of_anothers(session: Session, office: SmallOffice) -> None:
    other = make_office(session, "T2")
    fill(session, other)
    lines = line_amounts(session, other.id, YEAR, ON)
    assert has_measure(session, other.id, YEAR, 1, lines)
    assert not has_measure(session, office.id, YEAR, 1, lines)
    assert not keeps_lines(session, office.id, YEAR)
    assert kinds_kept(session, office.id, YEAR) == frozenset()
    assert surveys(session, office.id) == []


def test_no_payment_is_recorded_on_another_offices_line(session: Session, office: SmallOffice) -> None:
    other = make_office(session, "T2")
    for each in (office, other):
        whole_year(session, each)
    lines = {
        each.id: session.exec(
            select(ProjectLine.id).where(ProjectLine.item_id == find(session, each.id, "P001").id)
        ).one()
        for each in (office, other)
    }
    by, before = hand(office, "finance_officer"), payments(session, other.id, YEAR, 2)
    with pytest.raises(BadInput) as refused:
        record_disbursements(session, office.id, YEAR, 2, [(lines[other.id], 1_00)], by)
    assert (refused.value.name, refused.value.problem) == ("line", "unknown")
    assert payments(session, other.id, YEAR, 2) == before
