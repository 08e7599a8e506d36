"""Reads the sheet of projects, each with what the other sheets say of it, against what is kept."""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from sqlmodel import Session, select

from states.fiscal import FiscalYear
from states.thai import long_date, money
from workflow.models import Item, Person
from workflow.money.lines import NewLine
from workflow.proposals.fields import (
    FIELDS,
    LONGEST_NAME,
    MOST_ACTIVITIES,
    MOST_INDICATORS,
    Form,
)
from workflow.proposals.form import EDITABLE
from workflow.sheets.cells import (
    BadCell,
    clean,
    code_key,
    read_amount,
    read_code,
    read_date,
    read_text,
    read_whole,
)
from workflow.sheets.proposal_layout import (
    BUDGET,
    CODE,
    ENDS,
    GOALS,
    NATURE,
    NATURES,
    NUMBER,
    OWNER,
    PLAN,
    PROJECTS,
    STARTS,
    TEXTS,
    TITLE,
    Choices,
)
from workflow.sheets.proposal_parts import Part, Parts, chosen
from workflow.sheets.proposals_kept import Kept, changes
from workflow.sheets.rows import Row, Table

_NAME = partial(read_text, longest=LONGEST_NAME)


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """A project as the file has it; `kept` is the one of its code, None where it is new.

    `changes` names what saving it would change: "form", "lines". Amounts in satang.
    """

    number: int
    code: str
    title: str
    owner_id: int | None
    starts_on: datetime.date | None
    ends_on: datetime.date | None
    form: Form
    lines: tuple[NewLine, ...]
    plan: tuple[int, ...] | None
    kept: Kept | None
    changes: frozenset[str]


class Reading:
    """One pass over the four sheets; what is wrong is noted in their tables."""

    def __init__(
        self,
        session: Session,
        office_id: int,
        fiscal_year: int,
        tables: dict[str, Table],
        kept: Sequence[Kept],
        choices: Choices,
    ) -> None:
        self._tables, self._choices, self._year = tables, choices, FiscalYear(fiscal_year)
        self._kept = {code_key(each.item.code): each for each in kept}
        self._titles = {code_key(each.item.title): each.item.code for each in kept}
        elsewhere = session.exec(select(Item.code).where(Item.office_id == office_id, Item.kind == "project"))
        self._elsewhere = {code_key(code) for code in elsewhere} - set(self._kept)
        people = session.exec(select(Person.username, Person.id).where(Person.office_id == office_id))
        self._people = {code_key(username): person_id for username, person_id in people}

    def rows(self) -> tuple[ProposalRow, ...]:
        """The projects without a fault in their own row."""
        parts = Parts(self._tables, self._choices)
        found = []
        table = self._tables[PROJECTS]
        for row in table.rows(NUMBER):
            before = len(table.errors)
            number = row.needed(NUMBER, read_whole)
            if number is not None and row.is_first(NUMBER, number):
                read = self._project(row, parts.of(number))
                if len(table.errors) == before:
                    found.append(read)
        return tuple(found)

    def _project(self, row: Row, part: Part) -> ProposalRow:
        kept = self._same_code(row)
        title = row.needed(TITLE, _NAME) or ""
        owner_id, starts, ends = (
            row.read(OWNER, self._person),
            row.read(STARTS, read_date),
            row.read(ENDS, read_date),
        )
        form = replace(
            self._texts(row, kept.form if kept else Form()),
            activities=part.activities,
            indicators=part.indicators,
        )
        plan = self._plan(row, kept)
        if kept:
            self._hold_fixed(row, kept, {TITLE: title, OWNER: owner_id, STARTS: starts, ENDS: ends})
        else:
            self._check_new(row, title, starts, ends)
        lines = part.lines
        changed = changes(kept, form, lines, plan)
        self._check_changes(row, kept, part, plan, changed)
        code = kept.item.code if kept else ""
        return ProposalRow(row.number, code, title, owner_id, starts, ends, form, lines, plan, kept, changed)

    def _same_code(self, row: Row) -> Kept | None:
        code = row.read(CODE, read_code) or ""
        if not code:
            return None
        kept = self._kept.get(code_key(code))
        if kept is None:
            elsewhere = code_key(code) in self._elsewhere
            row.complain(CODE, "other_group" if elsewhere else "unknown_project", code)
        else:
            row.is_first(CODE, kept.item.code)
        return kept

    def _texts(self, row: Row, form: Form) -> Form:
        """The form with what the file says; a column that the file does not have leaves what is kept."""
        there = row.table.columns
        texts: dict[str, Any] = {
            name: row.read(heading, partial(read_text, longest=FIELDS[name].limit)) or ""
            for name, heading in TEXTS.items()
            if heading in there
        }
        if NATURE in there:
            texts["nature"] = row.read(NATURE, _nature) or ""
        goals = [goal for goal in form.goals if GOALS[goal[0]] not in there]
        for kind, heading in GOALS.items():
            goals += row.read(heading, partial(self._goals, kind)) or []
        return replace(form, **texts, goals=tuple(sorted(set(goals))))

    def _goals(self, kind: str, value: Any) -> list[tuple[str, str]]:
        known = {code_key(code): code for code in self._choices.goals[kind]}
        found = []
        for line in read_text(value).split("\n"):
            whole = code_key(line) in known
            for said in [line] if whole else re.split("[,;、]", line):
                if said.strip():
                    if code_key(said) not in known:
                        raise BadCell("unknown_choice", said.strip())
                    found.append((kind, known[code_key(said)]))
        return found

    def _person(self, value: Any) -> int | None:
        said = read_code(value)
        if not said:
            return None
        if code_key(said) not in self._people:
            raise BadCell("unknown_person", said)
        return self._people[code_key(said)]

    def _plan(self, row: Row, kept: Kept | None) -> tuple[int, ...] | None:
        if not any(heading in row.table.columns for heading in PLAN):
            return kept.plan if kept else None
        before = len(row.table.errors)
        amounts = [row.read(heading, read_amount) for heading in PLAN]
        if len(row.table.errors) > before or all(amount is None for amount in amounts):
            return None
        if None in amounts:
            row.complain(PLAN[amounts.index(None)], "plan_incomplete")
            return None
        return tuple(amount or 0 for amount in amounts)

    def _hold_fixed(self, row: Row, kept: Kept, said: dict[str, Any]) -> None:
        """Title, owner and dates are the item's own and are not changed by a form."""
        item = kept.item
        stands = {TITLE: clean(item.title), OWNER: item.owner_id, STARTS: item.starts_on, ENDS: item.ends_on}
        shown = {**stands, OWNER: kept.owner}
        for heading, value in said.items():
            if heading in row.table.columns and value != stands[heading]:
                now = shown[heading]
                written = long_date(now) if isinstance(now, datetime.date) else now or ""
                row.complain(heading, "change_elsewhere", str(written)[:60])

    def _check_new(
        self, row: Row, title: str, starts: datetime.date | None, ends: datetime.date | None
    ) -> None:
        for heading, day in ((STARTS, starts), (ENDS, ends)):
            if day and day not in self._year:
                row.complain(heading, "outside_year", long_date(day))
        if starts and ends and ends < starts:
            row.complain(ENDS, "ends_before_start", long_date(ends))
        taken = self._titles.get(code_key(title))
        if title and taken:
            row.complain(TITLE, "title_taken", taken)
        elif title:
            row.is_first(TITLE, code_key(title))

    def _check_changes(
        self, row: Row, kept: Kept | None, part: Part, plan: tuple[int, ...] | None, changed: frozenset[str]
    ) -> None:
        if kept and changed and kept.item.state not in EDITABLE:
            row.complain(CODE, "not_editable", kept.item.code)
        for count, most in ((len(part.activities), MOST_ACTIVITIES), (len(part.indicators), MOST_INDICATORS)):
            if count > most:
                row.complain(NUMBER, "too_many", f"{count} > {most}")
        if "lines" not in changed or self._tables[BUDGET].errors:
            return  # a budget that could not be read adds up to nothing
        total = sum(line.satang for line in part.lines)
        if not part.lines:
            was = sum(line.satang for line in kept.lines) if kept else 0
            row.complain(NUMBER, "lines_gone", money(was))
        elif plan and sum(plan) != total:
            row.complain(PLAN[0], "plan_differs", f"{money(sum(plan))} ≠ {money(total)}")


def _nature(value: Any) -> str:
    words = {code_key(word): code for code, word in NATURES.items()}
    words |= {"ใหม่": "new", "ต่อเนื่อง": "continuing", "new": "new", "continuing": "continuing"}
    return chosen(value, lambda said: words.get(code_key(said)))
