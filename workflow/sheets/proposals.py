"""A group's proposals from a workbook: previewed with every fault, then saved together or not at all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlmodel import Session, select

from workflow.changes import Hand
from workflow.errors import BadInput
from workflow.items import NewItem, open_item
from workflow.models import Group, Item, Office
from workflow.money.checks import check_fiscal_year
from workflow.money.lines import set_requested
from workflow.proposals.form import save_form
from workflow.proposals.opening import next_codes
from workflow.sheets.marks import check_marks, read_marks
from workflow.sheets.proposal_layout import COLUMNS, KIND, NEEDED, Choices
from workflow.sheets.proposal_rows import ProposalRow, Reading
from workflow.sheets.proposal_template import proposals_template
from workflow.sheets.proposals_kept import kept_proposals
from workflow.sheets.rows import CellError, sheet_called, table_in
from workflow.sheets.workbook import Sheet
from workflow.years.plan import annual_plan

__all__ = [
    "ProposalRow",
    "ProposalsPreview",
    "SavedProposals",
    "proposals_template",
    "read_proposals",
    "save_proposals",
]


@dataclass(frozen=True, slots=True)
class ProposalsPreview:
    """What importing the file would do. Nothing may be saved while `errors` is not empty."""

    fiscal_year: int
    group_id: int
    group: str
    rows: tuple[ProposalRow, ...]
    errors: tuple[CellError, ...]

    @property
    def new(self) -> tuple[ProposalRow, ...]:
        return tuple(row for row in self.rows if row.kept is None)

    @property
    def changed(self) -> tuple[ProposalRow, ...]:
        return tuple(row for row in self.rows if row.kept is not None and row.changes)

    @property
    def total(self) -> int:
        """What all proposals of the file ask for (satang)."""
        return sum(line.satang for row in self.rows for line in row.lines)


@dataclass(frozen=True, slots=True)
class SavedProposals:
    """The codes of the projects that were opened and of those that were changed."""

    opened: tuple[str, ...]
    changed: tuple[str, ...]


def read_proposals(
    session: Session,
    office_id: int,
    sheets: Sequence[Sheet],
    *,
    fiscal_year: int | None = None,
    group: str | None = None,
) -> ProposalsPreview:
    """What the workbook's sheets propose, each project held against the one of its code.

    Fiscal year (B.E.) and the group's code are the file's own; given ones must be the same. Raises BadInput
    for `file` (workbook_sheet, workbook_headings, workbook_other, workbook_unowned), and for a year that
    there is not.
    """
    marks = read_marks(sheets)
    given = {"fiscal_year": fiscal_year, "group": group}
    office = session.get_one(Office, office_id)
    said = {name: value for name, value in given.items() if value is not None}
    check_marks(marks, {"kind": KIND, "office": office.code, **said})
    year, of_group = marks.get("fiscal_year") or fiscal_year, marks.get("group") or group
    if not year or not of_group or not str(year).isdecimal():
        raise BadInput("file", "workbook_unowned")
    check_fiscal_year(int(year))
    owner = _group(session, office_id, of_group)
    tables = {
        name: table_in(sheet_called(sheets, name), needed, [each.heading for each in COLUMNS[name]])
        for name, needed in NEEDED.items()
    }
    kept = kept_proposals(session, office_id, int(year), owner.id)
    reading = Reading(session, office_id, int(year), tables, kept, Choices.of(session, office_id, int(year)))
    rows = reading.rows()
    errors = tuple(error for table in tables.values() for error in table.errors)
    return ProposalsPreview(int(year), owner.id, owner.code, rows, errors)


def save_proposals(
    session: Session,
    office_id: int,
    preview: ProposalsPreview,
    hand: Hand,
    progress: Callable[[int, int], None] | None = None,
) -> SavedProposals:
    """Opens the new projects as drafts of the group and brings the others up to date, all or none.

    What the file does not name stays as it is; what it says unchanged makes no entry. Raises BadInput
    workbook_rows where the preview has errors; else what `open_item`, `save_form`, `set_requested` raise.
    """
    if preview.errors:
        raise BadInput("file", "workbook_rows", str(len(preview.errors)))
    work = [*preview.new, *preview.changed]
    codes = next_codes(session, office_id, preview.group, preview.fiscal_year, len(preview.new))
    opened: list[str] = []
    for done, row in enumerate(work):
        if progress:
            progress(done, len(work))
        if row.kept is None:
            opened.append(codes[len(opened)])
            item = _opened(session, office_id, preview, row, opened[-1], hand)
        else:
            item = row.kept.item
        if row.kept is None or "form" in row.changes:
            save_form(session, item, row.form, hand)
        if "lines" in row.changes:
            set_requested(session, item, row.lines, row.plan, hand)
    return SavedProposals(tuple(opened), tuple(row.code for row in preview.changed))


def _opened(
    session: Session, office_id: int, preview: ProposalsPreview, row: ProposalRow, code: str, hand: Hand
) -> Item:
    """The draft of a new proposal, under the year's annual plan where there is one."""
    plan = annual_plan(session, office_id, preview.fiscal_year)
    new = NewItem(
        kind="project",
        code=code,
        title=row.title,
        fiscal_year=preview.fiscal_year,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        parent_id=plan.id if plan else None,
        group_id=preview.group_id,
        owner_id=row.owner_id,
    )
    return open_item(session, office_id, new, by=hand.by, at=hand.at)


def _group(session: Session, office_id: int, code: str) -> Group:
    found = session.exec(select(Group).where(Group.office_id == office_id, Group.code == code)).first()
    if found is None:
        raise BadInput("group", "unknown", code[:80])
    return found
