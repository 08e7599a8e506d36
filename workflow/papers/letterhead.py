"""The head of an office's papers: its address, and the emblem it uploads, which is always drawn anew."""

import io
from pathlib import Path
from typing import Final

from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError
from sqlmodel import Session

from workflow import evidence
from workflow.changes import SETTERS, Hand, applied, authority, record
from workflow.errors import BadEvidence
from workflow.facts import limited
from workflow.models import Letterhead, Office, Person

KEEPERS: Final = (*SETTERS, "clerk")
LARGEST: Final = 4 * 1024 * 1024
WIDEST: Final = 4_000
KEPT_AT: Final = 1_200  # pixels: 3 cm at 1,000 dots an inch
_FORMATS = ("PNG", "JPEG")
_LIMITS = {"address": 500, "telephone": 100, "email": 200}


def letterhead(session: Session, office_id: int) -> Letterhead:
    """What the office prints at the head of its papers; empty where it has set nothing."""
    return session.get(Letterhead, office_id) or Letterhead(office_id=office_id)


def set_letterhead(session: Session, office_id: int, wanted: dict[str, str | bool], hand: Hand) -> Letterhead:
    """Changes address, telephone, email or thai_digits; nothing recorded where nothing changes.

    Raises NotAllowed, BadInput, TooLong.
    """
    by = authority(session, office_id, hand, KEEPERS)
    for name, limit in _LIMITS.items():
        limited(name, str(wanted.get(name, "")), limit)
    row = _kept(session, office_id)
    changed = applied(row, wanted, (*_LIMITS, "thai_digits"))
    session.flush()
    if changed:
        code = session.get_one(Office, office_id).code
        record(session, office_id, "letterhead", [code], {"changed": changed}, hand, by=by)
    return row


def set_emblem(session: Session, folder: Path, data: bytes, hand: Hand) -> Letterhead:
    """Takes in the emblem of the person's office, a PNG or JPEG, as a PNG written anew in `folder`.

    Raises NotAllowed, BadEvidence (empty, too_large, type_not_allowed, unreadable_image).
    """
    office_id = session.get_one(Person, hand.by).office_id
    by = authority(session, office_id, hand, KEEPERS)
    kept = evidence.take_in(session, folder, redrawn(data), "emblem.png", at=hand.at)
    row = _kept(session, office_id)
    changed = applied(row, {"emblem_sha256": kept.sha256}, ("emblem_sha256",))
    session.flush()
    if changed:
        code = session.get_one(Office, office_id).code
        record(session, office_id, "letterhead", [code], {"changed": changed}, hand, by=by)
    return row


def remove_emblem(session: Session, hand: Hand) -> Letterhead:
    """Papers of the person's office keep the room where the emblem stood; raises NotAllowed."""
    office_id = session.get_one(Person, hand.by).office_id
    by = authority(session, office_id, hand, KEEPERS)
    row = _kept(session, office_id)
    changed = applied(row, {"emblem_sha256": None}, ("emblem_sha256",))
    session.flush()
    if changed:
        code = session.get_one(Office, office_id).code
        record(session, office_id, "letterhead", [code], {"changed": changed}, hand, by=by)
    return row


def emblem(session: Session, folder: Path, office_id: int) -> bytes | None:
    """The emblem as a PNG; raises BadEvidence where its file is gone or changed."""
    name = letterhead(session, office_id).emblem_sha256
    return evidence.read_file(folder, name) if name else None


def redrawn(data: bytes) -> bytes:
    """The picture in `data` as a plain PNG of at most 1,200 pixels a side, with nothing else that was in the
    file: no profile, no text, no place where it was taken. Raises BadEvidence."""
    if not data:
        raise BadEvidence("emblem", "empty")
    if len(data) > LARGEST:
        raise BadEvidence("emblem", "too_large", str(LARGEST))
    try:
        return _drawn(data)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise BadEvidence("emblem", "too_large", f"{WIDEST} px") from error
    except UnidentifiedImageError as error:
        raise BadEvidence("emblem", "type_not_allowed", "PNG, JPEG") from error
    except (OSError, ValueError, SyntaxError, EOFError) as error:  # what Pillow raises on broken files
        raise BadEvidence("emblem", "unreadable_image") from error


def _drawn(data: bytes) -> bytes:
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint, where it was imported, has half a picture pass
    with Image.open(io.BytesIO(data), formats=_FORMATS) as opened:  # reads the head only
        if max(opened.size) > WIDEST:
            raise BadEvidence("emblem", "too_large", f"{WIDEST} px")
        opened.load()
        upright = ImageOps.exif_transpose(opened)
        plain = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    plain.thumbnail((KEPT_AT, KEPT_AT))
    clean = Image.new(plain.mode, plain.size)
    clean.paste(plain)
    written = io.BytesIO()
    clean.save(written, "PNG", optimize=True)
    return written.getvalue()


def _kept(session: Session, office_id: int) -> Letterhead:
    row = session.get(Letterhead, office_id, populate_existing=True)
    if row is None:
        row = Letterhead(office_id=office_id)
        session.add(row)
    return row
