"""What every page keeps to, seen in a real Chromium: WCAG 2.2 AA, the policy, its weight, a phone's width."""

from collections.abc import Iterator, Mapping

import pytest
from accessible import violations
from browsers import IN_A_BROWSER, browser_of_the_module, office_to_look_at  # noqa: F401  fixtures
from looking import PHONE, Windows, opened
from pages import PAGES, Page
from playwright.sync_api import Browser, BrowserContext
from playwright.sync_api import Page as Opened
from sample import places
from serving import Office

pytestmark = list(IN_A_BROWSER)

FIRST, WHOLE = 100_000, 300_000  # bytes as they travel: without fonts, and all
_HEADING = "h1:not(.sheet h1)"  # a paper that stands in a page has its own
_WIDER = "document.scrollingElement.scrollWidth - window.innerWidth"
_CULPRITS = """() => [...document.querySelectorAll("main *, header *, footer *")]
  .filter(each => each.getBoundingClientRect().right > window.innerWidth + 1 && !each.closest(".scroll"))
  .slice(0, 3).map(each => each.outerHTML.slice(0, 120))"""
_DEAD = """() => [...document.querySelectorAll("button, input[type=submit]")]
  .filter(each => each.checkVisibility() && !(each.form && each.type === "submit"))
  .map(each => each.outerHTML.slice(0, 160))"""

_OUT_OF_SIGHT = """() => [...document.querySelectorAll(".path-box")].filter(box => {
  const at = box.querySelector(".state.now rect")?.getBoundingClientRect();
  const sight = box.getBoundingClientRect();
  const aside = at && (at.left < sight.left || at.right > sight.right);
  return aside || (at && (at.top < sight.top || at.bottom > sight.bottom));
}).length"""


@pytest.fixture(name="named", scope="module")
def names_in_addresses(pages_office: Office) -> Mapping[str, str]:
    return places(pages_office)


@pytest.fixture(name="windows", scope="module")
def a_window_for_each_account(chromium: Browser, pages_office: Office) -> Iterator[Windows]:
    kept = Windows(chromium, pages_office)
    yield kept
    kept.close()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_keeps_to_the_rules(page: Page, windows: Windows, named: Mapping[str, str]) -> None:
    """First as nearly everybody sees it, then without script."""
    address = page.where.format_map(named)
    shown, seen = opened(windows.of(page.who), address)
    assert seen.status == page.status
    found = [*_about_the_page(shown), *violations(shown)]
    shown.set_viewport_size(PHONE)
    if (over := shown.evaluate(_WIDER)) > 0:
        found.append(f"{over} px wider than a phone: {shown.evaluate(_CULPRITS)}")
    found += [said for said in seen.complaints if not _told_by(said, page)]
    shown.close()
    if seen.first > FIRST or seen.whole > WHOLE:
        found.append(f"{seen.first} bytes to first paint, {seen.whole} in all: {sorted(seen.sizes.values())}")
    found += _without_script(windows.of(page.who, script=False), address)
    assert found == [], "\n".join(found)


def _about_the_page(shown: Opened) -> list[str]:
    headings = shown.locator(_HEADING).all_inner_texts()
    found = [] if len(headings) == 1 and headings[0].strip() else [f"headings of the first rank: {headings}"]
    if shown.evaluate(_OUT_OF_SIGHT):
        found.append("the picture of its path does not show where it stands")
    return found if shown.title().strip(" –") else [*found, "no title"]


def _told_by(said: str, page: Page) -> bool:
    """Chromium tells of every page that is not there, also where that was asked for."""
    return page.status >= 400 and f"status of {page.status}" in said


def _without_script(context: BrowserContext, address: str) -> list[str]:
    """It shows what it is about, nothing that needs a script is offered, and every button sends its form."""
    shown = context.pages[0] if context.pages else context.new_page()
    shown.goto(address, wait_until="load")
    found = []
    if not shown.locator(_HEADING).is_visible():
        found.append("without script: no heading")
    if shown.locator(".only-js:visible").count():
        found.append("without script: offers what needs a script")
    found += [f"without script dead: {each}" for each in shown.evaluate(_DEAD)]
    if shown.locator("form:not([action])").count():
        found.append("without script: a form that leads nowhere")
    return found
