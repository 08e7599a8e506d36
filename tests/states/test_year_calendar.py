"""The whole year's deadlines on every shipped profile, against a table that an office worker can check."""

import datetime
from pathlib import Path

import pytest
from sample_calendar import CALENDAR

from states.compile import shipped_definition
from states.due import Calendar
from states.fiscal import FiscalYear
from states.model import Definition, Duty, Label
from states.source import shipped_kinds, shipped_profiles
from states.thai import medium_date
from states.year_calendar import Deadline, deadlines, quarter_days

GOLDEN = Path(__file__).parent / "golden" / "deadlines_2561.txt"
FY2561 = FiscalYear(2561)


def year_of(profile: str) -> tuple[Deadline, ...]:
    definitions = [shipped_definition(kind, profile) for kind in shipped_kinds()]
    return deadlines(definitions, FY2561, CALENDAR)


def written(profile: str) -> str:
    """A profile's year as the golden file has it: a line for each date, its reckoning under it."""
    lines = [f"== {profile}"]
    for each in year_of(profile):
        due = medium_date(each.due) if each.due else "ไม่มีวันที่ตายตัว"
        quarter = f" ไตรมาสที่ {each.quarter}" if each.quarter else ""
        lines += [f"{due}  {each.code}{quarter}  {each.label.th}", f"    {each.explanation.th}"]
    return "\n".join(lines) + "\n"


def test_the_sample_years_deadlines_on_all_profiles_are_those_of_the_checked_table() -> None:
    found = "\n".join(written(profile) for profile in shipped_profiles())
    assert found == GOLDEN.read_text(encoding="utf-8")


@pytest.mark.parametrize("profile", shipped_profiles())
def test_15_october_2018_was_a_substitution_holiday_so_the_analysis_is_due_on_the_12th(profile: str) -> None:
    (analysis,) = [each for each in year_of(profile) if each.code == "D-EX-01"]
    assert analysis.unrolled == datetime.date(2018, 10, 15)
    assert analysis.due == datetime.date(2018, 10, 12)
    assert analysis.kinds == ("expenditure_analysis",)
    assert analysis.owed_by == ("plan_director",)


@pytest.mark.parametrize("profile", shipped_profiles())
def test_every_duty_of_every_kind_is_in_the_year(profile: str) -> None:
    codes = {duty.code for kind in shipped_kinds() for duty in shipped_definition(kind, profile).duties}
    assert {each.code for each in year_of(profile)} == codes


def test_a_quarterly_duty_falls_due_once_for_each_quarter() -> None:
    found = [each for each in year_of("phayao2") if each.code == "D-QR"]
    assert [(each.quarter, str(each.due)) for each in found] == [
        (1, "2018-01-15"),
        (2, "2018-04-17"),
        (3, "2018-07-16"),
        (4, "2018-10-16"),
    ]


def test_quarters_end_on_a_day_on_which_somebody_is_at_work() -> None:
    found = [(each.number, str(each.last), str(each.last_workday)) for each in quarter_days(FY2561, CALENDAR)]
    assert found == [
        (1, "2017-12-31", "2017-12-29"),
        (2, "2018-03-31", "2018-03-30"),
        (3, "2018-06-30", "2018-06-29"),
        (4, "2018-09-30", "2018-09-28"),
    ]


def definition(kind: str, **rules: dict[str, object]) -> Definition:
    """A path that owes these codes by these rules."""
    label = Label("ชื่อ", "name")
    duties = tuple(Duty(code, label, rule, f"owner_of_{kind}") for code, rule in rules.items())
    return Definition(kind, "own", label, "start", (), (), duties=duties)


def test_what_ends_with_its_own_paper_is_counted_from_the_end_of_the_year_and_says_so() -> None:
    (found,) = deadlines([definition("project", D1={"after": "end", "plus_days": 30})], FY2561, CALENDAR)
    assert (found.due, found.unrolled) == (datetime.date(2018, 10, 30), datetime.date(2018, 10, 30))
    assert found.explanation.th == (
        "เรื่องที่สิ้นสุดในวันสุดท้ายของปีงบประมาณ: วันสิ้นสุด 30 ก.ย. 2561 + 30 วัน = 30 ต.ค. 2561, ไม่ใช่วันหยุด"
    )
    assert found.explanation.en.startswith("For what ends on the last day of the fiscal year: End date")


def test_what_is_counted_from_an_event_has_no_date_and_comes_last() -> None:
    rules = {
        "D1": {"after": "opening", "plus_days": 3, "days": "working"},
        "D2": {"by": "15 Dec next"},
        "D3": {"after": "opening", "plus_days": 1},
    }
    found = deadlines([definition("memo", **rules)], FY2561, CALENDAR)
    assert [(each.code, each.due is None, each.unrolled is None) for each in found] == [
        ("D2", False, False),
        ("D1", True, True),
        ("D3", True, True),
    ]
    assert found[1].explanation.th == "3 วันทำการนับจากวันที่ลงนาม มีมติ หรือแจ้ง จึงไม่มีวันที่ตายตัวในปี"
    assert found[2].explanation.en == (
        "1 day after the day it was signed, resolved or sent, so no fixed day of the year"
    )


def test_kinds_that_share_a_deadline_share_a_row_unless_their_rules_differ() -> None:
    shared, own = {"by": "31 Oct"}, {"by": "30 Nov"}
    found = deadlines([definition("a", D1=shared), definition("b", D1=shared, D2=own)], FY2561, CALENDAR)
    assert [(each.code, each.kinds, each.owed_by) for each in found] == [
        ("D1", ("a", "b"), ("owner_of_a", "owner_of_b")),
        ("D2", ("b",), ("owner_of_b",)),
    ]
    apart = deadlines([definition("a", D1=shared), definition("b", D1=own)], FY2561, CALENDAR)
    assert [(str(each.due), each.kinds) for each in apart] == [
        ("2017-10-31", ("a",)),
        ("2017-11-30", ("b",)),
    ]


def test_of_several_days_the_year_has_all() -> None:
    rule = {"occurrences": ["31 Mar", "30 Sep"], "pick": "next"}
    found = deadlines([definition("self_assessment", D1=rule)], FY2561, Calendar("none", {}))
    assert [str(each.due) for each in found] == ["2018-03-31", "2018-09-30"]


def test_each_date_tells_kinds_roles_formula_and_the_day_its_window_opens() -> None:
    rules = {"D1": {"window": ["1 Dec", "31 Jan"]}, "D2": {"after": "opening", "plus_days": -5}}
    window, event = deadlines([definition("memo", **rules)], FY2561, CALENDAR)
    label, owed_by = Label("ชื่อ", "name"), ("owner_of_memo",)
    end = datetime.date(2018, 1, 31)
    assert window == Deadline(
        *("D1", ("memo",), label, owed_by, None, "window(1 Dec..31 Jan) roll=none"),
        *(datetime.date(2017, 12, 1), end, end),
        Label(
            "กำหนดภายใน 1 ธ.ค. 2560 ถึง 31 ม.ค. 2561, ไม่ใช่วันหยุด",
            "Within 1 Dec 2017 to 31 Jan 2018, a workday",
        ),
    )
    assert event == Deadline(
        *("D2", ("memo",), label, owed_by, None, "opening-5d roll=none"),
        *(None, None, None),
        event.explanation,
    )


@pytest.mark.parametrize(
    ("rule", "th", "en"),
    [
        ({"plus_days": -5}, "5 วันก่อนวัน", "5 days before the day"),
        ({"plus_days": -1, "days": "working"}, "1 วันทำการก่อนวัน", "1 workday before the day"),
        ({"plus_days": 0}, "0 วันนับจากวัน", "0 days after the day"),
        ({"plus_days": 2, "days": "working"}, "2 วันทำการนับจากวัน", "2 workdays after the day"),
    ],
)
def test_what_is_counted_from_an_event_says_how_many_of_which_days(
    rule: dict[str, object], th: str, en: str
) -> None:
    (found,) = deadlines([definition("memo", D1={"after": "opening", **rule})], FY2561, CALENDAR)
    assert found.explanation.th.startswith(th)
    assert found.explanation.en.startswith(f"{en} it was signed")


def test_a_rule_of_one_quarter_falls_due_in_that_one() -> None:
    (found,) = deadlines([definition("report", D1={"quarter_end": 3, "plus_days": 1})], FY2561, CALENDAR)
    assert (found.quarter, str(found.due), found.formula) == (3, "2018-07-01", "quarter_end(3)+1d roll=none")
