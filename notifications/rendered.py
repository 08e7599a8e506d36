"""What a message says, in every form a channel may want."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Rendered:
    """`line` is the short text for LINE; `told` the notices as plain values for programs."""

    subject: str
    text: str
    html: str
    line: str
    told: tuple[dict[str, Any], ...] = ()
