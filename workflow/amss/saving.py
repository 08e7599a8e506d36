"""Takes a planning export of AMSS++ in: goals, projects, lines and activities, all of it or nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from sqlmodel import Session, select

from workflow.amendments.binding import APPROVED
from workflow.amss.found import STATES, AmssPreview, FoundProject
from workflow.amss.values import has_identity_number
from workflow.changes import Hand, authority, record
from workflow.errors import BadInput
from workflow.history import Sealed
from workflow.items import NewItem, import_item, open_item
from workflow.models import Activity, Alignment, Goal, Item, ProjectLine, ProjectReport
from workflow.money.checks import check_above_zero, check_category, fund_of
from workflow.permissions import Authority
from workflow.proposals.editors import PLAN_GROUP
from workflow.years.plan import annual_plan, standing_plans

_REPORTED: Final = ("completed", "closed")  # the states in which a project may have a report


@dataclass(frozen=True, slots=True)
class LineFor:
    """Under which fund and category the amounts stand: AMSS++ keeps one amount a project, without either."""

    fund: str
    category: str
    sub: str


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What an import came to: the codes of goals and projects, the satang in lines, the entry of it all."""

    goals: tuple[str, ...]
    projects: tuple[str, ...]
    activities: int
    satang: int
    sealed: Sealed


def save_amss(
    session: Session,
    office_id: int,
    preview: AmssPreview,
    hand: Hand,
    *,
    state: str = "draft",
    line: LineFor | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> TakenIn:
    """Takes everything of the preview in, by the plan group: projects in `state`, one of `STATES`.

    As drafts they are opened, else taken in as under way elsewhere. Without `line` no amount becomes a line
    of the budget; it stays in the project's entry. What has no place here is kept in the entries as well.
    Raises NotAllowed, BadInput (csv_mistakes where the preview has errors; a state, fund or category that is
    none; plan_approved where the year's plan is approved and `state` is no draft), AlreadyExists, TooLong.
    """
    by = authority(session, office_id, hand, PLAN_GROUP)
    _check(preview, state)
    _check_plan(session, office_id, preview.fiscal_year, state)
    saving = _Saving(
        *(session, office_id, preview, hand, by, state, line),
        fund_id=_fund(session, office_id, line),
        plan=annual_plan(session, office_id, preview.fiscal_year),
    )
    goals = saving.goals()
    satang = 0
    for done, project in enumerate(preview.projects):
        if progress:
            progress(done, len(preview.projects))
        satang += saving.project(project)
    codes = tuple(project.code for project in preview.projects)
    told = {
        "fiscal_year": preview.fiscal_year,
        "state": state,
        "goals": list(goals),
        "projects": list(codes),
        "satang": satang,
        "other_years": dict(preview.other_years),
        "left_out": preview.left_out,
    }
    sealed = record(session, office_id, "amss", [str(preview.fiscal_year)], told, hand, by=by)
    return TakenIn(goals, codes, preview.activities, satang, sealed)


def _check(preview: AmssPreview, state: str) -> None:
    if preview.errors:
        raise BadInput("file", "csv_mistakes", str(len(preview.errors)))
    if not preview.projects and not preview.goals:
        raise BadInput("file", "csv_other_year", str(preview.fiscal_year))
    if state not in STATES:
        raise BadInput("state", "unknown", state[:80])


def _check_plan(session: Session, office_id: int, fiscal_year: int, state: str) -> None:
    """Into a plan that was approved a project comes as a proposal and by an amendment, or not at all."""
    approved = [
        plan.code
        for plan in standing_plans(session, office_id, fiscal_year)
        if plan.state in (*APPROVED, "closed")
    ]
    if approved and state != "draft":
        raise BadInput("state", "plan_approved", ", ".join(approved))


def _fund(session: Session, office_id: int, line: LineFor | None) -> int | None:
    if line is None:
        return None
    check_category(line.category, line.sub)
    return fund_of(session, office_id, line.fund)


@dataclass(frozen=True, slots=True)
class _Saving:
    """What every project of one import shares."""

    session: Session
    office_id: int
    preview: AmssPreview
    hand: Hand
    by: Authority
    state: str
    line: LineFor | None
    fund_id: int | None
    plan: Item | None

    def goals(self) -> tuple[str, ...]:
        """Adds the strategies the year does not have yet; their codes."""
        new = [goal for goal in self.preview.goals if not goal.kept]
        self.session.add_all(
            Goal(
                office_id=self.office_id,
                fiscal_year=self.preview.fiscal_year,
                kind="strategy",
                code=goal.code,
                name_th=goal.name,
            )
            for goal in new
        )
        self.session.flush()
        return tuple(goal.code for goal in new)

    def project(self, found: FoundProject) -> int:
        """Takes one project in, with its entry; the satang that became a line."""
        item = self._item(found)
        satang = self._lines(item, found)
        self.session.add_all(
            Activity(item_id=item.id, number=number, title=each.title, months=",".join(map(str, each.months)))
            for number, each in enumerate(found.activities, start=1)
        )
        if found.strategy:
            self.session.add(Alignment(item_id=item.id, goal_id=self._goal_id(found.strategy)))
        reported = self._report(item, found)
        self.session.flush()
        told = self._told(found, satang, reported)
        record(
            self.session, self.office_id, "amss", [item.code], told, self.hand, by=self.by, item_id=item.id
        )
        return satang

    def _item(self, found: FoundProject) -> Item:
        new = NewItem(
            kind="project",
            code=found.code,
            title=found.title,
            fiscal_year=self.preview.fiscal_year,
            starts_on=found.starts_on,
            ends_on=found.ends_on,
            parent_id=self.plan.id if self.plan else None,
            group_id=found.group_id,
            owner_id=found.owner_id,
        )
        by, at = self.hand.by, self.hand.at
        if self.state == "draft":
            return open_item(self.session, self.office_id, new, by=by, at=at)
        return import_item(self.session, self.office_id, new, state=self.state, by=by, at=at)

    def _lines(self, item: Item, found: FoundProject) -> int:
        """One line of what was asked for; of a project that is no draft, what was approved of it counts."""
        original = found.asked if self.state == "draft" else found.approved or found.asked
        if self.line is None or self.fund_id is None or original == 0:
            return 0
        check_above_zero(original)
        self.session.add(
            ProjectLine(
                item_id=item.id,
                fund_id=self.fund_id,
                category=self.line.category,
                sub=self.line.sub,
                requested=found.asked or None,
                original=original,
            )
        )
        return original

    def _goal_id(self, code: str) -> int:
        return self.session.exec(
            select(Goal.id).where(
                Goal.office_id == self.office_id,
                Goal.fiscal_year == self.preview.fiscal_year,
                Goal.kind == "strategy",
                Goal.code == code,
            )
        ).one()

    def _report(self, item: Item, found: FoundProject) -> bool:
        """Keeps what the project's evaluation says, where its work is done."""
        if self.state not in _REPORTED or not (found.results or found.obstacles):
            return False
        self.session.add(ProjectReport(item_id=item.id, results=found.results, obstacles=found.obstacles))
        return True

    def _told(self, found: FoundProject, satang: int, reported: bool) -> dict[str, Any]:
        amounts = {"budget_proj": found.asked, "budget_approve": found.approved}
        placed = {"budget_proj", "budget_approve"} if satang and self.state != "draft" else {"budget_proj"}
        said = {} if reported else {"eval_result": found.results, "eval_obstacle": found.obstacles}
        untold = {name: text for name, text in said.items() if text and not has_identity_number(text)}
        return {
            "fiscal_year": self.preview.fiscal_year,
            "row": found.row,
            "lines": satang,
            "not_in_a_line": {
                name: amount for name, amount in amounts.items() if amount and not (satang and name in placed)
            },
            "activities": [{"row": each.row, **each.kept} for each in found.activities if each.kept],
            "kept": {**found.kept, **untold},
        }
