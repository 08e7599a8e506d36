"""Reads the tables of a planning export of AMSS++ row by row, gathering every complaint."""

import datetime
import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from sqlmodel import Session, col, select

from states.fiscal import FiscalYear
from states.thai import medium_date
from workflow.amss.columns import ACTIVITIES, DROPPED, NEEDED, PLACED, PROJECTS, STRATEGIES, known
from workflow.amss.csv_file import read_csv
from workflow.amss.found import AmssPreview, FoundActivity, FoundGoal, FoundProject
from workflow.amss.values import (
    date_of,
    goal_of,
    has_identity_number,
    month_of,
    name_of,
    text_of,
    title_of,
    year_of,
)
from workflow.errors import BadInput
from workflow.models import Goal, Group, Item, Person
from workflow.proposals.fields import LONGEST_TEXT
from workflow.sheets.cells import BadCell, code_key, read_amount, read_code, read_text
from workflow.sheets.rows import CellError, Row, Table, table_in

_CODE: Final = re.compile(r"[0-9A-Za-z._-]{1,12}")
_MISSING: Final = ("0", "")  # how AMSS++ says that a project has no group or strategy
Key = tuple[str, str]


def read_amss(
    session: Session,
    office_id: int,
    fiscal_year: int,
    files: Mapping[str, bytes],
    *,
    groups: Mapping[str, str] | None = None,
) -> AmssPreview:
    """What the export says of a fiscal year (B.E.): `files` by table, of which plan_proj must be there.

    `groups` gives the office's group for a group number of AMSS++; otherwise the two codes must be the same.
    Raises BadInput for `file`: csv_missing, csv_headings, and as `read_csv` does.
    """
    if PROJECTS not in files:
        raise BadInput("file", "csv_missing", f"{PROJECTS}.csv")
    reading = _Reading(session, office_id, fiscal_year, dict(groups or {}))
    tables = {name: reading.table(name, files[name]) for name in NEEDED if name in files}
    reading.headings = {name: frozenset(table.columns) for name, table in tables.items()}
    goals = reading.goals(tables[STRATEGIES]) if STRATEGIES in tables else ()
    reading.strategies = {goal.code for goal in goals} | reading.strategies
    projects = reading.projects(tables[PROJECTS])
    if ACTIVITIES in tables:
        projects = reading.with_activities(tables[ACTIVITIES], projects)
    return AmssPreview(
        fiscal_year=fiscal_year,
        goals=goals,
        projects=tuple(projects.values()),
        errors=tuple(error for table in tables.values() for error in table.errors),
        other_years=dict(reading.other_years),
        unlisted=tuple(reading.unlisted),
        left_out=reading.left_out,
    )


@dataclass(slots=True)
class _Reading:
    """What is known while the files are read."""

    session: Session
    office_id: int
    fiscal_year: int
    groups: dict[str, str]
    other_years: Counter[str] = field(default_factory=Counter)
    unlisted: list[str] = field(default_factory=list)
    left_out: int = 0
    headings: dict[str, frozenset[str]] = field(default_factory=dict)
    strategies: set[str] = field(default_factory=set)
    _kept_goals: dict[str, str] = field(default_factory=dict)
    _group_ids: dict[str, int] = field(default_factory=dict)
    _owners: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    _taken: set[str] = field(default_factory=set)
    _others: dict[str, dict[str, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        of_office = self.office_id
        goals = select(Goal.code, Goal.name_th).where(
            Goal.office_id == of_office, Goal.fiscal_year == self.fiscal_year, Goal.kind == "strategy"
        )
        self._kept_goals = dict(self.session.exec(goals).all())
        self.strategies = set(self._kept_goals)
        found = self.session.exec(select(Group.code, Group.id).where(Group.office_id == of_office))
        self._group_ids = {code_key(code): group_id for code, group_id in found}
        people = select(Person.name_th, Person.id).where(
            Person.office_id == of_office, col(Person.is_service).is_(False)
        )
        for name, person_id in self.session.exec(people):
            self._owners[code_key(name)].append(person_id)
        self._taken = set(self.session.exec(select(Item.code).where(Item.office_id == of_office)))

    def table(self, name: str, data: bytes) -> Table:
        """The table in a file, with a complaint for every row that has not as many cells as headings."""
        sheet, widths = read_csv(name, data, known(name))
        try:
            table = table_in(sheet, NEEDED[name], known(name))
        except BadInput as error:
            raise BadInput("file", "csv_headings", error.detail) from error
        listed = set(table.columns.values())
        self._others[name] = {
            read_text(heading, longest=LONGEST_TEXT)[:60]: column
            for column, heading in sheet.rows[table.heading_row].items()
            if column not in listed
        }
        self.unlisted.extend(f"{name}.{heading}" for heading in self._others[name])
        wide = widths[table.heading_row - 1]
        for number, width in enumerate(widths, start=1):
            if number > table.heading_row and number in sheet.rows and width != wide:
                table.errors.append(CellError(name, number, "", "wrong_width", f"{width} ≠ {wide}"))
        return table

    def goals(self, table: Table) -> tuple[FoundGoal, ...]:
        found = []
        for row in self._of_year(table):
            code, name = self._code(row, "id_tegic"), row.read("strategic", goal_of)
            if name == "":
                row.complain("strategic", "empty")
            if not code or not name or not row.is_first("id_tegic", code):
                continue
            kept = self._kept_goals.get(code)
            if kept is not None and code_key(kept) != code_key(name):
                row.complain("strategic", "goal_differs", kept)
            found.append(FoundGoal(code, name, kept is not None))
        return tuple(found)

    def projects(self, table: Table) -> dict[Key, FoundProject]:
        found: dict[Key, FoundProject] = {}
        for row in self._of_year(table):
            code, number = self._code(row, "code_proj"), row.read("code_clus", read_code) or ""
            project = self._project(row, code, number)
            if code and row.is_first("code_proj", (number, code)):
                found[number, code] = project
        return found

    def _project(self, row: Row, code: str, number: str) -> FoundProject:
        title = row.read("name_proj", title_of)
        if title == "":
            row.complain("name_proj", "empty")
        starts_on, ends_on = self._dates(row)
        asked, approved = row.read("budget_proj", read_amount), row.read("budget_approve", read_amount)
        owner = row.read("owner_proj", name_of) or ""
        known_as = self._owners.get(code_key(owner), [])
        here = f"AMSS{self.fiscal_year % 100:02}-{number or '0'}-{code}"
        if here in self._taken:
            row.complain("code_proj", "already_taken_in", here)
        extra = {} if len(known_as) == 1 or not owner else self._harmless({"owner_proj": owner})
        return FoundProject(
            row=row.number,
            code=here,
            title=title or "",
            group_id=self._group(row, number),
            owner_id=known_as[0] if len(known_as) == 1 else None,
            strategy=self._strategy(row),
            asked=asked or 0,
            approved=approved or 0,
            starts_on=starts_on,
            ends_on=ends_on,
            results=row.read("eval_result", text_of) or "",
            obstacles=row.read("eval_obstacle", text_of) or "",
            kept={**extra, **self._kept(row)},
        )

    def with_activities(self, table: Table, projects: dict[Key, FoundProject]) -> dict[Key, FoundProject]:
        """The projects with their activities, in the order of the file."""
        found: dict[Key, list[FoundActivity]] = defaultdict(list)
        for row in self._of_year(table):
            code, number = self._code(row, "code_proj"), row.read("code_clus", read_code) or ""
            title = row.read("name_acti", name_of)
            if title == "":
                row.complain("name_acti", "empty")
            months = self._months(*self._dates(row))
            acti = row.read("code_acti", read_code)
            if acti:
                row.is_first("code_acti", (number, code, acti))
            key = self._key_of(projects, number, code)
            if key is None and code:
                row.complain("code_proj", "no_such_project", code)
            elif key is not None and title:
                found[key].append(FoundActivity(title, months, row.number, self._kept(row)))
        return {key: replace(each, activities=tuple(found[key])) for key, each in projects.items()}

    def _key_of(self, projects: Mapping[Key, FoundProject], number: str, code: str) -> Key | None:
        """The project meant: by group and code, or by its code alone where the export has no groups."""
        if "code_clus" in self.headings[ACTIVITIES] and "code_clus" in self.headings[PROJECTS]:
            return (number, code) if (number, code) in projects else None
        same = [key for key in projects if key[1] == code]
        return same[0] if len(same) == 1 else None

    def _of_year(self, table: Table) -> list[Row]:
        """The rows of the year; those of other years are counted, unreadable years complained of."""
        found = []
        for row in table.rows():
            year = row.read("budget_year", year_of)
            if year == self.fiscal_year:
                found.append(row)
            elif year is not None:
                self.other_years[f"{table.sheet.name} {year}"] += 1
        return found

    def _code(self, row: Row, heading: str) -> str:
        code = row.read(heading, read_code)
        if code == "":
            row.complain(heading, "empty")
        elif code and not _CODE.fullmatch(code):
            row.complain(heading, "not_code", code)
            return ""
        return code or ""

    def _group(self, row: Row, number: str) -> int | None:
        if number in _MISSING:
            return None
        wanted = self.groups.get(number, number)
        found = self._group_ids.get(code_key(wanted))
        if found is None:
            row.complain("code_clus", "unknown_group", wanted)
        return found

    def _strategy(self, row: Row) -> str:
        code = row.read("code_tegy", read_code) or ""
        if code in _MISSING:
            return ""
        if code not in self.strategies:
            row.complain("code_tegy", "unknown_strategy", code)
        return code

    def _dates(self, row: Row) -> tuple[datetime.date | None, datetime.date | None]:
        year = FiscalYear(self.fiscal_year)
        starts_on, ends_on = row.read("begin_date", date_of), row.read("finish_date", date_of)
        if starts_on and ends_on and ends_on < starts_on:
            row.complain("finish_date", "ends_before_start", medium_date(ends_on))
        for heading, day in (("begin_date", starts_on), ("finish_date", ends_on)):
            if day and not year.start <= day <= year.end:
                row.complain(heading, "outside_year", medium_date(day))
        return starts_on, ends_on

    def _months(self, starts_on: datetime.date | None, ends_on: datetime.date | None) -> tuple[int, ...]:
        """The months of the fiscal year between two days of it; none where a day is missing."""
        if starts_on is None or ends_on is None:
            return ()
        return tuple(range(month_of(starts_on), month_of(ends_on) + 1))

    def _kept(self, row: Row) -> dict[str, str]:
        """What the row says in columns that have no place here."""
        table = row.table
        placed = {*PLACED[table.sheet.name], *DROPPED}
        columns = {name: at for name, at in table.columns.items() if name not in placed}
        found = {}
        for heading, column in {**columns, **self._others[table.sheet.name]}.items():
            try:
                text = read_text(table.sheet.value(row.number, column))
            except BadCell as bad:
                row.complain(heading, bad.code, bad.shown)
                continue
            if text:
                found[heading] = text
        return self._harmless(found)

    def _harmless(self, texts: Mapping[str, str]) -> dict[str, str]:
        """The texts without those that hold what looks like an identity card's number; these are counted."""
        found = {name: text for name, text in texts.items() if not has_identity_number(text)}
        self.left_out += len(texts) - len(found)
        return found
