"""What the office has asked of its schools in a year, and which of them have answered."""

import datetime
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from sqlmodel import Session, col, func, select

from states.fiscal import fiscal_year_of
from workflow.analysis.survey import KIND as SURVEY
from workflow.analysis.survey import OPEN
from workflow.models import Item, Obligation, School, SurveyAnswer
from workflow.queries import Viewer
from workflow.schools.opening import KIND as PLAN
from workflow.schools.progress import DEADLINE, ClusterNow, Progress, SchoolNow, Standing, progress
from workflow.schools.sight import schools_visible_to

_WITH_SCHOOL = frozenset({Standing.NOT_STARTED, Standing.WITH_SCHOOL})


class Missing(StrEnum):
    """What the list is narrowed to: schools that owe anything, their plan, or a survey."""

    ANY = "any"
    PLAN = "plan"
    SURVEY = "survey"


@dataclass(frozen=True, slots=True)
class Survey:
    """A survey of the year by its code; `takes` while it is open to answers."""

    id: int
    code: str
    title: str
    takes: bool


@dataclass(frozen=True, slots=True)
class Owed:
    """Something a school owes besides its plan: a deadline of a paper, due on a Bangkok date."""

    code: str
    item: str
    title: str
    definition_hash: str
    due_on: datetime.date


@dataclass(frozen=True, slots=True)
class SchoolAsked:
    """A school on the day: its plan, the surveys it has answered in full, and what else it owes.

    `days_late` counts from the plan's due date while the office still waits for the school; 0 before.
    """

    now: SchoolNow
    students: int
    answered: frozenset[str]
    unanswered: tuple[Survey, ...]
    owed: tuple[Owed, ...]
    days_late: int

    @property
    def owes_plan(self) -> bool:
        """Asked for its plan, and the school has not handed it in."""
        return self.now.standing in _WITH_SCHOOL

    @property
    def owes(self) -> bool:
        return self.owes_plan or bool(self.unanswered) or bool(self.owed)

    def lacks(self, what: str) -> bool:
        """Whether it is among those that `what` (see Missing) narrows to; every school where it is empty."""
        match what:
            case Missing.PLAN:
                return self.owes_plan
            case Missing.SURVEY:
                return bool(self.unanswered)
            case Missing.ANY:
                return self.owes
        return True


@dataclass(frozen=True, slots=True)
class Board:
    """The schools a person sees on a Bangkok date, with what was asked of them in a fiscal year (B.E.)."""

    told: Progress
    surveys: tuple[Survey, ...]
    schools: tuple[SchoolAsked, ...]
    clusters: tuple[ClusterNow, ...]


def year_asked(session: Session, office_id: int, on: datetime.date) -> int:
    """The fiscal year (B.E.) to begin with: the newest for which plans were asked, at least this one."""
    newest = session.exec(
        select(func.max(Item.fiscal_year)).where(Item.office_id == office_id, Item.kind == PLAN)
    ).one()
    return max(fiscal_year_of(on).be, newest or 0)


def board(session: Session, who: Viewer, fiscal_year: int, on: datetime.date) -> Board:
    """What the schools she sees were asked and have answered, by code; by a fixed number of statements."""
    told = progress(session, who.office_id, fiscal_year, on)
    known = {each.code: each for each in session.exec(schools_visible_to(who))}
    asked = surveys_of_year(session, who.office_id, fiscal_year)
    answers = _answers(session, asked)
    owed = _owed(session, who.office_id, fiscal_year)
    schools = tuple(
        _asked(now, known[now.code], asked, answers.get(known[now.code].id, set()), owed, on)
        for now in told.schools
        if now.code in known
    )
    seen = {each.now.cluster for each in schools}
    return Board(told, asked, schools, tuple(each for each in told.clusters if each.code in seen))


def surveys_of_year(session: Session, office_id: int, fiscal_year: int) -> tuple[Survey, ...]:
    """The year's surveys of income and expense that were sent out, by code."""
    found = session.exec(
        select(Item.id, Item.code, Item.title, Item.state)
        .where(
            Item.office_id == office_id,
            Item.kind == SURVEY,
            Item.fiscal_year == fiscal_year,
            col(Item.state).not_in(("planned", "cancelled")),
        )
        .order_by(col(Item.code))
    )
    return tuple(Survey(key, code, title, state in OPEN) for key, code, title, state in found)


def _answers(session: Session, asked: Collection[Survey]) -> dict[int, set[int]]:
    """School to the surveys it has answered in full."""
    found = session.exec(
        select(SurveyAnswer.school_id, SurveyAnswer.item_id).where(
            col(SurveyAnswer.item_id).in_([each.id for each in asked]),
            col(SurveyAnswer.school_id).is_not(None),
            col(SurveyAnswer.income).is_not(None),
            col(SurveyAnswer.expense).is_not(None),
        )
    )
    answers: dict[int, set[int]] = defaultdict(set)
    for school_id, item_id in found:
        answers[school_id or 0].add(item_id)
    return answers


def _owed(session: Session, office_id: int, fiscal_year: int) -> dict[int, list[Owed]]:
    """School to what is open on it besides the day of its plan, the earliest due first."""
    found = session.exec(
        select(Obligation, Item)
        .join(Item, col(Item.id) == col(Obligation.item_id))
        .where(
            Obligation.office_id == office_id,
            Obligation.outcome == "",
            Obligation.code != DEADLINE,
            Obligation.owed_by == "school_officer",
            col(Obligation.school_id).is_not(None),
            Item.fiscal_year == fiscal_year,
        )
        .order_by(col(Obligation.due_on), col(Obligation.id))
    )
    owed: dict[int, list[Owed]] = defaultdict(list)
    for duty, item in found:
        told = Owed(duty.code, item.code, item.title, item.definition_hash, duty.due_on)
        owed[duty.school_id or 0].append(told)
    return owed


def _asked(
    now: SchoolNow,
    school: School,
    surveys: Collection[Survey],
    answered: Collection[int],
    owed: dict[int, list[Owed]],
    on: datetime.date,
) -> SchoolAsked:
    waits = now.standing in _WITH_SCHOOL and now.due_on is not None and now.due_on < on
    return SchoolAsked(
        now=now,
        students=school.students,
        answered=frozenset(each.code for each in surveys if each.id in answered),
        unanswered=tuple(each for each in surveys if each.takes and each.id not in answered),
        owed=tuple(owed.get(school.id, ())),
        days_late=(on - now.due_on).days if waits and now.due_on else 0,
    )
