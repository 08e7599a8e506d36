"""Names the address of a paper where an ordinary step lacks what only that address supplies."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from states.model import Label
from workflow.errors import Missing

# What a paper's own address brings along: its text frozen with the signature, its number from the register.
_SUPPLIED_AT: Final = {"text_frozen": "sign", "number_assigned": "issue"}


def with_addresses(missing: Iterable[Missing], code: str) -> tuple[Missing, ...]:
    """The same things missing of the item `code`, those of a paper kept here with where they come from."""
    return tuple(_with_address(each, code) for each in missing)


def _with_address(missing: Missing, code: str) -> Missing:
    if missing.code not in _SUPPLIED_AT or missing.detail is None:
        return missing
    address = f"POST /api/v1/papers/{code}/{_SUPPLIED_AT[missing.code]}"
    told = missing.detail
    return replace(missing, detail=Label(f"{told.th} ({address})", f"{told.en} ({address})"))
