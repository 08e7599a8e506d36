"""What was kept apart of imported logs: listing it, and trying it again with a better mapping."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from states.canonical import from_canonical
from states.discovered import readings
from workflow import definitions, disclosures
from workflow.arriving.conformance import Conformance
from workflow.arriving.importing import IMPORTERS, tell
from workflow.arriving.judging import Judge
from workflow.arriving.log import Case, Event
from workflow.arriving.mapping import Written
from workflow.arriving.persons import Cast, mapped, powers_of
from workflow.arriving.reasons import Reason
from workflow.arriving.replaying import Replayed, Replayer
from workflow.arriving.rules import Rules
from workflow.arriving.standing import Standing
from workflow.arriving.times import Clock
from workflow.arriving.writing import Codes, Writer
from workflow.changes import Hand, authority
from workflow.errors import BadInput
from workflow.models import Entry, ImportedLog, Item, QuarantinedEvent
from workflow.permissions import IMPORTED, Authority


@dataclass(frozen=True, slots=True)
class Kept:
    """One event kept apart, with its file and its paper. `at` is its time as the log wrote it."""

    log_id: int
    kind: str
    file: str
    sha256: str
    case: str
    code: str
    number: int
    reason: Reason
    detail: str
    activity: str
    at: str
    resource: str
    event: str


def logs(session: Session, office_id: int) -> Sequence[ImportedLog]:
    """The files the office took in, the newest first."""
    query = select(ImportedLog).where(ImportedLog.office_id == office_id)
    return session.exec(query.order_by(col(ImportedLog.id).desc())).all()


def kept(
    session: Session, office_id: int, log_id: int | None = None, *, after: int = 0, most: int | None = None
) -> list[tuple[int, Kept]]:
    """Events still in quarantine in the order in which they were put there, each with its number there.

    `after` is the number of the last one seen, `most` how many are wanted.
    """
    query: Any = (
        select(QuarantinedEvent, ImportedLog, Item.code)
        .join(ImportedLog, col(ImportedLog.id) == col(QuarantinedEvent.log_id))
        .join(Item, col(Item.id) == col(QuarantinedEvent.item_id))
        .where(
            QuarantinedEvent.office_id == office_id,
            col(QuarantinedEvent.taken_seq).is_(None),
            QuarantinedEvent.id > after,
        )
        .order_by(col(QuarantinedEvent.id))
    )
    if log_id is not None:
        query = query.where(QuarantinedEvent.log_id == log_id)
    rows = session.exec(query.limit(most) if most is not None else query)
    return [(row.id, _kept(row, log, code)) for row, log, code in rows]


def _kept(row: QuarantinedEvent, log: ImportedLog, code: str) -> Kept:
    event = json.loads(row.event)
    return Kept(
        log_id=log.id,
        kind=log.kind,
        file=log.file_name,
        sha256=log.sha256,
        case=row.case_name,
        code=code,
        number=row.number,
        reason=Reason(row.reason),
        detail=row.detail,
        activity=event["activity"],
        at=event["time"],
        resource=event["resource"],
        event=row.event,
    )


def retry(
    session: Session, office_id: int, log_id: int, mapping: Written, hand: Hand, order_no: str = ""
) -> Conformance:
    """Tries every event still in quarantine of a file again, by a better mapping, after what was taken since.

    What fits now becomes further steps of its item; of the rest the reason is written anew. The definition
    stays the one the items stand on. Raises NotAllowed, and BadInput for a file the office never took in.
    """
    by = authority(session, office_id, hand, IMPORTERS)
    log = session.get(ImportedLog, log_id)
    if log is None or log.office_id != office_id:
        raise BadInput("import", "unknown", str(log_id))
    again = _Again(session, log, mapping.model_copy(update={"kind": log.kind}), hand, by)
    return again.all(order_no)


class _Again:
    """One file tried again."""

    def __init__(
        self, session: Session, log: ImportedLog, mapping: Written, hand: Hand, by: Authority
    ) -> None:
        self._session, self._log, self._hand, self._by = session, log, hand, by
        self._rules = _rules(session, log, mapping)
        people = mapped(session, log.office_id, mapping)
        judge = None
        if self._rules.given is not None:
            judge = Judge(log.office_id, self._rules.given, mapping, people, powers_of(session))
        self._judge = judge
        self._replayer = Replayer(self._rules, judge, hand.at)
        self._writer = Writer(
            session=session,
            office_id=log.office_id,
            log_id=log.id,
            mapping=mapping,
            past=self._rules.past,
            definition_hash=log.definition_hash,
            hand=hand,
            cast=Cast(session, log.office_id, log.kind, people),
            codes=Codes(set()),
        )
        self._told = Conformance()

    def all(self, order_no: str) -> Conformance:
        rows = self._rows()
        for item_id, apart in rows.items():
            self._one(self._session.get_one(Item, item_id), apart)
        if self._judge is not None:
            self._told.unjudged = self._judge.unjudged
        if self._told.accepted:
            self._log.events_accepted += self._told.accepted
            self._session.add(self._log)
        figures = {"import": self._log.id, "events": self._told.events, "accepted": self._told.accepted}
        told = {"did": "retried", "file": self._log.file_name, "sha256": self._log.sha256, **figures}
        tell(self._session, self._log.office_id, self._log.kind, told, self._hand, self._by, order_no)
        return self._told

    def _rows(self) -> dict[int, list[QuarantinedEvent]]:
        query = select(QuarantinedEvent).where(
            QuarantinedEvent.log_id == self._log.id, col(QuarantinedEvent.taken_seq).is_(None)
        )
        found: dict[int, list[QuarantinedEvent]] = defaultdict(list)
        for row in self._session.exec(
            query.order_by(col(QuarantinedEvent.case_place), col(QuarantinedEvent.number))
        ):
            found[row.item_id].append(row)
        return found

    def _one(self, item: Item, apart: list[QuarantinedEvent]) -> None:
        events = tuple(event_again(row.number, row.event, self._rules.mapping.clock) for row in apart)
        case = Case(apart[0].case_place, apart[0].case_name, {}, events)
        code, version = item.code, item.version
        found = self._replayer.replay(case, self._standing(item))
        self._told.add(found, ended=self._rules.past.is_end(found.state))
        self._writer.cast.add({each.event.resource for each in found.taken}, self._hand, self._by)
        entries = self._writer.go_on(found, item.id, code, version)
        self._mark(apart, found, entries)

    def _mark(self, apart: list[QuarantinedEvent], found: Replayed, entries: list[int]) -> None:
        taken = {each.event.number: seq for each, seq in zip(found.taken, entries, strict=True)}
        refused = {each.event.number: each for each in found.apart}
        for row in apart:
            if row.number in taken:
                row.taken_seq = taken[row.number]
            else:
                row.reason, row.detail = str(refused[row.number].reason), refused[row.number].detail
            self._session.add(row)
        self._session.flush()

    def _standing(self, item: Item) -> Standing:
        """Where the item's own entries left it."""
        query = select(Entry).where(
            Entry.item_id == item.id, Entry.kind == "step", Entry.capacity == IMPORTED
        )
        at = Standing(item.state)
        entries = self._session.exec(query.order_by(col(Entry.seq))).all()
        details = disclosures.read(self._session, entries)
        for number, entry in enumerate(entries, start=1):
            told = details[entry.office_id, entry.seq]["event"]
            event = event_again(number, json.dumps(told), Clock())
            if self._judge is not None:
                self._judge.recall(event, entry.trigger, at)
            at.last, at.steps = event.at, number
        return at


def _rules(session: Session, log: ImportedLog, mapping: Written) -> Rules:
    past = definitions.by_hash(session, log.definition_hash)
    if not log.given:
        return Rules(mapping, past, observed=readings(past))
    given = from_canonical(log.given)
    for meaning in mapping.activities.values():
        if meaning.trigger not in given.triggers:
            raise BadInput("trigger", "unknown", meaning.trigger)
    return Rules(mapping, past, given)


def event_again(number: int, text: str, clock: Clock) -> Event:
    """An event as it was kept, its time read anew."""
    told: Mapping[str, Any] = json.loads(text)
    attributes = {name: (kind, value) for name, (kind, value) in told["attributes"].items()}
    time = clock.read(told["time"])
    if time is None:
        return Event(number, "", None, told["activity"], told["resource"], attributes, told["time"])
    return Event(number, *time, told["activity"], told["resource"], attributes)
