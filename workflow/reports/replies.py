"""What a listed project answers, in three parts: the cause, the remedy, the day by which it will be done."""

import datetime
from dataclasses import dataclass
from typing import Final

from states.thai import long_date
from workflow.errors import BadInput
from workflow.proposals.fields import LONGEST_TEXT, tidy

_PARTS: Final = (("cause", "สาเหตุ"), ("remedy", "มาตรการแก้ไข"), ("until", "คาดว่าจะแล้วเสร็จ"))


@dataclass(frozen=True, slots=True)
class Reply:
    """`until` is a Bangkok date as it was written; all empty but `remedy` for an answer in free words."""

    cause: str = ""
    remedy: str = ""
    until: str = ""


def reply_text(cause: str, remedy: str, until: datetime.date | None) -> str:
    """The answer as it is kept and printed; raises BadInput where a part is missing, TooLong."""
    told = {name: tidy(name, text, LONGEST_TEXT) for name, text in (("cause", cause), ("remedy", remedy))}
    for name, text in told.items():
        if not text:
            raise BadInput(name, "empty")
    if until is None:
        raise BadInput("until", "empty")
    told["until"] = long_date(until)
    return "\n".join(f"{label}: {told[name]}" for name, label in _PARTS)


def read_reply(text: str) -> Reply:
    """The parts of an answer that `reply_text` made."""
    found: dict[str, list[str]] = {}
    current = ""
    for line in text.split("\n"):
        head = next(((name, label) for name, label in _PARTS if line.startswith(f"{label}: ")), None)
        if head and head[0] not in found:
            current = head[0]
            found[current] = [line.removeprefix(f"{head[1]}: ")]
        elif current:
            found[current].append(line)
    if set(found) != {name for name, _ in _PARTS}:
        return Reply(remedy=text)
    return Reply(**{name: "\n".join(lines) for name, lines in found.items()})
