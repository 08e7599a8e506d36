"""Dashboards draw what their tables say; goals tell who serves them."""

import datetime
import re

import pytest
from fastapi.testclient import TestClient
from plan_desk import PlanDesk, desk_of_the_plan, rows_in  # noqa: F401  a fixture
from sqlmodel import select
from year_pages import (  # noqa: F401  fixtures
    TEXTS,
    command_tells,
    directors_browser,
    looking_into,
    own_year,
    page_at,
)

from workflow.models import Entry, Goal, Item, Obligation, Office
from workflow.performance import dwells, projects_by_state, punctuality
from workflow.proposals.goals import goals_of

ON = datetime.date(2018, 11, 20)


def _office(session) -> int:  # type: ignore[no-untyped-def]
    return session.exec(select(Office.id).where(Office.code == "UTD2")).one()


def test_days_in_a_state_are_those_that_the_history_keeps(sample: str) -> None:
    with looking_into(sample) as session:
        office = _office(session)
        found = {each.state: each for each in dwells(session, office, 2561, "project")}
        kept = session.exec(
            select(Entry.dwell_seconds)
            .join(Item)
            .where(Item.kind == "project", Item.office_id == office, Entry.kind == "step")
            .where(Entry.from_state == "in_progress")
        ).all()
    days = sorted((each or 0) / 86_400 for each in kept)
    half = len(days) // 2
    middle = days[half] if len(days) % 2 else (days[half - 1] + days[half]) / 2
    told = found["in_progress"]
    assert (told.times, told.middle, told.longest) == (len(days), round(middle, 1), round(days[-1], 1))


def test_deadlines_kept_count_every_duty_once(sample: str) -> None:
    with looking_into(sample) as session:
        office = _office(session)
        found = punctuality(session, office, 2561, ON)
        done = session.exec(
            select(Obligation.id)
            .join(Item)
            .where(Obligation.office_id == office, Item.fiscal_year == 2561)
            .where(Obligation.outcome == "done", Obligation.person_id.is_(None))  # type: ignore[union-attr]
        ).all()
        assert sum(each.in_time + each.late for each in found) == len(done)
        assert any(each.late for each in found)
        assert any(each.in_time for each in found)
        for each in found:
            assert 0 <= (each.hundredths or 0) <= 10_000


def test_a_groups_figures_are_parts_of_the_offices(sample: str) -> None:
    with looking_into(sample) as session:
        office = _office(session)
        groups = session.exec(select(Item.group_id).where(Item.office_id == office).distinct()).all()
        parts = [projects_by_state(session, office, 2561, group) for group in groups if group is not None]
        whole = projects_by_state(session, office, 2561)
        assert sum(each.count for part in parts for each in part) == sum(each.count for each in whole)


def test_the_dashboard_draws_the_quarters_of_the_year(browser: TestClient, sample: str) -> None:
    page, told = page_at(browser, "/figures?year=2561"), command_tells(sample, "2018-11-20")
    drawn = page.partition('aria-labelledby="c-quarters-title"')[2].partition("</svg>")[0]
    widths = re.findall(r'class="(?:part-1|below)" x="0" y="\d+" width="([\d.]+)"', drawn)
    shares = [float(each["per_cent"]) for each in told["quarters"]]
    assert [float(each) for each in widths] == pytest.approx([each * 3.8 for each in shares], abs=0.06)
    assert [row[1] for row in rows_in(page, "f-quarters")] == [f"{each:.2f}" for each in shares]
    counted = rows_in(page, "f-states")
    assert counted[-1][1] == str(told["projects"]["count"])
    assert page.count('role="img"') == page.count("<title id=")


def test_a_group_and_a_kind_narrow_the_dashboard(browser: TestClient) -> None:
    whole = page_at(browser, "/figures?year=2561")
    code = re.findall(r'<option value="([^"]+)">[^<]*กลุ่มอำนวยการ', whole)[0]
    page = page_at(browser, f"/figures?year=2561&group={code}&kind=annual_plan")
    assert len(rows_in(page, "f-groups")) == 1
    assert rows_in(page, "f-dwell") == []  # the plan is no single group's
    assert page_at(browser, "/figures?year=2570&group=NOBODY&kind=nothing").count("<svg") == 0


def test_goals_tell_which_projects_serve_them(browser: TestClient, sample: str) -> None:
    page = page_at(browser, "/goals?year=2561")
    with looking_into(sample) as session:
        names = [each.code for each in goals_of(session, _office(session), 2561)]
    assert re.findall(r'</span><br><span class="quiet">([^<]+)</span></th>', page) == names
    link = re.findall(r'<a href="(/plan/2561\?goal=[^"]+)">พบ (\d+)', page)
    assert link
    for address, count in link:
        found = re.findall(r'role="status">พบ (\d+)', page_at(browser, address))
        assert found == [count]


def test_goals_are_added_pasted_and_taken_over(desk: PlanDesk) -> None:
    desk.sign_in("plan_officer")
    desk.send("/goals/2561/add", {"kind": "policy", "code": "N1", "name": "นโยบายหนึ่ง"})
    pasted = {"rows": "กลยุทธ์\tS1\tคุณภาพผู้เรียน\n\nstandard | T1 | มาตรฐานหนึ่ง\n"}
    assert desk.send("/goals/2561/import", pasted) == "/goals?year=2561&done=2"
    assert desk.send("/goals/2562/copy", {}) == "/goals?year=2562&done=3"
    page = desk.page("/goals?year=2562&done=3")
    assert TEXTS["goals_saved"].format(count=3) in page
    assert page.count(TEXTS["goals_nobody"]) == 3


@pytest.mark.parametrize(
    ("what", "told", "field", "status"),
    [
        ("add", {"kind": "policy", "code": " ", "name": "ก"}, "code", 422),
        ("add", {"kind": "policy", "code": "N2", "name": ""}, "name", 422),
        ("add", {"kind": "policy", "code": "N2", "name": "ก" * 400}, "name", 413),
        ("import", {"rows": "policy|N3|ดี\nอะไร|N4|ไม่รู้จัก"}, "rows", 422),
        ("import", {"rows": "policy N3 ไม่มีตัวคั่น"}, "rows", 422),
    ],
)
def test_refused_goals_come_back_as_typed_and_none_is_kept(
    desk: PlanDesk, what: str, told: dict[str, str], field: str, status: int
) -> None:
    desk.sign_in("plan_officer")
    page = desk.send(f"/goals/2561/{what}", told, status)
    assert f'<a href="#{field}">' in page
    assert told.get("rows", told.get("code", "")) in page
    with desk.database.read() as session:
        assert session.exec(select(Goal)).all() == []


def test_only_the_plan_group_changes_goals(desk: PlanDesk) -> None:
    desk.sign_in("project_owner")
    assert '<form method="post" action="/goals' not in desk.page("/goals?year=2561")
    desk.send("/goals/2561/add", {"kind": "policy", "code": "N1", "name": "ก"}, 403)
