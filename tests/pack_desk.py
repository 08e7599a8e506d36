"""A small office whose plan has been packed, and ways to falsify the pack."""

import datetime
import hashlib
import io
import json
import zipfile
from pathlib import Path

import pytest
from conftest import NOW, SmallOffice
from sqlmodel import Session, select

from api.packs.contents import contents
from api.packs.writing import Place, write
from workflow.attest import attest
from workflow.checkpoints.keys import KeyFile
from workflow.checkpoints.taking import take_for
from workflow.database import Database
from workflow.evidence import take_in
from workflow.models import Item
from workflow.statements import Attached

ON = datetime.date(2018, 1, 12)
PDF = b"%PDF-1.4\n% an order\n"
Pack = dict[str, bytes]


@pytest.fixture(name="kept")
def packed_before(database: Database, office: SmallOffice, tmp_path: Path) -> Path:
    """A plan with a project and a document, and a checkpoint above them."""
    with database.write() as session:
        plan = office.open(session, "annual_plan", "AP1")
        project = office.open(session, "project", "P1", parent_id=plan.id)
        show(session, office, tmp_path, plan)
        assert project.parent_id == plan.id
    take_for(database, office.id, KeyFile.in_folder(tmp_path), NOW)
    return tmp_path


def show(session: Session, office: SmallOffice, folder: Path, item: Item, data: bytes = PDF) -> None:
    stored = take_in(session, folder, data, "คำสั่ง.pdf", at=NOW)
    attest(
        session,
        item.id,
        by=office.people["plan_director"],
        at=NOW,
        documents={"appointment_order": Attached(stored.sha256, "คำสั่ง.pdf")},
    )


def packed(database: Database, folder: Path, code: str = "AP1", *, whole: bool = True) -> bytes:
    out = io.BytesIO()
    with database.read() as session:
        item = session.exec(select(Item).where(Item.code == code)).one()
        write(session, contents(session, item, who=None, on=ON, whole=whole), out, Place(folder), NOW)
    return out.getvalue()


def opened(data: bytes) -> Pack:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(files: Pack) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def entry_changed(files: Pack) -> None:
    """Somebody else is named in an entry, and the file list agrees."""
    files["history/proof.json"] = files["history/proof.json"].replace(b"opened", b"forged", 1)
    listed_again(files, "history/proof.json")


def entry_left_out(files: Pack) -> None:
    proof = json.loads(files["history/proof.json"])
    del proof["entries"][1]
    proof["entries"][1]["index"] -= 1
    files["history/proof.json"] = json.dumps(proof).encode()
    listed_again(files, "history/proof.json")


def note_changed(files: Pack) -> None:
    proof = json.loads(files["history/proof.json"])
    proof["checkpoint"] = proof["checkpoint"].replace("taken 2018", "taken 2019")
    files["history/proof.json"] = json.dumps(proof).encode()
    listed_again(files, "history/proof.json")


def document_changed(files: Pack) -> None:
    name = next(name for name in files if name.startswith("documents/"))
    files[name] = PDF + b"one more line"
    listed_again(files, name)


def document_taken_out(files: Pack) -> None:
    name = next(name for name in files if name.startswith("documents/"))
    del files[name]
    manifest = json.loads(files["manifest.json"])
    manifest["files"] = [each for each in manifest["files"] if each["path"] != name]
    files["manifest.json"] = json.dumps(manifest).encode()


def file_changed(files: Pack) -> None:
    files["history/history.txt"] += b"!"


def file_added(files: Pack) -> None:
    files["documents/another.pdf"] = PDF


def listed_again(files: Pack, name: str) -> None:
    """The list of files is made to agree: whoever changes one can change that too."""
    manifest = json.loads(files["manifest.json"])
    for each in manifest["files"]:
        if each["path"] == name:
            each["sha256"] = hashlib.sha256(files[name]).hexdigest()
    files["manifest.json"] = json.dumps(manifest).encode()


CHANGES = [
    (entry_changed, {"entries"}),
    (entry_left_out, {"entries"}),
    (note_changed, {"signature"}),
    (document_changed, {"documents"}),
    (document_taken_out, {"documents"}),
    (file_changed, {"files"}),
    (file_added, {"files"}),
]
