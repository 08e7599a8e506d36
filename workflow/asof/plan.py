"""A year's plan as it was on a day, as far as it was known: its projects, money and amendments."""

from collections import defaultdict
from dataclasses import dataclass

from sqlmodel import Session, select

from states.model import Label
from workflow import definitions
from workflow.asof.adopted import InForce, in_force_then, of_year
from workflow.asof.lines import lines_then
from workflow.asof.past import Past, later
from workflow.asof.stories import Story, stories
from workflow.models import Fund, Group, Target
from workflow.money.allotted import ceilings, tranches
from workflow.money.amounts import IN_PLAN, LineNow, Quarters
from workflow.money.figures import Sum, TargetNow, YearMoney, sum_of
from workflow.money.pace import measured
from workflow.money.queries import carried_out, names_of, reckoned


@dataclass(frozen=True, slots=True)
class ProjectThen:
    """A project of the year; `taken_in_later` where it was recorded only after the day, and counted as it
    was taken in. `title` is empty where it is not recorded what it was. Money in satang."""

    item_id: int
    code: str
    title: str
    state: str
    label: Label
    definition_hash: str
    group: str
    lines: tuple[LineNow, ...]
    planned: Quarters | None
    taken_in_later: bool

    @property
    def total(self) -> Sum:
        return sum_of(self.lines)

    @property
    def in_plan(self) -> bool:
        return self.state in IN_PLAN or any(line.in_plan for line in self.lines)


@dataclass(frozen=True, slots=True)
class PaperThen:
    """The plan itself, or another paper of the year, and where it stood."""

    item_id: int
    code: str
    title: str
    state: str
    label: Label


@dataclass(frozen=True, slots=True)
class PlanThen:
    """The plan of a fiscal year (B.E.). `money` adds up from the lines of `projects` that count in it."""

    fiscal_year: int
    past: Past
    plans: tuple[PaperThen, ...]
    projects: tuple[ProjectThen, ...]
    amendments: tuple[InForce, ...]
    money: YearMoney

    @property
    def empty(self) -> bool:
        """Whether nothing of this year was known."""
        return not (self.plans or self.projects or self.money.tranches or self.money.ceilings)


def plan_then(session: Session, fiscal_year: int, past: Past) -> PlanThen:
    """The plan of a fiscal year (B.E.) at the end of the day asked about, of what was known.

    Of all that is known now it is what `workflow.money.queries.year_money` tells of that day.
    """
    plans = stories(session, past, of_year("annual_plan", fiscal_year))
    projects = stories(session, past, of_year("project", fiscal_year))
    amendments = in_force_then(session, fiscal_year, past)
    lines, planned = lines_then(session, fiscal_year, past, projects, amendments)
    by_item: dict[int, list[LineNow]] = defaultdict(list)
    for line in lines:
        by_item[line.item_id].append(line)
    shown = [each for each in projects if _was_there(each, past)]
    return PlanThen(
        fiscal_year,
        past,
        tuple(_paper(session, each, past) for each in plans if _was_there(each, past)),
        tuple(_project(session, each, past, by_item[each.item.id], planned) for each in shown),
        tuple(amendments),
        _money(session, fiscal_year, past, [line for line in lines if line.in_plan]),
    )


def _was_there(story: Story, past: Past) -> bool:
    """On that day, or taken in later in a state of its own; a paper opened later was not there."""
    return story.standing(past) is not None or story.opening.kind == "imported"


def _paper(session: Session, story: Story, past: Past) -> PaperThen:
    state, item = story.state_or_first(past), story.item
    title = story.unknown.before("title", item.title).value or ""
    return PaperThen(item.id, item.code, title, state, _label(session, story, past))


def _label(session: Session, story: Story, past: Past) -> Label:
    standing = story.standing(past)
    name = standing.definition_hash if standing else story.opening.definition_hash
    return definitions.state_label(session, name, story.state_or_first(past))


def _project(
    session: Session,
    story: Story,
    past: Past,
    lines: list[LineNow],
    planned: dict[int, Quarters],
) -> ProjectThen:
    paper, standing = _paper(session, story, past), story.standing(past)
    return ProjectThen(
        *(paper.item_id, paper.code, paper.title, paper.state, paper.label),
        standing.definition_hash if standing else story.opening.definition_hash,
        lines[0].group if lines else "",
        tuple(lines),
        planned.get(story.item.id),
        standing is None,
    )


def _money(session: Session, fiscal_year: int, past: Past, lines: list[LineNow]) -> YearMoney:
    office_id, on, known = past.office_id, past.on, past.known
    return reckoned(
        *(fiscal_year, on, lines),
        arrived=tranches(session, office_id, fiscal_year, on, known),
        allowed=ceilings(session, office_id, fiscal_year, on, lines, known),
        aims=_targets(session, fiscal_year, past, lines),
        carried=carried_out(session, office_id, fiscal_year, on, known),
        funds=names_of(session, Fund, office_id),
        groups=names_of(session, Group, office_id),
    )


def _targets(session: Session, fiscal_year: int, past: Past, lines: list[LineNow]) -> list[TargetNow]:
    """The year's targets as they were known; a target has no day of its own from which it holds."""
    rows = select(Target).where(Target.office_id == past.office_id, Target.fiscal_year == fiscal_year)
    found = {(row.scope, row.quarter): Target(**row.model_dump()) for row in session.exec(rows)}
    for entry, _, _ in later(session, past.office_id, past.known, ("target",)):
        told = entry.told
        if told.get("fiscal_year") != fiscal_year:
            continue
        for each in told.get("added", ()):
            found.pop((each["scope"], each["quarter"]), None)
        if "changed" in told:
            before, after = told["changed"]
            found.pop((after["scope"], after["quarter"]), None)
            if before is not None:
                key = (before["scope"], before["quarter"])
                found[key] = Target(office_id=past.office_id, fiscal_year=fiscal_year, **before)
    return measured(found.values(), fiscal_year, past.on, lines)
