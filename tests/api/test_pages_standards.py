"""The work standards on a page: levels, what is missing for the next, and what justifies each finding."""

import re

import pytest
from fastapi.testclient import TestClient
from plan_desk import value_of
from school_desk import PlanDesk, desk_of_the_small_office, open_plans  # noqa: F401  a fixture
from year_pages import (  # noqa: F401  fixtures
    TEXTS,
    book_at,
    cells_of,
    directors_browser,
    own_year,
    page_at,
)

from states.catalogue import catalogue
from tests.conftest import NOW
from workflow import engine
from workflow.items import find
from workflow.models import Attestation
from workflow.queries import entries_of


def test_the_standards_lead_to_this_year(desk: PlanDesk) -> None:
    desk.sign_in("plan_officer")
    answer = desk.client.get("/standards", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/standards/2561")


def test_every_criterion_is_told_with_why(desk: PlanDesk) -> None:
    desk.sign_in("plan_director")
    page = desk.page("/standards/2561")
    told = re.findall(r'<tr id="c-([^"]+)">', page)
    assert told == [code for each in catalogue().standards.values() for code in each.criteria]
    assert TEXTS["standards_missing"].format(level=1) in page
    assert TEXTS["standards_rounds_none"] in page


def test_a_year_told_by_its_record_has_entries_that_lead_to_its_papers(browser: TestClient) -> None:
    page = page_at(browser, "/standards/2561")
    links = re.findall(r'href="/items/([^"#]+)#entry-(\d+)"', page)
    assert links
    for code, seq in links[:: max(len(links) // 5, 1)]:
        assert f'id="entry-{seq}"' in page_at(browser, f"/items/{code}")
    told = dict(re.findall(r'<h2 id="(M\d)">[^<]*</h2>\s*<ol class="levels" aria-label="([^"]+)"', page))
    held = browser.get("/api/v1/assessments/2561").json()["standards"]
    assert told == {
        each["code"]: TEXTS["standards_level"].format(level=each["level"])
        for each in held
        if each["level"] is not None
    }


def test_the_workbook_says_what_the_page_says(browser: TestClient) -> None:
    book = book_at(browser, "/standards/2561/standards.xlsx")
    told = {
        judged["code"]: judged["status"]
        for each in browser.get("/api/v1/assessments/2561").json()["standards"]
        for judged in each["criteria"]
    }
    rows = [row for sheet in book.sheetnames for row in cells_of(book, sheet) if row[0] in told]
    assert {row[0]: row[2] for row in rows} == {
        code: TEXTS[f"standards_{status}"] for code, status in told.items()
    }


def test_the_page_is_narrowed_to_what_somebody_must_prove(browser: TestClient) -> None:
    page = page_at(browser, "/standards/2561?status=unknown")
    found = re.findall(r'<td data-label="[^"]*"><span class="tag \w+">([^<]+)</span>', page)
    assert set(found) == {TEXTS["standards_unknown"]}
    assert page.count('<tr id="c-') == len(found)
    assert page_at(browser, "/standards/2561?status=nonsense").count('<tr id="c-') > len(found)


def test_evidence_that_was_recorded_is_shown_as_text_with_its_entry(desk: PlanDesk) -> None:
    with desk.database.write() as session:
        item = desk.office.open(session, "self_assessment", "SA1", title="รอบที่ 1")
        seq = session.exec(entries_of(item.id)).one().seq
        session.add(
            Attestation(
                item_id=item.id,
                code="criteria_evidence",
                value="M1.1 แฟ้ม <script>ที่ 3",
                item_version=1,
                entry_seq=seq,
                attested_by=desk.office.people["plan_officer"],
                attested_at=NOW,
            )
        )
    desk.sign_in("internal_auditor")
    text = desk.client.get("/standards/2561").text
    assert "<script>ที่" not in text
    page = desk.page("/standards/2561")
    assert TEXTS["standards_attested"] in page
    assert "แฟ้ม <script>ที่ 3" in page
    assert f'href="/items/SA1#entry-{seq}"' in page
    assert re.search(r'aria-label="[^"]*1"><li class="held">', page)


def test_school_people_and_wrong_years_are_refused(desk: PlanDesk) -> None:
    desk.sign_in("plan_officer")
    desk.page("/standards/2018", 422)
    desk.page("/standards/abc", 422)
    desk.sign_in("school_officer")
    desk.page("/standards/2561", 403)
    desk.page("/standards/2561/standards.xlsx", 403)


@pytest.mark.one_database
def test_the_page_takes_the_same_statements_for_any_number_of_entries(desk: PlanDesk) -> None:
    desk.sign_in("plan_officer")
    _reports(desk, 0, 1)
    desk.page("/standards/2561")
    with desk.statements() as one:
        desk.page("/standards/2561")
    _reports(desk, 1, 40)
    with desk.statements() as many:
        desk.page("/standards/2561")
    assert one.count == many.count <= 40


def _reports(desk: PlanDesk, first: int, last: int) -> None:
    with desk.database.write() as session:
        for number in range(first, last):
            desk.office.open(session, "quarterly_report", f"QR{number}")
            item = find(session, desk.office.id, f"QR{number}").id
            engine.advance(session, item, "open", by=desk.office.people["plan_officer"], at=NOW)


@pytest.mark.parametrize("address", ["/standards/2561", "/standards/2560"])
def test_the_pages_speak_english(desk: PlanDesk, address: str) -> None:
    open_plans(desk)
    desk.sign_in("plan_director")
    desk.client.cookies.set("khanton_language", "en")
    assert f"Work standards, fiscal year {int(address[-4:]) - 543}" in desk.page(address)


def test_the_plan_group_opens_a_round_once_and_others_do_not(desk: PlanDesk) -> None:
    desk.sign_in("plan_officer")
    told = {"key": value_of(desk.page("/standards/2561"), "key")}
    assert desk.send("/standards/2561/round", told) == "/items/SA2561-1"
    assert desk.send("/standards/2561/round", told) == "/items/SA2561-1"
    assert 'href="/items/SA2561-1"' in desk.page("/standards/2561")
    desk.sign_in("internal_auditor")
    assert "/standards/2561/round" not in desk.page("/standards/2561")
    desk.send("/standards/2561/round", {"key": "k"}, 403)
