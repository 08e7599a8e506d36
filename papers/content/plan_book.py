"""The plan book (รูปเล่มแผนปฏิบัติการ): direction, summary tables, every project, the calendar of the year."""

import datetime
from collections.abc import Sequence

from sqlmodel import Session, col, select

from papers.content import year
from papers.content.proposal_form import served, texts
from papers.content.shown import ROLES, Told, holder, iso, paper, person, title_of
from states.catalogue import catalogue
from workflow import legal_calendar
from workflow.development.content import SECTIONS
from workflow.meetings.standing import seats_of
from workflow.models import DevelopmentPlan, Item, Member
from workflow.moments import end_of
from workflow.proposals.form import read_form
from workflow.proposals.goals import KINDS, goals_of
from workflow.years.base import KINDS as FACT_KINDS
from workflow.years.base import base_data

COMMITTEE = "plan_committee"
_DIRECTION = ("vision", "mission", "goals", "core_values")


def content(session: Session, item: Item, *, on: datetime.date) -> Told:
    """The plan of the item's fiscal year as it stood on a Bangkok date."""
    office_id, fiscal_year = item.office_id, item.fiscal_year
    projects = year.projects(session, office_id, fiscal_year, on)
    told = year.told(session, office_id, fiscal_year, on)
    fund_names = [each["name"] for each in told["by_fund"] if each["in_force"]]
    group_names = [(each["code"], each["name"]) for each in told["by_group"]]
    for project in projects:
        project |= _described(session, project["id"], on)
    return paper(
        session,
        item,
        on,
        **told,
        director=holder(session, office_id, "area_director", on),
        direction=direction(session, office_id, fiscal_year),
        goals=_goals(session, office_id, fiscal_year),
        alignment=_alignment(session, office_id, fiscal_year, projects),
        facts=_facts(session, office_id, fiscal_year),
        savings=year.measures(session, office_id, fiscal_year),
        funds=fund_names,
        cross=year.cross(projects, fund_names, group_names),
        planned=_planned(projects),
        projects=projects,
        calendar=calendar(session, office_id, fiscal_year, on),
        committee=_committee(session, office_id, on),
    )


def direction(session: Session, office_id: int, fiscal_year: int) -> Told:
    """Vision, mission, goals and values of the development plan that covers the year; empty without one."""
    row = session.exec(
        select(DevelopmentPlan)
        .join(Item, col(Item.id) == col(DevelopmentPlan.item_id))
        .where(
            Item.office_id == office_id,
            DevelopmentPlan.first_year <= fiscal_year,
            DevelopmentPlan.last_year >= fiscal_year,
            Item.state != "cancelled",
        )
        .order_by(col(Item.id).desc())
        .limit(1)
    ).first()
    texts = [(SECTIONS[name].th, getattr(row, name)) for name in _DIRECTION] if row else []
    return {
        "first_year": row.first_year if row else None,
        "last_year": row.last_year if row else None,
        "sections": [{"title": title, "text": text} for title, text in texts if text.strip()],
    }


def _goals(session: Session, office_id: int, fiscal_year: int) -> list[Told]:
    """What projects may serve, by kind; the objectives of the plan first."""
    found = goals_of(session, office_id, fiscal_year)
    order = ("objective", "policy", "strategy", "standard", "indicator")
    return [
        {
            "kind": kind,
            "title": KINDS[kind].th,
            "goals": [{"code": each.code, "name": each.name_th} for each in found if each.kind == kind],
        }
        for kind in order
        if any(each.kind == kind for each in found)
    ]


def _alignment(session: Session, office_id: int, fiscal_year: int, projects: Sequence[Told]) -> list[Told]:
    """How many projects and how much money (satang) serve each strategy; one project may serve several."""
    rows = []
    for goal in goals_of(session, office_id, fiscal_year):
        if goal.kind == "strategy":
            mine = [
                each for each in projects if goal.code in {one["code"] for one in each["served"]["strategy"]}
            ]
            rows.append(
                {
                    "code": goal.code,
                    "name": goal.name_th,
                    "projects": sorted(each["code"] for each in mine),
                    "in_force": sum(each["in_force"] for each in mine),
                }
            )
    return rows


def _facts(session: Session, office_id: int, fiscal_year: int) -> list[Told]:
    """What the year before left: its results, problems and suggestions, and money carried over."""
    base = base_data(session, office_id, fiscal_year)
    found = {kind: base.of(kind) for kind in FACT_KINDS}
    return [
        {
            "title": FACT_KINDS[kind].th,
            "rows": [{"code": each.code, "text": each.text, "amount": each.amount} for each in facts],
        }
        for kind, facts in found.items()
        if facts
    ]


def _described(session: Session, item_id: int, on: datetime.date) -> Told:
    """What the project's proposal form says of it, for its page in the book."""
    form, item = read_form(session, item_id), session.get_one(Item, item_id)
    return {
        **texts(form),
        "owner": person(session, item.owner_id, title_of(session, item.owner_id, on)),
        "served": served(session, item_id),
        "activities": [{"title": each.title, "months": list(each.months)} for each in form.activities],
        "indicators": [{"name": each.name, "target": each.target} for each in form.indicators],
    }


def _planned(projects: Sequence[Told]) -> Told:
    """What the projects plan to spend by quarter (satang), and how many nobody has planned."""
    rows = [each["planned"] for each in projects if each["planned"]]
    amounts = [sum(row[number] for row in rows) for number in range(4)]
    return {"amounts": amounts, "total": sum(amounts), "unplanned": len(projects) - len(rows)}


def calendar(session: Session, office_id: int, fiscal_year: int, on: datetime.date) -> Told:
    """What falls due for the year's work, by date, by the office's own rules and holidays."""
    found = legal_calendar.of_office(session, office_id, fiscal_year, end_of(on))
    roles = catalogue().roles
    return {
        "rows": [
            {
                "due": iso(each.due),
                "label": each.label.th,
                "quarter": each.quarter,
                "explanation": each.explanation.th,
                "owed_by": [roles[role].th if role in roles else role for role in each.owed_by],
            }
            for each in found.deadlines
        ],
        "quarters": [
            {"number": each.number, "first": iso(each.first), "last": iso(each.last)}
            for each in found.quarters
        ],
    }


def _committee(session: Session, office_id: int, on: datetime.date) -> list[Told]:
    """Who makes the plan: the committee that sat on the day, or on the year's last where the day is later."""
    seats = seats_of(session, office_id, COMMITTEE, on)
    people = dict(
        session.exec(
            select(Member.id, Member.person_id).where(col(Member.id).in_([seat.id for seat in seats]))
        ).all()
    )
    return [
        {
            "name": seat.name,
            "title": title_of(session, people.get(seat.id), on),
            "role": ROLES.get(seat.role, seat.role),
        }
        for seat in seats
    ]
