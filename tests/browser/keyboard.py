"""Somebody who has only a keyboard: Tab, arrows, Enter, Space and letters, and sees where she is."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import CDPSession, Page
from playwright.sync_api import TimeoutError as TookTooLong

MOST = 400  # stops of Tab on the longest page
_PICKED = "document.activeElement.selectedOptions[0]?.textContent ?? ''"
_LOOK = """() => {
  const here = document.activeElement;
  if (!here || here === document.body) return "nowhere";
  const box = here.getBoundingClientRect(), style = getComputedStyle(here);
  const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  const shown = outlined || style.boxShadow !== "none";
  const upright = box.bottom > 0 && box.top < window.innerHeight;
  const inside = upright && box.right > 0 && box.left < window.innerWidth;
  const middle = document.elementFromPoint(
    Math.min(Math.max(box.left + box.width / 2, 0), window.innerWidth - 1),
    Math.min(Math.max(box.top + Math.min(box.height / 2, 12), 0), window.innerHeight - 1));
  if (!inside) return "off the screen";
  if (!shown) return "focus does not show";
  return middle && (here.contains(middle) || middle.contains(here)) ? "" : "covered";
}"""


@dataclass(frozen=True, slots=True)
class Focus:
    """What a screen reader says of the place where the keyboard is."""

    role: str = ""
    name: str = ""


class Keyboard:
    """Drives one page; never a mouse, never a script."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._devtools: CDPSession = page.context.new_cdp_session(page)

    def to(self, name: str, role: str = "") -> Focus:
        """Tabs on until something of this name (or part of it) and role has the focus, and shows that."""
        passed: list[str] = []
        for _ in range(MOST):
            here = self.forward()
            if name in here.name and role in ("", here.role):
                self._must_show(here)
                return here
            passed.append(f"{here.role} {here.name}"[:60])
        raise AssertionError(f"Tab never comes to {role} {name!r}: {passed[:60]}")

    def forward(self) -> Focus:
        """One stop further."""
        self.press("Tab")
        return self.here()

    def here(self) -> Focus:
        """What has the focus now."""
        found = self._devtools.send("Runtime.evaluate", {"expression": "document.activeElement"})
        told = self._devtools.send(
            "Accessibility.getPartialAXTree",
            {"objectId": found["result"]["objectId"], "fetchRelatives": False},
        )["nodes"][0]
        return Focus(_value(told, "role"), " ".join(_value(told, "name").split()))

    def press(self, key: str = "Enter") -> None:
        self.page.keyboard.press(key)

    def go(self, name: str, role: str = "") -> None:
        """Follows a link or presses a button, and waits for the page that answers."""
        self.to(name, role)
        with self.page.expect_navigation(wait_until="load"):
            self.press("Enter")

    def write(self, name: str, text: str, role: str = "textbox") -> None:
        """Puts a text into a field in place of what was there."""
        self.to(name, role)
        self.press("ControlOrMeta+a")
        self.page.keyboard.insert_text(text)

    def choose(self, name: str) -> None:
        """Chooses one of several: Tab comes to the group, arrows go on within it."""
        for _ in range(MOST):
            here = self.here()
            if here.role == "radio":
                break
            self.press("Tab")
        for _ in range(MOST):
            if name in self.here().name:
                self._must_show(self.here())
                self.press("Space")
                return
            self.press("ArrowDown")
        raise AssertionError(f"no choice is called {name!r}")

    def pick(self, name: str, option: str) -> None:
        """Chooses from a list that opens: arrows go down it until the words are there."""
        self.to(name, "combobox")
        self.press("Home")
        offered: list[str] = []
        while offered.count(self.page.evaluate(_PICKED)) < 2:  # the last stays under the arrow
            offered.append(self.page.evaluate(_PICKED))
            if option in offered[-1]:
                return
            self.press("ArrowDown")
        raise AssertionError(f"{name!r} does not offer {option!r}: {offered}")

    def unfold(self, name: str) -> None:
        """Opens what is folded under this name, unless it is open."""
        self.to(name, "DisclosureTriangle")
        if not self.page.evaluate("document.activeElement.parentElement.open"):
            self.press("Enter")

    def hand_in(self, name: str, file: Path) -> None:
        """Opens the system's own choice of files with the keyboard; what is chosen there is not ours.

        On a busy computer Chromium now and then opens none for a press; a person would press again.
        """
        self.to(name)
        for again in (True, True, False):
            try:
                with self.page.expect_file_chooser(timeout=5_000) as chooser:
                    self.press("Enter")
            except TookTooLong:
                if not again:
                    raise
            else:
                chooser.value.set_files(file)
                return

    def _must_show(self, here: Focus) -> None:
        wrong = self.page.evaluate(_LOOK)
        assert wrong == "", f"{wrong}: {here}"


def _value(node: dict[str, Any], name: str) -> str:
    return str(node.get(name, {}).get("value", ""))
