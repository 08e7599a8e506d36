"""What the record holds of a fiscal year's work: steps, deadlines and papers, by a given day."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from msgspec import Struct
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from states.catalogue import catalogue
from states.fiscal import FiscalYear
from states.model import Definition
from workflow import definitions
from workflow.days import counted_from, day_in_time, is_own_step
from workflow.models import Attestation, DevelopmentPlan, Document, Entry, Item, Obligation, Position
from workflow.moments import bangkok_date, end_of

# The papers of the plan group itself; projects and school plans are other people's work.
KINDS = (
    "annual_plan",
    "plan_amendment",
    "quarterly_report",
    "annual_report",
    "expenditure_analysis",
    "memo",
    "self_assessment",
)
OTHERS = ("project", "development_plan")
# A paper that waits some days for a signature or a reader is no deadline of the year's work.
_WAITS = ("D-SG-%", "D-RD")
# What is read of entries and deadlines: a year has thousands, and rows are lighter than objects.
_DATED = [
    col(each) for each in (Entry.at, Entry.kind, Entry.definition_hash, Entry.from_state, Entry.trigger)
]
_STEP = [
    *_DATED,
    *(col(Entry.seq), col(Entry.item_id), col(Entry.corrects), col(Entry.to_state)),
    *(col(Entry.reason), col(Entry.details)),
]
_DUTY = [
    *(col(Obligation.item_id), col(Obligation.code), col(Obligation.owed_by)),
    *(col(Obligation.due_on), col(Obligation.outcome)),
]


class Taken(Struct, frozen=True):
    """A step that stands (not undone): its entry, its paper, the role and the Bangkok date it took effect.

    `in_time_from` is the date that holds against a deadline.
    """

    seq: int
    item_id: int
    code: str
    kind: str
    quarter: int | None
    trigger: str
    from_state: str
    to_state: str
    on: datetime.date
    in_time_from: datetime.date
    role: str
    reason: str
    definition_hash: str
    details: str


class Said(Struct, frozen=True):
    """A fact that somebody recorded on a paper: its value, and the entry it came with."""

    item_id: int
    value: str
    entry_seq: int


@dataclass(frozen=True, slots=True)
class Paper:
    """A document behind a step: whose and which, by code, and its file name or where it is kept."""

    item: str
    code: str
    shown: str
    entry_seq: int


@dataclass(frozen=True, slots=True)
class Duty:
    """A deadline of a paper: due on a Bangkok date, met by the entry `closed_seq`, if it was.

    `met_on` is the date that holds against the deadline, `dated` the one that the step bears.
    """

    item: str
    code: str
    owed_by: str
    due_on: datetime.date
    met_on: datetime.date | None
    dated: datetime.date | None
    closed_seq: int | None

    @property
    def in_time(self) -> bool:
        return self.met_on is not None and self.met_on <= self.due_on


class YearRecord:
    """What was recorded by the end of the Bangkok date `on` about a fiscal year (B.E.) of an office.

    Steps, deadlines and recorded words are those of that day; what forms and lists say is as it stands now.
    """

    def __init__(self, session: Session, office_id: int, fiscal_year: int, on: datetime.date) -> None:
        self.session, self.office_id, self.year, self.on = session, office_id, FiscalYear(fiscal_year), on
        self._known: dict[str, list[Said]] = {}

    @cached_property
    def items(self) -> dict[int, Item]:
        """The year's papers, and the development plan that covers it, by key."""
        of_year = select(Item).where(
            Item.office_id == self.office_id,
            Item.fiscal_year == self.year.be,
            col(Item.kind).in_((*KINDS, "project")),
            Item.opened_at < end_of(self.on),
        )
        found = {item.id: item for item in self.session.exec(of_year)}
        plan = self._development_plan()
        return found | ({plan.id: plan} if plan else {})

    def _development_plan(self) -> Item | None:
        """The newest that says it covers the year, and was not given up."""
        return self.session.exec(
            select(Item)
            .join(DevelopmentPlan, col(DevelopmentPlan.item_id) == col(Item.id))
            .where(
                Item.office_id == self.office_id,
                DevelopmentPlan.first_year <= self.year.be,
                DevelopmentPlan.last_year >= self.year.be,
                Item.state != "cancelled",
                Item.opened_at < end_of(self.on),
            )
            .order_by(col(Item.id).desc())
        ).first()

    @cached_property
    def steps(self) -> tuple[Taken, ...]:
        """Every step that stands, in the order of the chain."""
        rows = self.session.execute(
            columns(*_STEP, col(Position.role), col(Entry.effective_on))
            .outerjoin(Position, col(Position.id) == col(Entry.position_id))
            .where(
                col(Entry.office_id) == self.office_id,
                col(Entry.item_id).in_(self.items),
                col(Entry.kind).in_(("step", "undone", "corrected")),
                col(Entry.at) < end_of(self.on),
            )
            .order_by(col(Entry.seq))
        ).all()
        undone = {row.corrects for row in rows if row.kind == "undone"}
        righted = {
            row.corrects: row.effective_on for row in rows if row.kind == "corrected"
        }  # the last counts
        return tuple(
            self._taken(row, righted.get(row.seq, row.effective_on))
            for row in rows
            if row.kind == "step" and row.seq not in undone
        )

    def _taken(self, row: Any, dated: datetime.date) -> Taken:
        at, _, name, state, trigger, seq, item_id, _, to_state, reason, details, role, _ = row
        own = is_own_step(self.session, (name, state, trigger))
        return Taken(
            seq,
            item_id,
            *self._papers[item_id],
            trigger,
            state,
            to_state,
            dated,
            max(dated, bangkok_date(at)) if own else dated,
            role or "",
            reason,
            name,
            details,
        )

    @cached_property
    def _papers(self) -> dict[int, tuple[str, str, int | None]]:
        """The code, kind and quarter of each of the year's papers."""
        return {key: (item.code, item.kind, item.quarter) for key, item in self.items.items()}

    @cached_property
    def duties(self) -> tuple[Duty, ...]:
        """The year's deadlines, the earliest first; one given up with its paper is no longer a deadline."""
        rows = self.session.execute(
            columns(*_DUTY, *_DATED, col(Entry.seq), counted_from(known_by=end_of(self.on)))
            .outerjoin(
                Entry,
                (col(Entry.office_id) == col(Obligation.office_id))
                & (col(Entry.seq) == col(Obligation.closed_seq)),
            )
            .where(
                col(Obligation.item_id).in_(self.items),
                col(Obligation.outcome) != "cancelled",
                col(Obligation.opened_at) < end_of(self.on),
                *(col(Obligation.code).not_like(code) for code in _WAITS),
            )
            .order_by(col(Obligation.due_on), col(Obligation.id))
        ).all()
        return tuple(self._duty(row, row[-1]) for row in rows)

    def _duty(self, row: Any, dated: datetime.date | None) -> Duty:
        """A deadline met after the day looked at was still open on it."""
        told = (self.items[row.item_id].code, row.code, row.owed_by, row.due_on)
        if row.seq is None or dated is None or row.outcome != "done" or row.at >= end_of(self.on):
            return Duty(*told, met_on=None, dated=None, closed_seq=None)
        return Duty(*told, day_in_time(self.session, row, dated), dated, row.seq)

    @cached_property
    def papers(self) -> tuple[Paper, ...]:
        """Files attached, and papers of which somebody recorded where they are kept."""
        files = columns(
            *(col(Document.item_id), col(Document.code), col(Document.filename), col(Document.entry_seq))
        ).where(col(Document.item_id).in_(self.items))
        words = columns(
            *(col(Attestation.item_id), col(Attestation.code)),
            *(col(Attestation.value), col(Attestation.entry_seq)),
        ).where(col(Attestation.item_id).in_(self.items), col(Attestation.code).in_(catalogue().documents))
        told = (*self.session.execute(files), *self.session.execute(words))
        found = [Paper(self._papers[item_id][0], code, shown, seq) for item_id, code, shown, seq in told]
        return tuple(sorted(found, key=lambda each: (each.entry_seq, each.code)))

    def papers_of(self, entries: Iterable[int]) -> tuple[Paper, ...]:
        """What was put forward with these entries."""
        wanted = set(entries)
        return tuple(each for each in self.papers if each.entry_seq in wanted)

    def taken(self, kind: str, *triggers: str) -> list[Taken]:
        """The steps of these names on papers of a kind, in the order taken."""
        return [each for each in self.steps if each.kind == kind and each.trigger in triggers]

    def of_kind(self, kind: str) -> list[Item]:
        return [item for item in self.items.values() if item.kind == kind]

    def due(self, code: str) -> list[Duty]:
        """The deadlines of this code."""
        return [each for each in self.duties if each.code == code]

    def definition(self, step: Taken) -> Definition:
        """The path the paper was on when the step was taken."""
        return definitions.by_hash(self.session, step.definition_hash)

    def facts(self, kind: str, code: str) -> list[Said]:
        """What people recorded under `code` on the year's papers of a kind by the day, oldest first."""
        keys = {item.id for item in self.of_kind(kind)}
        return [each for each in self._recorded(code) if each.item_id in keys]

    def _recorded(self, code: str) -> list[Said]:
        """The same on all of the year's papers, read once: many standards ask for the same words."""
        if code not in self._known:
            told = self.session.execute(
                columns(col(Attestation.item_id), col(Attestation.value), col(Attestation.entry_seq))
                .where(
                    col(Attestation.item_id).in_(self.items),
                    col(Attestation.code) == code,
                    col(Attestation.attested_at) < end_of(self.on),
                )
                .order_by(col(Attestation.id))
            )
            self._known[code] = [Said(*row) for row in told]
        return self._known[code]

    def words(self, code: str) -> list[Said]:
        """What people recorded under `code` on the rounds of self-assessment while these were open.

        A round is open until it is confirmed; what is added afterwards nobody has looked at.
        """
        until = {each.item_id: each.seq for each in self.taken("self_assessment", "confirm")}
        still_open = {item.id for item in self.of_kind("self_assessment") if self._open(item)} - set(until)
        return [
            each
            for each in self.facts("self_assessment", code)
            if each.item_id in still_open or each.entry_seq <= until.get(each.item_id, 0)
        ]

    def _open(self, item: Item) -> bool:
        """Whether the paper had not come to an end by the day."""
        last = next((each for each in reversed(self.steps) if each.item_id == item.id), None)
        if last is None:
            return not definitions.by_hash(self.session, item.definition_hash).is_end(item.state)
        return not self.definition(last).is_end(last.to_state)
