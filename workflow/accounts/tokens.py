"""Makes what proves something by being known, and the hash by which alone it is kept."""

import hashlib
import secrets
from typing import Final

# 32 signs without I, L, O and U: nobody reads a code wrong, and none spells a word.
_SIGNS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS: Final = str.maketrans("ILOilo", "110110", " -‐‑–—_.")
CODE_SIGNS: Final = 16  # of five bits each


def new_token() -> str:
    """256 bits for a cookie."""
    return secrets.token_urlsafe(32)


def new_code() -> str:
    """80 bits for a person to type: four groups of four signs."""
    signs = "".join(secrets.choice(_SIGNS) for _ in range(CODE_SIGNS))
    return "-".join(signs[start : start + 4] for start in range(0, CODE_SIGNS, 4))


def code_as_typed(text: str) -> str:
    """The code without the blanks and hyphens people type, small letters and look-alikes read as meant."""
    return text[:100].translate(_READ_AS).upper()


def digest(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def code_digest(text: str) -> str:
    """What is kept of a code; the same however it was typed."""
    return digest(code_as_typed(text))
