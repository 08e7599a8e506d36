"""Compares an office's history with its checkpoints and with anchors outside: what was changed, and where.

A chain that was rewritten as a whole holds in itself. It differs from what was signed before, and the entry
at fault lies after the last point at which the two agree.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from sqlmodel import Session, col, select

from workflow import history
from workflow.checkpoints import keys, merkle
from workflow.checkpoints.anchors import Anchor
from workflow.checkpoints.notes import Note, Verifier, read_note
from workflow.checkpoints.texts import Said, note_of, said_by
from workflow.database import Cursor, Sql
from workflow.history import GENESIS
from workflow.models import Checkpoint, Office

Problem = Literal["differs", "beyond", "root", "unsigned", "strange_key", "unlinked", "checkpoint_gone"]
_HASHES: Final = Sql(
    "SELECT hash FROM history_entry WHERE office_id = ? AND seq > ? AND seq <= ? ORDER BY seq LIMIT 20000"
)
_ORDER: Final[tuple[Problem, ...]] = (
    *("differs", "beyond", "root", "unsigned", "strange_key", "unlinked", "checkpoint_gone"),
)
_ROOT: Final = re.compile(r"[0-9a-f]{64}")
_SIGNATURE: Final = re.compile(r"[0-9a-f]{128}")


@dataclass(frozen=True, slots=True)
class Witnessed:
    """A checkpoint as the database keeps it (`line` is 0), or as an anchor has it."""

    said: Said
    note: Note
    line: int = 0


@dataclass(frozen=True, slots=True)
class Finding:
    """One contradiction. The first bad entry is `first`, or one of `first` to `last`.

    `problem`: differs (the entries are not those that were signed), beyond (fewer entries than were signed:
    the tail was cut, or an older backup restored), root (the tree over them is not the one signed), unsigned
    (the signature is not good), strange_key (signed by a key that is not trusted), unlinked (a checkpoint
    does not follow the one before), checkpoint_gone (an anchor's checkpoint is not in the database).
    """

    problem: Problem
    first: int
    last: int
    checkpoint: int
    line: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """What was found of an office. `contradicted` is the first witness that says otherwise."""

    office: str
    verdict: history.Verdict
    findings: tuple[Finding, ...]
    checkpoints: int
    anchors: int
    contradicted: Witnessed | None = None

    @property
    def holds(self) -> bool:
        return self.verdict.holds and not self.findings

    @property
    def first_bad(self) -> int | None:
        """The first entry that cannot be trusted."""
        broken = () if self.verdict.bad_seq is None else (self.verdict.bad_seq,)
        return min((*broken, *(each.first for each in self.findings)), default=None)


def examine(
    session: Session,
    office: Office,
    trusted: Mapping[str, Verifier],
    anchors: Iterable[Anchor] = (),
    progress: Callable[[int], None] = lambda entries: None,
) -> Report:
    """Reads the office's whole history and holds every checkpoint and anchor of this office against it."""
    own = _own(session, office)
    outside = [
        Witnessed(each.said, each.note, each.line) for each in anchors if each.said.office == office.code
    ]
    witnesses = sorted([*own, *outside], key=lambda each: (each.said.seq, each.line))
    marks = [each.said.seq for each in witnesses]
    verdict = history.verify(session, office.id, marks=marks, progress=progress)
    findings = [*_signatures(witnesses, trusted), *_links(own), *_gone(own, outside)]
    findings += _hashes(witnesses, verdict)
    if verdict.holds:
        findings += _roots(session, office.id, witnesses, verdict)
    findings.sort(key=lambda each: (each.first, _ORDER.index(each.problem), each.checkpoint, each.line))
    return Report(office.code, verdict, tuple(findings), len(own), len(outside), _first(witnesses, verdict))


def _first(witnesses: Iterable[Witnessed], verdict: history.Verdict) -> Witnessed | None:
    """The first witness that speaks of more than there is, or of something else."""
    return next((each for each in witnesses if verdict.marked.get(each.said.seq) != each.said.head), None)


def keys_of(session: Session, anchors: Iterable[Anchor]) -> dict[str, Verifier]:
    """The keys that anchors name, and those to which rotations lead from them."""
    return keys.trusted(session, {each.key.key_id: each.key for each in anchors}.values())


def _own(session: Session, office: Office) -> list[Witnessed]:
    rows = session.exec(
        select(Checkpoint).where(Checkpoint.office_id == office.id).order_by(col(Checkpoint.seq))
    )
    return [_as_kept(row, office.code) for row in rows]


def _as_kept(row: Checkpoint, office_code: str) -> Witnessed:
    """A row as it stands, whatever has been made of it: what is no note is signed by nobody."""
    said = said_by(row, office_code)
    if not _ROOT.fullmatch(said.root) or not _SIGNATURE.fullmatch(row.signature):
        return Witnessed(replace(said, root=""), Note("", ()))
    return Witnessed(said, read_note(note_of(row, office_code)) or Note("", ()))


def _signatures(witnesses: Iterable[Witnessed], trusted: Mapping[str, Verifier]) -> Iterable[Finding]:
    for each in witnesses:
        if each.note.signers(trusted.values()):
            continue
        ours = any(key_id in trusted for key_id, _ in each.note.signatures)
        problem: Problem = "unsigned" if ours or not each.note.signatures else "strange_key"
        yield Finding(problem, 1, each.said.seq, each.said.seq, each.line)


def _links(own: Sequence[Witnessed]) -> Iterable[Finding]:
    before = GENESIS
    for each in own:
        if each.said.previous != before:
            yield Finding("unlinked", 1, each.said.seq, each.said.seq)
        before = each.said.sha256


def _gone(own: Iterable[Witnessed], outside: Iterable[Witnessed]) -> Iterable[Finding]:
    kept = {each.said.text for each in own}
    for each in outside:
        if each.said.text not in kept:
            yield Finding("checkpoint_gone", each.said.seq, each.said.seq, each.said.seq, each.line)


def _hashes(witnesses: Iterable[Witnessed], verdict: history.Verdict) -> Iterable[Finding]:
    agreed = 0
    for each in witnesses:
        seq = each.said.seq
        if verdict.marked.get(seq) == each.said.head:
            agreed = seq
        elif seq > verdict.entries and verdict.holds:
            yield Finding("beyond", verdict.entries + 1, seq, seq, each.line)
        elif seq <= verdict.entries:
            yield Finding("differs", agreed + 1, seq, seq, each.line)


def _roots(
    session: Session, office_id: int, witnesses: Iterable[Witnessed], verdict: history.Verdict
) -> Iterable[Finding]:
    """The trees over the entries as they are now; where the last entry differs, that has been said."""
    wanted = [each for each in witnesses if verdict.marked.get(each.said.seq) == each.said.head]
    roots = roots_at(session, office_id, [each.said.seq for each in wanted])
    for each in wanted:
        if roots[each.said.seq] != each.said.root:
            yield Finding("root", 1, each.said.seq, each.said.seq, each.line)


def roots_at(session: Session, office_id: int, sizes: Iterable[int]) -> dict[int, str]:
    """The root over the first so many entries for each of `sizes`, made from the entries alone."""
    cursor, growing, found = Cursor(session), merkle.Growing(), {}
    for size in sorted(set(sizes)):
        while growing.size < size:
            rows = cursor.rows(_HASHES, (office_id, growing.size, size))
            if not rows:
                break  # fewer entries than that
            for each in merkle.leaves_of(stored for (stored,) in rows):
                growing.add(each)
        found[size] = growing.root().hex()
    return found
