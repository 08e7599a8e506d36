"""Takes a log in: what it is held against is settled first, then its cases are written, all or in batches."""

import datetime
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final

from sqlmodel import Session, col, select

from states.canonical import canonical_json, content_hash
from states.discovered import Observed, is_observed
from workflow import definitions, history
from workflow.arriving.bounded import fingerprint
from workflow.arriving.conformance import Conformance
from workflow.arriving.csv_log import CsvLog
from workflow.arriving.judging import Judge
from workflow.arriving.log import Case, Log
from workflow.arriving.mapping import Written
from workflow.arriving.persons import Cast, mapped, powers_of
from workflow.arriving.replaying import Replayed, Replayer
from workflow.arriving.rules import Rules, given_rules, observed_rules
from workflow.arriving.soundness import sound
from workflow.arriving.writing import Writer, codes_of
from workflow.arriving.xes import XesLog
from workflow.changes import SETTERS, Hand, authority
from workflow.database import Cursor
from workflow.errors import BadInput
from workflow.models import ImportedLog, OfficeDefinition, PublishedDefinition
from workflow.moments import moment_text
from workflow.permissions import Authority

# Who may bring a history in: those who set the office up, and who leads its policy-and-plan group (P-M1.3).
IMPORTERS: Final = (*SETTERS, "plan_director")
_TOGETHER: Final = 200  # cases whose rows are written in one go
Moving = Callable[[int, int], None]


@dataclass(frozen=True)
class Source:
    """A file that was sent, what it holds, and what it is held against."""

    name: str
    sha256: str
    log: Log
    rules: Rules
    mapping_text: str
    cases: int
    events: int


def source(
    path: Path,
    mapping: Written,
    mapping_text: str = "",
    *,
    folder: Path | None = None,
    at: datetime.datetime,
    moving: Moving | None = None,
) -> Source:
    """Reads the whole file once and settles what its events are held against; writes nothing.

    `folder` is where a definition file of the mapping is looked for. Raises BadInput, Unreadable,
    DefinitionRefused.
    """
    rules = given_rules(mapping, folder or path.parent) if mapping.definition else None
    sha256 = fingerprint(path)
    log = _log(path, mapping)
    seen, cases, events = Observed(), 0, 0
    for case in log.cases():
        cases, events = cases + 1, events + len(case.events)
        if rules is None:
            seen.add([event.activity for event in sound(case, at)])
        if moving and cases % _TOGETHER == 0:
            moving(cases, 0)
    if not events:
        raise BadInput("file", "log_nothing", path.name)
    return Source(path.name, sha256, log, rules or observed_rules(mapping, seen), mapping_text, cases, events)


def _log(path: Path, mapping: Written) -> Log:
    """By the file's name: XES or CSV, packed with gzip or not."""
    name = path.name.lower().removesuffix(".gz")
    if name.endswith(".xes"):
        return XesLog(path, mapping.clock)
    if name.endswith(".csv"):
        return CsvLog(path, mapping.columns.model_dump(), mapping.clock)
    raise BadInput("file", "log_ending", path.name)


def conformance(session: Session, office_id: int, found: Source, *, at: datetime.datetime) -> Conformance:
    """How the log fits, without writing anything."""
    replayer, judge = _replayer(session, office_id, found.rules, at)
    told = Conformance()
    for case in found.log.cases():
        replayed = replayer.replay(case)
        told.add(replayed, ended=found.rules.past.is_end(replayed.state))
    told.unjudged = judge.unjudged if judge else told.unjudged
    return told


def _replayer(
    session: Session, office_id: int, rules: Rules, at: datetime.datetime
) -> tuple[Replayer, Judge | None]:
    judge = None
    if rules.given is not None:
        people = mapped(session, office_id, rules.mapping)
        judge = Judge(office_id, rules.given, rules.mapping, people, powers_of(session))
    return Replayer(rules, judge, at), judge


class Importing:
    """One file on its way into one office, transaction by transaction.

    `begin` opens it or finds where it ended, `go_on` writes the next cases, and the last of them closes it.
    Nobody is notified and nothing falls due: what is written is the record, and where each item stands.
    """

    def __init__(self, found: Source, office_id: int, hand: Hand, order_no: str = "") -> None:
        self._source, self._office_id, self._hand, self._order = found, office_id, hand, order_no
        self._cases: Iterator[Case] = found.log.cases()
        self._log_id = 0
        self.told = Conformance()
        self.done = False
        self.already = 0  # cases that were in before this run
        self.codes: dict[str, str] = {}

    def begin(self, session: Session) -> None:
        """Opens the import, or takes it up again. Raises NotAllowed, BadInput, DefinitionRefused."""
        by = authority(session, self._office_id, self._hand, IMPORTERS)
        found = self._source
        row = session.exec(
            select(ImportedLog).where(
                ImportedLog.office_id == self._office_id,
                ImportedLog.kind == found.rules.mapping.kind,
                ImportedLog.sha256 == found.sha256,
            )
        ).first()
        if row is None:
            row = self._open(session, by)
        elif row.finished_at is None and row.definition_hash != content_hash(found.rules.past):
            raise BadInput("mapping", "log_mapping_changed", row.file_name)
        self._log_id, self.already = row.id, row.cases_done
        self.done = row.finished_at is not None

    def _open(self, session: Session, by: Authority) -> ImportedLog:
        found, kind = self._source, self._source.rules.mapping.kind
        _own_kind(session, self._office_id, kind)
        name = definitions.publish(
            session,
            self._office_id,
            found.rules.past,
            by=self._hand.by,
            at=self._hand.at,
            reason=found.name,
            authority=by,
        )
        row = ImportedLog(
            office_id=self._office_id,
            kind=kind,
            sha256=found.sha256,
            file_name=found.name,
            mapping=found.mapping_text,
            given=canonical_json(found.rules.given) if found.rules.given else "",
            definition_hash=name,
            order_no=self._order,
            imported_by=self._hand.by,
            started_at=self._hand.at,
            cases=found.cases,
            events=found.events,
        )
        session.add(row)
        session.flush()
        self._log_id = row.id
        self._tell(session, by, "begun", {"cases": found.cases, "events": found.events})
        return row

    def go_on(self, session: Session, most: int | None, moving: Moving | None = None) -> None:
        """Writes the next `most` cases, all that are left where it is None; says `done` after the last."""
        by = authority(session, self._office_id, self._hand, IMPORTERS)
        row = session.get_one(ImportedLog, self._log_id)
        replayer, judge = _replayer(session, self._office_id, self._source.rules, self._hand.at)
        self._pass_over(replayer)
        writer = self._writer(session, row)
        written = 0
        wanted = islice(self._cases, most)
        while cases := list(islice(wanted, _TOGETHER)):
            replayed = [self._replayed(replayer, case) for case in cases]
            # Whoever is named only in what is kept apart, too: she can ask that her data be erased.
            events = [each.event for one in replayed for each in one.taken]
            events += [each.event for one in replayed for each in one.apart]
            writer.cast.add({each.resource for each in events}, self._hand, by)
            writer.write(replayed)
            written += len(cases)
            if moving:
                moving(row.cases_done + written, self._source.cases)
        self.codes.update(writer.codes.made)
        if judge:
            self.told.unjudged.update(judge.unjudged)
        row.cases_done += written
        row.events_accepted = self.told.accepted
        if row.cases_done >= row.cases:
            self._finish(session, row, by)

    def _pass_over(self, replayer: Replayer) -> None:
        """Counts again the cases that an earlier run has written."""
        if not self.told.cases:
            for case in islice(self._cases, self.already):
                self._replayed(replayer, case)

    def _replayed(self, replayer: Replayer, case: Case) -> Replayed:
        found = replayer.replay(case)
        self.told.add(found, ended=self._source.rules.past.is_end(found.state))
        return found

    def _writer(self, session: Session, row: ImportedLog) -> Writer:
        rules = self._source.rules
        known = mapped(session, self._office_id, rules.mapping)
        return Writer(
            session=session,
            office_id=self._office_id,
            log_id=row.id,
            mapping=rules.mapping,
            past=rules.past,
            definition_hash=row.definition_hash,
            hand=self._hand,
            cast=Cast(session, self._office_id, rules.mapping.kind, known),
            codes=codes_of(Cursor(session), self._office_id),
        )

    def _finish(self, session: Session, row: ImportedLog, by: Authority) -> None:
        row.finished_at = self._hand.at
        session.add(row)
        session.flush()
        self.done = True
        told = self.told
        kept = {str(reason): times for reason, times in told.by_reason().items()}
        figures = {"cases": told.cases, "events": told.events, "accepted": told.accepted, "quarantined": kept}
        self._tell(session, by, "finished", figures)

    def _tell(self, session: Session, by: Authority, did: str, figures: dict[str, Any]) -> None:
        found = self._source
        given = content_hash(found.rules.given) if found.rules.given else ""
        told = {"import": self._log_id, "file": found.name, "sha256": found.sha256, "given": given, **figures}
        told["mapping"] = (
            hashlib.sha256(found.mapping_text.encode()).hexdigest() if found.mapping_text else ""
        )
        tell(
            session,
            self._office_id,
            found.rules.mapping.kind,
            {"did": did, **told},
            self._hand,
            by,
            self._order,
        )


def tell(
    session: Session,
    office_id: int,
    kind: str,
    told: dict[str, Any],
    hand: Hand,
    by: Authority,
    order_no: str,
) -> None:
    """One entry of an import itself: who, of which file, on whose order."""
    entry = history.Record(
        office_id=office_id,
        kind="import",
        at=moment_text(hand.at),
        effective_on=hand.day.isoformat(),
        subject=f"import:{kind}",
        actor_id=hand.by,
        capacity=by.capacity,
        position_id=by.position_id,
        principal_id=by.principal_id,
        order_no=order_no or by.order_no,
        details=history.details(told),
    )
    history.append(session, entry)


def _own_kind(session: Session, office_id: int, kind: str) -> None:
    """Raises BadInput where living papers of the office already go by this kind."""
    query = (
        select(PublishedDefinition)
        .join(OfficeDefinition, col(OfficeDefinition.definition_hash) == col(PublishedDefinition.hash))
        .where(OfficeDefinition.office_id == office_id, OfficeDefinition.kind == kind)
    )
    for row in session.exec(query):
        if not is_observed(definitions.by_hash(session, row.hash)):
            raise BadInput("kind", "log_kind_taken", kind)
