"""A year with something of everything, under codes that any office may use, and how it may differ."""

import datetime
import io
from typing import Any

from conftest import LONG_AGO, NOW, SmallOffice
from openpyxl import load_workbook
from sqlmodel import Session, col, select, update
from year_desk import NEXT, OCTOBER, YEAR, line, project, whole_year

from workflow import attest, engine
from workflow.amss.reading import read_amss
from workflow.amss.saving import save_amss
from workflow.analysis.survey import Answer, record_answers
from workflow.changes import Hand, authority
from workflow.development.content import Content, save_content
from workflow.development.publishing import give_years_their_strategies
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
    Person,
    ProjectLine,
    School,
    Target,
)
from workflow.money.office import NewCeiling, NewTranche, record_tranche, set_ceiling
from workflow.proposals.editors import PLAN_GROUP
from workflow.schools.opening import open_school_plans
from workflow.sheets.proposal_layout import NUMBER, PROJECTS, TITLE
from workflow.sheets.proposals import ProposalsPreview, proposals_template, read_proposals
from workflow.sheets.workbook import open_workbook
from workflow.years.opening import open_year

ON = datetime.date(2018, 10, 20)
STRATEGIES = "S1 พัฒนาคุณภาพผู้เรียน\nS2 พัฒนาครู"
AMSS = {
    "plan_proj": "budget_year,code_clus,code_proj,name_proj\n2561,PLN,001,โครงการอ่านคล่อง\n".encode(),
    "plan_stregic": "id_tegic,budget_year,strategic\n2,2561,พัฒนาครู\n".encode(),
}


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


def proposals(session: Session, office: SmallOffice, data: bytes) -> ProposalsPreview:
    return read_proposals(session, office.id, open_workbook(data))


def report(session: Session, office: SmallOffice, code: str) -> Item:
    return find(session, office.id, code)
