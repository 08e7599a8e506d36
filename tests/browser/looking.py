"""A person's browser before the office, and what is seen when she opens a page."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any

from browser_tools import browser as program
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, Playwright, Request
from serving import Office

from workflow.demo import PASSWORD

DESKTOP = {"width": 1366, "height": 768}
PHONE = {"width": 360, "height": 740}
ARGUMENTS = (
    *("--no-sandbox", "--disable-gpu", "--force-color-profile=srgb", "--font-render-hinting=none"),
    "--process-per-site",  # pages of one person share what is costly to begin
)
LONGEST_WAIT = 15_000.0  # milliseconds, on a busy computer


@dataclass
class Seen:
    """What came with a page: `first` and `whole` are bytes as they travelled, without and with fonts."""

    status: int = 0
    complaints: list[str] = field(default_factory=list)
    sizes: dict[str, tuple[str, int]] = field(default_factory=dict)  # by request: its kind, its bytes

    @property
    def first(self) -> int:
        return sum(size for kind, size in self.sizes.values() if kind != "Font")

    @property
    def whole(self) -> int:
        return sum(size for _, size in self.sizes.values())


@contextmanager
def launched(playwright: Playwright) -> Iterator[Browser]:
    """Debian's Chromium, without a screen."""
    assert program(), "python3 run.py test installs Chromium"
    browser = playwright.chromium.launch(executable_path=program(), args=list(ARGUMENTS))
    try:
        yield browser
    finally:
        browser.close()


class Windows:
    """One browser for each account that looks, kept for its next page; `close` when all have been seen."""

    def __init__(self, browser: Browser, office: Office) -> None:
        self._browser, self._office = browser, office
        self._kept = ExitStack()
        self._open: dict[tuple[str, bool], BrowserContext] = {}

    def of(self, who: str, *, script: bool = True) -> BrowserContext:
        """Hers; with `script` off nothing but plain pages and forms works in it."""
        if (who, script) not in self._open:
            own = looking(self._browser, self._office, who, java_script_enabled=script)
            self._open[who, script] = self._kept.enter_context(own)
        return self._open[who, script]

    def close(self) -> None:
        self._kept.close()


@contextmanager
def looking(browser: Browser, office: Office, who: str, **options: Any) -> Iterator[BrowserContext]:
    """A browser of her own for this account, signed in; "" is somebody who has not. Thai, unless told."""
    told: dict[str, Any] = {"viewport": DESKTOP, "base_url": office.base, "locale": "th-TH"} | options
    if who:
        told["storage_state"] = state_of(browser, office, who)
    context = browser.new_context(**told)
    context.set_default_timeout(LONGEST_WAIT)
    try:
        yield context
    finally:
        context.close()


def state_of(browser: Browser, office: Office, who: str) -> Any:
    """The cookies of somebody who has signed in; asked for once."""
    if who not in office.signed_in:
        context = browser.new_context(base_url=office.base)
        form = {"username": who, "password": PASSWORD, "to": "/items"}
        answer = context.request.post("/sign-in", form=form, max_redirects=0)
        assert answer.status == 303, f"{who} cannot sign in"
        office.signed_in[who] = context.storage_state()
        context.close()
    return office.signed_in[who]


def opened(context: BrowserContext, address: str) -> tuple[Page, Seen]:
    """The page at the address once all has come, and what the browser had to say about it."""
    page, seen = context.new_page(), Seen()
    listen(page, seen)
    weigh(context.new_cdp_session(page), seen)
    answer = page.goto(address, wait_until="load")
    seen.status = answer.status if answer else 0
    return page, seen


def listen(page: Page, seen: Seen) -> None:
    """Keeps every complaint of the browser: errors of scripts, what the policy blocked, what did not come."""
    page.on("console", lambda said: said.type in ("error", "warning") and seen.complaints.append(said.text))
    page.on("pageerror", lambda error: seen.complaints.append(f"script: {error}"))
    page.on("requestfailed", lambda request: _lost(request) and seen.complaints.append(_lost(request)))


def _lost(request: Request) -> str:
    """What did not come; whoever goes on to another page breaks off what was still on its way."""
    left = request.failure or ""
    return "" if "ERR_ABORTED" in left else f"did not come: {request.url} {left}"


def weigh(devtools: CDPSession, seen: Seen) -> None:
    """Counts what travels, as it travels: compressed, with its headers."""
    kinds: dict[str, str] = {}
    devtools.on("Network.responseReceived", lambda told: kinds.update({told["requestId"]: told["type"]}))
    devtools.on(
        "Network.loadingFinished",
        lambda told: seen.sizes.update(
            {told["requestId"]: (kinds.get(told["requestId"], "Other"), int(told["encodedDataLength"]))}
        ),
    )
    devtools.send("Network.enable")
    devtools.send("Network.setCacheDisabled", {"cacheDisabled": True})
