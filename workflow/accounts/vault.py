"""Seals what has to be read again later, with a key that lies beside the database and not in it."""

import os
import secrets
from pathlib import Path
from typing import Final

from cryptography.fernet import Fernet, InvalidToken

NAME: Final = "secret.key"


class Vault:
    """Seals and opens short texts: secrets of second factors, the identity provider's secret.

    Whoever gets hold of the database alone, or of a copy of it, reads none of them. Without the file nobody
    does: it belongs to the office's backup (docs/operating.md).
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / NAME
        self._box: Fernet | None = None

    def seal(self, text: str) -> str:
        return self._opened().encrypt(text.encode()).decode("ascii")

    def open(self, sealed: str, seconds: int | None = None, now: int = 0) -> str | None:
        """The text; None for what this key did not seal, or sealed more than `seconds` before `now`."""
        try:
            if seconds is None:
                return self._opened().decrypt(sealed.encode()).decode()
            return self._opened().decrypt_at_time(sealed.encode(), seconds, now).decode()
        except InvalidToken:
            return None

    def seal_at(self, text: str, now: int) -> str:
        """`text` sealed with its time, a Unix time in seconds."""
        return self._opened().encrypt_at_time(text.encode(), now).decode("ascii")

    def _opened(self) -> Fernet:
        if self._box is None:
            self._box = Fernet(self._key())
        return self._box

    def _key(self) -> bytes:
        """The key; made by whoever needs it first, and whole from the first moment that it has its name."""
        if not self._path.exists():
            self._path.parent.mkdir(parents=True, exist_ok=True)
            draft = self._path.with_name(f"{NAME}.{secrets.token_hex(4)}.new")
            descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(Fernet.generate_key())
            try:
                os.link(draft, self._path)
            except FileExistsError:
                pass
            finally:
                draft.unlink()
        return self._path.read_bytes()
