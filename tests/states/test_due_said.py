"""What a rule says of itself in a few letters, and what a wrong one is told."""

from datetime import date

import pytest

from states.due import CannotCompute, due_dates, parse_rule
from states.due_rules import BadRule
from states.fiscal import BadYearDay, FiscalYear, parse_year_day
from states.typed import WrongEra
from states.workdays import Calendar

DAYS = ("15 Oct", "15 Oct next")
KINDS = ("by", "window", "quarter_end", "after", "occurrences")
FORMULAS = {
    "by(31 Oct) roll=none": {"by": "31 Oct"},
    "by(15 Oct next) roll=previous_workday": {"by": "15 Oct next", "roll": "previous_workday"},
    "window(1 Dec..31 Jan) roll=none": {"window": ["1 Dec", "31 Jan"]},
    "quarter_end(item)+15d roll=next_workday": {
        "quarter_end": "item",
        "plus_days": 15,
        "roll": "next_workday",
    },
    "quarter_end(3)-5wd roll=none": {"quarter_end": 3, "plus_days": -5, "days": "working"},
    "end+30d roll=none": {"after": "end", "plus_days": 30},
    "end+30d latest(15 Oct next) roll=none": {"after": "end", "plus_days": 30, "latest": "15 Oct next"},
    "opening+3wd roll=none": {"after": "opening", "plus_days": 3, "days": "working"},
    "all(15 Feb, 31 May) roll=none": {"occurrences": ["15 Feb", "31 May"]},
    "next(15 Feb, 31 May) roll=next_workday": {
        "occurrences": ["15 Feb", "31 May"],
        "pick": "next",
        "roll": "next_workday",
    },
}


@pytest.mark.parametrize(("formula", "mapping"), FORMULAS.items(), ids=list(FORMULAS))
def test_a_rule_has_a_short_text_of_its_own(formula: str, mapping: dict[str, object]) -> None:
    assert parse_rule(mapping).formula == formula


@pytest.mark.parametrize(
    ("formula", "missing"),
    [
        ("quarter_end(item)+15d roll=next_workday", "quarter"),
        ("end+30d roll=none", "ends_on"),
        ("opening+3wd roll=none", "opened_on"),
        ("next(15 Feb, 31 May) roll=next_workday", "opened_on"),
    ],
)
def test_what_is_not_known_is_named_with_the_rule_that_asks_for_it(formula: str, missing: str) -> None:
    with pytest.raises(CannotCompute) as refused:
        due_dates(parse_rule(FORMULAS[formula]), fiscal_year=FiscalYear(2561), calendar=Calendar("1", {}))
    assert (refused.value.formula, refused.value.missing) == refused.value.args == (formula, missing)


def test_a_day_of_the_year_names_the_rule_that_lacks_its_year() -> None:
    with pytest.raises(CannotCompute) as refused:
        due_dates(parse_rule({"by": "31 Oct"}), fiscal_year=None, calendar=Calendar("1", {}))
    assert refused.value.args == ("by(31 Oct) roll=none", "fiscal_year")


@pytest.mark.parametrize(
    ("mapping", "told"),
    [
        ({}, (None, {}, KINDS)),
        ({"by": "31 Oct", "after": "end"}, (None, {"by": "31 Oct", "after": "end"}, KINDS)),
        ({"by": "31 Oct", "pick": "all"}, ("pick", "all", ("by", "roll", "days"))),
        ({"by": "30 Feb"}, ("by", "30 Feb", DAYS)),
        ({"by": 31}, ("by", 31, DAYS)),
        (
            {"by": "31 Oct", "roll": "sometimes"},
            ("roll", "sometimes", ("none", "previous_workday", "next_workday")),
        ),
        ({"by": "31 Oct", "days": 3}, ("days", 3, ("calendar", "working"))),
        ({"window": ["1 Dec"]}, ("window", ["1 Dec"], ("[1 Dec, 31 Jan]",))),
        ({"window": "1 Dec"}, ("window", "1 Dec", ("[15 Feb, 31 May]",))),
        ({"window": []}, ("window", [], ("[15 Feb, 31 May]",))),
        (
            {"window": ["31 Jan", "1 Dec"]},
            ("window", ["31 Jan", "1 Dec"], ("each day later than the one before",)),
        ),
        (
            {"occurrences": ["1 Dec", "1 Dec"]},
            ("occurrences", ["1 Dec", "1 Dec"], ("each day later than the one before",)),
        ),
        ({"occurrences": ["1 Dec", 2]}, ("occurrences", 2, DAYS)),
        ({"occurrences": ["1 Dec"], "pick": "one"}, ("pick", "one", ("all", "next"))),
        ({"quarter_end": 0}, ("quarter_end", 0, ("1", "2", "3", "4", "item"))),
        ({"quarter_end": 5}, ("quarter_end", 5, ("1", "2", "3", "4", "item"))),
        ({"quarter_end": True}, ("quarter_end", True, ("1", "2", "3", "4", "item"))),
        ({"quarter_end": 1, "plus_days": 367}, ("plus_days", 367, ("-366..366",))),
        ({"quarter_end": 1, "plus_days": -367}, ("plus_days", -367, ("-366..366",))),
        ({"after": "end", "plus_days": "3"}, ("plus_days", "3", ("-366..366",))),
        ({"after": "start"}, ("after", "start", ("end", "opening"))),
        ({"after": "opening", "latest": "1 Dec"}, ("latest", "1 Dec", ("after: end",))),
        ({"after": "end", "latest": "1"}, ("latest", "1", DAYS)),
    ],
    ids=repr,
)
def test_a_wrong_rule_is_told_where_what_and_what_may_stand_there(
    mapping: dict[str, object], told: tuple[object, ...]
) -> None:
    with pytest.raises(BadRule) as refused:
        parse_rule(mapping)
    error = refused.value
    assert (error.key, error.value, error.allowed) == error.args == told


@pytest.mark.parametrize("days", [-366, 0, 366])
def test_a_shift_may_be_a_year_long_either_way(days: int) -> None:
    (due,) = due_dates(
        parse_rule({"quarter_end": 1, "plus_days": days}),
        fiscal_year=FiscalYear(2561),
        calendar=Calendar("1", {}),
    )
    assert (due.on - date(2017, 12, 31)).days == days


@pytest.mark.parametrize("quarter", [1, 2, 3, 4])
def test_a_rule_of_one_quarter_asks_for_none(quarter: int) -> None:
    year = FiscalYear(2561)
    (due,) = due_dates(
        parse_rule({"quarter_end": quarter}), fiscal_year=year, quarter=None, calendar=Calendar("1", {})
    )
    assert (due.on, due.formula) == (
        year.quarter(quarter).end,
        f"quarter_end({quarter})+0d roll=none",
    )


def test_days_and_years_that_are_none_are_told_as_they_were_given() -> None:
    with pytest.raises(BadYearDay) as day:
        parse_year_day("29 Feb")
    assert day.value.args == (day.value.text,) == ("29 Feb",)
    assert FiscalYear(2400).start == date(1856, 10, 1)
    with pytest.raises(WrongEra) as year:
        FiscalYear(2399)
    assert (year.value.text, year.value.suspected_year) == ("2399", 2942)
