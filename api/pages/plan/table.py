"""The plan's tables, written down once: for the page, and for its workbook."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from api.pages.plan.asked import AskedPlan
from api.pages.tables import Table
from api.pages.words import Words
from states.catalogue import catalogue
from workflow.money.amounts import LineNow
from workflow.money.figures import Part, Sum
from workflow.money.plan_table import PlanRow
from workflow.money.reconciled import Agreement
from workflow.sheets.tables import Column


@dataclass(frozen=True, slots=True)
class Split:
    """More columns of the table: what each is called, and its part of a row's money (satang)."""

    keys: tuple[str, ...]
    names: tuple[str, ...]
    by: str

    def of(self, lines: Sequence[LineNow]) -> tuple[int, ...]:
        if self.by == "quarter":
            return tuple(sum(line.disbursed[number] for line in lines) for number in range(len(self.keys)))
        return tuple(
            sum(line.in_force for line in lines if getattr(line, self.by) == key) for key in self.keys
        )


def split_of(asked: AskedPlan, lines: Sequence[LineNow], funds: dict[str, str], words: Words) -> Split:
    """The columns asked for; funds and categories that no line draws on are left out."""
    if asked.by == "quarter":
        names = tuple(words("plan_col_quarter_paid", quarter=number) for number in (1, 2, 3, 4))
        return Split(("1", "2", "3", "4"), names, "quarter")
    if asked.by == "fund":
        keys = tuple(code for code in funds if any(line.fund == code for line in lines))
        return Split(keys, tuple(funds[code] for code in keys), "fund")
    if asked.by == "category":
        known = catalogue().categories
        keys = tuple(code for code in known if any(line.category == code for line in lines))
        return Split(keys, tuple(words.label(known[code].label) for code in keys), "category")
    return Split((), (), "")


@dataclass(frozen=True, slots=True)
class Shown:
    """The table as it is shown: the rows of this page, all that were found, and their sums."""

    rows: Sequence[PlanRow]
    found: Sequence[PlanRow]
    split: Split
    total: Sum
    page_total: Sum

    @property
    def lines(self) -> list[LineNow]:
        return [line for row in self.found for line in row.lines]

    @property
    def page_lines(self) -> list[LineNow]:
        return [line for row in self.rows for line in row.lines]


def projects_table(shown: Shown, groups: dict[str, str], words: Words) -> Table:
    """All that were found, with their sums in the last line."""
    columns = (
        *(Column(words("plan_col_code")), Column(words("plan_col_title")), Column(words("plan_group"))),
        *(Column(words("plan_state")), Column(words("plan_col_in_force"), "amount")),
        *(Column(name, "amount") for name in shown.split.names),
        *(Column(words("plan_col_disbursed"), "amount"), Column(words("plan_col_share"), "share")),
        *(Column(words("plan_col_left"), "amount"), Column(words("plan_col_late"))),
    )
    rows = [_row(row, shown.split, groups, words) for row in shown.found]
    total = shown.total
    sums = (
        *(words("plan_total", count=len(shown.found)), None, None, None, total.in_force),
        *shown.split.of(shown.lines),
        *(total.disbursed, total.per_cent, total.left, None),
    )
    return Table("plan", words("plan_projects"), columns, rows, total=sums)


def _row(row: PlanRow, split: Split, groups: dict[str, str], words: Words) -> tuple[Any, ...]:
    total = row.total
    return (
        *(row.code, row.title, groups.get(row.group, row.group), words.label(row.label), total.in_force),
        *split.of(row.lines),
        *(total.disbursed, total.per_cent, total.left, lateness(row, words)),
    )


def lateness(row: PlanRow, words: Words) -> str:
    """What is late about a project, in words; empty where nothing is."""
    told = []
    if row.overdue_since is not None:
        told.append(words("plan_overdue_since", day=words.date(row.overdue_since)))
    if row.behind is not None:
        told.append(words("plan_behind", due=words.money(row.behind.due)))
    return " · ".join(told)


def parts_table(name: str, parts: Sequence[Part], total: Sum, words: Words) -> Table:
    """The money of what was found by group, fund or category, with its sum."""
    columns = (
        *(Column(words(f"plan_{name}")), Column(words("plan_col_projects"), "whole")),
        *(Column(words("plan_col_in_force"), "amount"), Column(words("plan_col_disbursed"), "amount")),
        *(Column(words("plan_col_share"), "share"), Column(words("plan_col_left"), "amount")),
    )
    rows = [
        (*(each.name_th or "-", each.projects, each.in_force, each.disbursed), each.per_cent, each.left)
        for each in parts
    ]
    sums = (words("plan_sum"), None, total.in_force, total.disbursed, total.per_cent, total.left)
    return Table(name, words(f"plan_by_{name}"), columns, rows, total=sums, bar=4)


def agreed(each: Agreement, rest: Sum, words: Words) -> str:
    """Whether two sums are one, in a sentence with both."""
    what = words(f"plan_agree_{each.of}", rest=words.money(rest.in_force))
    if each.agrees:
        return words("plan_agrees", what=what, sum=words.money(each.against.in_force))
    off = each.in_force or each.disbursed
    found, against = words.money(each.found.in_force), words.money(each.against.in_force)
    return words("plan_differs", what=what, off=words.money(abs(off)), found=found, against=against)
