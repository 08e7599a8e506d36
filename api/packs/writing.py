"""Writes an evidence pack: one ZIP file with papers, history, proofs and what checks them, offline."""

import datetime
import hashlib
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from functools import partial
from importlib.resources import files as resources
from pathlib import Path
from typing import IO, Any, Final

from sqlmodel import Session, col, select

from api.packs.contents import Contents
from api.packs.story import history_text, readme
from api.paper_files import paper_ready
from states.buddhist import be_year
from workflow import history
from workflow.checkpoints import anchors, proving
from workflow.checkpoints.taking import latest
from workflow.errors import BadEvidence, NotCheckpointed, PdfUnavailable, RenderRefused
from workflow.evidence import read_file, safe_name
from workflow.models import Checkpoint, CheckpointKey, Disclosure, Document, Item, Office
from workflow.moments import bangkok_date, moment_text

FORM: Final = "khanton-pack-1"
VERIFIERS: Final = ("verify.py", "verify.html")
DESTROYED: Final = "destroyed"
Told = Callable[[int, int], None]
"""Told how far the writing has come: files written, of how many at most."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A file of the pack: where, what it is (document, text, paper, history, tool), of which item."""

    path: str
    what: str
    sha256: str
    size: int
    of: str = ""


@dataclass(frozen=True, slots=True)
class Missing:
    """A document or text that history names and that could not be put in.

    `why` is file_lost, file_changed, or destroyed: by an order that the history in the pack tells of.
    """

    sha256: str
    filename: str
    why: str


@dataclass
class _Pack:
    """The ZIP file while it is written; every file in it has the pack's own moment."""

    archive: zipfile.ZipFile
    at: datetime.datetime
    listed: list[Listed] = field(default_factory=list)
    missing: list[Missing] = field(default_factory=list)

    def put(self, path: str, data: bytes, what: str, of: str = "") -> None:
        # What a reader unpacks should not look older or newer than the pack.
        info = zipfile.ZipInfo(path, self.at.timetuple()[:6])
        info.compress_type = zipfile.ZIP_DEFLATED
        info.external_attr = 0o644 << 16
        self.archive.writestr(info, data)
        self.listed.append(Listed(path, what, hashlib.sha256(data).hexdigest(), len(data), of))


@dataclass(frozen=True, slots=True)
class Place:
    """What files are made from: the data folder, and how people reach the installation."""

    folder: Path
    public_url: str = ""


def write(
    session: Session,
    told: Contents,
    out: IO[bytes],
    place: Place,
    at: datetime.datetime,
    progress: Told = lambda done, of: None,
) -> None:
    """Writes the pack as of the moment `at` to `out`, which can seek.

    Entries recorded after the office's last checkpoint are put in without a proof, and the manifest says
    which. Raises NotCheckpointed where there is no checkpoint yet, HistoryBroken.
    """
    office = session.get_one(Office, told.item.office_id)
    last = latest(session, office.id)
    if last is None:
        raise NotCheckpointed(office.code, max(told.seqs), 0)
    with zipfile.ZipFile(out, "w") as archive:
        pack = _Pack(archive, at, missing=list(_destroyed(told)))
        writing = _parts(session, told, pack, place, office, last)
        most = len(told.documents) + len(told.texts) + len(told.printed) + 8
        for done, put in enumerate(writing, start=1):
            put()
            progress(done, most)
        manifest = _manifest(told, pack, office, last)
        archive.writestr(zipfile.ZipInfo("manifest.json", at.timetuple()[:6]), _json(manifest))


def _parts(
    session: Session, told: Contents, pack: _Pack, place: Place, office: Office, last: Checkpoint
) -> Iterator[Callable[[], None]]:
    """What puts in one thing after another."""
    yield partial(_history, session, told, pack, office, last)
    codes = {item.id: item.code for item in told.items}
    for row in told.documents:
        yield partial(_document, pack, place, row, codes[row.item_id])
    for number, text in enumerate(told.texts, start=1):
        code = codes[text.item_id]
        yield partial(pack.put, f"papers/{_safe(code)}.{number}.txt", text.markup.encode(), "text", code)
    for item in told.printed:
        yield partial(_print, session, pack, place, item)
    for name in VERIFIERS:
        yield partial(pack.put, name, (resources("api.packs") / "verifier" / name).read_bytes(), "tool")
    yield partial(pack.put, "README.txt", readme(told, office, last).encode(), "tool")


def _destroyed(told: Contents) -> Iterator[Missing]:
    """What nobody should look for: it was destroyed by order, and its hash stands in the history."""
    codes = {item.id: item.code for item in told.items}
    yield from (Missing(row.sha256, row.filename, DESTROYED) for row in told.destroyed)
    yield from (
        Missing(text.sha256, f"{codes[text.item_id]}.txt", DESTROYED) for text in told.destroyed_texts
    )


def _document(pack: _Pack, place: Place, row: Document, code: str) -> None:
    """A file as it was put forward; what is lost is told, and does not stop the rest."""
    try:
        data = read_file(place.folder, row.sha256)
    except BadEvidence as error:
        pack.missing.append(Missing(row.sha256, row.filename, error.problem))
        return
    pack.put(f"documents/{row.sha256[:12]}-{safe_name(row.filename)}", data, "document", code)


def _history(session: Session, told: Contents, pack: _Pack, office: Office, last: Checkpoint) -> None:
    proved = [seq for seq in told.seqs if seq <= last.seq]
    if not proved:
        raise NotCheckpointed(office.code, max(told.seqs), last.seq)
    proof = proving.prove(session, office, proved)
    pack.put("history/proof.json", proving.written(proof).encode(), "history")
    later = [history.canonical(session, office.id, seq) for seq in told.seqs if seq > last.seq]
    if later:
        pack.put("history/unproved.jsonl", b"\n".join(each for each in later if each), "history")
    pack.put("history/checkpoints.jsonl", _checkpoints(session, office).encode(), "history")
    pack.put("history/disclosures.json", _json(list(_disclosed(session, told))), "history")
    pack.put("history/history.txt", history_text(session, told).encode(), "history")


def _checkpoints(session: Session, office: Office) -> str:
    """Every checkpoint of the office as a line of a file of anchors."""
    rows = session.exec(
        select(Checkpoint, CheckpointKey.verifier)
        .join(CheckpointKey, col(CheckpointKey.key_id) == col(Checkpoint.key_id))
        .where(Checkpoint.office_id == office.id)
        .order_by(col(Checkpoint.seq))
    )
    return "".join(anchors.line_of(row, office.code, verifier) for row, verifier in rows)


def _disclosed(session: Session, told: Contents) -> Iterable[dict[str, object]]:
    rows = session.exec(
        select(Disclosure)
        .where(Disclosure.office_id == told.item.office_id, col(Disclosure.seq).in_(told.seqs))
        .order_by(col(Disclosure.seq), col(Disclosure.path))
    )
    for row in rows:
        yield {"seq": row.seq, "path": row.path, "salt": row.salt, "value": row.value}


def _print(session: Session, pack: _Pack, place: Place, item: Item) -> None:
    """The paper as PDF, to be read; what was signed is its text beside it."""
    try:
        ready = paper_ready(
            session, item, on=bangkok_date(pack.at), folder=place.folder, base_url=place.public_url
        )
        pack.put(f"papers/{_safe(item.code)}.pdf", ready.file("pdf"), "paper", item.code)
    except (RenderRefused, PdfUnavailable) as error:
        pack.missing.append(Missing("", f"{item.code}.pdf", type(error).__name__))


def _manifest(told: Contents, pack: _Pack, office: Office, last: Checkpoint) -> dict[str, Any]:
    return {
        "form": FORM,
        "office": {"code": office.code, "name": office.name_th},
        "item": {"code": told.item.code, "kind": told.item.kind, "title": told.item.title},
        "items": [item.code for item in told.items],
        "made_at": moment_text(pack.at),
        "checkpoint": last.seq,
        "entries": len(told.seqs),
        "unproved": [seq for seq in told.seqs if seq > last.seq],
        "missing": [asdict(each) for each in pack.missing],
        "files": [asdict(each) for each in pack.listed],
    }


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode() + b"\n"


def _safe(code: str) -> str:
    return "".join(sign if sign.isalnum() or sign in "-_" else "_" for sign in code)


def file_name(told: Contents, at: datetime.datetime) -> str:
    """`khanton-AP2561-25610518.zip`, the day B.E."""
    day = bangkok_date(at)
    return f"khanton-{_safe(told.item.code)}-{be_year(day.year)}{day:%m%d}.zip"
