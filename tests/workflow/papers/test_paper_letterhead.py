"""The emblem an office uploads is drawn anew from its pixels; whatever else was in the file is not kept."""

import contextlib
import io
import json
import struct
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from paper_desk import PaperDesk, desk_of_papers  # noqa: F401  a fixture
from PIL import Image, ImageFile, PngImagePlugin
from sqlmodel import select

from workflow.errors import BadEvidence, BadInput, NotAllowed, TooLong
from workflow.models import Entry
from workflow.papers.letterhead import emblem, letterhead, redrawn, set_emblem, set_letterhead

RED = (200, 10, 10)


def picture(size: tuple[int, int] = (60, 40), kind: str = "PNG", mode: str = "RGB", **more: object) -> bytes:
    colour = {"RGB": RED, "RGBA": (*RED, 128), "L": 90, "CMYK": (0, 200, 200, 20), "1": 1}[mode]
    written = io.BytesIO()
    Image.new(mode, size, colour).save(written, kind, **more)
    return written.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize(
    ("kind", "mode", "made"),
    [
        ("PNG", "RGB", "RGB"),
        ("PNG", "RGBA", "RGBA"),
        ("PNG", "L", "RGB"),
        ("PNG", "1", "RGB"),
        ("JPEG", "RGB", "RGB"),
        ("JPEG", "CMYK", "RGB"),
    ],
)
def test_a_picture_becomes_a_plain_png(kind: str, mode: str, made: str) -> None:
    drawn = opened(redrawn(picture(kind=kind, mode=mode)))
    assert (drawn.format, drawn.mode, drawn.size) == ("PNG", made, (60, 40))


@pytest.mark.parametrize(
    ("size", "kept"), [((2400, 1200), (1200, 600)), ((1000, 4000), (300, 1200)), ((1200, 1), (1200, 1))]
)
def test_a_large_picture_is_made_smaller(size: tuple[int, int], kept: tuple[int, int]) -> None:
    assert opened(redrawn(picture(size))).size == kept


def test_nothing_but_the_pixels_is_kept() -> None:
    said = PngImagePlugin.PngInfo()
    said.add_text("Comment", "<script>alert(1)</script>")
    png = picture(pnginfo=said, icc_profile=b"profile" * 20)
    taken = Image.Exif()
    taken[0x010E] = "secret place"
    jpeg = picture(kind="JPEG", exif=taken.tobytes())
    assert b"script" in png
    assert b"secret place" in jpeg
    for data in (png, jpeg):
        drawn = redrawn(data)
        assert (b"script" in drawn, b"secret" in drawn, b"profile" in drawn) == (False, False, False)
        assert opened(drawn).info == {}


def test_what_hangs_behind_a_picture_is_left_behind() -> None:
    assert b"<?php" not in redrawn(picture() + b"<?php system($_GET[0]); ?>")


def test_a_photograph_stands_upright() -> None:
    turned = Image.Exif()
    turned[0x0112] = 6
    assert opened(redrawn(picture((60, 40), "JPEG", exif=turned.tobytes()))).size == (40, 60)


def bomb(width: int, height: int) -> bytes:
    """A small file that says it is a picture of this size."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 10_000)), (b"IEND", b"")]
    chunks = [
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in parts
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "empty"),
        (SVG, "type_not_allowed"),
        (picture(kind="GIF"), "type_not_allowed"),
        (picture(kind="WEBP"), "type_not_allowed"),
        (picture(kind="TIFF"), "type_not_allowed"),
        (picture(kind="BMP"), "type_not_allowed"),
        (b"%PDF-1.7\n", "type_not_allowed"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n", "type_not_allowed"),
        (b"\x89PNG\r\n\x1a\n", "type_not_allowed"),
        (picture()[:-30], "unreadable_image"),
        (picture(kind="JPEG", size=(600, 600))[:400], "unreadable_image"),
        (picture((4001, 2)), "too_large"),
        (bomb(20_000, 20_000), "too_large"),
        (bomb(9_500, 9_500), "too_large"),
        (bomb(3_900, 3_900), "unreadable_image"),
        (picture() + b"\0" * 4 * 2**20, "too_large"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_whatever_is_no_small_picture_is_refused(
    data: bytes, problem: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where a library has told Pillow to make do with half a picture."""
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    with pytest.raises(BadEvidence) as refused:
        redrawn(data)
    assert (refused.value.key, refused.value.problem) == ("emblem", problem)


@given(place=st.integers(8, 200), byte=st.integers(0, 255))
def test_a_damaged_file_is_a_picture_or_refused_and_nothing_else(place: int, byte: int) -> None:
    data = bytearray(picture())
    data[place % len(data)] = byte
    with contextlib.suppress(BadEvidence):
        assert opened(redrawn(bytes(data))).format == "PNG"


def test_the_emblem_is_stored_once_and_told(papers: PaperDesk, tmp_path: Path) -> None:
    admin = papers.hand("system_admin")
    assert emblem(papers.session, tmp_path, papers.office.id) is None
    row = set_emblem(papers.session, tmp_path, picture(), admin)
    set_emblem(papers.session, tmp_path, picture(), admin)
    assert emblem(papers.session, tmp_path, papers.office.id) == redrawn(picture())
    entry = papers.session.exec(select(Entry).where(Entry.kind == "letterhead")).one()
    assert json.loads(entry.details) == {"changed": {"emblem_sha256": [None, row.emblem_sha256]}}


def test_a_refused_emblem_leaves_the_earlier_one(papers: PaperDesk, tmp_path: Path) -> None:
    admin = papers.hand("system_admin")
    set_emblem(papers.session, tmp_path, picture(), admin)
    with pytest.raises(BadEvidence):
        set_emblem(papers.session, tmp_path, SVG, admin)
    assert emblem(papers.session, tmp_path, papers.office.id) == redrawn(picture())


def test_an_office_without_a_letterhead_has_an_empty_one(papers: PaperDesk) -> None:
    row = letterhead(papers.session, papers.office.id)
    assert (row.address, row.telephone, row.email, row.thai_digits, row.emblem_sha256) == (
        "",
        "",
        "",
        True,
        None,
    )


def test_the_letterhead_is_set_and_told(papers: PaperDesk) -> None:
    clerk = papers.hand("clerk")
    wanted: dict[str, str | bool] = {"address": "ถนนตัวอย่าง", "telephone": "0 5500 0000", "thai_digits": False}
    for _ in range(2):
        set_letterhead(papers.session, papers.office.id, wanted, clerk)
    row = letterhead(papers.session, papers.office.id)
    assert (row.address, row.telephone, row.thai_digits) == ("ถนนตัวอย่าง", "0 5500 0000", False)
    entry = papers.session.exec(select(Entry).where(Entry.kind == "letterhead")).one()
    assert json.loads(entry.details)["changed"]["address"] == ["", "ถนนตัวอย่าง"]


def test_the_letterhead_has_limits_and_keepers(papers: PaperDesk, tmp_path: Path) -> None:
    office_id = papers.office.id
    with pytest.raises(TooLong):
        set_letterhead(papers.session, office_id, {"address": "ก" * 501}, papers.hand("clerk"))
    with pytest.raises(BadInput):
        set_letterhead(papers.session, office_id, {"emblem_sha256": "ab" * 32}, papers.hand("clerk"))
    for role in ("plan_officer", "school_officer", "internal_auditor"):
        with pytest.raises(NotAllowed):
            set_letterhead(papers.session, office_id, {"address": "ก"}, papers.hand(role))
        with pytest.raises(NotAllowed):
            set_emblem(papers.session, tmp_path, picture(), papers.hand(role))
