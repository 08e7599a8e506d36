"""Every deadline of a fiscal year by an office's own rules and calendar, with how each date came about."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from states.due import (
    AfterEnd,
    AfterOpening,
    Due,
    Occurrences,
    QuarterEnd,
    Roll,
    Rule,
    due_dates,
    parse_rule,
)
from states.fiscal import FiscalYear
from states.model import Definition, Duty, Label
from states.workdays import Calendar

_IF_ENDING_TH = "เรื่องที่สิ้นสุดในวันสุดท้ายของปีงบประมาณ: "
_IF_ENDING_EN = "For what ends on the last day of the fiscal year: "


@dataclass(frozen=True, slots=True)
class Deadline:
    """One date of the year; `kinds` are the papers on which it is owed, `owed_by` the roles that owe it.

    `quarter` is the quarter reported on. `due` is None where the days are counted from an event that has no
    day of its own in the year; the explanation then says from which.
    """

    code: str
    kinds: tuple[str, ...]
    label: Label
    owed_by: tuple[str, ...]
    quarter: int | None
    formula: str
    opens: date | None
    unrolled: date | None
    due: date | None
    explanation: Label


@dataclass(frozen=True, slots=True)
class QuarterDays:
    """A quarter's first and last day, and the last on which the office is open."""

    number: int
    first: date
    last: date
    last_workday: date


def quarter_days(year: FiscalYear, calendar: Calendar) -> tuple[QuarterDays, ...]:
    """The four quarters in order."""
    return tuple(
        QuarterDays(each.number, each.start, each.end, calendar.roll(each.end, Roll.PREVIOUS))
        for each in year.quarters
    )


def deadlines(
    definitions: Iterable[Definition], year: FiscalYear, calendar: Calendar
) -> tuple[Deadline, ...]:
    """What falls due for a fiscal year's work, the earliest first; what has no date of its own comes last."""
    found: list[Deadline] = []
    for duty, kinds, owed_by in _merged(definitions):
        found += _of_duty(duty, kinds, owed_by, year, calendar)
    return tuple(sorted(found, key=lambda each: (each.due is None, each.due or year.end, each.code)))


def _merged(definitions: Iterable[Definition]) -> Iterator[tuple[Duty, tuple[str, ...], tuple[str, ...]]]:
    """Each code once for each rule it has, with the kinds and roles of all who share the two."""
    shared: dict[tuple[str, Rule], list[tuple[str, Duty]]] = {}
    for definition in definitions:
        for duty in definition.duties:
            shared.setdefault((duty.code, parse_rule(duty.rule)), []).append((definition.kind, duty))
    for uses in shared.values():
        kinds = tuple(dict.fromkeys(kind for kind, _ in uses))
        yield uses[0][1], kinds, tuple(dict.fromkeys(duty.owed_by for _, duty in uses))


def _of_duty(
    duty: Duty, kinds: tuple[str, ...], owed_by: tuple[str, ...], year: FiscalYear, calendar: Calendar
) -> Iterator[Deadline]:
    rule = parse_rule(duty.rule)
    if isinstance(rule, AfterOpening):
        said = _after_opening(rule)
        yield Deadline(duty.code, kinds, duty.label, owed_by, None, rule.formula, None, None, None, said)
        return
    for quarter in _quarters(rule):
        for due in due_dates(
            _every_day_of(rule), fiscal_year=year, quarter=quarter, ends_on=year.end, calendar=calendar
        ):
            yield Deadline(
                code=duty.code,
                kinds=kinds,
                label=duty.label,
                owed_by=owed_by,
                quarter=quarter,
                formula=due.formula,
                opens=due.opens,
                unrolled=due.unrolled,
                due=due.on,
                explanation=_explained(rule, due),
            )


def _quarters(rule: Rule) -> tuple[int | None, ...]:
    """The quarters on which a rule falls due; one None for a rule that knows no quarters."""
    if not isinstance(rule, QuarterEnd):
        return (None,)
    return (rule.quarter,) if rule.quarter else (1, 2, 3, 4)


def _every_day_of(rule: Rule) -> Rule:
    """Of several days one item owes the next only; the year has all of them."""
    return replace(rule, pick_next=False) if isinstance(rule, Occurrences) else rule


def _explained(rule: Rule, due: Due) -> Label:
    if isinstance(rule, AfterEnd):
        return Label(_IF_ENDING_TH + due.explain_th(), _IF_ENDING_EN + due.explain_en())
    return Label(due.explain_th(), due.explain_en())


def _after_opening(rule: AfterOpening) -> Label:
    days, working = abs(rule.plus_days), rule.days.value == "working"
    side_th, side_en = ("ก่อน", "before") if rule.plus_days < 0 else ("นับจาก", "after")
    unit_th = "วันทำการ" if working else "วัน"
    unit_en = f"{'workday' if working else 'day'}{'' if days == 1 else 's'}"
    return Label(
        f"{days} {unit_th}{side_th}วันที่ลงนาม มีมติ หรือแจ้ง จึงไม่มีวันที่ตายตัวในปี",
        f"{days} {unit_en} {side_en} the day it was signed, resolved or sent, so no fixed day of the year",
    )
