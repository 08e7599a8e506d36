"""The ways between pages: from an item to where it is worked on, from a list to the next step."""

import pytest
from json_desk import Desk, desk_at_the_json_door  # noqa: F401  a fixture

from notifications.models import Notice
from workflow.items import find

OFFICER, SCHOOL = "plan_officer", "school_officer"
WAYS = {
    "annual_plan": ("AP2561", "/plan/2561"),
    "quarterly_report": ("QR2561-1", "/quarter/2561/1"),
    "annual_report": ("AR2561", "/reports/annual/2561"),
    "expenditure_analysis": ("EX2561", "/reports/expenditure/2561"),
    "plan_amendment": ("AM1", "/amendments/AM1"),
    "meeting": ("M1", "/meetings/M1"),
}


@pytest.mark.parametrize("kind", sorted(WAYS))
def test_an_items_page_leads_to_the_page_where_it_is_worked_on(desk: Desk, kind: str) -> None:
    code, address = WAYS[kind]
    desk.open(kind, code)
    with desk.database.write() as session:
        item = find(session, desk.office.id, code)
        item.fiscal_year, item.quarter = 2561, 1 if kind == "quarterly_report" else None
    assert f'<a class="button main" href="{address}">' in desk.person(OFFICER).get(f"/items/{code}").text


def test_a_project_leads_to_its_proposal_first_and_to_its_report_once_the_work_is_done(desk: Desk) -> None:
    desk.open("project", "P001")
    officer = desk.person(OFFICER)
    draft = officer.get("/items/P001").text
    assert 'class="button main" href="/proposals/P001"' in draft
    assert "/projects/P001/report" not in draft
    desk.stand("P001", "completed")
    done = officer.get("/items/P001").text
    assert 'class="button main" href="/projects/P001/report"' in done
    assert 'class="button" href="/proposals/P001"' in done
    assert 'class="button" href="/plan/2561?q=P001"' in done


def test_lists_lead_to_the_page_where_the_next_step_is_taken(desk: Desk) -> None:
    desk.open("project", "P001")
    desk.open("project", "P002")
    desk.stand("P002", "in_progress")
    found = desk.person(OFFICER).get("/items").text
    assert 'href="/proposals/P001"' in found
    assert 'href="/items/P002"' in found


def test_the_menu_of_a_school_holds_the_surveys_and_nobody_elses_does(desk: Desk) -> None:
    assert 'href="/surveys"' in desk.person(SCHOOL).get("/").text
    assert 'href="/surveys"' not in desk.person(OFFICER).get("/").text


def test_a_notice_of_what_is_not_hers_to_open_leads_nowhere_else(desk: Desk) -> None:
    desk.open("annual_plan", "AP2561")
    with desk.database.write() as session:
        item = find(session, desk.office.id, "AP2561")
        for role in (SCHOOL, OFFICER):
            session.add(
                Notice(
                    office_id=desk.office.id,
                    item_id=item.id,
                    person_id=desk.office.people[role],
                    code="notify_status",
                    written_at=desk.at,
                )
            )
    for page in ("/", "/notices"):
        assert 'href="/items/AP2561"' not in desk.person(SCHOOL).get(page).text
        assert 'href="/items/AP2561"' in desk.person(OFFICER).get(page).text
