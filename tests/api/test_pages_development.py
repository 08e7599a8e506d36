"""The development plan's pages: what it says and lacks, writing it with nothing lost, what serves it."""

import re

import pytest
from plan_desk import value_of
from school_desk import PlanDesk, area_of, desk_of_the_small_office  # noqa: F401  a fixture
from sqlmodel import select
from year_pages import TEXTS

from tests.conftest import NOW, make_office
from workflow.changes import Hand
from workflow.development.content import SECTIONS, STEPS, Content, read_content, save_content
from workflow.items import find
from workflow.models import Alignment, Entry, Goal
from workflow.proposals.goals import add_goal

STRATEGIES = "S1 พัฒนาคุณภาพผู้เรียน\nS2 พัฒนาครู"
TYPED = {name: f"{label.th} <b>ตัวอย่าง</b>" for name, label in SECTIONS.items()} | {"strategies": STRATEGIES}


def _plan(desk: PlanDesk, code: str = "DP1", years: tuple[int, int] | None = None, **texts: str) -> None:
    with desk.database.write() as session:
        item = desk.office.open(session, "development_plan", code, title=f"แผนพัฒนา {code}")
        if years:
            hand = Hand(desk.office.people["plan_officer"], NOW)
            save_content(session, item, Content(*years, **texts), hand)


def _content(desk: PlanDesk, code: str = "DP1") -> Content | None:
    with desk.database.read() as session:
        return read_content(session, find(session, desk.office.id, code).id)


def _form(page: str, **more: str) -> dict[str, str]:
    return {"seen": value_of(page, "seen"), "first_year": "2561", "last_year": "๒๕๖๔", **TYPED, **more}


def test_an_office_without_a_plan_opens_one(desk: PlanDesk) -> None:
    desk.sign_in("plan_officer")
    assert TEXTS["development_none"] in desk.page("/development")
    page = desk.page("/development/new")
    told = {"key": value_of(page, "key"), "code": "DP9", "title": "แผนพัฒนาฯ", "year": "2561"}
    where = desk.send("/development/new", told)
    assert where == "/development/DP9?done=opened"
    assert desk.send("/development/new", told) == where
    assert TEXTS["development_opened"] in desk.page(where)
    for name, text, status in (("year", "2018", 422), ("code", "DP9", 409), ("title", "", 422)):
        page = desk.send("/development/new", {**told, "key": name, name: text}, status)
        assert {each: value_of(page, each) for each in ("code", "title", "year")} == {
            **{each: told[each] for each in ("code", "title", "year")},
            name: text,
        }
        assert f'<a href="#{name}">' in page


def test_what_is_written_is_shown_and_what_each_step_lacks(desk: PlanDesk) -> None:
    _plan(desk)
    desk.sign_in("plan_officer")
    lacking = desk.page("/development/DP1")
    for names in STEPS.values():
        for name in names:
            assert f'href="/development/DP1/edit#{name}"' in lacking
    where = desk.send("/development/DP1/edit", _form(desk.page("/development/DP1/edit"), threats=""))
    assert where == "/development/DP1?done=saved"
    answer = desk.client.get(where).text
    assert "<b>ตัวอย่าง" not in answer
    page = desk.page(where)
    assert TYPED["vision"] in page
    assert re.findall(r'href="/development/DP1/edit#(\w+)"', page) == ["threats"]
    kept = _content(desk)
    assert kept is not None
    assert (kept.first_year, kept.last_year, kept.threats) == (2561, 2564, "")


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"first_year": "2018"}, "first_year"),
        ({"last_year": "ปีหน้า"}, "last_year"),
        ({"last_year": "2560"}, "last_year"),
        ({"mission": "ก" * 10_001}, "mission"),
        ({"strategies": "S1 ก\nS1 ข"}, "strategies"),
    ],
)
def test_a_refused_form_comes_back_with_everything_typed(
    desk: PlanDesk, more: dict[str, str], field: str
) -> None:
    _plan(desk)
    desk.sign_in("plan_officer")
    told = _form(desk.page("/development/DP1/edit"), **more)
    page = desk.send("/development/DP1/edit", told, 413 if field == "mission" else 422)
    assert {name: area_of(page, name) for name in SECTIONS} == {name: told[name] for name in SECTIONS}
    assert (value_of(page, "first_year"), value_of(page, "last_year")) == (
        told["first_year"],
        told["last_year"],
    )
    assert f'<a href="#{field}">' in page
    assert re.search(rf'id="{field}"[^>]*aria-invalid="true"', page)
    assert _content(desk) is None


def test_what_somebody_else_wrote_meanwhile_is_not_overwritten_unseen(desk: PlanDesk) -> None:
    _plan(desk)
    desk.sign_in("plan_officer")
    told = _form(desk.page("/development/DP1/edit"))
    desk.send("/development/DP1/edit", {**told, "vision": "วิสัยทัศน์ของเพื่อน"})
    page = desk.send("/development/DP1/edit", told, 409)
    assert area_of(page, "vision") == told["vision"]
    assert TEXTS["paper_kept_now"].format(text="วิสัยทัศน์ของเพื่อน") in page
    assert page.count('class="kept"') == 1
    desk.send("/development/DP1/edit", {**told, "seen": value_of(page, "seen")})
    kept = _content(desk)
    assert kept is not None
    assert kept.vision == told["vision"]
    assert desk.send("/development/DP1/edit", _form(desk.page("/development/DP1/edit"))).endswith("done=same")


@pytest.mark.parametrize("role", ["project_owner", "internal_auditor", "area_director"])
def test_whoever_may_not_write_it_reads_it_and_is_refused(desk: PlanDesk, role: str) -> None:
    _plan(desk)
    desk.sign_in(role)
    page = desk.page("/development/DP1")
    assert "/development/DP1/edit" not in page
    assert "/development/new" not in page
    desk.page("/development/DP1/edit", 403)
    desk.page("/development/new", 403)
    desk.send("/development/DP1/edit", {"seen": "0", "first_year": "2561", "last_year": "2564"}, 403)
    if role != "area_director":  # who may cancel a plan, and so may open one
        desk.send("/development/new", {"key": "k", "code": "D", "title": "ก", "year": "2561"}, 403)
    with desk.database.read() as session:
        assert session.exec(select(Entry).where(Entry.kind == "development")).all() == []


def test_a_plan_with_the_director_is_closed_to_writing(desk: PlanDesk) -> None:
    _plan(desk)
    with desk.database.write() as session:
        find(session, desk.office.id, "DP1").state = "director_review"
    desk.sign_in("plan_officer")
    assert "/development/DP1/edit" not in desk.page("/development/DP1")
    desk.page("/development/DP1/edit", 409)
    page = desk.send("/development/DP1/edit", {"seen": "0", "first_year": "2561", "last_year": "2564"}, 409)
    assert value_of(page, "last_year") == "2564"


def test_the_plan_of_this_year_comes_first_and_the_others_beside_it(desk: PlanDesk) -> None:
    _plan(desk, "DP1", (2561, 2564))
    _plan(desk, "DP2", (2565, 2569))
    desk.sign_in("plan_director")
    page = desk.page("/development")
    assert '<h1 lang="th">แผนพัฒนา DP1</h1>' in page
    assert 'href="/development/DP2"' in page
    assert '<h1 lang="th">แผนพัฒนา DP2</h1>' in desk.page("/development/DP2")


def test_strategies_are_shown_with_the_projects_that_serve_them(desk: PlanDesk) -> None:
    _plan(desk, years=(2561, 2562), strategies=STRATEGIES)
    _serve(desk, ["P1"])
    desk.sign_in("plan_officer")
    page = desk.page("/development/DP1?year=2561")
    section = page.partition('aria-labelledby="serving"')[2].partition("</section>")[0]
    assert 'href="/items/P1"' in section
    assert TEXTS["development_nobody"] in section
    assert "งานอื่น" not in section
    assert TEXTS["development_serving_none"].format(year="2562") in desk.page("/development/DP1?year=2599")


def _serve(desk: PlanDesk, codes: list[str]) -> None:
    """Projects of 2561 that serve S1; S2 and S9 of the year are served by none."""
    with desk.database.write() as session:
        hand = Hand(desk.office.people["plan_officer"], NOW)
        for code, name in (("S1", "พัฒนาคุณภาพผู้เรียน"), ("S2", "พัฒนาครู"), ("S9", "งานอื่น")):
            add_goal(session, desk.office.id, 2561, "strategy", code, name, hand)
        goal = session.exec(select(Goal.id).where(Goal.code == "S1")).one()
        for code in codes:
            item = desk.office.open(session, "project", code)
            item.state = "in_progress"
            session.flush()
            session.add(Alignment(item_id=item.id, goal_id=goal))


def test_other_offices_plans_and_other_papers_are_none(desk: PlanDesk) -> None:
    with desk.database.write() as session:
        make_office(session, "T2").open(session, "development_plan", "DPX")
        desk.office.open(session, "memo", "M1")
    desk.sign_in("plan_officer")
    for address in ("/development/DPX", "/development/DPX/edit", "/development/M1", "/development/M1/edit"):
        desk.page(address, 404)
    desk.sign_in("school_officer")
    desk.page("/development", 403)


@pytest.mark.one_database
def test_the_page_takes_the_same_statements_for_any_number_of_plans_and_projects(desk: PlanDesk) -> None:
    _plan(desk, years=(2561, 2564), strategies=STRATEGIES)
    _serve(desk, ["P0"])
    desk.sign_in("plan_officer")
    desk.page("/development")
    with desk.statements() as one:
        desk.page("/development")
    for number in range(30):
        _plan(desk, f"DX{number}", (2550, 2551))
    with desk.database.write() as session:
        for number in range(60):
            desk.office.open(session, "project", f"Q{number}").state = "in_progress"
    with desk.statements() as many:
        desk.page("/development")
    assert one.count == many.count <= 25
