"""Papers are taken in by what they are, not by what they are called."""

import io
import zipfile
from pathlib import Path

import pytest

from workflow import evidence
from workflow.errors import BadEvidence
from workflow.models import StoredFile

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF"


def office_file(*parts: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for part in parts:
            archive.writestr(part, "<xml/>")
    return held.getvalue()


def test_the_same_bytes_are_kept_once_and_read_back(session, tmp_path: Path, now):
    first = evidence.take_in(session, tmp_path, PDF, "คำสั่ง.pdf", at=now)
    again = evidence.take_in(session, tmp_path, PDF, "other name.pdf", at=now)
    assert (first.sha256, first.size, first.media_type) == (again.sha256, len(PDF), "application/pdf")
    assert evidence.read_file(tmp_path, first.sha256) == PDF
    assert len(list((tmp_path / "evidence").rglob("*"))) == 2  # one folder, one file


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "empty"),
        (b"MZ\x90\x00 a program called memo.pdf", "type_not_allowed"),
        (b"<html>", "type_not_allowed"),
        (b"PK\x03\x04 broken", "type_not_allowed"),
        (office_file("word/document.xml", "word/vbaProject.bin"), "type_not_allowed"),
        (office_file("readme.txt"), "type_not_allowed"),
        (b"%PDF-" + b"0" * evidence.LARGEST, "too_large"),
    ],
)
def test_what_is_not_a_paper_is_refused(session, tmp_path: Path, now, data: bytes, problem: str):
    with pytest.raises(BadEvidence) as refused:
        evidence.take_in(session, tmp_path, data, "memo.pdf", at=now)
    assert refused.value.problem == problem
    assert session.get(StoredFile, "0" * 64) is None
    assert not (tmp_path / "evidence").exists()


@pytest.mark.parametrize(
    ("part", "subtype"),
    [
        ("word/document.xml", "wordprocessingml.document"),
        ("xl/workbook.xml", "spreadsheetml.sheet"),
        ("ppt/presentation.xml", "presentationml.presentation"),
    ],
)
def test_office_files_are_known_by_their_parts(session, tmp_path: Path, now, part: str, subtype: str):
    taken = evidence.take_in(session, tmp_path, office_file(part), "x", at=now)
    assert taken.media_type == f"application/vnd.openxmlformats-officedocument.{subtype}"


def test_a_file_changed_on_disk_is_not_given_out(session, tmp_path: Path, now):
    taken = evidence.take_in(session, tmp_path, PDF, "a.pdf", at=now)
    evidence.path_of(tmp_path, taken.sha256).write_bytes(PDF + b"!")
    with pytest.raises(BadEvidence) as refused:
        evidence.read_file(tmp_path, taken.sha256)
    assert refused.value.problem == "file_changed"


def test_a_file_name_keeps_its_last_part_without_control_signs():
    assert evidence.safe_name("C:\\งาน\\..\\คำสั่ง\x00\r\n.pdf") == "คำสั่ง.pdf"
    assert evidence.safe_name("../../") == "file"
    assert evidence.safe_name("ก" * 500) == "ก" * 120
