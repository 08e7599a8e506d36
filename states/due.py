"""When something owed falls due, and how that date came about."""

from dataclasses import dataclass
from datetime import date, timedelta

from states.due_rules import (
    AfterEnd,
    AfterOpening,
    BadRule,
    By,
    DayCount,
    Occurrences,
    QuarterEnd,
    Rule,
    Window,
    parse_rule,
)
from states.due_words import Origin, Reckoning, explain_en, explain_th
from states.fiscal import FiscalYear, YearDay
from states.workdays import Calendar, Roll

__all__ = [
    "AfterEnd",
    "AfterOpening",
    "BadRule",
    "By",
    "Calendar",
    "CannotCompute",
    "DayCount",
    "Due",
    "Occurrences",
    "Origin",
    "QuarterEnd",
    "Reckoning",
    "Roll",
    "Rule",
    "Window",
    "due_dates",
    "parse_rule",
]


class CannotCompute(ValueError):
    """A rule asks for a fact that is not known yet.

    Facts: `formula` of the rule; `missing`: "fiscal_year", "quarter", "ends_on" or "opened_on".
    """

    def __init__(self, formula: str, missing: str) -> None:
        super().__init__(formula, missing)
        self.formula = formula
        self.missing = missing


@dataclass(frozen=True, slots=True)
class Due:
    """One date by which something is owed.

    `on` is the Bangkok date that counts, `unrolled` the date before it was moved off a closed day,
    `opens` the first day of a window. `formula` and `calendar_version` say how it was computed.
    """

    on: date
    unrolled: date
    opens: date | None
    formula: str
    calendar_version: str
    reckoning: Reckoning

    def explain_th(self) -> str:
        """A Thai sentence that shows the sum, in Arabic digits."""
        return explain_th(self.reckoning, self.on)

    def explain_en(self) -> str:
        """An English sentence that shows the sum, in C.E. years."""
        return explain_en(self.reckoning, self.on)


@dataclass(frozen=True, slots=True)
class _Case:
    """What is known about the item a due date is asked for."""

    rule: Rule
    fiscal_year: FiscalYear | None
    quarter: int | None
    ends_on: date | None
    opened_on: date | None
    calendar: Calendar

    def year(self) -> FiscalYear:
        if self.fiscal_year is None:
            raise CannotCompute(self.rule.formula, "fiscal_year")
        return self.fiscal_year

    def day(self, year_day: YearDay) -> date:
        return year_day.within(self.year())

    def shifted(self, start: date, plus_days: int) -> date:
        if self.rule.days is DayCount.WORKING:
            return self.calendar.add_workdays(start, plus_days)
        return start + timedelta(days=plus_days)

    def due(
        self,
        origin: Origin,
        start: date,
        *,
        plus_days: int = 0,
        latest: date | None = None,
        opens: date | None = None,
        formula: str | None = None,
    ) -> Due:
        counted = self.shifted(start, plus_days)
        unrolled = min(counted, latest) if latest else counted
        reckoning = Reckoning(
            origin=origin,
            start=start,
            plus_days=plus_days,
            working=self.rule.days is DayCount.WORKING,
            counted=counted,
            unrolled=unrolled,
            opens=opens,
            closed=self.calendar.closed_because(unrolled),
        )
        return Due(
            on=self.calendar.roll(unrolled, self.rule.roll),
            unrolled=unrolled,
            opens=opens,
            formula=formula or self.rule.formula,
            calendar_version=self.calendar.version,
            reckoning=reckoning,
        )


def due_dates(
    rule: Rule,
    *,
    fiscal_year: FiscalYear | None,
    quarter: int | None = None,
    ends_on: date | None = None,
    opened_on: date | None = None,
    calendar: Calendar,
) -> tuple[Due, ...]:
    """The dates that a rule gives for one item, in order; all dates are Bangkok dates.

    One date, except for occurrences: each of them, or with `pick: next` the first still ahead on
    `opened_on` (none once all have passed). Raises `CannotCompute` when a needed fact is None.
    """
    known = _Case(rule, fiscal_year, quarter, ends_on, opened_on, calendar)
    match rule:
        case By():
            return (known.due(Origin.DAY, known.day(rule.by)),)
        case Window():
            opens = known.day(rule.opens)
            return (known.due(Origin.WINDOW, known.day(rule.closes), opens=opens),)
        case QuarterEnd():
            return (_after_quarter(known, rule),)
        case AfterEnd():
            return (_after_item(known, rule),)
        case AfterOpening():
            return (_after_opening(known, rule),)
        case _:
            return _occurring(known, rule)


def _after_quarter(case: _Case, rule: QuarterEnd) -> Due:
    number = rule.quarter or case.quarter
    if number is None:
        raise CannotCompute(rule.formula, "quarter")
    end = case.year().quarter(number).end
    formula = rule.formula.replace("item", str(number))
    return case.due(Origin.QUARTER_END, end, plus_days=rule.plus_days, formula=formula)


def _after_item(case: _Case, rule: AfterEnd) -> Due:
    if case.ends_on is None:
        raise CannotCompute(rule.formula, "ends_on")
    latest = case.day(rule.latest) if rule.latest else None
    return case.due(Origin.ITEM_END, case.ends_on, plus_days=rule.plus_days, latest=latest)


def _after_opening(case: _Case, rule: AfterOpening) -> Due:
    if case.opened_on is None:
        raise CannotCompute(rule.formula, "opened_on")
    return case.due(Origin.OPENING, case.opened_on, plus_days=rule.plus_days)


def _occurring(case: _Case, rule: Occurrences) -> tuple[Due, ...]:
    each = tuple(
        case.due(Origin.DAY, case.day(day), formula=f"occurrence({day}) roll={rule.roll}")
        for day in rule.each
    )
    if not rule.pick_next:
        return each
    if case.opened_on is None:
        raise CannotCompute(rule.formula, "opened_on")
    # The rolled date decides: a Saturday moved to Monday is still ahead on Sunday.
    return next(((due,) for due in each if due.on >= case.opened_on), ())
