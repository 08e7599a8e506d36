"""A project's report at its end: what it brought, what stood in the way, what next year should know."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Final

from sqlmodel import Session, col, select

from states.model import Label
from workflow.changes import Hand, record
from workflow.errors import BadInput
from workflow.form_drafts import base_of
from workflow.history import Sealed
from workflow.models import Indicator, Item, ProjectReport
from workflow.proposals.editors import changed_by, writing
from workflow.proposals.fields import LONGEST_NAME, LONGEST_TEXT, tidy
from workflow.proposals.gaps import Gap

EDITABLE: Final = ("completed", "report_returned")
SECTIONS: Final = {
    "results": Label("ผลการดำเนินงาน", "Results"),
    "success": Label("ผลความสำเร็จ", "Success"),
    "problems": Label("ปัญหา", "Problems"),
    "obstacles": Label("อุปสรรค", "Obstacles"),
    "suggestions": Label("ข้อเสนอแนะ", "Suggestions"),
}
_MANDATORY: Final = ("results", "success", "problems", "obstacles")  # R-035, U-Q2


@dataclass(frozen=True, slots=True)
class Report:
    """What the report says; `measured` are the results of the proposal's indicators, in their order."""

    results: str = ""
    success: str = ""
    problems: str = ""
    obstacles: str = ""
    suggestions: str = ""
    measured: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lesson:
    """What one project's report leaves to the next year (R-035)."""

    code: str
    title: str
    problems: str
    obstacles: str
    suggestions: str


def read_report(session: Session, item_id: int) -> Report:
    """What the project's report says; empty where nobody has written it."""
    row = session.exec(select(ProjectReport).where(ProjectReport.item_id == item_id)).first()
    texts = {name: getattr(row, name) for name in SECTIONS} if row else {}
    return Report(**texts, measured=tuple(each.result for each in _indicators(session, item_id)))


def report_base(report: Report) -> str:
    """What the report says, in short: another text where somebody else has saved another content."""
    return base_of(list(asdict(report).values()))


def save_report(
    session: Session, item: Item, report: Report, hand: Hand, *, expect: str | None = None
) -> Sealed | None:
    """Keeps `report` as the project's, with one `report` entry naming the sections that changed.

    Only while the work is completed or the report was sent back; by the project's owner, its group's people
    or the plan group. `expect` is the `report_base` as this person read it. None where nothing changed.
    Raises NotAllowed, NotOpenHere, TooLong, ContentChanged, and BadInput where there are not as many results
    as indicators.
    """
    trigger = "resubmit_report" if item.state == "report_returned" else "submit_report"
    by = writing(session, item, hand, trigger, EDITABLE)
    rows, before = _indicators(session, item.id), read_report(session, item.id)
    wanted = _tidied(report)
    if len(wanted.measured) != len(rows):
        raise BadInput("measured", "out_of_range", str(len(wanted.measured)))
    known = session.get(ProjectReport, item.id)
    changed = [name for name, value in asdict(wanted).items() if value != getattr(before, name)]
    if not changed:
        return None
    if expect is not None and expect != report_base(before):
        raise changed_by(session, item, ("report",))
    _keep(session, known or ProjectReport(item_id=item.id), rows, wanted)
    told = {"changed": changed}
    return record(session, item.office_id, "report", [item.code], told, hand, by=by, item_id=item.id)


def report_gaps(report: Report) -> tuple[Gap, ...]:
    """What the report still lacks: results, success, problems and obstacles stated, every indicator's result.

    "None" is a statement, an empty section is not (R-035, U-A1, U-Q2).
    """
    empty = [
        Gap(f"{label.th}: ยังไม่ได้กรอก", f"{label.en}: not filled in", name)
        for name, label in SECTIONS.items()
        if name in _MANDATORY and not getattr(report, name)
    ]
    unmeasured = [str(number) for number, result in enumerate(report.measured, start=1) if not result]
    if unmeasured:
        listed = ", ".join(unmeasured)
        empty.append(
            Gap(
                f"ผลตามตัวชี้วัดข้อ {listed}: ยังไม่ได้กรอก",
                f"Result of indicator {listed}: not filled in",
                "measured",
            )
        )
    return tuple(empty)


def lessons(session: Session, office_id: int, fiscal_year: int) -> list[Lesson]:
    """What the reports of a fiscal year (B.E.) leave to the next year's preparation, by project code."""
    found = session.exec(
        select(ProjectReport, Item.code, Item.title)
        .join(Item, col(Item.id) == col(ProjectReport.item_id))
        .where(Item.office_id == office_id, Item.fiscal_year == fiscal_year, Item.kind == "project")
        .order_by(col(Item.code))
    )
    return [Lesson(code, title, row.problems, row.obstacles, row.suggestions) for row, code, title in found]


def _tidied(report: Report) -> Report:
    texts = {name: tidy(name, getattr(report, name), LONGEST_TEXT) for name in SECTIONS}
    measured = tuple(tidy("measured", result, LONGEST_NAME) for result in report.measured)
    return replace(report, **texts, measured=measured)


def _indicators(session: Session, item_id: int) -> Sequence[Indicator]:
    return session.exec(
        select(Indicator).where(Indicator.item_id == item_id).order_by(col(Indicator.number))
    ).all()


def _keep(session: Session, row: ProjectReport, indicators: Sequence[Indicator], report: Report) -> None:
    for name in SECTIONS:
        setattr(row, name, getattr(report, name))
    for indicator, result in zip(indicators, report.measured, strict=True):
        indicator.result = result
    session.add_all([row, *indicators])
    session.flush()
