"""A message ready to be sent, in every shape a channel may ask for."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Rendered:
    """`text` and `html` say the same; `line` is short, for LINE; `told` the notices for programs."""

    subject: str
    text: str
    html: str
    line: str
    told: tuple[dict[str, Any], ...]
