"""The one door of rendering: a template and what is known become markup, and markup becomes an output."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final, Literal, overload

from papers.limits import BOOK, PAPER, PRINT, Limits
from papers.ready import Ready, Stamp, to_plain
from papers.worker import pool
from workflow.errors import BadMarkup, PdfUnavailable, RenderRefused

__all__ = [
    "BOOK",
    "FORMATS",
    "PAPER",
    "PRINT",
    "BadMarkup",
    "Format",
    "Limits",
    "PdfUnavailable",
    "Ready",
    "RenderRefused",
    "Stamp",
    "Templates",
    "compose",
    "produce",
]
Format = Literal["html", "docx", "pdf", "text"]
FORMATS: Final[tuple[Format, ...]] = ("html", "docx", "pdf", "text")


@dataclass(frozen=True, slots=True)
class Templates:
    """An office's own texts by template name, such as `memo.html`; every other template is as shipped."""

    overrides: Mapping[str, str] = field(default_factory=dict)


@overload
def compose(
    name: str,
    context: Mapping[str, Any],
    templates: Templates = ...,
    blocks: None = ...,
    limits: Limits = ...,
) -> str: ...
@overload
def compose(
    name: str, context: Mapping[str, Any], templates: Templates, blocks: Sequence[str], limits: Limits = ...
) -> dict[str, str]: ...
def compose(
    name: str,
    context: Mapping[str, Any],
    templates: Templates = Templates(),
    blocks: Sequence[str] | None = None,
    limits: Limits = PAPER,
) -> str | dict[str, str]:
    """The canonical markup of a template filled with `context`, which holds only what JSON can.

    With `blocks` the markup of each of those Jinja blocks, by name. Raises RenderRefused, and BadMarkup where
    the template writes something that papers do not have.
    """
    job = {
        "kind": "compose",
        "name": name,
        "values": dict(context),
        "overrides": dict(templates.overrides),
        "blocks": None if blocks is None else list(blocks),
    }
    made: str | dict[str, str] = json.loads(_done(job, limits))
    return made


def produce(ready: Ready, fmt: Format, limits: Limits = PAPER) -> bytes:
    """The paper as a file of `fmt`. Raises RenderRefused, BadMarkup, and PdfUnavailable without Pango."""
    return _done({"kind": "produce", "fmt": fmt, "ready": to_plain(ready)}, limits)


def _done(job: dict[str, Any], limits: Limits) -> bytes:
    try:
        message = json.dumps(job | {"limits": asdict(limits)})
    except RecursionError:
        raise RenderRefused("too_large", "depth") from None
    except (TypeError, ValueError) as fault:
        raise RenderRefused("bad_template", str(fault)[:300]) from fault
    return pool().do(message.encode(), limits)
