"""What a paper is called, whose it is and when its work is done: as each change of it was recorded."""

import datetime
from dataclasses import dataclass, field
from typing import Any, Final

from msgspec import Struct

from workflow.asof.course import Told

# What may change on a paper once it is opened, besides its place. All else is as it was opened.
PARTICULARS: Final = ("title", "owner_id", "starts_on", "ends_on")
# Entries of papers before titles were recorded with them name only that something of the title changed.
_TITLED: Final = frozenset({"subject", "secrecy"})


class Change(Struct, frozen=True):
    """One change of a particular; `known` is False where the entry does not tell from what to what."""

    seq: int
    at: datetime.datetime
    day: datetime.date
    before: Any = None
    after: Any = None
    known: bool = True


class Then(Struct, frozen=True):
    """A particular as it was; `known` is False where a change was recorded without telling from what."""

    value: Any
    known: bool = True


def kept_text(value: Any) -> str | None:
    """A date of a row as entries write it; nothing for none."""
    return value.isoformat() if isinstance(value, datetime.date) else value


@dataclass(slots=True)
class Changes:
    """The changes that the entries taken so far made to one paper's particulars, oldest first."""

    by_name: dict[str, list[Change]] = field(default_factory=dict)

    def take(self, entry: Told) -> None:
        """Reads one entry; most change none."""
        if entry.kind not in ("proposal", "particulars", "paper"):
            return
        for name, values in changed_by(entry).items():
            before, after, known = values
            self.by_name.setdefault(name, []).append(
                Change(entry.seq, entry.at, entry.effective_on, before, after, known)
            )

    def before(self, name: str, now: Any) -> "Then":
        """What it was before all of these changes, being `now` after them; not known where none tells."""
        made = self.by_name.get(name)
        if not made:
            return Then(now)
        first = made[0]
        return Then(first.before) if first.known else Then(None, known=False)

    def latest(self, name: str) -> Change | None:
        """The last change of it that tells what it became, if no later one leaves that open."""
        made = self.by_name.get(name)
        return made[-1] if made and made[-1].known else None


def changed_by(entry: Told) -> dict[str, tuple[Any, Any, bool]]:
    """What of PARTICULARS an entry changed: before, after, and whether it tells them."""
    told = entry.told
    found: dict[str, tuple[Any, Any, bool]] = {}
    title = told.get("title")
    if isinstance(title, list) and len(title) == 2:
        found["title"] = (title[0], title[1], True)
    elif entry.kind == "paper" and _TITLED & set(_names(told.get("changed"))):
        found["title"] = (None, None, False)
    changed = told.get("changed")
    if entry.kind == "particulars" and isinstance(changed, dict):
        for name in PARTICULARS:
            if _is_pair(changed.get(name)):
                found[name] = (*changed[name], True)
    return found


def _is_pair(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2


def _names(value: Any) -> list[str]:
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []
