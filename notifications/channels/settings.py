"""Which channels an office has: read from one YAML file; a channel that is not in it is off."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from pydantic import ValidationError

from notifications.channels.channel import Channel
from notifications.channels.email import Email, EmailOptions
from notifications.channels.folder import Folder, FolderOptions
from notifications.channels.line import Line, LineOptions
from notifications.channels.options import Opener, Options
from notifications.channels.webhook import Webhook, WebhookOptions
from states.load import Unreadable, read_yaml_file

# name, shape of its settings, how it is opened
CHANNELS: Final[Mapping[str, tuple[type[Options], Opener]]] = {
    "email": (EmailOptions, Email),
    "line": (LineOptions, Line),
    "webhook": (WebhookOptions, Webhook),
    "folder": (FolderOptions, Folder),
}
_OFF = (None, False)  # `line:` with nothing after it, or `line: off`


@dataclass(frozen=True, slots=True)
class ChannelSettings:
    """`common` is for every office; `offices`, by code, has what differs there, with None for off."""

    common: Mapping[str, Options] = field(default_factory=dict)
    offices: Mapping[str, Mapping[str, Options | None]] = field(default_factory=dict)

    def of(self, office_code: str, name: str) -> Options | None:
        """The settings of a channel of an office; None where it is off."""
        own = self.offices.get(office_code, {})
        return own[name] if name in own else self.common.get(name)


def read_channels(path: Path) -> ChannelSettings:
    """The settings in the YAML file at `path`; raises Unreadable, which never tells a secret."""
    written = read_yaml_file(path)
    if written is None:
        return ChannelSettings()
    asked = _mapping(written, path, "")
    offices = _mapping(asked.pop("offices", None) or {}, path, "offices")
    common = {name: _options(value, name, path, name) for name, value in asked.items()}
    return ChannelSettings(
        common={name: options for name, options in common.items() if options is not None},
        offices={str(code): _of_office(str(code), own, asked, path) for code, own in offices.items()},
    )


class ChannelSet:
    """The open channels: each thread has its own, kept from message to message."""

    def __init__(self, settings: ChannelSettings) -> None:
        self._settings = settings
        self._open: dict[tuple[threading.Thread, int], Channel] = {}
        self._lock = threading.Lock()

    def available(self, code: str) -> tuple[str, ...]:
        """The names of the channels an office has on."""
        return tuple(name for name in CHANNELS if self._settings.of(code, name) is not None)

    def described(self, code: str, name: str) -> dict[str, str] | None:
        """What the file says of a channel of an office, without secrets; None where it is off.

        Of an address on the network only the server is told: what follows may be a secret too.
        """
        options = self._settings.of(code, name)
        if options is None:
            return None
        shown = (field for field in type(options).model_fields if field not in options.secrets())
        values = {field: getattr(options, field) for field in shown}
        return {
            field: _server(str(value)) for field, value in values.items() if value not in (None, "", (), [])
        }

    def for_office(self, code: str, name: str) -> Channel | None:
        """The channel of an office for the calling thread; None where it is off. Offices with the same
        settings share it."""
        options = self._settings.of(code, name)
        if options is None:
            return None
        key = (threading.current_thread(), id(options))
        with self._lock:
            if key not in self._open:
                self._close([each for each in self._open if not each[0].is_alive()])
                self._open[key] = CHANNELS[name][1](options)
            return self._open[key]

    def close(self) -> None:
        """Lets go of every connection; a channel asked for afterwards is opened anew."""
        with self._lock:
            self._close(list(self._open))

    def _close(self, keys: list[tuple[threading.Thread, int]]) -> None:
        for key in keys:
            self._open.pop(key).close()


def _server(value: str) -> str:
    if "://" not in value:
        return value
    parts = urlsplit(value)
    return f"{parts.scheme}://{parts.hostname or ''}"


def opened(settings: ChannelSettings) -> ChannelSet:
    """The channels of these settings; each connects when its first message goes out."""
    return ChannelSet(settings)


def _of_office(code: str, own: Any, common: Mapping[str, Any], path: Path) -> dict[str, Options | None]:
    where = f"offices.{code}"
    return {
        name: _options(
            _merged(common.get(name), value, path, f"{where}.{name}"), name, path, f"{where}.{name}"
        )
        for name, value in _mapping(own, path, where).items()
    }


def _merged(common: Any, own: Any, path: Path, where: str) -> Any:
    """The office's own values over the common ones; a secret given as a file takes the other form's place."""
    if own in _OFF or common in _OFF:
        return own
    own = _mapping(own, path, where)
    replaced = {*own, *(f"{key}_file" for key in own), *(key.removesuffix("_file") for key in own)}
    return {key: value for key, value in common.items() if key not in replaced} | own


def _options(value: Any, name: str, path: Path, where: str) -> Options | None:
    if name not in CHANNELS:
        raise Unreadable(str(path), 0, "shape", f"{where}: {', '.join(CHANNELS)}, offices")
    if value in _OFF:
        return None
    shape = CHANNELS[name][0]
    values = _with_secrets(_mapping(value, path, where), shape, path, where)
    try:
        return shape.model_validate(values, context={"folder": path.parent})
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        at = ".".join([where, *(str(part) for part in first["loc"])])
        raise Unreadable(str(path), 0, "shape", f"{at}: {first['msg']}") from None


def _with_secrets(values: dict[str, Any], shape: type[Options], path: Path, where: str) -> dict[str, Any]:
    """The values with each `…_file` of a secret replaced by what that file holds."""
    found = dict(values)
    for secret in sorted(shape.secrets()):
        file = found.pop(f"{secret}_file", None)
        if file is None:
            continue
        if secret in found:
            raise Unreadable(str(path), 0, "shape", f"{where}: {secret}, {secret}_file")
        try:
            found[secret] = (path.parent / str(file)).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise Unreadable(
                str(path), 0, "missing", f"{where}.{secret}_file: {type(error).__name__}"
            ) from None
    return found


def _mapping(value: Any, path: Path, where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Unreadable(str(path), 0, "shape", f"{where or path.name}: key: value")
    return dict(value)
