"""Text as people write it: without the characters that no database or printer takes."""

from typing import Annotated

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError


def _printable(text: str) -> str:
    """Refuses NUL, which PostgreSQL cannot store."""
    if "\x00" in text:
        raise PydanticCustomError("nul_character", "NUL")
    return text


PlainText = Annotated[str, AfterValidator(_printable)]
