"""What would become of each open item if it went on by the definition in force: read, never written."""

import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from sqlmodel import Session, col, func, select

from states.model import Definition, Label
from states.paths import shortest_ways
from workflow import definitions
from workflow.amendments.binding import APPROVED
from workflow.ledger import calendar_of
from workflow.models import Entry, Group, GroupSubmission, Item, Obligation, Office
from workflow.money.amounts import ADOPTED, CANCELLED, IN_PLAN
from workflow.paths.owing import Balance, Owed, OwedChange, Standing, balance
from workflow.permissions import in_force

MOVES, ASKS, CANNOT = "moves", "needs_mapping", "cannot"
# Where a state itself says what money is in the plan, no other state stands in for it, nor it for another.
_COUNTS: Final[Mapping[str, frozenset[str]]] = {
    "annual_plan": frozenset(APPROVED),
    "project": frozenset(IN_PLAN) | {CANCELLED},
    "plan_amendment": frozenset({ADOPTED}),
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of one open item.

    `verdict` is moves, needs_mapping or cannot. `reason`: gone (its state is in the new path no more),
    other_body (the state of this name is before another body), bypass (`names` are states that it would
    never have passed), counts (the two states do not count alike in the plan), ended, unknown, faster.
    """

    item_id: int
    code: str
    title: str
    version: int
    from_hash: str
    state: str
    state_label: Label
    target: str
    target_label: Label | None
    verdict: str
    reason: str = ""
    names: tuple[Label, ...] = ()
    changes: tuple[OwedChange, ...] = ()
    balance: Balance = field(default_factory=Balance, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Choice:
    """One state in which open items stand and where they would go; `asks` where somebody has to choose."""

    state: str
    label: Label
    count: int
    target: str
    asks: bool


@dataclass(frozen=True, slots=True)
class Outlook:
    """Every open item of a kind that is on another definition than the one in force, with its verdict."""

    kind: str
    to_hash: str
    definition: Definition
    verdicts: tuple[Verdict, ...]
    choices: tuple[Choice, ...]
    ended: int

    def count(self, verdict: str) -> int:
        return sum(each.verdict == verdict for each in self.verdicts)


def outlook(
    session: Session,
    office_id: int,
    kind: str,
    mapping: Mapping[str, str],
    at: datetime.datetime,
    today: datetime.date,
) -> Outlook:
    """What moving the office's open items of `kind` to the definition in force would do; writes nothing.

    `mapping` names the new state of an old one, by name. Raises UnknownKind.
    """
    to_hash = definitions.in_force(session, office_id, kind, at)
    new = definitions.by_hash(session, to_hash)
    items = session.exec(
        select(Item)
        .where(Item.office_id == office_id, Item.kind == kind, Item.definition_hash != to_hash)
        .order_by(col(Item.code))
    ).all()
    paths = {name: definitions.by_hash(session, name) for name in {item.definition_hash for item in items}}
    alive = [item for item in items if not paths[item.definition_hash].is_end(item.state)]
    look = _Look(session, office_id, new, paths, mapping, alive, today)
    return Outlook(
        kind,
        to_hash,
        new,
        tuple(look.verdict(item) for item in alive),
        look.choices(),
        len(items) - len(alive),
    )


class _Look:
    """What is read at once for all items, in a fixed number of statements, and what follows for each."""

    def __init__(
        self,
        session: Session,
        office_id: int,
        new: Definition,
        paths: Mapping[str, Definition],
        mapping: Mapping[str, str],
        items: Sequence[Item],
        today: datetime.date,
    ) -> None:
        self.new, self.paths, self.mapping, self.items = new, paths, mapping, items
        ids = [item.id for item in items]
        self.passed = _passed(session, ids)
        self.standing = _standing(session, ids)
        self.owed = _owed(session, office_id, ids, today)
        self._demanded: dict[tuple[str, str], frozenset[str]] = {}

    def target(self, item: Item) -> str:
        return self.mapping.get(item.state, "") or item.state

    def verdict(self, item: Item) -> Verdict:
        old = self.paths[item.definition_hash]
        target = self.target(item)
        verdict, reason, names = self._judged(item, old, target)
        there = self.new.by_state.get(target)
        found = Balance()
        if verdict == MOVES:
            owes = self.standing.get(item.id, [])
            found = balance(item, owes, (old, item.state), (self.new, target), self.owed)
        return Verdict(
            item.id,
            item.code,
            item.title,
            item.version,
            item.definition_hash,
            item.state,
            old.by_state[item.state].label,
            target,
            there.label if there else None,
            verdict,
            reason,
            names,
            found.told,
            found,
        )

    def _judged(self, item: Item, old: Definition, target: str) -> tuple[str, str, tuple[Label, ...]]:
        there, here, chosen = (
            self.new.by_state.get(target),
            old.by_state[item.state],
            item.state in self.mapping,
        )
        if there is None:
            return (CANNOT, "unknown", ()) if chosen and self.mapping[item.state] else (ASKS, "gone", ())
        if self.new.is_end(target):
            return CANNOT, "ended", ()
        if there.body != here.body and not chosen:
            return ASKS, "other_body", ()
        counts = _COUNTS.get(item.kind, frozenset())
        if target != item.state and (target in counts or item.state in counts):
            return CANNOT, "counts", ()
        missing = (
            self._demands("", self.new, target)
            - self._demands(item.definition_hash, old, item.state)
            - self.passed.get(item.id, frozenset())
        )
        if missing:
            names = tuple(each.label for each in self.new.states if each.name in missing)
            return CANNOT, "bypass", names
        return MOVES, "", ()

    def _demands(self, name: str, definition: Definition, state: str) -> frozenset[str]:
        """The states of `must_pass` that lie on every way to `state`."""
        key = (name, state)
        if key not in self._demanded:
            self._demanded[key] = frozenset(
                each
                for each in definition.must_pass
                if each != state and state not in shortest_ways(definition, without={each})
            )
        return self._demanded[key]

    def choices(self) -> tuple[Choice, ...]:
        """One row for each state in which open items stand, in the order of their old path."""
        found: dict[str, list[Item]] = defaultdict(list)
        for item in self.items:
            found[item.state].append(item)
        rows = []
        for state, standing in found.items():
            old = self.paths[standing[0].definition_hash].by_state[state]
            same = self.new.by_state.get(state)
            asks = same is None or same.body != old.body
            given = self.mapping.get(state, "")
            rows.append(Choice(state, old.label, len(standing), given or ("" if asks else state), asks))
        return tuple(sorted(rows, key=lambda each: (not each.asks, each.state)))


def _passed(session: Session, ids: Sequence[int]) -> dict[int, frozenset[str]]:
    """The states each item has stood in, without those a step into which was taken back."""
    undone = select(Entry.corrects).where(
        col(Entry.item_id).in_(ids),
        col(Entry.kind).in_(("undone", "unmigrated")),
        col(Entry.corrects).is_not(None),
    )
    rows = session.exec(
        select(Entry.item_id, Entry.to_state).where(
            col(Entry.item_id).in_(ids), Entry.to_state != "", col(Entry.seq).not_in(undone)
        )
    )
    found: dict[int, set[str]] = defaultdict(set)
    for item_id, state in rows:
        found[item_id or 0].add(state)
    return {item_id: frozenset(states) for item_id, states in found.items()}


def _standing(session: Session, ids: Sequence[int]) -> dict[int, list[Standing]]:
    """What each item owes now, with the day from which it counts."""
    rows = session.execute(
        select(Obligation, col(Entry.effective_on))
        .join(Entry, (col(Entry.office_id) == Obligation.office_id) & (Entry.seq == Obligation.opened_seq))
        .where(col(Obligation.item_id).in_(ids), Obligation.outcome == "")
        .order_by(col(Obligation.id))
    )
    found: dict[int, list[Standing]] = defaultdict(list)
    for row, opened_on in rows:
        found[row.item_id].append(Standing(row, opened_on))
    return found


def _owed(session: Session, office_id: int, ids: Sequence[int], today: datetime.date) -> Owed:
    version = session.exec(select(Office.calendar_version).where(Office.id == office_id)).one()
    groups = session.exec(select(Group).where(Group.office_id == office_id).order_by(col(Group.code))).all()
    sent = session.exec(
        select(GroupSubmission.item_id, GroupSubmission.group_id).where(col(GroupSubmission.item_id).in_(ids))
    )
    return Owed(
        calendar_of(session, office_id, version),
        today,
        tuple(each.id for each in groups if in_force(each.valid_from, each.valid_to, today)),
        frozenset(sent.all()),
    )


def open_by_definition(session: Session, office_id: int) -> dict[str, int]:
    """How many open items stand under each definition, by its hash."""
    rows = session.exec(
        select(Item.definition_hash, Item.state, func.count())
        .where(Item.office_id == office_id)
        .group_by(Item.definition_hash, Item.state)
    )
    found: dict[str, int] = defaultdict(int)
    for name, state, count in rows:
        known = definitions.by_hash(session, name)
        found[name] += 0 if known.is_end(state) else count
    return dict(found)
