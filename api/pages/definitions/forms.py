"""What comes with the forms of these pages, read before the transaction begins."""

from collections.abc import Mapping
from typing import Annotated, Final

from fastapi import Depends, Request

from workflow.errors import BadInput

MOST_BYTES: Final = 2**20


async def typed(request: Request) -> dict[str, str]:
    """Every field of the form, an uploaded file's text under its field's name; raises BadInput."""
    found: dict[str, str] = {}
    async with request.form(max_files=1, max_fields=300, max_part_size=MOST_BYTES) as form:
        for name, value in form.multi_items():
            if isinstance(value, str):
                found.setdefault(name, value)
            elif value.filename:
                found[f"{name}:file"] = _text(await value.read(MOST_BYTES + 1))
    if any("\x00" in text for text in found.values()):
        raise BadInput("form", "nul_character")
    return found


def _text(data: bytes) -> str:
    if len(data) > MOST_BYTES:
        raise BadInput("defs_file", "out_of_range", str(MOST_BYTES))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput("defs_file", "not_text", "UTF-8") from None


def asked(request: Request) -> dict[str, str]:
    """What the address asks, for forms that only look."""
    return dict(request.query_params)


Typed = Annotated[dict[str, str], Depends(typed)]
Asked = Annotated[dict[str, str], Depends(asked)]


def starting(typed: Mapping[str, str], prefix: str) -> dict[str, str]:
    """The fields whose names begin with `prefix`, by the rest of their names; empty ones are left out."""
    return {
        name.removeprefix(prefix): value
        for name, value in typed.items()
        if name.startswith(prefix) and value.strip()
    }
