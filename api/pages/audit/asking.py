"""The filters of a question as they stand in a page's address."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import Depends, Request

from workflow.errors import BadInput

_NAMES = (
    *("person", "group", "kind", "item", "trigger", "entry", "duty", "since", "until", "on", "by"),
    *("effective_since", "effective_until", "least", "most", "every_pair"),
)
_LONGEST = 200


def _filters(request: Request) -> Mapping[str, str]:
    """What is written in the address, each filter once; raises BadInput for what cannot be one."""
    found = {name: request.query_params.get(name, "") for name in _NAMES}
    for name, text in found.items():
        if "\x00" in text:
            raise BadInput(name, "nul_character")
        if len(text) > _LONGEST:
            raise BadInput(name, "length", f"1-{_LONGEST}")
    return {name: text for name, text in found.items() if text.strip()}


Filters = Annotated[Mapping[str, str], Depends(_filters)]
