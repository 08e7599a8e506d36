"""The pack's own page checks the pack in a browser without a network, as the Python file does."""

from collections.abc import Callable
from pathlib import Path

import pytest
from browsers import IN_A_BROWSER, browser_of_the_module  # noqa: F401  a fixture
from pack_desk import CHANGES, Pack, opened, packed, packed_before, zipped  # noqa: F401  a fixture
from playwright.sync_api import Browser, Page

from api.packs.verifier import verify
from workflow.database import Database

pytestmark = list(IN_A_BROWSER)
ORDER = ["files", "signature", "entries", "chain", "documents", "texts", "personal"]


def checked(chromium: Browser, folder: Path, data: bytes, key: str = "") -> tuple[str, list[bool]]:
    """The verdict's class, and for each thing looked at whether it holds; the page comes from the pack."""
    pack, page_file = folder / "pack.zip", folder / "verify.html"
    pack.write_bytes(data)
    page_file.write_bytes((Path(verify.__file__).parent / "verify.html").read_bytes())
    context = chromium.new_context(offline=True)
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(page_file.as_uri())
    page.fill("#key", key)
    page.set_input_files("#pack", pack)
    verdict = _verdict(page)
    holds = [item.get_attribute("class") != "wrong" for item in page.locator("#results > li").all()]
    context.close()
    assert faults == []
    return verdict, holds


def _verdict(page: Page) -> str:
    page.wait_for_selector("#verdict.ok, #verdict.wrong")
    return page.get_attribute("#verdict", "class") or ""


def key_of(files: Pack) -> str:
    return str(verify.told(files, "history/proof.json")["key"])


def test_a_whole_pack_holds(chromium: Browser, database: Database, kept: Path, tmp_path: Path) -> None:
    data = packed(database, kept)
    assert checked(chromium, tmp_path, data) == ("ok", [True] * 7)
    assert checked(chromium, tmp_path, data, key_of(opened(data))) == ("ok", [True] * 7)
    other = "khanton+97366e56+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"
    assert checked(chromium, tmp_path, data, other) == ("wrong", [True, False, *[True] * 5])


@pytest.mark.parametrize(("change", "_found"), CHANGES, ids=lambda each: getattr(each, "__name__", ""))
def test_it_finds_what_the_python_file_finds(
    chromium: Browser,
    database: Database,
    kept: Path,
    tmp_path: Path,
    change: Callable[[Pack], None],
    _found: set[str],
) -> None:
    files = opened(packed(database, kept))
    change(files)
    expected = {name: not found for name, _, found in verify.check(files)}
    assert checked(chromium, tmp_path, zipped(files)) == ("wrong", [expected[name] for name in ORDER])


@pytest.mark.parametrize("data", [b"", b"no pack at all", zipped({"manifest.json": b"{}"})])
def test_what_is_no_pack_is_said_to_be_none(chromium: Browser, tmp_path: Path, data: bytes) -> None:
    assert checked(chromium, tmp_path, data) == ("wrong", [])
