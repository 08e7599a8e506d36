"""The tour: every page of the catalogue in every language, width and theme, checked and pictured.

`python3 run.py tour` writes docs/tour/ anew. The offices are the sample on one day with the clock standing
still, so that a picture changes when its page does.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from accessible import violations
from databases import migrated
from demonstration import built
from looking import DESKTOP, PHONE, launched, looking
from pages import PAGES, Page
from pictures import FORM, photograph, print_out
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from playwright.sync_api import Page as Opened
from sample import places
from serving import Office, serving
from tour_index import Stop, index

from notifications.corresponding import CorrespondingStory
from tests.conftest import MAY

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "tour"
LARGEST = 12_000_000  # bytes of all pictures
_WIDER = "document.scrollingElement.scrollWidth - window.innerWidth"


@dataclass
class Tour:
    """What is done at each stop, and what came of it."""

    pictures: bool
    checks: bool
    stops: list[Stop] = field(default_factory=list)
    found: list[str] = field(default_factory=list)
    size: int = 0


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="run.py tour")
    parser.add_argument("--only", default="", help="pages whose name has this in it")
    parser.add_argument("--no-pictures", action="store_true")
    parser.add_argument("--no-checks", action="store_true")
    asked = parser.parse_args(arguments)
    pages = [page for page in PAGES if asked.only in page.name]
    tour = Tour(not asked.no_pictures, not asked.no_checks)
    if tour.pictures:
        FOLDER.mkdir(parents=True, exist_ok=True)
        for old in () if asked.only else FOLDER.glob(f"*{FORM}"):
            old.unlink()
    with _office() as office, sync_playwright() as playwright, launched(playwright) as browser:
        named = places(office)
        for number, page in enumerate(pages, 1):
            print(f"   {number:>3}/{len(pages)}  {page.name}", flush=True)
            _visit(tour, browser, office, page, page.where.format_map(named))
        if tour.pictures and not asked.only:
            (FOLDER / "README.md").write_text(index(tour.stops, office.database), encoding="utf-8")
    return _summed_up(tour, len(pages))


@contextmanager
def _office() -> Iterator[Office]:
    """The sample on the tour's day, in a file that is gone afterwards."""
    os.environ.pop("KHANTON_TEST_DATABASE", None)
    with tempfile.TemporaryDirectory(prefix="khanton-tour-") as name:
        folder = Path(name)
        migrated(f"sqlite:///{folder / 'empty.db'}")
        with (
            built(str(folder / "empty.db"), folder, MAY, CorrespondingStory().meanwhile) as url,
            serving(url, folder) as office,
        ):
            yield office


def _visit(tour: Tour, browser: Browser, office: Office, page: Page, address: str) -> None:
    titles = []
    for language in ("th", "en"):
        with looking(browser, office, page.who) as context:
            _choose(context, office, language)
            shown = context.new_page()
            shown.goto(address, wait_until="load")
            titles.append(shown.locator("h1:not(.sheet h1)").first.inner_text().replace("\n", " "))
            _views(tour, shown, page, language)
    tour.stops.append(Stop(page, titles[0], titles[1]))


def _choose(context: BrowserContext, office: Office, language: str) -> None:
    context.add_cookies([{"name": "khanton_language", "value": language, "url": office.base}])


def _views(tour: Tour, shown: Opened, page: Page, language: str) -> None:
    """Both widths, light and dark."""
    for width, size in (("", DESKTOP), (".phone", PHONE)):
        shown.set_viewport_size(size)
        for theme in ("light", "dark"):
            shown.emulate_media(color_scheme=theme)
            if tour.checks:
                _check(tour, shown, f"{page.name} {language} {size['width']} {theme}")
            if tour.pictures and language == "th":
                kind = {("", "light"): "", ("", "dark"): ".dark", (".phone", "light"): ".phone"}
                if (width, theme) in kind:
                    tour.size += photograph(shown, FOLDER / f"{page.name}{kind[width, theme]}{FORM}")
    if tour.pictures and language == "th":
        shown.emulate_media(color_scheme="light")
        tour.size += print_out(shown, FOLDER / f"{page.name}.print{FORM}")


def _check(tour: Tour, shown: Opened, view: str) -> None:
    tour.found += [f"{view}: {each}" for each in violations(shown)]
    if (over := shown.evaluate(_WIDER)) > 0:
        tour.found.append(f"{view}: {over} px wider than the screen")


def _summed_up(tour: Tour, pages: int) -> int:
    print("\n".join(tour.found))
    views = pages * 8 if tour.checks else 0
    print(f"{pages} pages, {views} views checked, {len(tour.found)} faults; pictures: {tour.size:,} bytes")
    if tour.size > LARGEST:
        print(f"the pictures are more than {LARGEST:,} bytes")
    return 1 if tour.found or tour.size > LARGEST else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
