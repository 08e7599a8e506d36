"""What differs from one installation to the next: read once from the environment, then passed on."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from notifications.anchoring import Outside
from notifications.channels.settings import ChannelSettings, read_channels
from notifications.contacts import is_email
from workflow.checkpoints.keys import KeyFile
from workflow.errors import BadInput

_YES = frozenset({"1", "yes", "true", "on"})
_NO = frozenset({"", "0", "no", "false", "off"})


@dataclass(frozen=True, slots=True)
class Settings:
    """One installation.

    `data_folder` holds the SQLite file and the evidence people put forward. `secure_cookies` says that every
    browser comes by HTTPS; without it only requests that arrive by HTTPS get a secure cookie.
    `public_name` is what pages call this installation; `public_url` is how people reach it, without a slash
    at the end, and may be empty. `channels_file` says by which ways messages leave the house; None means
    channels.yaml in the data folder, and where that is not there, none leaves.
    `metrics_token` is what Prometheus must bring; without one it gets nothing. `anchor_folder` takes the file
    of checkpoints' anchors, `anchor_mail` are the addresses they are mailed to; without, neither happens.
    """

    database_url: str = "sqlite:///data/khanton.db"
    data_folder: Path = Path("data")
    secure_cookies: bool = False
    session_hours: int = 10
    public_name: str = "ขั้นตอน"
    public_url: str = ""
    channels_file: Path | None = None
    metrics_token: str = field(default="", repr=False)
    anchor_folder: Path | None = None
    anchor_mail: tuple[str, ...] = ()

    def channels(self) -> ChannelSettings:
        """The channels as their file says; raises Unreadable, also where a file was named and is missing."""
        path = self.channels_file or self.data_folder / "channels.yaml"
        if self.channels_file is None and not path.exists():
            return ChannelSettings()
        return read_channels(path)

    @property
    def outside(self) -> Outside:
        """Where checkpoints are signed and put down."""
        return Outside(KeyFile.in_folder(self.data_folder), self.anchor_folder, self.anchor_mail)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """The settings named KHANTON_DATABASE_URL, _DATA_FOLDER, _SECURE_COOKIES, _SESSION_HOURS,
        _PUBLIC_NAME, _PUBLIC_URL, _METRICS_TOKEN, _CHANNELS, _ANCHORS and _ANCHOR_MAIL; raises
        BadInput for a value that cannot be meant."""
        folder = environment.get("KHANTON_DATA_FOLDER") or "data"
        channels, anchors = environment.get("KHANTON_CHANNELS"), environment.get("KHANTON_ANCHORS")
        return cls(
            database_url=environment.get("KHANTON_DATABASE_URL") or f"sqlite:///{folder}/khanton.db",
            data_folder=Path(folder),
            secure_cookies=_switch(environment, "KHANTON_SECURE_COOKIES"),
            session_hours=_hours(environment.get("KHANTON_SESSION_HOURS") or "10"),
            public_name=environment.get("KHANTON_PUBLIC_NAME") or "ขั้นตอน",
            public_url=environment.get("KHANTON_PUBLIC_URL", "").rstrip("/"),
            channels_file=Path(channels) if channels else None,
            metrics_token=environment.get("KHANTON_METRICS_TOKEN", "").strip(),
            anchor_folder=Path(anchors) if anchors else None,
            anchor_mail=_addresses(environment.get("KHANTON_ANCHOR_MAIL", "")),
        )


def _switch(environment: Mapping[str, str], name: str) -> bool:
    word = environment.get(name, "").strip().casefold()
    if word not in _YES | _NO:
        raise BadInput(name, "not_yes_no", word)
    return word in _YES


def _addresses(text: str) -> tuple[str, ...]:
    """Addresses with commas between them."""
    found = tuple(each.strip() for each in text.split(",") if each.strip())
    for each in found:
        if not is_email(each):
            raise BadInput("KHANTON_ANCHOR_MAIL", "not_email", each[:80])
    return found


def _hours(text: str) -> int:
    """A working session, from an hour to a week."""
    if not text.isdecimal() or not 1 <= int(text) <= 168:
        raise BadInput("KHANTON_SESSION_HOURS", "out_of_range", text)
    return int(text)
