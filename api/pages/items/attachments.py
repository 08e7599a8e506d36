"""The files put forward with an item: what they are, found in their bytes, and one form to add another."""

from dataclasses import dataclass
from typing import Final

from sqlmodel import Session, col, select

from api.pages.words import Words
from states.catalogue import catalogue
from states.model import Definition
from workflow.models import Document, Item, Person, StoredFile

OTHER: Final = "other_document"
_KINDS: Final = {
    "application/pdf": "PDF",
    "image/png": "PNG",
    "image/jpeg": "JPEG",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Excel",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "PowerPoint",
}


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of the item; `kind` as its bytes say, `size` in bytes."""

    row: Document
    name: str
    kind: str
    size: int
    by: str


@dataclass(frozen=True, slots=True)
class Attachments:
    """Every file, the newest first, and what a further one may be attached as."""

    files: list[Attachment]
    choices: list[tuple[str, str]]


def attachments_of(session: Session, item: Item, definition: Definition, words: Words) -> Attachments:
    """One statement for any number of files."""
    rows = session.exec(
        select(Document, StoredFile, Person.name_th)
        .join(StoredFile, col(StoredFile.sha256) == col(Document.sha256))
        .join(Person, col(Person.id) == col(Document.attached_by))
        .where(Document.item_id == item.id)
        .order_by(col(Document.id).desc())
    )
    files = [
        Attachment(row, words.document(row.code), _KINDS.get(stored.media_type, ""), stored.size, name)
        for row, stored, name in rows
    ]
    asked = {code for move in definition.transitions for code in move.documents} - {OTHER}
    known = catalogue().documents
    choices = [(code, words.label(known[code].label)) for code in sorted(asked) if code in known]
    return Attachments(files, [*choices, (OTHER, words.document(OTHER))])


def size_text(size: int) -> str:
    """`820 KB`, `1.4 MB`, `12.5 GB`: as file managers write it."""
    if size < 1024 * 1024:
        return f"{max(1, round(size / 1024)):,} KB"
    if size < 1024 * 1024 * 1024:
        return f"{size / 1024 / 1024:.1f} MB"
    return f"{size / 1024 / 1024 / 1024:,.1f} GB"
