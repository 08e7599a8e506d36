"""A year's money is typed into plain tables: as people write it, all or nothing, nothing typed is lost."""

from decimal import Decimal

import pytest
from plan_desk import PlanDesk, desk_of_the_plan, value_of  # noqa: F401  a fixture
from sqlmodel import select
from year_pages import TEXTS

from workflow.models import CarryOver, Ceiling, SavingsMeasure, Target, Tranche

ADDRESS = "/plan/2561/money"


def test_ceilings_are_typed_into_one_table_and_only_what_changed_is_kept(desk: PlanDesk) -> None:
    desk.sign_in("plan_director")
    told = {"c:OFFICE:": "๑,๒๓๔", "c:QUALITY:PLN": "1,234.50", "ceilings-authority": "ที่ ศธ 1/2561"}
    assert desk.send(f"{ADDRESS}/ceilings", told) == f"{ADDRESS}?done=ceilings#ceilings"
    desk.send(f"{ADDRESS}/ceilings", {**told, "c:OFFICE:": "2000"})
    with desk.database.read() as session:
        found = session.exec(select(Ceiling.amount).order_by(Ceiling.id)).all()  # type: ignore[arg-type]
    assert found == [1234_00, 1234_50, 2000_00]
    page = desk.page(f"{ADDRESS}?done=ceilings")
    assert (value_of(page, "c:OFFICE:"), value_of(page, "c:QUALITY:PLN")) == ("2,000.00", "1,234.50")
    assert TEXTS["money_saved"] in page


@pytest.mark.parametrize(
    ("what", "told", "wrong"),
    [
        ("ceilings", {"c:OFFICE:": "หนึ่งพัน", "ceilings-authority": "ก"}, "c:OFFICE:"),
        ("ceilings", {"c:OFFICE:": "-5", "ceilings-authority": "ก"}, "c:OFFICE:"),
        ("ceilings", {"c:OFFICE:": "5"}, "ceilings-authority"),
        ("ceilings", {"c:OFFICE:": "5", "ceilings-authority": "ก", "ceilings-on": "เมื่อวาน"}, "ceilings-on"),
        ("targets", {"t:all:1": "101", "targets-authority": "ก"}, "t:all:1"),
        ("targets", {"t:all:2": "1.234", "targets-authority": "ก"}, "t:all:2"),
        ("savings", {"measures": "   "}, "measures"),
        ("tranches", {"tranche-amount:0": "100", "tranche-number:0": "1"}, "tranche-letter:0"),
        (
            "tranches",
            {"tranche-amount:0": "1.001", "tranche-number:0": "1", "tranche-letter:0": "ที่ 1"},
            "tranche-amount:0",
        ),
        ("copied-targets", {}, "copy"),
    ],
)
def test_a_refused_table_comes_back_as_it_was_typed(
    desk: PlanDesk, what: str, told: dict[str, str], wrong: str
) -> None:
    desk.sign_in("area_director" if what == "savings" else "plan_director")
    page = desk.send(f"{ADDRESS}/{what}", told, 422)
    assert f'<a href="#{wrong}">' in page
    for name, text in told.items():
        if name != "measures":
            assert value_of(page, name) == text
    with desk.database.read() as session:
        assert session.exec(select(Ceiling)).all() == session.exec(select(Target)).all() == []


def test_tranches_of_one_letter_are_kept_together_or_not_at_all(desk: PlanDesk) -> None:
    desk.sign_in("finance_officer")
    told = {}
    for number, satang in ((0, "20,000"), (1, "๕๐๐.๒๕")):
        told |= {f"tranche-fund:{number}": "OFFICE", f"tranche-number:{number}": str(number + 1)}
        told |= {f"tranche-amount:{number}": satang, f"tranche-on:{number}": "10 ม.ค. 2561"}
        told |= {f"tranche-letter:{number}": "ที่ 9/2561", f"tranche-letter-on:{number}": ""}
    page = desk.send(f"{ADDRESS}/tranches", {**told, "tranche-number:1": "1"}, 409)
    assert value_of(page, "tranche-amount:1") == "๕๐๐.๒๕"
    assert '<a href="#tranche-amount:1">' in page
    desk.send(f"{ADDRESS}/tranches", {**told, "key": "once"})
    desk.send(f"{ADDRESS}/tranches", {**told, "key": "once"})  # sent again, kept once
    with desk.database.read() as session:
        assert sorted(session.exec(select(Tranche.amount))) == [500_25, 20_000_00]


def test_targets_savings_and_carry_over_are_kept(desk: PlanDesk) -> None:
    line = desk.add("P1")["P1"][0]
    desk.sign_in("plan_director")
    desk.send(f"{ADDRESS}/targets", {"t:all:1": "๓๐.๒๙", "t:operating:4": "98%", "targets-authority": "ครม."})
    desk.send(f"{ADDRESS}/savings", {"measures": "ปิดไฟ\n\nประชุมออนไลน์"})
    carried = {"carry-line": str(line), "carry-amount": "40.50", "carry-on": "10 ม.ค. 2561"}
    page = desk.send(f"{ADDRESS}/carry-over", carried, 422)
    assert '<a href="#carry-approval">' in page
    assert value_of(page, "carry-amount") == "40.50"
    desk.send(f"{ADDRESS}/carry-over", {**carried, "carry-approval": "ที่ 5/2561"})
    with desk.database.read() as session:
        shares = {(each.scope, each.quarter): each.hundredths for each in session.exec(select(Target))}
        assert shares == {("all", 1): int(Decimal("30.29") * 100), ("operating", 4): 98_00}
        assert [each.text for each in session.exec(select(SavingsMeasure))] == ["ปิดไฟ", "ประชุมออนไลน์"]
        assert [each.amount for each in session.exec(select(CarryOver))] == [40_50]


def test_whoever_may_not_set_money_reads_it(desk: PlanDesk) -> None:
    desk.sign_in("project_owner")
    assert 'name="c:OFFICE:"' not in desk.page(ADDRESS)
    desk.send(f"{ADDRESS}/ceilings", {"c:OFFICE:": "5", "ceilings-authority": "ก"}, 403)
    desk.sign_in("plan_director")
    desk.send(f"{ADDRESS}/nonsense", {}, 422)
