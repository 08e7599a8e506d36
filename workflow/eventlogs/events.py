"""Reads an office's history as a stream of events: as many as there are, few of them in memory at once."""

import datetime
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlmodel import Session, col
from sqlmodel.sql.expression import SelectOfScalar

from states.model import Label
from workflow import definitions, disclosures
from workflow.eventlogs.brought_in import Original, original
from workflow.eventlogs.cases import Cases
from workflow.eventlogs.event import Case, Event
from workflow.eventlogs.names import Names
from workflow.eventlogs.narrowing import Narrowed, count, entries
from workflow.models import Entry
from workflow.moments import BANGKOK

BATCH: Final = 500
EntryName = Callable[[str, Label], Label]
Tell = Callable[[int, int], None]
_COLUMNS: Final = (
    *(col(Entry.seq), col(Entry.kind), col(Entry.at), col(Entry.effective_on), col(Entry.item_id)),
    *(col(Entry.actor_id), col(Entry.position_id), col(Entry.principal_id), col(Entry.capacity)),
    *(col(Entry.order_no), col(Entry.trigger), col(Entry.from_state), col(Entry.to_state)),
    *(col(Entry.definition_hash), col(Entry.reason), col(Entry.details), col(Entry.hash)),
)


def _silently(_done: int, _total: int) -> None:
    """Nobody is told how far it is."""


@dataclass(frozen=True)
class Log:
    """The history that was asked for, as events.

    `entry_name` says what an entry is called that is no step: its kind and the step it is about in, the name
    out. `on` is the Bangkok date for which amounts in force are reckoned. `tell` hears how many events have
    been read, and of about how many.
    """

    session: Session
    asked: Narrowed
    entry_name: EntryName
    on: datetime.date
    tell: Tell = _silently
    names: Names = field(init=False)
    cases: Cases = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "names", Names(self.session, self.asked.office_id))
        object.__setattr__(self, "cases", Cases(self.session, self.asked, self.on, self.names))

    def total(self) -> int:
        """How many entries will be read for it: its events, and what only opened a case brought in."""
        return count(self.session, self.asked)

    def in_order(self) -> Iterator[Event]:
        """Every event in the order in which it was recorded."""
        return self._counted(self._events(entries(self.asked), col(Entry.seq)))

    def by_case(self) -> Iterator[Event]:
        """Every event, those of a case one after the other in the order in which they were recorded."""
        return self._counted(self._events(entries(self.asked), col(Entry.item_id), col(Entry.seq)))

    def of_items(self, numbers: Collection[int]) -> Iterator[Event]:
        """The events of these items, one item after the other."""
        found = entries(self.asked).where(col(Entry.item_id).in_(numbers))
        return self._events(found, col(Entry.item_id), col(Entry.seq))

    def _counted(self, events: Iterator[Event]) -> Iterator[Event]:
        total = self.total()
        self.tell(0, total)
        for number, event in enumerate(events, start=1):
            yield event
            if number % BATCH == 0:
                self.tell(number, total)
        self.tell(total, total)

    def _events(self, found: SelectOfScalar[Entry], *order: Any) -> Iterator[Event]:
        """One statement, fetched in batches: what a batch refers to is read with it, then forgotten."""
        statement = found.with_only_columns(*_COLUMNS).order_by(*order)
        result = self.session.execute(statement.execution_options(yield_per=BATCH))
        for rows in result.partitions():
            yield from self._told(rows)

    def _told(self, rows: Sequence[Any]) -> Iterator[Event]:
        cases = self.cases.of({row.item_id for row in rows})
        self.names.learn(rows)
        said = disclosures.told(self.session, self.asked.office_id, {row.seq: row.details for row in rows})
        for row in rows:
            details = said[row.seq]
            theirs = original(details)
            if theirs is not None:
                yield self._brought_in(row, cases[row.item_id], theirs)
            elif not isinstance(details.get("case"), dict):  # that only opens what was brought in
                yield self._recorded(row, cases[row.item_id], details)

    def _recorded(self, row: Any, case: Case, details: dict[str, Any]) -> Event:
        at = row.at.astimezone(datetime.UTC)
        activity = self._activity(row)
        return Event(
            **self._who(row),
            case=case,
            time=at.astimezone(BANGKOK).isoformat(timespec="microseconds"),
            at=at,
            activity=activity.th,
            activity_en=activity.en,
            resource=self.names.person(row.actor_id)[0],
            from_th=self._state(_left_under(row, details), row.from_state),
            to_th=self._state(row.definition_hash, row.to_state),
            satang=_satang(details),
        )

    def _brought_in(self, row: Any, case: Case, theirs: Original) -> Event:
        return Event(
            **self._who(row),
            case=case,
            time=theirs.time,
            at=theirs.at,
            activity=theirs.activity,
            activity_en=theirs.activity,
            resource=theirs.resource,
            from_th=self._state(row.definition_hash, row.from_state),
            to_th=self._state(row.definition_hash, row.to_state),
            attributes=theirs.attributes,
        )

    def _who(self, row: Any) -> dict[str, Any]:
        """The fields that are the entry's own, wherever it came from."""
        position, group = self.names.position(row.position_id)
        return {
            **{name: getattr(row, name) for name in ("seq", "kind", "effective_on", "trigger", "capacity")},
            **{name: getattr(row, name) for name in ("from_state", "to_state", "order_no", "reason", "hash")},
            "person": self.names.person(row.actor_id)[1],
            "position": position,
            "group": group,
            "principal": self.names.person(row.principal_id)[1],
        }

    def _activity(self, row: Any) -> Label:
        """The step's name as the definition words it there; of another entry what its kind is called."""
        step = Label(row.trigger, row.trigger)
        if row.trigger and row.definition_hash:
            definition = definitions.by_hash(self.session, row.definition_hash)
            exact = definition.moves.get((row.from_state, row.trigger))
            moves = (exact,) if exact else (m for m in definition.transitions if m.trigger == row.trigger)
            step = next((move.label for move in moves), step)
        return step if row.kind == "step" else self.entry_name(row.kind, step)

    def _state(self, definition_hash: str, state: str) -> str:
        return self.names.state(definition_hash, state) if state and definition_hash else state


def _left_under(row: Any, details: dict[str, Any]) -> str:
    """The definition of the state that an entry left: a move to another path left the one before."""
    before = details.get("from_hash") if row.kind in {"migrated", "unmigrated"} else None
    return str(before or row.definition_hash)


def _satang(details: dict[str, Any]) -> int | None:
    """The amount an entry tells: what it is afterwards, where it tells before and after."""
    for name in ("satang", "total", "requested_satang"):
        told = details.get(name)
        value = told[1] if isinstance(told, list) and len(told) == 2 else told
        if isinstance(value, int) and not isinstance(value, bool):
            return value
    return None
