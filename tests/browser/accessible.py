"""axe-core's verdict on a page, as a person would be told: which rule, where, and what to do."""

from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import CDPSession, Page

AXE = Path(__file__).parent / "axe" / "axe.min.js"
LEVELS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
_ASK = """axe.run(document, {runOnly: {type: "tag", values: %s}, resultTypes: ["violations"]}).then(
  found => found.violations.map(each => ({rule: each.id, help: each.help,
    places: each.nodes.slice(0, 4).map(
      node => node.html.slice(0, 160) + " " + (node.any[0]?.message ?? ""))})))"""


@cache
def _source() -> str:
    return AXE.read_text(encoding="utf-8")


def violations(page: Page) -> list[str]:
    """What breaks WCAG 2.2 AA on the page as it stands now; empty is what we want.

    Chromium's own door lets axe in, so that the page keeps its policy against foreign scripts.
    """
    devtools = page.context.new_cdp_session(page)
    try:
        if not _evaluated(devtools, "typeof axe !== 'undefined'"):
            _evaluated(devtools, _source() + ";true")
        found = _evaluated(devtools, _ASK % list(LEVELS))
    finally:
        devtools.detach()
    return [f"{each['rule']}: {each['help']}: {place}" for each in found for place in each["places"]]


def _evaluated(devtools: CDPSession, expression: str) -> Any:
    told = devtools.send(
        "Runtime.evaluate", {"expression": expression, "awaitPromise": True, "returnByValue": True}
    )
    assert "exceptionDetails" not in told, told["exceptionDetails"]
    return told["result"].get("value")
