"""Titles of posts as an official paper writes them: in full, however short the office keeps them."""

import re
from typing import Final

_AREA: Final = re.compile(r"^(รอง\s*)?ผอ\.\s*สพ[ปมท]\.")
_ANY: Final = re.compile(r"^(รอง\s*)?ผอ\.\s*")


def in_full(title: str, office: str) -> str:
    """`รอง ผอ.สพป. คนที่ 1` is รองผู้อำนวยการ with the name of the office; others have ผอ. written out."""
    title = _AREA.sub(lambda found: f"{_of(found)}ผู้อำนวยการ{office}", title)
    return _ANY.sub(lambda found: f"{_of(found)}ผู้อำนวยการ", title)


def _of(found: re.Match[str]) -> str:
    return "รอง" if found[1] else ""
