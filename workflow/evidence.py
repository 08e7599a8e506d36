"""Takes in the papers people put forward: named by their content, checked for size and type."""

import datetime
import hashlib
import io
import os
import tempfile
import zipfile
from pathlib import Path

from sqlmodel import Session

from workflow.errors import BadEvidence
from workflow.models import StoredFile

LARGEST = 20 * 1024 * 1024  # as the mail of today's office system takes (DOMAIN §3.4)
_OFFICE = {
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt/presentation.xml": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
_MAGIC = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
)


def take_in(
    session: Session, folder: Path, data: bytes, filename: str, *, at: datetime.datetime
) -> StoredFile:
    """Stores `data` once under its SHA-256 in `folder` and returns its row.

    The type is read from the bytes, never from the name. Raises BadEvidence (empty, too_large,
    type_not_allowed, needs_file_name). A file without a row (the transaction failed) is harmless.
    """
    if not filename.strip():
        raise BadEvidence("file", "needs_file_name")
    if not data:
        raise BadEvidence(filename[:120], "empty")
    if len(data) > LARGEST:
        raise BadEvidence(filename[:120], "too_large", str(LARGEST))
    media_type = _type_of(data)
    if media_type is None:
        raise BadEvidence(filename[:120], "type_not_allowed", "PDF, PNG, JPEG, DOCX, XLSX, PPTX")
    name = hashlib.sha256(data).hexdigest()
    # Locked first: where the same file is being destroyed, it is written again once that is done.
    known = session.get(StoredFile, name, with_for_update={"read": True, "key_share": True})
    _keep(path_of(folder, name), data)
    if known is not None and known.destroyed_at is not None:
        known.destroyed_at = None
        session.flush()
    if known is None:
        known = StoredFile(sha256=name, size=len(data), media_type=media_type, stored_at=at)
        session.add(known)
        session.flush()
    return known


def path_of(folder: Path, sha256: str) -> Path:
    """Where a file's bytes are kept."""
    return folder / "evidence" / sha256[:2] / sha256


def read_file(folder: Path, sha256: str) -> bytes:
    """A stored file's bytes; raises BadEvidence where they are gone or no longer what was stored."""
    try:
        data = path_of(folder, sha256).read_bytes()
    except FileNotFoundError as error:
        raise BadEvidence(sha256, "file_lost") from error
    if hashlib.sha256(data).hexdigest() != sha256:
        raise BadEvidence(sha256, "file_changed")
    return data


def safe_name(filename: str) -> str:
    """The last part of what the sender called the file: printable, 120 characters at most."""
    last = filename.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(sign for sign in last if sign.isprintable()).strip()[:120] or "file"


def _type_of(data: bytes) -> str | None:
    for magic, media_type in _MAGIC:
        if data.startswith(magic):
            return media_type
    return _office_type(data) if data.startswith(b"PK\x03\x04") else None


def _office_type(data: bytes) -> str | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except zipfile.BadZipFile:
        return None
    if any("vbaproject" in name.casefold() for name in names):
        return None  # macros
    return next((media_type for part, media_type in _OFFICE.items() if part in names), None)


def _keep(path: Path, data: bytes) -> None:
    """Writes beside and renames, so that a file under its hash is always whole."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, written = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    Path(written).replace(path)
