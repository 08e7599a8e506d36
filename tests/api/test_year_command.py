"""`khanton year` tells the sample year's money to the satang, in the sample's own figures."""

import datetime
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import workflow.demo
from api.cli import app
from api.commands.year_screen import bar
from states.load import read_yaml_file

RUN = CliRunner()
SAMPLE = read_yaml_file(Path(workflow.demo.__file__).parent / "sample_fy2561.yaml")
QUARTERS = SAMPLE["quarters"]
LAST = {1: "31/12/2560", 2: "31/3/2561", 3: "30/6/2561", 4: "30/9/2561"}
AFTER = {1: "1/1/2561", 2: "1/4/2561", 3: "1/7/2561", 4: "1/10/2561"}
REPORTED = {number: each["report_due"] for number, each in enumerate(QUARTERS, start=1)}


@pytest.fixture
def sample(sample_year: str) -> str:
    """The address of the sample offices after the whole year, only to look at."""
    return sample_year


@pytest.fixture(autouse=True)
def nothing_else_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KHANTON_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("KHANTON_DATABASE_URL", raising=False)


def told(sample: str, *words: str, year: str = "2561") -> dict[str, Any]:
    result = RUN.invoke(app, ["year", year, "--database", sample, *words, "--json"])
    assert result.exit_code == 0, result.stdout
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def refused(sample: str, *words: str) -> tuple[int, str, str]:
    result = RUN.invoke(app, ["year", *words, "--database", sample, "--json"])
    error = json.loads(result.stdout)["error"]
    assert error["en"].strip()
    return result.exit_code, error["code"], error["th"]


def plain(amount: str) -> str:
    return f"{Decimal(amount):.2f}"


@pytest.mark.parametrize(
    "on",
    [LAST, AFTER, REPORTED],
    ids=["the last day of the quarter", "the day after", "the day its report is due"],
)
@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_each_quarter_ends_as_the_sample_says(sample: str, number: int, on: dict[int, str]) -> None:
    wanted, found = QUARTERS[number - 1], told(sample, "--on", on[number])
    assert (found["in_force"], found["disbursed"]) == ("8000000.00", plain(wanted["cumulative_disbursed"]))
    assert found["per_cent"] == wanted["cumulative_pct_of_total"]
    assert found["operating"]["disbursed"] == plain(wanted["operating_cumulative"])
    assert found["operating"]["per_cent"] == wanted["operating_cumulative_pct"]
    by_group = {each["code"]: each["disbursed"] for each in found["by_group"]}
    assert by_group == {code: plain(each["cumulative"]) for code, each in wanted["by_group"].items()}


def test_the_quarters_build_up_and_none_counts_before_its_last_day(sample: str) -> None:
    known = [(each["cumulative_pct_of_total"], each["operating_cumulative_pct"]) for each in QUARTERS]
    for number, day in enumerate(("30/12/2560", "30/3/2561", "29/6/2561", "29/9/2561")):
        found = told(sample, "--on", day)["quarters"]
        shown = [(each["per_cent"], each["operating"]["per_cent"]) for each in found]
        assert shown == known[:number] + [(None, None)] * (4 - number)
    assert known == [("15.66", "18.50"), ("47.65", "46.27"), ("77.31", "75.72"), ("95.87", "95.87")]


@pytest.mark.parametrize("day", ["1/1/2561", "8/2/2561", "24/5/2561", "23/8/2561", "1/10/2561"])
def test_groups_categories_and_funds_are_the_plan(sample: str, day: str) -> None:
    """Before, between and after the three amendments."""
    found = told(sample, "--on", day)
    for part in ("by_fund", "by_group", "by_category"):
        for amount in ("in_force", "disbursed", "left"):
            assert sum(Decimal(each[amount]) for each in found[part]) == Decimal(found[amount])


def test_the_years_end_is_the_samples_totals(sample: str) -> None:
    found, totals = told(sample, "--on", "2018-10-01"), SAMPLE["totals"]
    for part in ("by_category", "by_group", "by_fund"):
        told_of = {each["code"]: (each["in_force"], each["disbursed"]) for each in found[part]}
        assert told_of == {
            each["code"]: (plain(each["final"]), plain(each["disbursed"])) for each in totals[part]
        }
    per_cents = {each["code"]: each["per_cent"] for each in found["by_category"]}
    assert per_cents == {each["code"]: each["pct"] for each in totals["by_category"]}


def test_an_amendment_counts_from_its_day(sample: str) -> None:
    """The second moved 60,000 baht inside the office group and the third 40,000 out of it."""
    days = ("22/5/2561", "21/8/2561", "22/8/2561")
    office = [
        next(each["in_force"] for each in told(sample, "--on", day)["by_group"] if each["code"] == "ADM")
        for day in days
    ]
    assert office == ["2105000.00", "2105000.00", "2065000.00"]


def test_money_received_is_told_by_the_day(sample: str) -> None:
    first, later = told(sample, "--on", "2017-10-16"), told(sample, "--on", "2018-01-22")
    assert (first["received"], later["received"]) == ("1500000.00", "4490000.00")
    office = {each["code"]: each for each in later["by_fund"]}["OFFICE"]
    assert office["received"] == "2700000.00"
    assert Decimal(office["balance"]) == Decimal("2700000.00") - Decimal(office["disbursed"])


def test_targets_are_compared_as_the_sample_says(sample: str) -> None:
    found = told(sample, "--on", "1/10/2561")["targets"]
    shown = [(each["quarter"], each["per_cent"], each["below"]) for each in found]
    rows = SAMPLE["disbursement_targets"]["rows"]
    wanted = [
        (row["quarter"], row["cumulative_target_pct"], quarter["below_target"])
        for row, quarter in zip(rows, QUARTERS, strict=True)
    ]
    assert shown == wanted


def test_what_is_overdue_is_told_with_its_days(sample: str) -> None:
    day, before = (
        told(sample, "--office", "PYO2", "--on", on)["late"] for on in ("2018-01-12", "2017-12-29")
    )
    assert before == []
    (owed,) = day
    assert (owed["item"], owed["code"], owed["due_on"], owed["days_late"]) == (
        "AP2561",
        "D-AP-03",
        "2017-12-29",
        14,
    )


def test_an_office_that_keeps_no_money_has_nulls_not_noughts(sample: str) -> None:
    found = told(sample, "--office", "PYO2")
    assert (found["per_cent"], found["received"], found["by_fund"], found["targets"]) == (None, None, [], [])
    assert [each["code"] for each in found["plans"]] == ["AP2561"]


def test_the_year_and_the_day_are_typed_as_people_type_them(sample: str) -> None:
    thai = told(sample, "--on", "๑๖ มกราคม ๒๕๖๑", year="ปีงบประมาณ พ.ศ. ๒๕๖๑")
    assert thai == told(sample, "--on", "2018-01-16", "--office", "UTD2")
    assert (thai["office"], thai["fiscal_year"], thai["on"]) == ("UTD2", 2561, "2018-01-16")


def test_the_sample_tells_of_the_day_at_which_it_stands(sample: str) -> None:
    stands = datetime.date.fromisoformat(told(sample)["on"])
    assert datetime.date(2018, 10, 1) <= stands < datetime.date(2019, 1, 1)


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (("2018",), (2, "wrong_era")),
        (("ปีหน้า",), (2, "input_wrong_era")),
        (("2561", "--office", "NONE"), (2, "unknown_office")),
        (("2561", "--on", "เมื่อวาน"), (2, "unreadable_date")),
    ],
)
def test_what_cannot_be_meant_is_refused(
    sample: str, words: tuple[str, ...], answer: tuple[int, str]
) -> None:
    code, name, thai = refused(sample, *words)
    assert (code, name) == answer
    assert ("2561" in thai) is (words == ("2018",))


def test_of_a_year_nobody_has_planned_yet_it_tells_that_nothing_is_there(sample: str) -> None:
    empty = told(sample, year="2570")
    assert (empty["office"], empty["fiscal_year"]) == ("UTD2", 2570)
    assert empty["plans"] == []


def test_people_read_one_screen_in_thai_with_bars(sample: str) -> None:
    result = RUN.invoke(app, ["year", "2561", "--database", sample, "--on", "16/4/2561"])
    assert result.exit_code == 0
    for words in (
        "ปีงบประมาณ พ.ศ. 2561 ณ วันที่ 16 เมษายน 2561",
        "วงเงินตามแผน",
        "8,000,000.00",
        "ร้อยละ 47.65",
        "ต่ำกว่าเป้า",
        "ไม่มีงานเกินกำหนด ณ วันที่ 16 เมษายน 2561",
    ):
        assert words in result.stdout
    assert "None" not in result.stdout


def test_people_read_what_is_overdue(sample: str) -> None:
    words = ["year", "2561", "--database", sample, "--office", "PYO2", "--on", "2018-01-12"]
    shown = RUN.invoke(app, words).stdout
    assert "เกินกำหนด (1)" in shown
    assert "29 ธ.ค. 2560" in shown


@pytest.mark.parametrize(
    ("hundredths", "target", "drawn"),
    [
        (None, None, "░░░░░░░░░░"),
        (999, None, "░░░░░░░░░░"),
        (1000, None, "█░░░░░░░░░"),
        (10_000, None, "██████████"),
        (12_000, 10_000, "█████████│"),
        (5_000, 7_500, "█████░░│░░"),
    ],
)
def test_a_bar_is_as_long_as_its_share(hundredths: int | None, target: int | None, drawn: str) -> None:
    assert bar(hundredths, target, width=10) == drawn
