"""What the preview of an import shows: its rows as understood, what each would change, and the sums."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

from sqlmodel import Session

from api.pages.words import Words
from api.words_sheets import explain_cell
from workflow.money.lines import NewLine
from workflow.proposals.fields import FIELDS, Form, tidied
from workflow.sheets.finance import FinancePreview, FinanceRow
from workflow.sheets.finance_template import LineNames
from workflow.sheets.proposal_layout import Choices
from workflow.sheets.proposals import ProposalRow, ProposalsPreview
from workflow.sheets.rows import CellError


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong with a cell, where it stands, and what to do, in the reader's language."""

    sheet: str
    row: int
    column: str
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the preview; `effect` is new, changed or same. Amounts in satang, `before` None where none.

    `parts` are names and amounts of what the row is made of; `changes` what of a project would change.
    """

    number: int
    code: str
    title: str
    effect: str
    before: int | None
    amount: int
    in_force: int | None = None
    about: str = ""
    parts: Sequence[tuple[str, int]] = ()
    changes: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """The whole preview. `sums` are the keys of texts with satang."""

    year: int
    quarter: int | None
    group: str
    lines: Sequence[Line]
    mistakes: Sequence[Mistake]
    sums: Sequence[tuple[str, int]]

    @property
    def counts(self) -> dict[str, int]:
        """How many rows are new, changed and the same."""
        effects = [line.effect for line in self.lines]
        return {effect: effects.count(effect) for effect in ("new", "changed", "same")}


def show(session: Session, office_id: int, preview: FinancePreview | ProposalsPreview, words: Words) -> Shown:
    """`preview` in the reader's words."""
    mistakes = [_mistake(each, words) for each in preview.errors]
    if isinstance(preview, FinancePreview):
        names = LineNames.of(session, office_id)
        figures = [_figure(row, names) for row in preview.rows]
        return Shown(preview.fiscal_year, preview.quarter, "", figures, mistakes, _figure_sums(preview))
    choices = Choices.of(session, office_id, preview.fiscal_year)
    projects = [_project(row, choices, words) for row in preview.rows]
    sums = [
        ("import_sum_before", sum(each.before or 0 for each in projects)),
        ("import_sum_asked", preview.total),
    ]
    return Shown(preview.fiscal_year, None, preview.group, projects, mistakes, sums)


def _mistake(error: CellError, words: Words) -> Mistake:
    told = explain_cell(error)
    column = f"{error.column} {error.heading}".strip()
    return Mistake(error.sheet, error.row, column, told.en if words.language == "en" else told.th)


def _figure(row: FinanceRow, names: LineNames) -> Line:
    effect = "new" if row.before is None else "same" if row.before == row.amount else "changed"
    about = " · ".join(names.labels(row.line).values())
    line = row.line
    return Line(row.number, line.code, line.title, effect, row.before, row.amount, line.in_force, about)


def _figure_sums(preview: FinancePreview) -> list[tuple[str, int]]:
    """The file held against the plan: what is in force, what was paid otherwise, and what remains."""
    in_force = sum(row.line.in_force for row in preview.rows)
    others = sum(row.line.paid - row.line.disbursed[preview.quarter - 1] for row in preview.rows)
    return [
        ("import_sum_plan", in_force),
        ("import_sum_others", others),
        ("import_sum_before", preview.before),
        ("import_sum_file", preview.total),
        ("import_sum_change", preview.total - preview.before),
        ("import_sum_left", in_force - others - preview.total),
    ]


def _project(row: ProposalRow, choices: Choices, words: Words) -> Line:
    kept = row.kept
    effect = "new" if kept is None else "changed" if row.changes else "same"
    return Line(
        row.number,
        row.code,
        row.title,
        effect,
        _total(kept.lines) if kept else None,
        _total(row.lines),
        parts=[(_line_name(line, choices), line.satang) for line in row.lines],
        changes=_changes(row, words) if kept else (),
        about=words("import_parts", activities=len(row.form.activities), indicators=len(row.form.indicators)),
    )


def _changes(row: ProposalRow, words: Words) -> list[str]:
    """What of a known project would change, under the names that the form gives it."""
    before, after = row.kept.form if row.kept else Form(), tidied(row.form)
    names = [
        field.name for field in fields(Form) if getattr(before, field.name) != getattr(after, field.name)
    ]
    changed = [*(names if "form" in row.changes else ()), *(["lines"] if "lines" in row.changes else ())]
    return [words.label(FIELDS[name].label) for name in changed]


def _total(lines: Sequence[NewLine]) -> int:
    return sum(line.satang for line in lines)


def _line_name(line: NewLine, choices: Choices) -> str:
    category = choices.categories.get(line.category, line.category)
    sub = choices.subs.get((line.category, line.sub), line.sub)
    return " · ".join((choices.funds.get(line.fund, line.fund), category, sub))
