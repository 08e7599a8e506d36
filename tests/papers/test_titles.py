"""Titles stand in full on official papers."""

import pytest

from papers.titles import in_full

OFFICE = "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาอุตรดิตถ์ เขต 2"


@pytest.mark.parametrize(
    ("kept", "printed"),
    [
        ("ผอ.สพป.", f"ผู้อำนวยการ{OFFICE}"),
        ("รอง ผอ.สพป. คนที่ 1", f"รองผู้อำนวยการ{OFFICE} คนที่ 1"),
        ("ผอ.กลุ่มนโยบายและแผน", "ผู้อำนวยการกลุ่มนโยบายและแผน"),
        ("ผู้อำนวยการกลุ่มอำนวยการ", "ผู้อำนวยการกลุ่มอำนวยการ"),
        ("นักวิเคราะห์นโยบายและแผนชำนาญการ", "นักวิเคราะห์นโยบายและแผนชำนาญการ"),
        ("", ""),
    ],
)
def test_titles_are_written_out(kept: str, printed: str) -> None:
    assert in_full(kept, OFFICE) == printed
