"""Offices know nothing of each other: a second one with the same codes changes no answer and gets nothing."""

import datetime
import io
from collections.abc import Callable
from typing import Any

import pytest
from conftest import LONG_AGO, NOW, SmallOffice, make_office
from openpyxl import load_workbook
from sqlmodel import Session, col, select, update
from year_desk import NEXT, OCTOBER, YEAR, line, project, whole_year

from workflow import attest, engine
from workflow.amendments.changes import set_changes
from workflow.amendments.review import deviations
from workflow.amss.reading import read_amss
from workflow.amss.saving import save_amss
from workflow.analysis.coverage import coverage
from workflow.analysis.lines import Line, set_lines
from workflow.analysis.survey import Answer, completeness, record_answers, survey, surveys
from workflow.assessment.assess import assess
from workflow.changes import Hand, authority
from workflow.development.content import Content, save_content
from workflow.development.publishing import give_years_their_strategies
from workflow.errors import BadInput, NotAllowed
from workflow.items import find
from workflow.models import (
    Alignment,
    CarryOver,
    Cluster,
    Disbursement,
    Fund,
    Goal,
    Group,
    Item,
    Office,
    Person,
    ProjectLine,
    School,
    Target,
)
from workflow.money.amounts import keeps_lines
from workflow.money.checks import group_of
from workflow.money.lines import NewLine, set_requested
from workflow.money.office import NewCeiling, NewTranche, record_tranche, set_ceiling
from workflow.money.overview import overview
from workflow.money.pace import has_measure, projects_behind
from workflow.money.paid import payments, record_disbursements
from workflow.money.queries import brought_forward, year_money
from workflow.money.standing import late
from workflow.proposals.editors import PLAN_GROUP
from workflow.proposals.fields import Form
from workflow.proposals.form import save_form
from workflow.proposals.goals import goals_of, kinds_kept
from workflow.reports.acceleration import below, list_below
from workflow.reports.annual import compile_report
from workflow.reports.problems import add_problem, carried
from workflow.reports.reconcile import reconcile
from workflow.reports.submissions import answers, submit
from workflow.schools.opening import open_school_plans
from workflow.schools.progress import progress
from workflow.sheets.office_tables import TABLES
from workflow.sheets.proposal_layout import CODE, NUMBER, OWNER, PROJECTS, TITLE
from workflow.sheets.proposals import ProposalsPreview, proposals_template, read_proposals, save_proposals
from workflow.sheets.workbook import open_workbook
from workflow.years import paste
from workflow.years.base import base_data
from workflow.years.leaving import facts_left
from workflow.years.opening import open_year
from workflow.years.plan import standing_plans
from workflow.years.provisional import provisional

ON = datetime.date(2018, 10, 20)
STRATEGIES = "S1 พัฒนาคุณภาพผู้เรียน\nS2 พัฒนาครู"
AMSS = {
    "plan_proj": "budget_year,code_clus,code_proj,name_proj\n2561,PLN,001,โครงการอ่านคล่อง\n".encode(),
    "plan_stregic": "id_tegic,budget_year,strategic\n2,2561,พัฒนาครู\n".encode(),
}
Asked = Callable[[Session, SmallOffice], Any]


def hand(office: SmallOffice, role: str = "plan_officer", at: datetime.datetime = OCTOBER) -> Hand:
    return Hand(office.people[role], at)


def fill(session: Session, office: SmallOffice) -> None:
    """A year with something of everything, under codes that any office may use."""
    whole_year(session, office)
    open_school_plans(session, office.id, YEAR, hand(office, at=NOW))
    school_plan = find(session, office.id, "SP2561-S001").id
    engine.advance(session, school_plan, "start", by=office.people["school_officer"], at=NOW)
    plan = office.open(session, "development_plan", "DP1", fiscal_year=2560)
    content = Content(YEAR, YEAR + 1, past_results="ผลปี 2560", strategies=STRATEGIES)
    save_content(session, plan, content, hand(office, at=NOW))
    paper = {"past_results_report": "แฟ้มที่ 2"}
    by = office.people["plan_officer"]
    engine.advance(session, plan.id, "finish_review", by=by, at=NOW, evidence=paper)
    analysis = office.open(session, "expenditure_analysis", "EX1")
    analysis.state = "surveying"
    session.flush()
    record_answers(session, analysis, [Answer(school="S001", income=1, expense=2)], hand(office))
    office.open(session, "annual_report", "AR1")
    office.open(session, "self_assessment", "SA1")
    facts = {"criteria_evidence": "M1.1 แผนที่ 3/2561"}
    attest.attest(session, find(session, office.id, "SA1").id, by=by, at=NOW, facts=facts)
    target = Target(
        office_id=office.id, fiscal_year=YEAR, scope="all", quarter=1, hundredths=3_200, authority="มติ ครม."
    )
    session.add(target)
    goal = session.exec(select(Goal).where(Goal.office_id == office.id, Goal.fiscal_year == YEAR)).one()
    session.add(Alignment(item_id=find(session, office.id, "P001").id, goal_id=goal.id))
    ceiling = NewCeiling("OFFICE", 500_000_00, "ที่ 34/2560")
    set_ceiling(session, office.id, YEAR, ceiling, hand(office, "plan_director"))
    open_year(session, office.id, NEXT, hand(office), goals=True, targets=True)


def change(session: Session, office: SmallOffice) -> None:
    """All that the office has is called, counts and stands otherwise, and there is more of it."""
    own = select(Item.id).where(Item.office_id == office.id)
    for table in (Group, School, Cluster, Fund, Goal, Person):
        session.exec(update(table).where(col(table.office_id) == office.id).values(name_th="อื่น"))
    session.exec(update(Target).where(col(Target.office_id) == office.id).values(hundredths=9_900))
    session.exec(update(ProjectLine).where(col(ProjectLine.item_id).in_(own)).values(original=900_000_00))
    session.add_all(
        [
            Group(office_id=office.id, code="OTH", name_th="กลุ่มอื่น", valid_from=LONG_AGO),
            School(office_id=office.id, code="S003", name_th="โรงเรียนอื่น", valid_from=LONG_AGO),
            Fund(office_id=office.id, code="OTHER", name_th="แหล่งเงินอื่น"),
        ]
    )
    session.flush()
    office.open(session, "project", "ADM61-01")
    office.open(session, "project", "P077")
    office.open(session, "annual_plan", f"AP{NEXT + 1}", fiscal_year=NEXT + 1, group_id=None)
    save_amss(session, office.id, read_amss(session, office.id, YEAR, AMSS), hand(office))
    published(session, office)
    paid = session.exec(select(CarryOver.line_id).join(ProjectLine).where(col(ProjectLine.item_id).in_(own)))
    session.add_all(
        Disbursement(line_id=line_id, fiscal_year=NEXT, quarter=1, amount=1_00) for line_id in paid.all()
    )
    project(session, office, "P078", "in_progress")
    line(
        session,
        find(session, office.id, "P078"),
        session.exec(select(Fund).where(Fund.office_id == office.id)).first(),
        5_00,
    )
    for fund in ("OFFICE", "OTHER"):
        ceiling = NewCeiling(fund, 700_000_00, "ที่ 35/2560")
        set_ceiling(session, office.id, YEAR, ceiling, hand(office, "plan_director"))
    tranche = NewTranche("OFFICE", 1, 10_000_00, ON, "ศธ 04002/ว 1")
    record_tranche(session, office.id, YEAR, tranche, hand(office, "finance_officer"))
    open_year(session, office.id, NEXT + 1, hand(office), goals=True, targets=True)
    session.expire_all()


def published(session: Session, office: SmallOffice) -> int:
    """How many goals the development plan gives its years."""
    plan, publisher = find(session, office.id, "DP1"), hand(office, "plan_director")
    by = authority(session, office.id, publisher, PLAN_GROUP)
    return give_years_their_strategies(session, plan, publisher, by)


def workbook(data: bytes) -> list[tuple[str, Any]]:
    return [(sheet.name, sheet.rows) for sheet in open_workbook(data)]


def template(session: Session, office: SmallOffice, group: str = "PLN") -> bytes:
    return proposals_template(session, office.id, YEAR, session.get_one(Group, office.groups[group]))


def with_project(data: bytes, said: dict[str, object]) -> bytes:
    """The workbook with one more project."""
    book = load_workbook(io.BytesIO(data))
    sheet = book[PROJECTS]
    headings = {cell.value: cell.column for row in sheet.iter_rows() for cell in row if cell.value}
    row = sheet.max_row + 1
    for heading, value in {NUMBER: 99, TITLE: "โครงการใหม่", **said}.items():
        sheet.cell(row=row, column=headings[heading]).value = value
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def new_codes(session: Session, office: SmallOffice) -> tuple[str, ...]:
    """Under which code a new proposal of a group that has none is opened."""
    read = proposals(session, office, with_project(template(session, office, "ADM"), {}))
    return save_proposals(session, office.id, read, hand(office, "plan_director")).opened


def sent_in(session: Session, office: SmallOffice) -> object:
    paper = report(session, office, "QR1")
    paper.state = "collecting"
    submit(session, paper, "PLN", "ผล", hand(office, "project_owner"))
    return answers(session, paper, ON)


def proposals(session: Session, office: SmallOffice, data: bytes) -> ProposalsPreview:
    return read_proposals(session, office.id, open_workbook(data))


def report(session: Session, office: SmallOffice, code: str) -> Item:
    return find(session, office.id, code)


ANSWERS: dict[str, Asked] = {
    "assessment": lambda session, office: assess(session, office.id, YEAR, ON),
    "school plans": lambda session, office: progress(session, office.id, YEAR, ON),
    "survey": lambda session, office: (
        completeness(session, report(session, office, "EX1").id, office.id, ON),
        [each.id for each in surveys(session, office.id)],
    ),
    "committee": lambda session, office: coverage(session, office.id, ON),
    "reconciliation": lambda session, office: reconcile(session, report(session, office, "QR1"), ON),
    "below target": lambda session, office: below(session, report(session, office, "QR1")),
    "behind": lambda session, office: projects_behind(session, office.id, YEAR, 2, ON),
    "problems carried": lambda session, office: carried(session, office.id, YEAR),
    "annual report": lambda session, office: compile_report(session, report(session, office, "AR1")),
    "year's money": lambda session, office: year_money(session, office.id, YEAR, ON),
    "not final": lambda session, office: provisional(session, office.id, YEAR, ON),
    "brought forward": lambda session, office: brought_forward(session, office.id, NEXT),
    "payments": lambda session, office: payments(session, office.id, YEAR, 1),
    "overview": lambda session, office: overview(session, session.get_one(Office, office.id), YEAR, ON),
    "late": lambda session, office: late(session, office.id, YEAR, ON),
    "base data": lambda session, office: base_data(session, office.id, NEXT),
    "what the year leaves": lambda session, office: facts_left(session, office.id, YEAR, ON),
    "plans": lambda session, office: [each.id for each in standing_plans(session, office.id, YEAR)],
    "goals": lambda session, office: [each.id for each in goals_of(session, office.id, NEXT)],
    "deviations": lambda session, office: deviations(session, office.id),
    "AMSS++": lambda session, office: read_amss(session, office.id, YEAR, AMSS),
    "proposals": lambda session, office: proposals(session, office, template(session, office)),
    **{
        f"table {name}": lambda session, office, table=table: workbook(table(session, office.id, YEAR, ON))
        for name, table in TABLES.items()
    },
    **{
        f"to paste {name}": lambda session, office, name=name: getattr(paste, name)(
            session, office.id, YEAR, ON
        )
        for name in ("quarterly", "indicators", "public", "base")
    },
    "template": lambda session, office: workbook(template(session, office)),
    "new proposals": new_codes,
    "a code that is elsewhere": lambda session, office: proposals(
        session, office, with_project(template(session, office), {CODE: "P077"})
    ),
    "sent in to a report": sent_in,
    "strategies given": published,
    "next year opened": lambda session, office: open_year(
        session, office.id, NEXT + 1, hand(office), goals=True, targets=True
    ),
}


@pytest.mark.parametrize("older", [True, False])
def test_what_another_office_does_under_the_same_codes_changes_no_answer(
    session: Session, office: SmallOffice, older: bool
) -> None:
    """To the older of two its second comes later; to the younger the other was there before it."""
    own = office if older else make_office(session, "T2")
    if not older:
        fill(session, office)
    fill(session, own)
    before = {asked: told(session, own, asked) for asked in ANSWERS}
    other = make_office(session, "T2") if older else office
    if older:
        fill(session, other)
    change(session, other)
    assert [asked for asked in ANSWERS if told(session, own, asked) != before[asked]] == []


def told(session: Session, office: SmallOffice, asked: str) -> str:
    """The answer as text, for rows are read anew each time; what asking changed is taken back."""
    attempt = session.begin_nested()
    text = repr(ANSWERS[asked](session, office))
    attempt.rollback()
    return text


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
    fill(session, make_office(session, "T2"))
    assert not has_measure(session, office.id, YEAR, 1)
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
