"""How well the office keeps time: days in each state, deadlines met, and where its projects stand."""

import datetime
from collections import defaultdict
from dataclasses import dataclass
from statistics import median

from sqlalchemy import ColumnElement, case
from sqlmodel import Session, col, func, select, true

from states.catalogue import catalogue
from states.model import Label
from workflow import definitions
from workflow.models import Entry, Group, Item, Obligation
from workflow.money.amounts import per_cent_hundredths
from workflow.money.standing import of_the_office

_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Dwell:
    """How long items of a kind stood in a state before they left it, in days with one decimal."""

    state: str
    label: Label
    times: int
    middle: float
    longest: float


@dataclass(frozen=True, slots=True)
class Punctual:
    """What was owed under a deadline: done in time, done late, and not done although its day has passed."""

    code: str
    label: Label
    in_time: int
    late: int
    overdue: int

    @property
    def hundredths(self) -> int | None:
        """The share that was done in time, in hundredths of a per cent."""
        return per_cent_hundredths(self.in_time, self.in_time + self.late + self.overdue)


@dataclass(frozen=True, slots=True)
class Standing:
    """How many projects stand in a state."""

    state: str
    label: Label
    count: int


def kinds_of(session: Session, office_id: int, fiscal_year: int) -> list[tuple[str, Label]]:
    """The kinds of items that have left a state in a fiscal year (B.E.), with their names."""
    found = session.exec(
        select(Item.kind, func.max(Item.definition_hash))
        .where(Item.office_id == office_id, Item.fiscal_year == fiscal_year)
        .group_by(Item.kind)
        .order_by(Item.kind)
    )
    return [(kind, definitions.by_hash(session, name).label) for kind, name in found]


def dwells(
    session: Session, office_id: int, fiscal_year: int, kind: str, group_id: int | None = None
) -> list[Dwell]:
    """The days in each state of the year's items (B.E.) of a kind, in the order of their path."""
    rows = session.exec(
        select(Entry.from_state, Entry.dwell_seconds, Item.definition_hash)
        .join(Item, col(Item.id) == col(Entry.item_id))
        .where(
            Item.office_id == office_id,
            Item.fiscal_year == fiscal_year,
            Item.kind == kind,
            Entry.kind == "step",
            col(Entry.dwell_seconds).is_not(None),
            _of_group(group_id),
        )
    ).all()
    days: dict[str, list[float]] = defaultdict(list)
    names: dict[str, Label] = {}
    order: dict[str, int] = {}
    for state, seconds, name in rows:
        days[state].append((seconds or 0) / _DAY)
        if state not in names:
            definition = definitions.by_hash(session, name)
            names[state] = definition.by_state[state].label
            order[state] = list(definition.by_state).index(state)
    return [
        Dwell(state, names[state], len(mine), round(median(mine), 1), round(max(mine), 1))
        for state, mine in sorted(days.items(), key=lambda each: (order[each[0]], each[0]))
    ]


def punctuality(
    session: Session,
    office_id: int,
    fiscal_year: int,
    on: datetime.date,
    group_id: int | None = None,
) -> list[Punctual]:
    """Every deadline of a fiscal year (B.E.) under which something was due, as on a Bangkok date, by code.

    Done in time is what the step that met it took effect by its day. What was cancelled does not count.
    """
    done = col(Obligation.outcome) == "done"
    early = col(Entry.effective_on) <= col(Obligation.due_on)
    owed = (col(Obligation.outcome) == "") & (col(Obligation.due_on) < on)
    rows = session.exec(
        select(Obligation.code, _count(done & early), _count(done & ~early), _count(owed))
        .join(Item, col(Item.id) == col(Obligation.item_id))
        .outerjoin(
            Entry,
            (col(Entry.office_id) == col(Obligation.office_id))
            & (col(Entry.seq) == col(Obligation.closed_seq)),
        )
        .where(
            Obligation.office_id == office_id,
            Item.fiscal_year == fiscal_year,
            of_the_office(),
            true() if group_id is None else func.coalesce(Obligation.group_id, Item.group_id) == group_id,
        )
        .group_by(Obligation.code)
        .order_by(Obligation.code)
    )
    found = [Punctual(code, _deadline(code), *map(int, counts)) for code, *counts in rows]
    return [each for each in found if each.hundredths is not None]


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def _deadline(code: str) -> Label:
    known = catalogue().deadlines.get(code)
    return known.label if known else Label(code, code)


def projects_by_state(
    session: Session, office_id: int, fiscal_year: int, group_id: int | None = None
) -> list[Standing]:
    """How many of the year's projects (B.E.) stand in each state, in the order of their path."""
    rows = session.exec(
        select(Item.state, func.max(Item.definition_hash), func.count())
        .where(
            Item.office_id == office_id,
            Item.kind == "project",
            Item.fiscal_year == fiscal_year,
            _of_group(group_id),
        )
        .group_by(Item.state)
    ).all()
    placed = []
    for state, name, count in rows:
        definition = definitions.by_hash(session, name)
        standing = Standing(state, definition.by_state[state].label, count)
        placed.append((list(definition.by_state).index(state), state, standing))
    return [standing for _, _, standing in sorted(placed, key=lambda each: each[:2])]


def group_named(session: Session, office_id: int, code: str) -> int | None:
    """The key of the group of this code; None where there is none."""
    return session.exec(select(Group.id).where(Group.office_id == office_id, Group.code == code)).first()


def _of_group(group_id: int | None) -> ColumnElement[bool]:
    return true() if group_id is None else col(Item.group_id) == group_id
