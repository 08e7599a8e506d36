"""What every official paper must show, whoever wrote its template: room for number, date and signature."""

from typing import Final

from workflow.errors import RenderRefused

# As canonical markup writes them; what somebody typed has its angle brackets escaped.
_PARTS: Final = {
    "span.slot-number": '<span class="slot-number"',
    "span.slot-dated": '<span class="slot-dated"',
    "span.slot-signed": '<span class="slot-signed"',
    "div.sign": '<div class="sign"',
}


def whole(markup: str) -> str:
    """`markup` of a memo, letter, circular or order; raises RenderRefused naming the part it lacks.

    Without them a paper could be signed that never shows its number, or nowhere who signed it.
    """
    for name, part in _PARTS.items():
        if part not in markup:
            raise RenderRefused("bad_template", f"MissingPart: {name}")
    return markup
