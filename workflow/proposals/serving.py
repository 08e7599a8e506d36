"""Which projects serve each goal of a year, and which name none."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlmodel import Session

from workflow.changes import Hand
from workflow.errors import BadInput
from workflow.models import Goal
from workflow.money.plan_table import PlanRow
from workflow.proposals.goals import KINDS, add_goal

# Still on its way into the plan: a proposal that was merged or left out serves nothing.
_COMING: Final = frozenset({"draft", "submitted", "returned", "group_endorsed", "under_screening"})


@dataclass(frozen=True, slots=True)
class Served:
    """A goal with the projects that serve it: in the plan, or on their way into it."""

    goal: Goal
    projects: tuple[PlanRow, ...]

    @property
    def in_force(self) -> int:
        """The money of those in the plan, in satang; a project that serves two goals counts under both."""
        return sum(line.in_force for row in self.projects for line in row.lines if line.in_plan)


def served(goals: Sequence[Goal], rows: Sequence[PlanRow]) -> list[Served]:
    """Every goal with the projects that name it."""
    by_goal: dict[str, list[PlanRow]] = defaultdict(list)
    for row in rows:
        for name in row.goals if row.in_plan or row.state in _COMING else ():
            by_goal[name].append(row)
    return [Served(goal, tuple(by_goal[f"{goal.kind} {goal.code}"])) for goal in goals]


def aimless(rows: Sequence[PlanRow]) -> list[PlanRow]:
    """The projects in the plan that name no goal."""
    return [row for row in rows if row.in_plan and not row.goals]


def add_goals(session: Session, office_id: int, fiscal_year: int, lines: Sequence[str], hand: Hand) -> int:
    """Adds a goal for each line `kind, code, name` with tabs or | between them; all or none; how many.

    A kind goes by its name in either language. Raises BadInput with the line, and as `add_goal`.
    """
    names = {name: kind for kind, label in KINDS.items() for name in (kind, label.th, label.en)}
    added = 0
    for line in lines:
        if not line.strip():
            continue
        parts = [part.strip() for part in line.replace("\t", "|").split("|", 2)]
        if len(parts) != 3 or not all(parts):
            raise BadInput("goal", "unknown", line.strip()[:80])
        if parts[0] not in names:
            raise BadInput("kind", "unknown", parts[0][:80])
        add_goal(session, office_id, fiscal_year, names[parts[0]], parts[1], parts[2], hand)
        added += 1
    if not added:
        raise BadInput("goal", "empty")
    return added
