"""Takes a checkpoint of an office's history: signed, linked to the one before, of what holds alone."""

import datetime

from sqlmodel import Session, col, select

from workflow import history
from workflow.checkpoints import keys, notes, tree
from workflow.checkpoints.keys import KeyFile
from workflow.checkpoints.notes import Verifier
from workflow.checkpoints.texts import Said, said_by
from workflow.database import Cursor, Database
from workflow.errors import HistoryBroken, UnknownPerson
from workflow.history import GENESIS, Head
from workflow.models import ChainHead, Checkpoint, CheckpointKey, Entry, Office, Person
from workflow.moments import bangkok_date, moment_text

KIND = "checkpoint_key"


def take_for(database: Database, office_id: int, file: KeyFile, at: datetime.datetime) -> Said | None:
    """A checkpoint at the office's last entry; None where nothing was recorded since the last one.

    A long history is read before the office's chain is held: nobody waits for it. Raises HistoryBroken,
    CheckpointKeyMissing, CheckpointKeyStrange.
    """
    with database.read() as session:
        if not due(session, office_id):
            return None
        seen = _checked(session, office_id, _start(session, office_id))
    laid = 1
    while laid:
        with database.write() as session:
            history.hold(Cursor(session), office_id)
            laid = tree.lay(session, office_id, seen.seq)
    with database.write() as session:
        return take(session, office_id, file, at, seen=seen)


def due(session: Session, office_id: int) -> bool:
    """Whether anything was recorded since the office's last checkpoint, the record is shorter than it, or
    another key signs now."""
    head, last = session.get(ChainHead, office_id), latest(session, office_id)
    if head is None or last is None:
        return head is not None and head.seq > 0
    return head.seq != last.seq or last.key_id != keys.known(session)[-1].key_id


def latest(session: Session, office_id: int) -> Checkpoint | None:
    """The office's last checkpoint."""
    newest = select(Checkpoint).where(Checkpoint.office_id == office_id).order_by(col(Checkpoint.seq).desc())
    return session.exec(newest.limit(1)).first()


def take(
    session: Session, office_id: int, file: KeyFile, at: datetime.datetime, *, seen: Head | None = None
) -> Said | None:
    """The checkpoint itself; `seen` is an entry up to which the caller found the chain to hold.

    Before the first one under a key, an entry tells the office's history which key that is.
    """
    head = history.hold(Cursor(session), office_id)
    if not due(session, office_id):
        return None
    last = latest(session, office_id)
    start = seen or _start(session, office_id)
    _checked(session, office_id, start)
    key = keys.signing(session, file, at)
    if last is None or last.key_id != notes.verifier_of(key).key_id:
        head = _announce(session, office_id, notes.verifier_of(key), at)
    office = session.get_one(Office, office_id)
    root = _root(session, office, head.seq, last)
    previous = said_by(last, office.code).sha256 if last else GENESIS
    said = Said(office.code, head.seq, root.hex(), head.hash, moment_text(at), previous)
    row = Checkpoint(
        office_id=office_id,
        seq=said.seq,
        head_hash=said.head,
        merkle_root=said.root,
        taken_at=at,
        previous=said.previous,
        key_id=notes.verifier_of(key).key_id,
        signature=key.sign(said.text.encode()).hex(),
    )
    session.add(row)
    session.flush()
    return said


def _start(session: Session, office_id: int) -> Head:
    last = latest(session, office_id)
    return Head(last.seq, last.head_hash) if last else Head()


def _checked(session: Session, office_id: int, start: Head) -> Head:
    """The end of the chain, which holds from `start` on; raises HistoryBroken."""
    found = history.verify(session, office_id, after=start)
    if found.bad_seq is not None:
        office = session.get_one(Office, office_id)
        raise HistoryBroken(office.code, found.bad_seq, found.problem)
    return Head(found.entries, found.last_hash)


def _root(session: Session, office: Office, size: int, last: Checkpoint | None) -> bytes:
    """The root over entries 1 to `size`. The tiles it is made of must still give the last checkpoint's."""
    grown = tree.Tree(session, office.id, size)
    if last is not None and grown.stretch(0, last.seq).hex() != last.merkle_root:
        raise HistoryBroken(office.code, last.seq, "root")
    return grown.root()


def _announce(session: Session, office_id: int, verifier: Verifier, at: datetime.datetime) -> Head:
    """One entry by the office's service account: from here on this key signs."""
    service = select(Person.id).where(Person.office_id == office_id, col(Person.is_service).is_(True))
    by = session.exec(service.order_by(col(Person.id)).limit(1)).first()
    row = session.get_one(CheckpointKey, verifier.key_id)
    before = session.exec(
        select(Entry.subject)
        .where(Entry.office_id == office_id, Entry.kind == KIND)
        .order_by(col(Entry.seq).desc())
        .limit(1)
    ).first()
    told = {"verifier": str(verifier), "before": (before or "").partition(":")[2]}
    if by is None:
        raise UnknownPerson(f"system@{session.get_one(Office, office_id).code}")
    made = history.append(
        session,
        history.Record(
            office_id=office_id,
            kind=KIND,
            at=moment_text(at),
            effective_on=bangkok_date(at).isoformat(),
            subject=f"{KIND}:{verifier.key_id}",
            actor_id=by,
            capacity="system",
            details=history.details(told | ({"statement": row.statement} if row.statement else {})),
        ),
    )
    return Head(made.seq, made.hash)
