"""The people of a story: each has a browser of her own, and drives it with the keyboard alone."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from accessible import violations
from keyboard import Keyboard
from looking import Seen, listen, looking
from playwright.sync_api import Browser, Page
from playwright.sync_api import TimeoutError as PlaywrightTimeout
from serving import Office

MOST_FIELDS = 60
# Files wait for the line below them, which says where the paper is kept.
_NEEDED = "document.activeElement.closest('.needs') !== null && document.activeElement.value === ''"


def _answer(label: str, known: Mapping[str, str]) -> str:
    return next((text for part, text in known.items() if part in label), "แฟ้มแผน 2561 ลำดับ 14")


class Somebody:
    """Signed in, before a page."""

    def __init__(self, page: Page) -> None:
        self.page, self.keys, self._seen = page, Keyboard(page), Seen()
        listen(page, self._seen)

    def open(self, address: str) -> None:
        """Goes to an address, as from a link in a notice: with #name the keyboard goes on from there."""
        answer = self.page.goto(address, wait_until="load")
        assert answer is None or answer.ok, f"{address}: {answer.status}"

    def fill(self, fields: Mapping[str, str]) -> None:
        """Writes into fields by their labels, in the order in which Tab comes to them."""
        for name, text in fields.items():
            self.keys.write(name, text)

    def take(self, address: str, step: str, fields: Mapping[str, str] | None = None) -> None:
        """Opens a page with steps, unfolds one by its name, fills it in and presses its button."""
        self.open(address)
        self.keys.unfold(step)
        self.fill(fields or {})
        self.keys.go(step, "button")

    def fulfil(self, address: str, step: str, known: Mapping[str, str] | None = None) -> None:
        """Takes a step and answers whatever it still asks for; `known` says what, by part of a label."""
        self.open(address)
        self.keys.unfold(step)
        for _ in range(MOST_FIELDS):
            here = self.keys.forward()
            if here.role == "button" and here.name == step:
                break
            if here.role == "radio":
                self.keys.press("Space")
            elif here.role == "textbox" and self.page.evaluate(_NEEDED):
                self.page.keyboard.insert_text(_answer(here.name, known or {}))
        with self.page.expect_navigation(wait_until="load"):
            self.keys.press("Enter")

    def told(self) -> str:
        """What the page says was done; fails with the page's refusal where it was not."""
        refused = self.page.locator("main [role=alert]")
        assert refused.count() == 0, refused.first.inner_text()
        return self.page.locator("main .done").first.inner_text()

    def reads(self, text: str) -> None:
        """The page says this where she can see it."""
        shown = self.page.get_by_text(text).filter(visible=True).first
        try:
            shown.wait_for()  # a button may have led here a moment ago
        except PlaywrightTimeout:
            said = self.page.inner_text("main")[:3000]
            raise AssertionError(f"{text!r} is not in {self.page.url}: {said}") from None

    def clean(self) -> None:
        """The page before her, which perhaps only a form leads to, keeps to WCAG and to the policy."""
        found = violations(self.page)
        assert found == [], found
        # A refused form comes back with 422; Chromium tells of that, too.
        complaints = [said for said in self._seen.complaints if "status of 422" not in said]
        assert complaints == [], complaints


@contextmanager
def somebody(browser: Browser, office: Office, who: str, **options: object) -> Iterator[Somebody]:
    """Her browser; "" is the public. At the end no page she saw may have made the browser complain."""
    with looking(browser, office, who, **options) as context:
        person = Somebody(context.new_page())
        yield person
        person.clean()
