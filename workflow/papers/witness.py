"""What vouches for an issued paper: a short code made from the office's history as it stood at the issue."""

import base64
import datetime
import hashlib
import json
import re
from dataclasses import dataclass
from typing import Final, Literal

from sqlmodel import Session, col, select

from states.catalogue import catalogue
from states.thai import arabic_digits
from workflow import history
from workflow.models import Entry, Item, Office, PaperRow, PaperText, Witness
from workflow.papers.fields import read
from workflow.papers.signing import sha256_of
from workflow.retention.standing import Destroyed, destroyed, text_destroyed

FORM: Final = "khanton-paper-1"
Problem = Literal[
    "", "unknown", "entry_missing", "entry_changed", "chain_broken", "text_changed", "code_differs"
]
# Crockford's digits: none is taken for another when it is read aloud or typed from paper.
_DIGITS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "0123456789ABCDEFGHJKMNPQRSTVWXYZ")
_READ_AS = str.maketrans("OIL", "011")


@dataclass(frozen=True, slots=True)
class Checked:
    """What history says of a code. `holds` means that it still contains what the paper attests.

    `problem` is the first thing that does not hold. A paper may hold and yet be `withdrawn`: made void, or
    its issue taken back (`undone`). `register` is the series that its number is of. The subject of a secret
    paper is not told. `destroyed` says by which order its text was destroyed since, which history tells with
    the hash that the code attests: entry, chain and code still hold.
    """

    code: str
    found: bool = False
    holds: bool = False
    problem: Problem = "unknown"
    office: str = ""
    number: str = ""
    form: str = ""
    register: str = ""
    subject: str = ""
    issued_on: datetime.date | None = None
    entry_seq: int = 0
    text_sha256: str = ""
    withdrawn: Literal["", "void", "undone"] = ""
    destroyed: Destroyed | None = None


def code_of(office_code: str, seq: int, entry_hash: str, text_sha256: str) -> str:
    """`XXXX-XXXX-XXXX-XXXX`: 80 bits of the SHA-256 over these in one JSON list, in Crockford's base 32."""
    told = json.dumps([FORM, office_code, seq, entry_hash, text_sha256], separators=(",", ":"))
    digest = hashlib.sha256(told.encode()).digest()[:10]
    signs = base64.b32encode(digest).decode().translate(_DIGITS)
    return "-".join(signs[start : start + 4] for start in range(0, 16, 4))


def as_typed(text: str) -> str:
    """A code as people type it from paper, in its own form: O read as 0, I and L as 1."""
    signs = re.sub(r"[\s\-–]", "", arabic_digits(text[:80])).upper().translate(_READ_AS)
    return "-".join(signs[start : start + 4] for start in range(0, len(signs), 4))


def attest(session: Session, item: Item, text: PaperText, at: datetime.datetime) -> Witness:
    """Writes what the paper attests, from the entry by which it has just been issued."""
    entry = _issuing(session, item)
    office = session.get_one(Office, item.office_id)
    row = Witness(
        code=code_of(office.code, entry.seq, entry.hash, text.sha256),
        office_id=item.office_id,
        item_id=item.id,
        entry_seq=entry.seq,
        entry_hash=entry.hash,
        text_sha256=text.sha256,
        made_at=at,
    )
    session.add(row)
    session.flush()
    return row


def witness_of(session: Session, item_id: int) -> Witness | None:
    """What the paper attests since it was last issued."""
    newest = select(Witness).where(Witness.item_id == item_id).order_by(col(Witness.entry_seq).desc())
    return session.exec(newest).first()


def check(session: Session, code: str) -> Checked:
    """Whether the office's history still contains what the paper with this code attests.

    The entry, the chain up to it, the frozen text and the code are each reckoned again from what is kept.
    """
    typed = as_typed(code)
    row = session.get(Witness, typed, populate_existing=True)
    if row is None:
        return Checked(typed)
    office = session.get_one(Office, row.office_id)
    entry = session.get(Entry, (row.office_id, row.entry_seq), populate_existing=True)
    text = _text(session, row)
    gone = _destroyed(session, row, text)
    problem = _problem(session, row, office.code, entry, bool(gone) or _stands(text, row))
    paper = session.get(PaperRow, row.item_id)
    secret = paper is not None and bool(read(paper.fields).secrecy)
    return Checked(
        code=typed,
        found=True,
        holds=not problem,
        problem=problem,
        office=office.name_th,
        number=_number(entry),
        form=paper.form if paper else "",
        register=catalogue().papers[paper.code].register_kind if paper else "",
        subject="" if secret or text is None else text.title,
        issued_on=entry.effective_on if entry else None,
        entry_seq=row.entry_seq,
        text_sha256=row.text_sha256,
        withdrawn=withdrawn(session, row),
        destroyed=gone,
    )


def _problem(
    session: Session, row: Witness, office_code: str, entry: Entry | None, text_stands: bool
) -> Problem:
    if entry is None:
        return "entry_missing"
    walked = history.verify(session, row.office_id, upto=row.entry_seq)
    if entry.hash != row.entry_hash or walked.bad_seq == row.entry_seq:
        return "entry_changed"
    if not walked.holds:
        return "chain_broken"
    if not text_stands:
        return "text_changed"
    recomputed = code_of(office_code, row.entry_seq, entry.hash, row.text_sha256)
    return "" if recomputed == row.code else "code_differs"


def _stands(text: PaperText | None, row: Witness) -> bool:
    return text is not None and sha256_of(text.markup) == row.text_sha256


def _destroyed(session: Session, row: Witness, text: PaperText | None) -> Destroyed | None:
    """The order by which this very text was destroyed; None while it is there."""
    if text is None or text.markup or not text_destroyed(session, row.item_id, row.text_sha256):
        return None
    return destroyed(session, row.item_id)


def _text(session: Session, row: Witness) -> PaperText | None:
    same = select(PaperText).where(PaperText.item_id == row.item_id, PaperText.sha256 == row.text_sha256)
    return session.exec(same.order_by(col(PaperText.id).desc())).first()


def _issuing(session: Session, item: Item) -> Entry:
    newest = select(Entry).where(
        Entry.item_id == item.id, Entry.kind == "step", Entry.version == item.version
    )
    return session.exec(newest).one()


def _number(entry: Entry | None) -> str:
    """The number as history has it, not as a register may have been altered to say."""
    facts = json.loads(entry.details).get("facts", {}) if entry else {}
    return str(facts.get("document_number", ""))


def withdrawn(session: Session, row: Witness) -> Literal["", "void", "undone"]:
    """Whether the paper was made void since, or the issue that it attests was taken back."""
    undone = select(Entry.seq).where(
        Entry.item_id == row.item_id, Entry.kind == "undone", Entry.corrects == row.entry_seq
    )
    if session.exec(undone).first() is not None:
        return "undone"
    return "void" if session.get_one(Item, row.item_id).state == "void" else ""
