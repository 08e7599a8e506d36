"""The annual report, the expenditure analysis and the schools' survey at the pages."""

import re

import pytest
from report_pages import Quarter, a_quarter_being_gathered  # noqa: F401  a fixture
from sqlmodel import col, select
from year_pages import (
    TEXTS,
    browser_of_the_small_office,  # noqa: F401  a fixture
    directors_browser,  # noqa: F401  a fixture
    own_year,  # noqa: F401  a fixture
    page_at,
)

from workflow.items import find
from workflow.models import AnalysisLine, Entry, GroupSubmission, OutcomeScore, SurveyAnswer

ANNUAL, EXPENDITURE, ANSWER = "/reports/annual/2561", "/reports/expenditure/2561", "/surveys/EX/answer"
PLAN, SCHOOL, SECRETARY = "plan_officer", "school_officer", "committee_secretary"


@pytest.fixture(name="year")
def a_year_being_reported(quarter: Quarter) -> Quarter:
    """The annual report is being gathered, the survey is out."""
    with quarter.database.write() as session:
        quarter.office.open(session, "annual_report", "AR")
        quarter.office.open(session, "expenditure_analysis", "EX")
    quarter.stand("AR", "collecting")
    quarter.stand("EX", "surveying")
    return quarter


def scores(year: Quarter) -> list[tuple[str, int, int]]:
    with year.database.read() as session:
        rows = session.exec(select(OutcomeScore).order_by(OutcomeScore.school_year)).all()
        return [(row.test, row.school_year, row.hundredths) for row in rows]


def test_scores_are_kept_with_their_source_and_compared(year):
    told = {
        "source": "สทศ.",
        "test:1": "O-NET",
        "level:1": "ป.6",
        "school_year:1": "๒๕๕๙",
        "score:1": "๕๐.๑๐",
    }
    told |= {"test:2": "O-NET", "level:2": "ป.6", "school_year:2": "2560", "score:2": "52.37"}
    page = year.fill(PLAN, "scores", f"{ANNUAL}/scores", ANNUAL, **told)
    assert (TEXTS["annual_done_scores"] in page, "▲ +2.27" in page) == (True, True)
    assert scores(year) == [("O-NET", 2559, 5010), ("O-NET", 2560, 5237)]
    assert TEXTS["annual_done_same"] in year.fill(PLAN, "scores", f"{ANNUAL}/scores", ANNUAL, **told)


@pytest.mark.parametrize(
    ("typed", "anchor"),
    [
        ({"score:1": "ห้าสิบ"}, "scores-score:1"),
        ({"score:1": "101"}, "scores-score"),
        ({"score:1": ""}, "scores-score"),
        ({"school_year:1": "2017"}, "scores-school_year:1"),
        ({"source": " "}, "scores-source"),
    ],
)
def test_scores_that_are_refused_come_back(year, typed, anchor):
    told = {"source": "สทศ.", "test:1": "O-NET", "level:1": "ป.6", "school_year:1": "2560", "score:1": "50"}
    page = year.fill(PLAN, "scores", f"{ANNUAL}/scores", ANNUAL, status=422, **(told | typed))
    assert 'value="O-NET"' in page
    assert all(f'value="{text}"' in page for text in typed.values())
    if anchor.endswith(":1") or anchor == "scores-source":
        assert f'href="#{anchor}"' in page
    assert scores(year) == []


def test_the_years_coverage_and_a_groups_part(year):
    page = year.page("internal_auditor", ANNUAL)
    assert page.count("ยังไม่ส่งรายงานโครงการ") == 3
    assert "<form" not in page.split("<main")[1].split("</main>")[0]
    year.fill("group_director@ADM", "sent-ADM", f"{ANNUAL}/submissions", ANNUAL, text="ทั้งปี")
    year.fill(PLAN, "excuse-PLN", f"{ANNUAL}/excuses", ANNUAL, reason="รวมเล่มแล้ว")
    with year.database.read() as session:
        rows = session.exec(select(GroupSubmission).order_by(GroupSubmission.id)).all()
        assert [(row.text, row.waived) for row in rows] == [("ทั้งปี", False), ("รวมเล่มแล้ว", True)]


def test_a_head_teacher_answers_on_her_phone(year):
    assert f'href="{ANSWER}"' in year.page(SCHOOL, "/surveys")
    page = year.page(SCHOOL, ANSWER)
    assert ("โรงเรียน S001" in page, "S002" in page) == (True, False)
    bad = year.fill(
        SCHOOL, "school-S001", ANSWER, ANSWER, status=422, income="ล้านห้า", expense="1", text="ประมาณ"
    )
    assert all(text in bad for text in ('value="ล้านห้า"', "ประมาณ", 'href="#school-S001-income"'))
    told = {"income": "฿ ๑,๒๕๐,๐๐๐.๕๐", "expense": "1,100,000 บาท", "text": ""}
    good = year.fill(SCHOOL, "school-S001", ANSWER, ANSWER, **told)
    assert (TEXTS["survey_done_answered"] in good, 'value="1,250,000.50"' in good) == (True, True)
    with year.database.read() as session:
        row = session.exec(select(SurveyAnswer)).one()
        assert (row.income, row.expense) == (125_000_050, 110_000_000)
    foreign = year.form(good, "school-S001") | {"school": "S002"}
    assert year.post(ANSWER, foreign).status_code == 403
    year.page(PLAN, "/surveys", 403)
    year.page(PLAN, ANSWER, 403)
    year.page(SCHOOL, "/surveys/NONE/answer", 404)
    assert "1 จาก 2" in year.page(PLAN, EXPENDITURE)
    year.stand("EX", "published")
    assert TEXTS["survey_closed"] in year.page(SCHOOL, ANSWER)


def test_the_plan_group_records_anybodys_answer_a_group_its_own(year):
    told = {"whose": "school:S002", "income": "1", "expense": "2"}
    assert TEXTS["expenditure_done_answered"] in year.fill(
        PLAN, "any", f"{EXPENDITURE}/answers", EXPENDITURE, **told
    )
    page = year.page("group_director@ADM", EXPENDITURE)
    assert 'value="any"' not in page
    year.fill("group_director@ADM", "own-ADM", f"{EXPENDITURE}/answers", EXPENDITURE, income="5", expense="4")
    forged = year.form(page, "own-ADM") | {"whose": "group:PLN", "key": "k"}
    assert year.post(f"{EXPENDITURE}/answers", forged).status_code == 403
    with year.database.read() as session:
        rows = session.exec(select(SurveyAnswer).order_by(SurveyAnswer.id)).all()
        assert [(row.income, row.expense) for row in rows] == [(100, 200), (500, 400)]


def test_the_lines_are_edited_in_a_table(year):
    year.stand("EX", "committee_analysis")
    told = {
        "side:1": "income",
        "category:1": "เงินอุดหนุน",
        "amount:1": "๑,๐๐๐,๐๐๐",
        "side:2": "expense",
        "category:2": "ค่าสาธารณูปโภค",
        "amount:2": "250,000.25",
        "text:2": "ไฟฟ้า",
    }
    page = year.fill(SECRETARY, "lines", f"{EXPENDITURE}/lines", EXPENDITURE, **told)
    assert (TEXTS["expenditure_done_lines"] in page, "749,999.75" in page) == (True, True)
    bad = year.fill(
        SECRETARY, "lines", f"{EXPENDITURE}/lines", EXPENDITURE, status=422, **(told | {"amount:2": "สองแสน"})
    )
    assert ('href="#lines-amount:2"' in bad, 'value="สองแสน"' in bad, "ไฟฟ้า" in bad) == (True, True, True)
    twice = told | {"side:2": "income", "category:2": "เงินอุดหนุน"}
    year.fill(SECRETARY, "lines", f"{EXPENDITURE}/lines", EXPENDITURE, status=422, **twice)
    fewer = told | {"category:1": "", "amount:1": ""}
    year.fill(SECRETARY, "lines", f"{EXPENDITURE}/lines", EXPENDITURE, **fewer)
    with year.database.read() as session:
        rows = session.exec(select(AnalysisLine)).all()
        assert [(row.side, row.category, row.amount, row.text) for row in rows] == [
            ("expense", "ค่าสาธารณูปโภค", 25_000_025, "ไฟฟ้า")
        ]
        kinds = session.exec(select(Entry.kind).where(col(Entry.kind) == "analysis")).all()
        assert len(kinds) == 2
    year.page(SECRETARY, "/")
    assert year.post(f"{EXPENDITURE}/lines", {"category:1": "x" * 201, "amount:1": "1"}).status_code in (
        413,
        422,
    )


@pytest.mark.parametrize(
    "address", [ANNUAL, EXPENDITURE, "/reports/annual/2570", "/reports/expenditure/2570"]
)
def test_who_comes_here(year, address):
    year.page("internal_auditor", address)
    year.page(SCHOOL, address, 403)


@pytest.mark.parametrize("door", ["annual/2561/scores", "annual/2561/submissions", "expenditure/2561/lines"])
def test_those_who_only_read_write_nothing(year, door):
    year.page("internal_auditor", "/")
    told = {"source": "x", "test:1": "T", "level:1": "L", "school_year:1": "2560", "score:1": "1"}
    told |= {"group": "ADM", "text": "x", "side:1": "income", "category:1": "x", "amount:1": "1"}
    assert year.post(f"/reports/{door}", told).status_code in (403, 409)


@pytest.mark.parametrize("address", [ANNUAL, EXPENDITURE])
@pytest.mark.one_database
def test_a_page_takes_the_same_statements_for_any_number_of_rows(year, address):
    counted = []
    for more in (range(0), range(10, 40)):
        with year.database.write() as session:
            for number in more:
                item = year.office.open(
                    session, "project", f"P{number:03}", group_id=year.office.groups["ADM"]
                )
                item.state = "in_progress"
            if more:
                find(session, year.office.id, "EX").state = "committee_analysis"
        year.page(PLAN, address)
        with year.statements() as asked:
            year.client.get(address)
        counted.append(len(asked))
    assert counted[0] == counted[1] <= 25


def test_the_samples_year_adds_up(browser):
    """The demonstration after its whole year."""
    page = page_at(browser, ANNUAL)
    assert TEXTS["annual_all_in"] in page
    table = page.split('<section aria-labelledby="by-group">')[1].split("</table>")[0]
    paid = [
        float(text.replace(",", "")) for text in re.findall(r'data-label="เบิกจ่าย \(บาท\)">([\d,.]+)', table)
    ]
    assert round(sum(paid[:-1]), 2) == paid[-1] > 0
    page = page_at(browser, EXPENDITURE)
    assert (TEXTS["expenditure_covered"] in page, "รอบที่ 1" in page) == (True, True)
    for quarter in (1, 2, 3, 4):
        desk = page_at(browser, f"/quarter/2561/{quarter}")
        assert "7 จาก 7" in desk
