"""The schools' desk: who has not answered, whose school she sees, opening every school's plan."""

import datetime
import re

import pytest
from plan_desk import value_of
from school_desk import (  # noqa: F401  a fixture
    PlanDesk,
    add_schools,
    area_of,
    desk_of_the_small_office,
    listed,
    open_plans,
)
from sqlmodel import col, select
from year_pages import TEXTS, book_at, cells_of

from tests.conftest import NOW, make_office
from workflow import engine
from workflow.analysis.survey import Answer, record_answers
from workflow.changes import Hand
from workflow.items import find
from workflow.models import Acknowledgement, Item, School
from workflow.schools.progress import STANDING, Standing

LATE = 11  # the office keeps no holidays: 1 January 2018 was the last day, and this is the 12th


def _survey(desk: PlanDesk, code: str = "EX1", answered: str = "") -> None:
    """A survey that takes answers; `answered` has answered in full."""
    with desk.database.write() as session:
        item = desk.office.open(session, "expenditure_analysis", code, title="แบบสำรวจปี 2561")
        item.state = "surveying"
        session.flush()
        if answered:
            hand = Hand(desk.office.people["plan_officer"], NOW)
            record_answers(session, item, [Answer(school=answered, income=1200_50, expense=0)], hand)


def _start(desk: PlanDesk, code: str = "SP2561-S001") -> None:
    with desk.database.write() as session:
        item = find(session, desk.office.id, code).id
        engine.advance(session, item, "start", by=desk.office.people["school_officer"], at=NOW)


def test_each_school_shows_where_its_plan_stands_and_how_late_it_is(desk: PlanDesk) -> None:
    open_plans(desk)
    _start(desk)
    _survey(desk, answered="S002")
    desk.sign_in("plan_officer")
    page = desk.page("/schools")
    assert listed(page) == ["S001", "S002"]
    rows = dict(re.findall(r'href="/schools/(S\d+)">(.*?)</tr>', page, re.DOTALL))
    for code, standing, answer in (
        ("S001", Standing.WITH_SCHOOL, "schools_not_answered"),
        ("S002", Standing.NOT_STARTED, "schools_answered"),
    ):
        assert STANDING[standing].th in rows[code]
        assert TEXTS["schools_late_by"].format(days=LATE) in rows[code]
        assert f">{TEXTS[answer]}<" in rows[code]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", ["S001", "S002", "X001", "X002"]),
        ("cluster=C1", ["S001", "S002"]),
        ("cluster=C2&q=ใหม่ ๒", ["X002"]),
        ("state=with_school", ["S001"]),
        ("state=not_opened", ["X001", "X002"]),
        ("missing=plan", ["S001", "S002"]),
        ("missing=survey", ["S001", "X001", "X002"]),
        ("missing=any&state=not_started", ["S002"]),
        ("state=nonsense&missing=nonsense&cluster=C1", ["S001", "S002"]),
        ("q=nobody", []),
        ("cluster=-", []),
    ],
)
def test_the_list_is_narrowed_and_its_workbook_with_it(desk: PlanDesk, asked: str, found: list[str]) -> None:
    open_plans(desk)
    _start(desk)
    _survey(desk, answered="S002")
    add_schools(desk, 2)
    desk.sign_in("plan_director")
    asked = asked.replace("ใหม่ ๒", "ใหม่+๒")
    page = desk.page(f"/schools?{asked}")
    assert listed(page) == found
    held = cells_of(book_at(desk.client, f"/schools/schools.xlsx?{asked}"))
    assert [row[0] for row in held] == found


def test_the_text_for_line_names_those_who_owe_and_nobody_else(desk: PlanDesk) -> None:
    open_plans(desk)
    _survey(desk, answered="S002")
    desk.sign_in("plan_officer")
    text = area_of(desk.page("/schools?cluster=C1"), "line-text")
    plans, survey = text.split("แบบสำรวจปี 2561")
    assert ("โรงเรียน S001" in plans, "โรงเรียน S002" in plans) == (True, True)
    assert ("โรงเรียน S001" in survey, "โรงเรียน S002" in survey) == (True, False)
    assert TEXTS["days_over"].format(days=LATE) in plans
    assert "กลุ่มโรงเรียนที่ 1" in plans
    assert "https://plan.example/schools" in survey


def test_nobody_is_reminded_before_anything_was_asked(desk: PlanDesk) -> None:
    desk.sign_in("plan_officer")
    page = desk.page("/schools")
    assert TEXTS["schools_remind_none"] in page
    assert TEXTS["schools_not_opened_yet"].format(count=2) in page


def test_every_schools_plan_is_opened_once_after_a_confirmation(desk: PlanDesk) -> None:
    desk.sign_in("plan_officer")
    page = desk.page("/schools/open?year=2561")
    assert TEXTS["schools_open_lead"].format(count=2, there=0) in page
    told = {"key": value_of(page, "key"), "year": "2561"}
    where = desk.send("/schools/open", told)
    assert where == "/schools?year=2561&opened=2"
    assert desk.send("/schools/open", told) == where
    assert TEXTS["schools_opened"].format(count=2) in desk.page(where)
    with desk.database.read() as session:
        codes = session.exec(
            select(Item.code).where(Item.kind == "school_plan").order_by(col(Item.code))
        ).all()
    assert codes == ["SP2561-S001", "SP2561-S002"]
    assert TEXTS["schools_open_all_there"] in desk.page("/schools/open?year=2561")
    assert desk.send("/schools/open", {"key": "another", "year": "๒๕๖๑"}) == "/schools?year=2561&opened=0"


def test_a_refused_year_comes_back_as_typed_and_nothing_is_opened(desk: PlanDesk) -> None:
    desk.sign_in("plan_officer")
    page = desk.send("/schools/open", {"key": "k", "year": "ปีหน้า<b>"}, 422)
    assert re.search(r'name="year" value="ปีหน้า<b>"', page)
    assert '<a href="#year">' in page
    with desk.database.write() as session:
        desk.office.open(session, "memo", "SP2561-S002")
    page = desk.send("/schools/open", {"key": "k", "year": "2561"}, 409)
    assert 'role="alert"' in page
    with desk.database.read() as session:
        assert session.exec(select(Item).where(Item.kind == "school_plan")).all() == []


@pytest.mark.parametrize("role", ["school_officer", "internal_auditor", "area_director"])
def test_only_the_plan_group_opens_plans(desk: PlanDesk, role: str) -> None:
    desk.sign_in(role)
    desk.page("/schools/open", 403)
    desk.send("/schools/open", {"key": "k", "year": "2561"}, 403)


def test_a_head_teacher_sees_her_own_school_at_once_and_no_other(desk: PlanDesk) -> None:
    open_plans(desk)
    _survey(desk)
    desk.sign_in("school_officer")
    page = desk.page("/schools")
    assert '<h1 lang="th">โรงเรียน S001</h1>' in page
    assert "S002" not in page
    assert 'href="/items/SP2561-S001#start"' in page
    assert 'href="/surveys/EX1/answer"' in page
    assert 'href="/surveys/EX1/answer"' in desk.page("/")
    assert desk.page("/schools/S001").count("<h1") == 1
    desk.page("/schools/S002", 404)
    desk.page("/schools/NOPE", 404)
    desk.client.get("/schools/schools.xlsx").raise_for_status()
    assert [row[0] for row in cells_of(book_at(desk.client, "/schools/schools.xlsx"))] == ["S001"]


def test_a_clusters_chair_sees_her_cluster_alone(desk: PlanDesk) -> None:
    open_plans(desk)
    add_schools(desk, 2)
    desk.sign_in("school_cluster_chair")
    page = desk.page("/schools")
    assert listed(page) == ["S001", "S002"]
    assert "X001" not in page
    assert "กลุ่มโรงเรียน C2" not in page
    desk.page("/schools/S002")
    desk.page("/schools/X001", 404)


def test_another_offices_school_is_none(desk: PlanDesk) -> None:
    with desk.database.write() as session:
        other = make_office(session, "T2")
        session.get_one(School, other.schools["S002"]).code = "Z009"
    desk.sign_in("plan_director")
    desk.page("/schools/Z009", 404)
    assert listed(desk.page("/schools")) == ["S001", "S002"]


def test_what_the_school_has_done_leaves_its_cards(desk: PlanDesk) -> None:
    _survey(desk, answered="S001")
    desk.sign_in("school_officer")
    page = desk.page("/schools")
    assert "/surveys/EX1/answer" not in desk.page("/")
    assert TEXTS["schools_nothing_now"] in page
    assert "/surveys/EX1/answer" not in page
    assert "1,200.50" in page


def test_a_circular_waits_on_the_schools_page_until_it_is_read(desk: PlanDesk) -> None:
    with desk.database.write() as session:
        paper = desk.office.open(session, "memo", "M1", title="หนังสือเวียน <i>ด่วน</i>")
        asked = Acknowledgement(
            item_id=paper.id, person_id=desk.office.people["school_officer"], asked_at=NOW
        )
        session.add(asked)
    desk.sign_in("school_officer")
    answer = desk.client.get("/schools").text
    assert answer.count('href="/papers/M1"') == 2
    assert "<i>ด่วน" not in answer
    desk.sign_in("plan_director")
    assert TEXTS["schools_circular_unread"] in desk.page("/schools/S001")
    assert "M1" not in desk.page("/schools/S002")
    with desk.database.write() as session:
        session.exec(select(Acknowledgement)).one().read_at = NOW + datetime.timedelta(hours=1)
    desk.sign_in("school_officer")
    page = desk.page("/schools")
    assert page.count('href="/papers/M1"') == 1
    assert TEXTS["schools_nothing_now"] in page


def test_names_people_typed_are_text(desk: PlanDesk) -> None:
    add_schools(desk, 1, name="<script>alert(1)</script>=1+1")
    desk.sign_in("plan_officer")
    for address in ("/schools", "/schools/X001", "/schools/open", "/schools?q=<script>&cluster=%22%3E<b>"):
        text = desk.client.get(address).text
        assert "<script>alert" not in text
        assert '"><b>' not in text
    assert cells_of(book_at(desk.client, "/schools/schools.xlsx?q=alert"))[0][1].startswith("<script>")


@pytest.mark.one_database
def test_the_list_takes_the_same_statements_for_any_number_of_schools(desk: PlanDesk) -> None:
    open_plans(desk)
    _survey(desk)
    desk.sign_in("plan_officer")
    desk.page("/schools")
    with desk.statements() as one:
        desk.page("/schools")
    add_schools(desk, 300)
    open_plans(desk)
    with desk.statements() as many:
        page = desk.page("/schools")
    assert len(listed(page)) == 302
    assert one.count == many.count <= 20
    assert len(page.encode()) < 300_000


def test_one_school_takes_a_bounded_number_of_statements(desk: PlanDesk) -> None:
    open_plans(desk)
    desk.sign_in("school_officer")
    desk.page("/schools")
    with desk.statements() as one:
        desk.page("/schools")
    for year in (2560, 2562, 2563):
        open_plans(desk, year)
        _survey(desk, f"EX{year}")
    with desk.statements() as many:
        desk.page("/schools")
    assert one.count == many.count <= 25


def test_the_pages_speak_english(desk: PlanDesk) -> None:
    open_plans(desk)
    desk.sign_in("plan_director")
    desk.client.cookies.set("khanton_language", "en")
    assert "Schools, fiscal year 2018" in desk.page("/schools")
    assert "The school’s plan, 2018" in desk.page("/schools/S001")
    assert "Open every school’s plan, 2018" in desk.page("/schools/open")
