"""An amendment is opened, written in a table that is weighed by the server, kept, read and downloaded."""

import re

import pytest
from fastapi.testclient import TestClient
from plan_desk import PlanDesk, desk_of_the_plan, value_of  # noqa: F401  a fixture
from year_pages import (  # noqa: F401  fixtures
    TEXTS,
    as_shown,
    book_at,
    directors_browser,
    own_year,
    page_at,
    rows_of,
)

from workflow.amendments.listed import kept

NEW = {"title": "ปรับแผนกลางปี", "year": "๒๕๖๑", "group": ""}
ADDRESS = "/amendments/AM2561-1"


def _opened(desk: PlanDesk, role: str = "plan_officer") -> str:
    desk.sign_in(role)
    where = desk.send("/amendments/new", NEW)
    assert where == f"{ADDRESS}/edit"
    return where


def test_an_amendment_is_opened_once_though_the_form_is_sent_twice(desk: PlanDesk) -> None:
    desk.sign_in("plan_officer")
    first, second = (desk.send("/amendments/new", {**NEW, "key": "k"}) for _ in range(2))
    assert first == second == f"{ADDRESS}/edit"
    assert desk.send("/amendments/new", {**NEW, "key": "other"}) == "/amendments/AM2561-2/edit"
    item = desk.item("AM2561-1")
    assert (item.kind, item.parent_id) == ("plan_amendment", desk.item("AP2561").id)


@pytest.mark.parametrize(
    ("told", "field"), [({"title": " "}, "title"), ({"year": "2018"}, "year"), ({"year": "2570"}, "title")]
)
def test_a_refused_opening_keeps_what_was_typed(desk: PlanDesk, told: dict[str, str], field: str) -> None:
    desk.sign_in("plan_officer")
    page = desk.send("/amendments/new", {**NEW, **told}, 422)
    assert value_of(page, "year") == told.get("year", "๒๕๖๑")
    assert f'<a href="#{field}">' in page


def test_a_draft_is_weighed_without_being_kept_then_kept(desk: PlanDesk) -> None:
    one, other = desk.add("P1", "P2").values()
    where = _opened(desk)
    told = {"seen": "0", f"a:{one[0]}": "๗๙.๕๐", f"a:{other[1]}": "70.00"}
    page = desk.send(where, {**told, "then": "weigh"}, 200)
    assert "-0.50" in page  # 20.50 given up, 20.00 gained
    assert value_of(page, f"a:{one[0]}") == "๗๙.๕๐"
    with desk.database.read() as session:
        assert kept(session, desk.item("AM2561-1").id) == {}
    saved = desk.send(where, {**told, f"a:{other[1]}": "70.50", "then": "save"})
    assert saved.startswith(f"{ADDRESS}?done=")
    with desk.database.read() as session:
        assert kept(session, desk.item("AM2561-1").id) == {one[0]: -20_50, other[1]: 20_50}
    page = desk.page(saved)
    assert TEXTS["amendment_adds_up"] in page
    assert value_of(desk.page(where), f"a:{one[0]}") == "79.50"


def test_an_unbalanced_draft_is_kept_and_says_what_is_wrong(desk: PlanDesk) -> None:
    (lines,) = desk.add("P1").values()
    where = _opened(desk)
    desk.send(where, {"seen": "0", f"a:{lines[0]}": "60", "then": "save"})
    for address in (ADDRESS, where):
        page = desk.page(address)
        assert "ผลรวมการโอน -40.00 บาท" in page
        assert TEXTS["amendment_adds_up"] not in page


def test_stopping_a_project_leaves_it_what_is_paid(desk: PlanDesk) -> None:
    lines = desk.add("P1", "P2")
    where = _opened(desk)
    told = {"seen": "0", f"a:{lines['P2'][0]}": "120", "stop": "P1"}
    page = desk.send(where, told, 200)
    assert [value_of(page, f"a:{line}") for line in lines["P1"]] == ["0.00", "0.00"]
    assert value_of(page, f"a:{lines['P2'][0]}") == "120"


def test_a_proposal_comes_in_with_what_it_is_given(desk: PlanDesk) -> None:
    old = desk.add("P1")["P1"]
    new = desk.add("P9", state="group_endorsed")["P9"]
    where = _opened(desk)
    assert TEXTS["amendment_entering"] in desk.page(where)
    desk.send(where, {"seen": "0", f"a:{old[0]}": "20", f"a:{new[0]}": "80", "then": "save"})
    page = desk.page(ADDRESS)
    shown = {row[0]: row[5:] for row in rows_of(page, "t-lines") if row[5:] != ["0.00", "0.00", "0.00"]}
    assert (shown["P1"], shown["P9"]) == (["100.00", "-80.00", "20.00"], ["0.00", "80.00", "80.00"])
    assert value_of(desk.page(where), f"a:{new[0]}") == "80.00"


@pytest.mark.parametrize("typed", ["หกสิบ", "0.001", "-1"])
def test_a_refused_draft_comes_back_with_everything_typed(desk: PlanDesk, typed: str) -> None:
    one, other = desk.add("P1", "P2").values()
    where = _opened(desk)
    told = {"seen": "0", f"a:{one[0]}": typed, f"a:{other[1]}": "๖๕", "planned-on": "1 ก.พ. 2561"}
    page = desk.send(where, {**told, "then": "save"}, 422)
    assert {name: value_of(page, name) for name in told} == told
    assert f'<a href="#a:{one[0]}">' in page


def test_a_draft_somebody_else_kept_meanwhile_is_not_overwritten_unseen(desk: PlanDesk) -> None:
    (lines,) = desk.add("P1").values()
    where = _opened(desk)
    desk.send(where, {"seen": "0", f"a:{lines[0]}": "60", "then": "save"})
    page = desk.send(where, {"seen": "0", f"a:{lines[0]}": "70", "then": "save"}, 409)
    theirs = page[page.index('id="theirs"') : page.index("</section>", page.index('id="theirs"'))]
    assert re.findall(r'data-label="[^"]+">([^<]+)</td>', theirs) == ["60.00", "70.00"]  # as saved, as typed
    assert value_of(page, f"a:{lines[0]}") == "70"
    desk.send(where, {"seen": value_of(page, "seen"), f"a:{lines[0]}": "70", "then": "save"})


def test_who_may_not_write_it_reads_it(desk: PlanDesk) -> None:
    (lines,) = desk.add("P1").values()
    where = _opened(desk)
    desk.sign_in("internal_auditor")
    assert TEXTS["amendment_fixed"] in desk.page(where)
    desk.send(where, {"seen": "0", f"a:{lines[0]}": "60", "then": "save"}, 403)
    desk.send("/amendments/new", NEW, 403)
    desk.page("/amendments/AP2561/edit", 422)
    desk.page("/amendments/NOPE", 404)


@pytest.mark.parametrize("address", ["/amendments?year=2561", ADDRESS, f"{ADDRESS}/edit"])
@pytest.mark.one_database
def test_pages_of_amendments_take_the_same_statements_for_any_number(desk: PlanDesk, address: str) -> None:
    lines = desk.add("P1", "P2")
    where = _opened(desk)
    told = {"seen": "0", f"a:{lines['P1'][0]}": "100.01", f"a:{lines['P2'][0]}": "140"}
    saved = desk.send(where, {**told, "then": "save"})
    desk.page(address)
    with desk.statements() as one:
        desk.page(address)
    more = desk.add(*(f"Q{number}" for number in range(30)))
    for number in range(3):
        desk.send("/amendments/new", {**NEW, "key": str(number)})
    told |= {f"a:{each[0]}": "100.01" for each in more.values()} | {"seen": saved.partition("=")[2]}
    desk.send(where, {**told, "then": "save"})
    with desk.statements() as many:
        desk.page(address)
    assert one.count == many.count <= 25


def test_the_samples_amendments_tell_what_they_moved(browser: TestClient) -> None:
    page = page_at(browser, "/amendments?year=2561")
    shown = re.findall(r'href="/amendments/(A\d)"', page)
    assert shown == ["A3", "A2", "A1"]
    page, book = page_at(browser, "/amendments/A1"), book_at(browser, "/amendments/A1/changes.xlsx")
    assert [(row[0], *row[5:]) for row in rows_of(page, "t-lines")] == [
        ("P028", "200,000.00", "-20,000.00", "180,000.00"),
        ("P029", "106,000.00", "20,000.00", "126,000.00"),
        (TEXTS["plan_sum"], "306,000.00", "0.00", "306,000.00"),
    ]
    for name, sheet in zip(("lines", "group", "fund", "category"), book.worksheets, strict=True):
        told = rows_of(page, f"t-{name}")
        held = [
            [as_shown(cell.value, cell.number_format) for cell in row]
            for row in sheet.iter_rows(min_row=2, max_row=1 + len(told))
        ]
        assert held == told, name
