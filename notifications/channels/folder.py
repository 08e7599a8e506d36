"""A folder of text files, one per message, for an office that lets another program pick them up."""

import os
import uuid
from pathlib import Path

from notifications.channels.channel import Outgoing, TransportError, said
from notifications.channels.options import FilePath, Options
from workflow.moments import BANGKOK


class FolderOptions(Options):
    path: FilePath


class Folder:
    name = "folder"

    def __init__(self, options: FolderOptions) -> None:
        self._path = options.path

    def send(self, message: Outgoing) -> str:
        """The name of the file, which appears whole or not at all; raises TransportError."""
        name = f"{uuid.UUID(message.token)}.txt"
        try:
            self._path.mkdir(parents=True, exist_ok=True)
            _put(self._path / name, _written(message))
        except OSError as error:
            raise TransportError(said(error.strerror or type(error).__name__)) from error
        return name

    def close(self) -> None:
        """Nothing is kept open."""


def _put(path: Path, content: bytes) -> None:
    """Written beside its place and moved there; on the disk before the message counts as accepted."""
    beside = path.with_name(f".{path.stem}.{os.getpid()}.part")
    try:
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _written(message: Outgoing) -> bytes:
    head = (
        ("To", f"{message.name} <{message.to}>"),
        ("Subject", message.subject),
        ("Date", message.at.astimezone(BANGKOK).isoformat(timespec="seconds")),
        ("Message-ID", message.token),
    )
    lines = [f"{name}: {' '.join(value.split())}" for name, value in head]
    return "\n".join([*lines, "", message.text, ""]).encode()
