"""A paper that is ready to be given out: its frozen text, and what is put around it when it is."""

from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from papers.blocks import Blocks, Group
from papers.spacing import plain
from papers.typesetting import typeset
from papers.vocabulary import parse


@dataclass(frozen=True, slots=True)
class Stamp:
    """What is printed small at the foot of every page: what the paper is a witness of.

    `code` is the short code, `address` where it can be verified (also as a QR code), `line` a sentence.
    """

    code: str
    address: str
    line: str


@dataclass(frozen=True, slots=True)
class Ready:
    """`markup` in the vocabulary of papers; `slots` by name without `slot-`; `emblem` a PNG or JPEG.

    `form` is memo, letter, circular, order or none. `secrecy` stands in red at the top and bottom of every
    page; a `draft` has a pale ร่าง behind its text.
    """

    markup: str
    title: str
    form: str = "none"
    thai_digits: bool = True
    page_numbers: bool = True
    emblem: bytes | None = None
    slots: Mapping[str, str] = field(default_factory=dict)
    secrecy: str = ""
    stamp: Stamp | None = None
    draft: bool = False

    def blocks(self) -> Blocks:
        """The paper's blocks as every output writes them."""
        return typeset(parse(self.markup), slots=self.slots, thai=self.thai_digits)


def to_plain(ready: Ready) -> dict[str, Any]:
    """`ready` as values that JSON holds."""
    return asdict(replace(ready, emblem=None)) | {
        "emblem": b64encode(ready.emblem).decode() if ready.emblem else None
    }


def from_plain(values: dict[str, Any]) -> Ready:
    """The paper again, its title and what stands at its edges without signs that cannot be printed."""
    said = {name: plain(values[name]) for name in ("title", "secrecy")}
    stamp = (
        Stamp(**{name: plain(text) for name, text in values["stamp"].items()}) if values["stamp"] else None
    )
    emblem = b64decode(values["emblem"]) if values["emblem"] else None
    return Ready(**values | said | {"stamp": stamp, "emblem": emblem})


def is_memo(blocks: Blocks) -> bool:
    """Whether the paper begins with the head of a memo, whose top margin is smaller."""
    first = blocks[0] if blocks else None
    return isinstance(first, Group) and "memohead" in first.classes
