"""Offices know nothing of each other: a second one with the same codes changes no answer."""

from collections.abc import Callable
from typing import Any

import pytest
from conftest import SmallOffice, make_office
from office_year import (
    AMSS,
    ON,
    change,
    fill,
    hand,
    proposals,
    published,
    report,
    template,
    with_project,
    workbook,
)
from sqlmodel import Session
from year_desk import NEXT, YEAR

from workflow.amendments.review import deviations
from workflow.amss.reading import read_amss
from workflow.analysis.coverage import coverage
from workflow.analysis.survey import completeness, surveys
from workflow.assessment.assess import assess
from workflow.models import (
    Office,
)
from workflow.money.overview import overview
from workflow.money.pace import projects_behind
from workflow.money.paid import payments
from workflow.money.queries import brought_forward, year_money
from workflow.money.standing import late
from workflow.proposals.goals import goals_of
from workflow.reports.acceleration import below
from workflow.reports.annual import compile_report
from workflow.reports.problems import carried
from workflow.reports.reconcile import reconcile
from workflow.reports.submissions import answers, submit
from workflow.schools.progress import progress
from workflow.sheets.office_tables import TABLES
from workflow.sheets.proposal_layout import CODE
from workflow.sheets.proposals import save_proposals
from workflow.years import paste
from workflow.years.base import base_data
from workflow.years.leaving import facts_left
from workflow.years.opening import open_year
from workflow.years.plan import standing_plans
from workflow.years.provisional import provisional

Asked = Callable[[Session, SmallOffice], Any]


def new_codes(session: Session, office: SmallOffice) -> tuple[str, ...]:
    """Under which code a new proposal of a group that has none is opened."""
    read = proposals(session, office, with_project(template(session, office, "ADM"), {}))
    return save_proposals(session, office.id, read, hand(office, "plan_director")).opened


def sent_in(session: Session, office: SmallOffice) -> object:
    paper = report(session, office, "QR1")
    paper.state = "collecting"
    submit(session, paper, "PLN", "ผล", hand(office, "project_owner"))
    return answers(session, paper, ON)


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
