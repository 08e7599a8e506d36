"""Signed checkpoints of the office's history, and proofs that entries are in it."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from sqlmodel import col, select

from api.dependencies import Looking, OwnOffice, Transaction, entry_seen, item_seen
from api.plain_text import PlainText
from api.problems import RESPONSES
from api.v1.shapes import LARGEST_NUMBER, Instant
from api.whole_record import must_see_all
from workflow.checkpoints import proving
from workflow.checkpoints.texts import note_of
from workflow.errors import BadInput
from workflow.models import Checkpoint, CheckpointKey, Office

router = APIRouter(tags=["history"], responses={key: RESPONSES[key] for key in (401, 403, 404, 422)})


class CheckpointShown(BaseModel):
    """Where the history ended at a moment, signed."""

    seq: int = Field(description="The last entry it covers")
    head: str = Field(description="That entry's hash")
    root: str = Field(description="Of the Merkle tree over entries 1 to `seq` (RFC 6962)")
    taken_at: Instant
    key: str = Field(description="The public key")
    note: str = Field(description="The signed note itself, see docs/history-format.md")


class CheckpointPage(BaseModel):
    """Checkpoints in the order they were taken."""

    checkpoints: list[CheckpointShown]
    next_after: int | None = Field(description="Send it as `after` for the next page; null on the last")


class EntryProof(BaseModel):
    """One entry, and the path by which it leads to the signed root."""

    entry: str = Field(description="The canonical text that is hashed")
    index: int = Field(description="Its leaf, from 0")
    path: list[str] = Field(description="Nodes of the tree, the lowest first")


class ProofShown(BaseModel):
    """The file that `khanton history verify --proof` checks without a database."""

    form: str
    office: str
    checkpoint: str = Field(description="The signed note")
    key: str
    entries: list[EntryProof]


@router.get("/history/checkpoints")
def checkpoints(
    session: Transaction,
    who: Looking,
    office: OwnOffice,
    after: Annotated[int, Query(ge=0, le=LARGEST_NUMBER)] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> CheckpointPage:
    """จุดตรวจสอบ · The office's signed checkpoints; keep them elsewhere, and they vouch for the history."""
    must_see_all(who)
    code = session.get_one(Office, office).code
    found = session.exec(
        select(Checkpoint, CheckpointKey.verifier)
        .join(CheckpointKey, col(CheckpointKey.key_id) == col(Checkpoint.key_id))
        .where(Checkpoint.office_id == office, Checkpoint.seq > after)
        .order_by(col(Checkpoint.seq))
        .limit(limit + 1)
    ).all()
    shown = [_shown(row, verifier, code) for row, verifier in found[:limit]]
    return CheckpointPage(checkpoints=shown, next_after=shown[-1].seq if len(found) > limit else None)


def _shown(row: Checkpoint, verifier: str, office_code: str) -> CheckpointShown:
    return CheckpointShown(
        seq=row.seq,
        head=row.head_hash,
        root=row.merkle_root,
        taken_at=row.taken_at,
        key=verifier,
        note=note_of(row, office_code),
    )


@router.get("/history/proof", response_model=ProofShown, responses={409: RESPONSES[409]})
def proof(
    session: Transaction,
    who: Looking,
    office: OwnOffice,
    seq: Annotated[int | None, Query(ge=1, le=LARGEST_NUMBER, description="One entry")] = None,
    item: Annotated[PlainText, Query(max_length=40, description="Or all entries of an item")] = "",
) -> dict[str, Any]:
    """หลักฐาน · Proves that an entry, or all of an item, are in the history as it was last signed."""
    must_see_all(who)
    if (seq is None) == (not item):
        raise BadInput("seq", "empty")
    if seq is not None:
        seqs = [entry_seen(session, who, seq).seq]
    else:
        seqs = proving.entries_of(session, item_seen(session, who, item))
    return proving.prove(session, session.get_one(Office, office), seqs)
