"""What is owed where an item stands, by one definition and by another: the difference a move makes."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field

from states.due import Calendar
from states.model import Definition, Duty, Label
from states.paths import shortest_ways
from workflow.ledger import NewObligation, reckoned
from workflow.models import Item, Obligation


@dataclass(frozen=True, slots=True)
class OwedChange:
    """What a move does to one thing owed: opened, settled, cancelled or redated; the day before and after."""

    what: str
    code: str
    label: Label
    before: datetime.date | None = None
    after: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """One thing that is owed now, with the Bangkok date from which it counts."""

    row: Obligation
    opened_on: datetime.date


@dataclass(frozen=True, slots=True)
class Opening:
    """An obligation to write; `instead_of` is the one whose place it takes, with its own date changed."""

    new: NewObligation
    instead_of: Obligation | None = None


@dataclass(frozen=True, slots=True)
class Balance:
    """Everything that changes in what one item owes."""

    settles: tuple[Obligation, ...] = ()
    cancels: tuple[Obligation, ...] = ()
    opens: tuple[Opening, ...] = ()
    told: tuple[OwedChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Owed:
    """What is read once for all items: the calendar, the groups, who has sent in a part."""

    calendar: Calendar
    today: datetime.date
    groups: tuple[int, ...] = ()
    sent: frozenset[tuple[int, int]] = field(default_factory=frozenset)

    def owing(self, duty: Duty, item: Item) -> tuple[int | None, ...]:
        """The groups that owe it; None stands for the item's own."""
        if duty.each != "group":
            return (item.group_id,)
        return tuple(each for each in self.groups if (item.id, each) not in self.sent)


def owed_at(definition: Definition, state: str) -> frozenset[str]:
    """The deadlines that stand open where an item has come to `state` by the shortest way."""
    way = shortest_ways(definition).get(state)
    if way is None or definition.is_end(state):
        return frozenset()
    here, owed = definition.initial, set(definition.opening_duties)
    for trigger in way:
        move = definition.moves[here, trigger]
        owed = (owed - set(move.settles)) | set(move.opens)
        here = move.target
    return frozenset(owed)


def met_at(definition: Definition, state: str) -> frozenset[str]:
    """The deadlines that every way into `state` settles."""
    into = [move for move in definition.transitions if move.target == state]
    settled = [set(move.settles) - set(move.opens) for move in into]
    return frozenset(set.intersection(*settled)) if settled else frozenset()


def balance(
    item: Item,
    now: Sequence[Standing],
    before: tuple[Definition, str],
    after: tuple[Definition, str],
    owed: Owed,
) -> Balance:
    """What changes when `item` stands at `after` instead of `before`; `now` is what it owes today.

    What one reader owes was asked of her and stays, unless the new path does not know it.
    """
    (old, old_state), (new, new_state) = before, after
    met = met_at(new, new_state) if new_state != old_state else frozenset()
    open_now = {each.row.code for each in now}
    due_before, due_after = owed_at(old, old_state), owed_at(new, new_state)
    settles: list[Obligation] = []
    cancels: list[Obligation] = []
    opens: list[Opening] = []
    told: list[OwedChange] = []
    for each in now:
        row, duty = each.row, new.duty.get(each.row.code)
        if duty is not None and duty.code in met:
            settles.append(row)
            told.append(OwedChange("settled", row.code, duty.label, row.due_on))
        elif duty is None or row.code in due_before - due_after:
            cancels.append(row)
            name = (duty or old.duty.get(row.code)) or Duty(row.code, Label(row.code, row.code), {}, "")
            told.append(OwedChange("cancelled", row.code, name.label, row.due_on))
        elif _differs(old.duty.get(row.code), duty):
            fresh = _again(item, each, duty, owed)
            if fresh is not None and _changes(row, fresh):
                cancels.append(row)
                opens.append(Opening(fresh, row))
                told.append(OwedChange("redated", row.code, duty.label, row.due_on, fresh.due_on))
    added = due_after - due_before - open_now
    for duty in (each for each in new.duties if each.code in added and each.each != "reader"):
        fresh_ones = reckoned(duty, item, owed.today, owed.calendar, owed.owing(duty, item))
        opens += [Opening(each) for each in fresh_ones]
        told += [OwedChange("opened", duty.code, duty.label, None, day) for day in _days(fresh_ones)]
    return Balance(tuple(settles), tuple(cancels), tuple(opens), tuple(told))


def _days(found: Sequence[NewObligation]) -> list[datetime.date]:
    return sorted({each.due_on for each in found})


def _differs(old: Duty | None, new: Duty) -> bool:
    if new.each == "reader" or old is None:
        return False
    return (dict(old.rule), old.owed_by, old.ladder) != (dict(new.rule), new.owed_by, new.ladder)


def _again(item: Item, standing: Standing, duty: Duty, owed: Owed) -> NewObligation | None:
    """The same turn of the same group by the new rule; None where the new rule has no such turn."""
    row = standing.row
    found = reckoned(duty, item, standing.opened_on, owed.calendar, (row.group_id,))
    return next((each for each in found if each.turn == row.turn), None)


def _changes(row: Obligation, fresh: NewObligation) -> bool:
    return (row.due_on, row.owed_by, row.ladder) != (fresh.due_on, fresh.owed_by, fresh.ladder)
