"""Somebody who tries everything on one item, and checks after every try that nothing came out of order."""

import contextlib
import datetime
import random
from collections.abc import Mapping
from dataclasses import dataclass

from conftest import NOW, SmallOffice
from sqlalchemy import text
from sqlmodel import Session, col, select

from states.canonical import content_hash
from states.catalogue import catalogue
from states.model import Definition, Ending, Transition
from states.paths import leading_to_an_end
from workflow import attest, corrections, decision, engine, history
from workflow.asof.replay import check
from workflow.database import Database
from workflow.errors import (
    BadDate,
    BadEvidence,
    CannotCorrect,
    NotAllowed,
    NotOpenHere,
    Refused,
    SomebodyWasFaster,
    StepRefused,
    UnknownTrigger,
)
from workflow.models import Entry, Position
from workflow.moments import bangkok_date
from workflow.statements import Attached

MOODS = ("go",) * 12 + ("stranger",) * 2 + ("silent", "stale", "early", "unknown", "undo", "attest")
PROOF = Attached("a" * 64, "หลักฐาน.pdf")
EVERY_LIST = ",".join(
    (
        *("PLN", "ADM", "website", "printed_book", "circular_memo", "report_to_agencies"),
        *(f"{code} แฟ้ม 1" for code in ("M1.1", "M1.2", "M2.1", "M2.2", "M4.1", "M4.2")),
    )
)
ANSWERS: Mapping[str, tuple[str, ...]] = {
    "text": ("ศธ 04159/123", "ทะเบียน 12/2561"),
    "yes_no": ("ใช่", "ไม่ใช่"),
    "number": ("2", "๒", "400", "1"),
    "list": (EVERY_LIST, "PLN", "1,2"),
    "fraction": ("12/15", "๑๔/๑๕", "2/15"),
}

# What is recorded beside the step: the content that was approved, who is asked to read the minutes.
ARRIVALS = {("annual_plan", "approved"), ("meeting", "minutes_circulated")}


@dataclass(frozen=True)
class Attempt:
    """One try: in which mood, and numbers from which the trigger, the person and the evidence are picked."""

    mood: str
    pick: int
    who: int
    salt: int

    @classmethod
    def drawn(cls, seed: str) -> "Attempt":
        """The try that `seed` stands for, whatever the order in which tries are drawn."""
        dice = random.Random(seed)
        return cls(dice.choice(MOODS), *(dice.randrange(1000) for _ in range(3)))


@dataclass(frozen=True)
class Trace:
    """Everything a step could leave behind, counted over the whole database."""

    state: str
    version: int
    head_seq: int
    head_hash: str
    entries: int
    attestations: int
    documents: int
    outbox: int
    obligations: int
    owed: int
    owed_twice: int


_TRACE = text(
    "SELECT i.state, i.version, h.seq, h.hash, (SELECT count(*) FROM history_entry),"
    " (SELECT count(*) FROM attestation), (SELECT count(*) FROM document), (SELECT count(*) FROM outbox),"
    " (SELECT count(*) FROM obligation), (SELECT count(*) FROM obligation WHERE outcome = ''),"
    " (SELECT count(*) FROM (SELECT 1 FROM obligation WHERE outcome = ''"
    "   GROUP BY item_id, code, turn, group_id, person_id HAVING count(*) > 1) AS twice)"
    " FROM item i JOIN chain_head h ON h.office_id = i.office_id WHERE i.id = :item"
)


class Walker:
    """Walks one item of one compiled definition through the real engine on a real database."""

    def __init__(self, database: Database, office: SmallOffice, definition: Definition, item_id: int) -> None:
        self.database, self.office, self.definition, self.item_id = database, office, definition, item_id
        self.people = sorted(office.people.items())
        self.leads_on = leading_to_an_end(definition)
        self.now = NOW
        self.moved = self.refused = self.undone = 0
        self.taken: set[tuple[str, str]] = set()
        self.reached: set[str] = set()
        self.seen_after = self.trace()

    def trace(self) -> Trace:
        with self.database.read() as session:
            return Trace(*session.connection().execute(_TRACE, {"item": self.item_id}).one())

    def attempt(self, attempt: Attempt) -> None:
        """One try in its own transaction, and what must hold after it."""
        self.now += datetime.timedelta(hours=1 + 24 * (attempt.salt % 3))
        before = self.seen_after
        {"undo": self._undo, "attest": self._attest}.get(attempt.mood, self._step)(attempt, before)
        assert self.seen_after.owed_twice == 0
        assert not self.ended or self._still_owed() == 0
        assert self.seen_after.state in self.definition.by_state
        assert self.seen_after.state in self.leads_on  # an end can still be reached

    @property
    def ended(self) -> bool:
        return self.definition.is_end(self.seen_after.state)

    def _step(self, attempt: Attempt, before: Trace) -> None:
        trigger = self._trigger(attempt, before.state)
        move = self.definition.moves.get((before.state, trigger))
        person = self._person(attempt, move)
        evidence, files, justified = self._evidence(attempt, person, trigger)
        stale = attempt.mood == "stale"
        day = bangkok_date(self.now) + datetime.timedelta(days=-4000 if attempt.mood == "early" else 0)
        refusal: Refused | None = None
        with self.database.write() as session:
            try:
                moved = engine.advance(
                    session,
                    self.item_id,
                    trigger,
                    by=person,
                    at=self.now,
                    on=day,
                    reason="" if attempt.mood == "silent" else "เหตุผลตามมติ",
                    evidence=evidence,
                    documents=files,
                    justifications=justified,
                    expect_version=before.version + (attempt.salt % 5 - 5) if stale else before.version,
                )
            except Refused as error:  # the transaction goes on to its commit: nothing may have been written
                refusal = error
        self.seen_after = self.trace()
        if refusal is not None:
            self.refused += 1
            assert self.seen_after == before
            self._refusal_fits(refusal, trigger, move, stale=stale)
            return
        self.moved += 1
        self.taken.add((before.state, trigger))
        assert move is not None
        assert not stale
        assert attempt.mood != "early"
        assert (moved.from_state, moved.to_state) == (before.state, move.target)
        assert (self.seen_after.state, self.seen_after.version) == (move.target, before.version + 1)
        arrival = (self.definition.kind, move.target)
        # Who was asked to read the minutes before a step was taken back is not asked again.
        also = arrival in ARRIVALS and not (arrival[0] == "meeting" and move.target in self.reached)
        self.reached.add(move.target)
        assert self.seen_after.entries == before.entries + 1 + also
        if not also:
            assert (self.seen_after.head_seq, self.seen_after.head_hash) == (moved.entry_seq, moved.hash)
        assert self.seen_after.attestations == before.attestations + len(evidence)
        assert self.seen_after.documents == before.documents + len(files)
        assert self.seen_after.outbox == before.outbox + bool(move.notices)
        if self.definition.is_end(move.target):
            assert self._still_owed() == 0

    def _refusal_fits(self, refusal: Refused, trigger: str, move: Transition | None, *, stale: bool) -> None:
        """Each refusal is of the kind that this try deserved."""
        if stale:
            assert isinstance(refusal, SomebodyWasFaster), refusal
        elif trigger not in self.definition.triggers:
            assert isinstance(refusal, UnknownTrigger)
        elif move is None:
            assert isinstance(refusal, NotOpenHere)
        else:
            assert isinstance(refusal, NotAllowed | StepRefused | BadDate | BadEvidence)

    def _trigger(self, attempt: Attempt, state: str) -> str:
        """Mostly a step that is open; giving up only now and then, so that walks go far."""
        if attempt.mood == "unknown":
            return ("to_closed", "approve_all", "record_board_endorsedd", "")[attempt.pick % 4]
        if attempt.mood == "stranger":
            everything = sorted(self.definition.triggers)
            return everything[attempt.pick % len(everything)]
        leaving = self.definition.leaving(state)
        onward = [
            move for move in leaving if self.definition.by_state[move.target].ending is not Ending.ABANDONED
        ]
        if attempt.pick % 20 == 0 or not onward:
            onward = list(leaving)
        return (
            onward[attempt.pick // 20 % len(onward)].trigger
            if onward
            else sorted(self.definition.triggers)[0]
        )

    def _person(self, attempt: Attempt, move: Transition | None) -> int:
        """Mostly somebody in a role that may; else anybody at all."""
        fitting = [person for name, person in self.people if move and name.partition("@")[0] in move.by]
        if attempt.mood == "stranger" or not fitting or attempt.who % 10 == 0:
            fitting = [person for _name, person in self.people]
        return fitting[attempt.who % len(fitting)]

    def _evidence(
        self, attempt: Attempt, person: int, trigger: str
    ) -> tuple[dict[str, str], dict[str, Attached], dict[str, str]]:
        """What the offer says is missing, supplied with answers of the right kind, right or wrong."""
        if attempt.mood == "silent":
            return {}, {}, {}
        with self.database.read() as session:
            offers = decision.offers(session, self.item_id, by=person, at=self.now, on=bangkok_date(self.now))
        missing = [each for offer in offers if offer.move.trigger == trigger for each in offer.missing]
        asked = {key: kind for each in missing for key, kind in each.facts.items()}
        papers = {each.code for each in missing if each.code in catalogue().documents}
        files = {code: PROOF for code in papers if attempt.salt % 2}
        wrong = attempt.salt % 4 == 3
        told = {
            key: self._answer(kind, attempt.salt + place if wrong else 0)
            for place, (key, kind) in enumerate(sorted(asked.items()))
            if key not in files
        }
        if "resubmission" in told or "flexibility" in told:  # either answer opens another way
            told = {
                key: ("ใช่" if attempt.who % 2 else "ไม่ใช่") if asked[key] == "yes_no" else v
                for key, v in told.items()
            }
        justified = {each.code: "เร่งด่วนตามหนังสือสั่งการ" for each in missing} if attempt.salt % 3 == 0 else {}
        return told, files, justified

    def _answer(self, kind: str, salt: int) -> str:
        if kind == "date":
            return (bangkok_date(self.now) + datetime.timedelta(days=(0, 10, -30)[salt % 3])).isoformat()
        return ANSWERS[kind][salt % len(ANSWERS[kind])]

    def _attest(self, attempt: Attempt, before: Trace) -> None:
        """Recording a fact moves nothing and adds one entry."""
        person = self.people[attempt.who % len(self.people)][1]
        fact = ("flexibility", "attendance", "meeting_scheduled", "no_such_fact")[attempt.pick % 4]
        value = {"flexibility": "ใช่", "attendance": "12/15"}.get(fact, "บันทึก 1/2561")
        done = False
        with self.database.write() as session:
            try:
                attest.attest(session, self.item_id, by=person, at=self.now, facts={fact: value})
                done = True
            except (NotAllowed, BadEvidence):
                pass
        self.seen_after = after = self.trace()
        assert (after.state, after.version) == (before.state, before.version)
        assert (after.entries, after.attestations) == (before.entries + done, before.attestations + done)
        assert after.owed == before.owed

    def _undo(self, attempt: Attempt, before: Trace) -> None:
        """The latest step is undone by whoever took it; anything else is refused and leaves no trace."""
        with self.database.read() as session:
            steps = [entry for entry in self._entries(session) if entry.kind == "step"]
        if not steps:
            return
        wrong = steps[-1] if attempt.pick % 4 else steps[attempt.pick % len(steps)]
        sealed = None
        with self.database.write() as session, contextlib.suppress(CannotCorrect, NotAllowed):
            sealed = corrections.correct(
                session,
                self.item_id,
                wrong.seq,
                by=wrong.actor_id,
                at=self.now,
                reason="บันทึกผิดเรื่อง",
                undo=True,
            )
        self.seen_after = after = self.trace()
        if sealed is None:
            assert after == before
            return
        self.undone += 1
        assert wrong.version == before.version
        assert (after.state, after.version) == (wrong.from_state, before.version + 1)
        assert (after.entries, after.head_seq) == (before.entries + 1, sealed.seq)
        assert after.outbox == before.outbox

    def _still_owed(self) -> int:
        with self.database.read() as session:
            found = session.connection().execute(
                text("SELECT count(*) FROM obligation WHERE item_id = :item AND outcome = ''"),
                {"item": self.item_id},
            )
            return int(found.scalar_one())

    def _entries(self, session: Session) -> list[Entry]:
        return list(session.exec(select(Entry).where(Entry.item_id == self.item_id).order_by(col(Entry.seq))))

    def finish(self) -> None:
        """The history alone tells the whole walk, and the chain holds."""
        with self.database.read() as session:
            entries = self._entries(session)
            roles = {position.id: position.role for position in session.exec(select(Position))}
            assert history.verify(session, self.office.id).holds
            assert check(session, self.office.id) == []
        self._replay(entries)
        steps = [entry for entry in entries if entry.kind == "step"]
        assert [e.kind for e in entries].count("undone") == self.undone
        assert len(steps) == self.moved
        for step in steps:
            move = self.definition.moves[step.from_state, step.trigger]
            assert roles[step.position_id or 0] in move.by
            assert step.definition_hash == content_hash(self.definition)
        for group in self.definition.separations:
            did: dict[int, set[str]] = {}
            for step in steps:
                if step.trigger in group:
                    for person in {step.actor_id, step.principal_id} - {None}:
                        did.setdefault(int(person or 0), set()).add(step.trigger)
            assert all(len(triggers) == 1 for triggers in did.values())

    def _replay(self, entries: list[Entry]) -> None:
        """From the opening entry on, each step starts where the one before ended."""
        assert entries[0].kind == "opened"
        state, version = entries[0].to_state, entries[0].version
        assert (state, version) == (self.definition.initial, 1)
        for entry in entries[1:]:
            if entry.kind in ("step", "undone"):
                assert (entry.from_state, entry.version) == (state, version + 1)
                state, version = entry.to_state, entry.version
            else:
                known = 0 if entry.kind == "content" else version  # a change of the office's data has none
                assert (entry.from_state, entry.to_state, entry.version) == ("", "", known)
        assert (state, version) == (self.seen_after.state, self.seen_after.version)
