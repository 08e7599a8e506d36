"""Reads what belongs to each project of the sheets: its activities, its budget and its indicators."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from workflow.errors import BadInput
from workflow.money.lines import NewLine
from workflow.proposals.fields import (
    LONGEST_NAME,
    FormActivity,
    FormIndicator,
)
from workflow.proposals.months import typed_months
from workflow.sheets.cells import (
    BadCell,
    read_amount,
    read_code,
    read_text,
    read_whole,
)
from workflow.sheets.proposal_layout import (
    ACTIVITIES,
    ACTIVITY,
    AMOUNT,
    BUDGET,
    CATEGORY,
    FUND,
    INDICATOR,
    INDICATORS,
    METHOD,
    MONTHS,
    NUMBER,
    PROJECT_NUMBER,
    PROJECTS,
    SUB,
    TARGET,
    TOOL,
    Choices,
)
from workflow.sheets.rows import Row, Table

_NAME = partial(read_text, longest=LONGEST_NAME)


@dataclass(frozen=True, slots=True)
class Part:
    """What the other sheets say of one project."""

    activities: tuple[FormActivity, ...]
    indicators: tuple[FormIndicator, ...]
    lines: tuple[NewLine, ...]


class Parts:
    """The three sheets below the projects, by the number of the project; faults are noted in their tables."""

    def __init__(self, tables: dict[str, Table], choices: Choices) -> None:
        self._tables, self._choices = tables, choices
        numbers = self._numbers()
        self._activities = self._children(ACTIVITIES, numbers, self._activity)
        self._lines = self._children(BUDGET, numbers, self._line)
        self._indicators = self._children(INDICATORS, numbers, self._indicator)

    def of(self, number: int) -> Part:
        """What the sheets say of the project of this number."""
        return Part(
            tuple(self._activities[number]), tuple(self._indicators[number]), tuple(self._lines[number])
        )

    def _numbers(self) -> set[int]:
        """The numbers that the sheet of projects gives, faults left to be told when the row is read."""
        found = set()
        for row in self._tables[PROJECTS].rows(NUMBER):
            errors = len(self._tables[PROJECTS].errors)
            number = row.read(NUMBER, read_whole)
            del self._tables[PROJECTS].errors[errors:]
            if number is not None:
                found.add(number)
        return found

    def _children(
        self, sheet: str, numbers: set[int], read: Callable[[Row, int], Any]
    ) -> defaultdict[int, list[Any]]:
        """What a sheet says of each project, by the project's number."""
        found: defaultdict[int, list[Any]] = defaultdict(list)
        table = self._tables[sheet]
        for row in table.rows(PROJECT_NUMBER):
            before = len(table.errors)
            number = row.needed(PROJECT_NUMBER, read_whole, label=True)
            if number is not None and number not in numbers:
                row.complain(PROJECT_NUMBER, "unknown_number", str(number))
            value = read(row, number or 0)
            if number is not None and len(table.errors) == before:
                found[number].append(value)
        return found

    def _activity(self, row: Row, _number: int) -> FormActivity:
        title = row.needed(ACTIVITY, _NAME) or ""
        return FormActivity(title, row.read(MONTHS, _months) or ())

    def _indicator(self, row: Row, _number: int) -> FormIndicator:
        name = row.needed(INDICATOR, _NAME) or ""
        return FormIndicator(name, *(row.read(heading, _NAME) or "" for heading in (TARGET, METHOD, TOOL)))

    def _line(self, row: Row, number: int) -> NewLine | None:
        fund = row.needed(FUND, self._fund, label=True)
        category = row.read(CATEGORY, read_code, label=True) or ""
        sub = row.needed(SUB, lambda value: self._sub(category, value))
        amount = row.needed(AMOUNT, read_amount)
        if amount == 0:
            row.complain(AMOUNT, "not_above_zero", "0")
        if not (fund and sub and amount):
            return None
        row.is_first(SUB, (number, fund, *sub))
        return NewLine(fund, *sub, amount)

    def _fund(self, value: Any) -> str:
        return chosen(value, self._choices.fund)

    def _sub(self, category: str, value: Any) -> tuple[str, str] | None:
        said = read_code(value)
        found = self._choices.sub(category, said) if said else None
        if said and found is None:
            raise BadCell("unknown_choice", f"{category} {said}".strip())
        return found


def chosen(value: Any, choose: Callable[[str], str | None]) -> str:
    """The code of what was chosen, empty of an empty cell; raises BadCell unknown_choice."""
    said = read_code(value)
    found = choose(said) if said else ""
    if found is None:
        raise BadCell("unknown_choice", said)
    return found


def _months(value: Any) -> tuple[int, ...]:
    try:
        return typed_months(read_text(value))
    except BadInput as bad:
        raise BadCell("unknown_months", bad.detail) from None
