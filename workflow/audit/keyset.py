"""Where a page ended, as an opaque token: the sort key of its last row, never a number of rows to skip."""

import base64
import binascii
import datetime
import json
from collections.abc import Sequence
from typing import Any

from workflow.errors import BadInput
from workflow.moments import moment_text

_LONGEST = 400
_LARGEST = 2**63 - 1


def token(question: str, key: Sequence[Any]) -> str:
    """The token of the row with this sort key: numbers, texts, dates and moments."""
    plain = json.dumps([question, *map(_plain, key)], ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")


def key_of(question: str, text: str, kinds: Sequence[type]) -> tuple[Any, ...] | None:
    """The sort key behind a token, None where there is none; raises BadInput for another question's."""
    if not text:
        return None
    try:
        padded = text[:_LONGEST] + "=" * (-len(text[:_LONGEST]) % 4)
        found = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        if len(text) > _LONGEST or not isinstance(found, list) or found[:1] != [question]:
            raise ValueError(text)
        return tuple(_read(value, kind) for value, kind in zip(found[1:], kinds, strict=True))
    except (ValueError, RecursionError, binascii.Error) as error:
        raise BadInput("after", "unknown", text[:80]) from error


def _plain(value: Any) -> Any:
    if isinstance(value, datetime.datetime):
        return moment_text(value)
    return value.isoformat() if isinstance(value, datetime.date) else value


def _read(value: Any, kind: type) -> Any:
    if kind is int:
        if type(value) is not int or abs(value) > _LARGEST:
            raise ValueError(value)
        return value
    if not isinstance(value, str) or "\x00" in value:
        raise ValueError(value)
    if kind is datetime.datetime:
        at = datetime.datetime.fromisoformat(value)
        if at.tzinfo is None or not 1900 < at.year < 9000:
            raise ValueError(value)
        return at
    return datetime.date.fromisoformat(value) if kind is datetime.date else value
