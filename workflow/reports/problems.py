"""Problems, obstacles and suggestions that reports tell, for the next year's preparation (R-035, U-Q2)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, delete, select

from states.model import Label
from workflow.changes import Hand, record
from workflow.errors import BadInput
from workflow.history import Sealed
from workflow.models import Item, Problem
from workflow.permissions import Authority
from workflow.proposals.fields import LONGEST_TEXT, tidy
from workflow.proposals.report import lessons
from workflow.reports.writing import GATHERED, GROUP, PLAN_GROUP, InHand, in_hand

NONE: Final = "none"  # somebody says that there were no problems, which is not the same as saying nothing
KINDS: Final = {
    "problem": Label("ปัญหา", "Problem"),
    "obstacle": Label("อุปสรรค", "Obstacle"),
    "suggestion": Label("ข้อเสนอแนะ", "Suggestion"),
    NONE: Label("ไม่มีปัญหาและอุปสรรค", "No problems"),
}
# What people write where they have nothing to tell.
_NOTHING: Final = frozenset({"", "-", "ไม่มี", "ไม่พบ"})
_PREPARES: Final = {"quarterly_report": "submit", "annual_report": "submit_to_director"}


@dataclass(frozen=True, slots=True)
class Told:
    """One entry of a report; `project` is the code of the project it is about, if it is about one."""

    id: int
    kind: str
    text: str
    project: str


@dataclass(frozen=True, slots=True)
class Carried:
    """What a year leaves to the next: `source` is the report that tells it, a project's own or one of all."""

    source: str
    project: str
    kind: str
    text: str


def add_problem(
    session: Session, report: Item, kind: str, text: str, hand: Hand, *, project: Item | None = None
) -> Sealed:
    """Adds an entry to a report that is being gathered or put together.

    By the plan group; about a project also by the people of its group. "none" says that there was nothing,
    and gives way to whatever is told later. Raises NotAllowed, NotOpenHere, TooLong, BadInput.
    """
    kept = in_hand(session, report, hand, _PREPARES)
    by = _writer(kept, project.group_id if project else None)
    kept.require_gathering()
    if kind not in KINDS:
        raise BadInput("kind", "unknown", kind[:80])
    words = tidy("text", text, LONGEST_TEXT)
    if not words and kind != NONE:
        raise BadInput("text", "empty")
    _check_project(report, project, kind)
    _make_room(session, report, kind)
    code = project.code if project else ""
    told = {"kind": kind, "project": code, "text": words}
    sealed = record(session, report.office_id, "problem", [report.code], told, hand, by=by, item_id=report.id)
    row = Problem(item_id=report.id, kind=kind, text=words, entry_seq=sealed.seq)
    row.project_id = project.id if project else None
    session.add(row)
    session.flush()
    return sealed


def withdraw_problem(session: Session, report: Item, problem_id: int, hand: Hand) -> Sealed:
    """Takes an entry off a report, by whoever might have added it; raises as `add_problem`."""
    kept = in_hand(session, report, hand, _PREPARES)
    row = session.get(Problem, problem_id)
    if row is None or row.item_id != report.id:
        raise BadInput("problem", "unknown", str(problem_id))
    project = session.get_one(Item, row.project_id) if row.project_id is not None else None
    by = _writer(kept, project.group_id if project else None)
    kept.require_gathering()
    told = {"kind": row.kind, "project": project.code if project else "", "withdrawn": row.entry_seq}
    session.delete(row)
    session.flush()
    return record(session, report.office_id, "problem", [report.code], told, hand, by=by, item_id=report.id)


def problems(session: Session, report_id: int) -> list[Told]:
    """What a report tells, in the order it was added."""
    found = session.exec(
        select(Problem.id, Problem.kind, Problem.text, Item.code)
        .outerjoin(Item, col(Item.id) == col(Problem.project_id))
        .where(Problem.item_id == report_id)
        .order_by(col(Problem.id))
    )
    return [Told(row_id, kind, text, project or "") for row_id, kind, text, project in found]


def any_recorded(session: Session, report_id: int) -> bool:
    """Whether the report tells anything, were it that there was nothing to tell."""
    return session.exec(select(Problem.id).where(Problem.item_id == report_id).limit(1)).first() is not None


def carried(session: Session, office_id: int, fiscal_year: int) -> list[Carried]:
    """What a fiscal year (B.E.) leaves to the next year's preparation (R-035).

    First what its quarterly and annual reports tell, by report, then the lessons of its projects' own
    reports, by project. What only says that there was nothing is left out.
    """
    told = [*_of_reports(session, office_id, fiscal_year), *_of_projects(session, office_id, fiscal_year)]
    return [each for each in told if each.text.strip() not in _NOTHING]


def _of_reports(session: Session, office_id: int, fiscal_year: int) -> list[Carried]:
    project = aliased(Item)
    found = session.exec(
        select(Item.code, project.code, Problem.kind, Problem.text)
        .join(Item, col(Item.id) == col(Problem.item_id))
        .outerjoin(project, col(project.id) == col(Problem.project_id))
        .where(
            Item.office_id == office_id,
            Item.fiscal_year == fiscal_year,
            col(Item.kind).in_(GATHERED),
            Problem.kind != NONE,
        )
        .order_by(col(Item.code), col(Problem.id))
    )
    return [Carried(source, code or "", kind, text) for source, code, kind, text in found]


def _of_projects(session: Session, office_id: int, fiscal_year: int) -> Iterator[Carried]:
    for lesson in lessons(session, office_id, fiscal_year):
        said = {
            "problem": lesson.problems,
            "obstacle": lesson.obstacles,
            "suggestion": lesson.suggestions,
        }
        for kind, text in said.items():
            yield Carried(lesson.code, lesson.code, kind, text)


def _writer(kept: InHand, group_id: int | None) -> Authority:
    roles = PLAN_GROUP if group_id is None else (*GROUP, *PLAN_GROUP)
    return kept.by(
        lambda each: each.role in PLAN_GROUP or (group_id is not None and each.group_id == group_id),
        roles,
        "no_role" if group_id is None else "other_group",
    )


def _check_project(report: Item, project: Item | None, kind: str) -> None:
    """A project of the report's office and year, and none where there is nothing to tell."""
    if project is None:
        return
    theirs = (project.kind, project.office_id, project.fiscal_year)
    if kind == NONE or theirs != ("project", report.office_id, report.fiscal_year):
        raise BadInput("project", "unfit", project.code)


def _make_room(session: Session, report: Item, kind: str) -> None:
    """Nothing to tell and something to tell do not stand beside each other."""
    if kind != NONE:
        session.exec(delete(Problem).where(col(Problem.item_id) == report.id, col(Problem.kind) == NONE))
    elif any_recorded(session, report.id):
        raise BadInput("kind", "unfit", NONE)
