"""Facts and documents of an item: recording them, and reading them back."""

import hashlib
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, File, Form, Path, Response, UploadFile
from pydantic import BaseModel, Field
from sqlmodel import Session, col, select

from api.answers import OnlyOnce
from api.dependencies import AskedItem, Configured, Moment, SignedIn, Transaction
from api.errors import UnknownDocument
from api.plain_text import PlainText
from api.problems import RESPONSES
from api.v1.shapes import Asked, Evidence, Instant, Named, named
from api.v1.shown_items import OwnerShown
from states.catalogue import catalogue
from workflow import attest, evidence
from workflow.history import Sealed
from workflow.models import Attestation, Document, Item, Person, StoredFile
from workflow.retention.standing import must_stand
from workflow.statements import Attached

router = APIRouter(tags=["evidence"], responses={key: RESPONSES[key] for key in (401, 403, 404, 413, 422)})
_HEX = r"^[0-9a-f]{64}$"


class WantedFacts(Asked):
    """Facts to record without moving the item."""

    facts: Evidence


class EntryMade(BaseModel):
    """The history entry that was written."""

    code: str = Field(description="The item")
    entry_seq: int = Field(description="Number in the office's history")
    hash: str


class DocumentMade(EntryMade):
    document: Named
    sha256: str
    filename: str
    size: int = Field(description="Bytes")
    media_type: str = Field(description="As found in the content")


class FactShown(BaseModel):
    key: str
    value: str = Field(description="Canonical text")
    item_version: int = Field(description="The item's version when it was recorded")
    entry_seq: int
    by: OwnerShown
    at: Instant


class DocumentShown(BaseModel):
    document: Named
    sha256: str = Field(description="Fetch it at /items/{code}/documents/{sha256}")
    filename: str
    media_type: str
    size: int = Field(description="Bytes")
    item_version: int
    entry_seq: int
    by: OwnerShown
    at: Instant


class EvidenceShown(BaseModel):
    """Everything recorded with an item, oldest first; of a fact recorded twice the newest counts."""

    facts: list[FactShown]
    documents: list[DocumentShown]


@router.get("/items/{code}/evidence")
def list_evidence(session: Transaction, item: AskedItem) -> EvidenceShown:
    """หลักฐานของเรื่อง · The facts and documents recorded with an item."""
    return EvidenceShown(facts=_facts(session, item), documents=_documents(session, item))


@router.post("/items/{code}/facts", status_code=201, response_model=EntryMade)
def record_facts(
    wish: WantedFacts, session: Transaction, person: SignedIn, item: AskedItem, at: Moment, once: OnlyOnce
) -> Response:
    """บันทึกหลักฐาน · Records facts on an item without moving it."""

    def act() -> EntryMade:
        sealed = attest.attest(session, item.id, by=person.id, at=at, facts=wish.facts)
        return EntryMade(code=item.code, entry_seq=sealed.seq, hash=sealed.hash)

    return once(wish, act, status=201)


@router.post("/items/{code}/documents", status_code=201, response_model=DocumentMade)
def attach_document(
    file: Annotated[UploadFile, File(description="PDF, PNG, JPEG, DOCX, XLSX or PPTX; at most 20 MB")],
    document: Annotated[PlainText, Form(description="Document code, as in the action's documents")],
    session: Transaction,
    person: SignedIn,
    item: AskedItem,
    at: Moment,
    settings: Configured,
    once: OnlyOnce,
) -> Response:
    """แนบเอกสาร · Takes in a file and puts it forward as a document of the item."""
    data = file.file.read()
    filename = evidence.safe_name(file.filename or "")

    def act() -> DocumentMade:
        attest.must_record(session, item.id, by=person.id, at=at)
        stored = evidence.take_in(session, settings.data_folder, data, filename, at=at)
        attached = {document: Attached(stored.sha256, filename)}
        sealed = attest.attest(session, item.id, by=person.id, at=at, documents=attached)
        return _made(item, document, stored, filename, sealed)

    return once(f"{document} {filename} {hashlib.sha256(data).hexdigest()}", act, status=201)


@router.get(
    "/items/{code}/documents/{sha256}",
    response_class=Response,
    responses={200: {"content": {"application/octet-stream": {}}, "description": "The file"}},
)
def fetch_document(
    session: Transaction,
    item: AskedItem,
    sha256: Annotated[str, Path(pattern=_HEX)],
    settings: Configured,
) -> Response:
    """ดาวน์โหลดเอกสาร · A document's bytes, checked against their hash."""
    found = session.exec(
        select(Document, StoredFile)
        .join(StoredFile, col(StoredFile.sha256) == col(Document.sha256))
        .where(Document.item_id == item.id, Document.sha256 == sha256)
        .order_by(col(Document.id).desc())
    ).first()
    if found is None:
        raise UnknownDocument(item.code)
    must_stand(session, item.id)
    document, stored = found
    data = evidence.read_file(settings.data_folder, sha256)
    return Response(data, media_type=stored.media_type, headers=attachment(document.filename))


def attachment(filename: str) -> dict[str, str]:
    """The header that has a browser save a file rather than open it, with a Thai name too (RFC 6266)."""
    return {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(filename, safe='')}"}


def _made(item: Item, code: str, stored: StoredFile, filename: str, sealed: Sealed) -> DocumentMade:
    return DocumentMade(
        code=item.code,
        entry_seq=sealed.seq,
        hash=sealed.hash,
        document=named(code, catalogue().documents[code].label),
        sha256=stored.sha256,
        filename=filename,
        size=stored.size,
        media_type=stored.media_type,
    )


def _facts(session: Session, item: Item) -> list[FactShown]:
    rows = session.exec(
        select(Attestation, Person)
        .join(Person, col(Person.id) == col(Attestation.attested_by))
        .where(Attestation.item_id == item.id)
        .order_by(col(Attestation.id))
    )
    return [
        FactShown(
            key=fact.code,
            value=fact.value,
            item_version=fact.item_version,
            entry_seq=fact.entry_seq,
            by=OwnerShown(username=person.username, name_th=person.name_th),
            at=fact.attested_at,
        )
        for fact, person in rows
    ]


def _documents(session: Session, item: Item) -> list[DocumentShown]:
    papers = catalogue().documents
    rows = session.exec(
        select(Document, StoredFile, Person)
        .join(StoredFile, col(StoredFile.sha256) == col(Document.sha256))
        .join(Person, col(Person.id) == col(Document.attached_by))
        .where(Document.item_id == item.id)
        .order_by(col(Document.id))
    )
    return [
        DocumentShown(
            document=named(row.code, papers[row.code].label if row.code in papers else None),
            sha256=row.sha256,
            filename=row.filename,
            media_type=stored.media_type,
            size=stored.size,
            item_version=row.item_version,
            entry_seq=row.entry_seq,
            by=OwnerShown(username=person.username, name_th=person.name_th),
            at=row.attached_at,
        )
        for row, stored, person in rows
    ]
