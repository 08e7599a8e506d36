"""Packs files into one compressed archive and unpacks it, hashing every byte on its way."""

import datetime
import hashlib
import io
import shutil
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Final

from workflow.errors_keeping import RestoreRefused
from workflow.keeping import manifest as listing
from workflow.keeping.manifest import Kept, Manifest

_PIECE: Final = 1024 * 1024
_LONGEST: Final = 400  # signs of a name
_MOST: Final = 5_000_000  # files
_ROOM: Final = 64 * 1024 * 1024  # bytes left free for the machine to go on working


class _Hashed:
    """A file that is hashed while it is read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.sha256 = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self.sha256.update(data)
        return data


class Packing:
    """An archive being written; `files` lists what is in it."""

    def __init__(self, archive: tarfile.TarFile, at: datetime.datetime) -> None:
        self._archive = archive
        self._at = int(at.timestamp())
        self.files: list[Kept] = []

    def add(self, name: str, path: Path) -> None:
        """The file at `path` as it is now; what is appended meanwhile is left out."""
        with path.open("rb") as file:
            hashed = _Hashed(file)
            size = path.stat().st_size
            self._archive.addfile(self._described(name, size), hashed)
            self.files.append(Kept(name, hashed.sha256.hexdigest(), size))

    def add_bytes(self, name: str, data: bytes) -> None:
        self._archive.addfile(self._described(name, len(data)), io.BytesIO(data))
        self.files.append(Kept(name, hashlib.sha256(data).hexdigest(), len(data)))

    def end(self, manifest: Manifest) -> None:
        data = listing.written(manifest)
        self._archive.addfile(self._described(listing.NAME, len(data)), io.BytesIO(data))

    def _described(self, name: str, size: int) -> tarfile.TarInfo:
        about = tarfile.TarInfo(name)
        about.size, about.mtime, about.mode = size, self._at, 0o600
        return about


@contextmanager
def packing(file: IO[bytes], at: datetime.datetime) -> Iterator[Packing]:
    """An archive written into `file`; gzip's quickest level, since evidence is mostly compressed already."""
    with tarfile.open(fileobj=file, mode="w:gz", compresslevel=1) as archive:
        yield Packing(archive, at)


def unpacked(path: Path, into: Path) -> Manifest:
    """Writes the archive's files into the empty folder `into` and answers its manifest.

    Raises RestoreRefused (unreadable, differs, no_room) where it is cut short, holds anything but plain files
    with plain names, or one byte of it is not as the manifest says. `into` may then hold some files.
    """
    try:
        with tarfile.open(path, mode="r|gz") as archive:
            found, said = _taken_out(archive, path, into)
    except (tarfile.TarError, EOFError, zlib.error, OSError, ValueError) as error:
        if isinstance(error, FileNotFoundError):
            raise RestoreRefused("no_file", str(path)) from error
        raise RestoreRefused("unreadable", str(path), f"{type(error).__name__}: {error}"[:200]) from error
    wanted = {each.name: each for each in said.files}
    for name in sorted(wanted.keys() | found.keys()):
        if wanted.get(name) != found.get(name):
            raise RestoreRefused("differs", str(path), name)
    return said


def _taken_out(archive: tarfile.TarFile, path: Path, into: Path) -> tuple[dict[str, Kept], Manifest]:
    """Each file as it came out, and the manifest, which is the last of them; raises ValueError."""
    found: dict[str, Kept] = {}
    said: Manifest | None = None
    for member in archive:
        if said is not None or not member.isreg() or len(found) >= _MOST:
            raise ValueError(f"unexpected member {member.name[:80]!r}")
        source = archive.extractfile(member)
        assert source is not None
        if member.name == listing.NAME:
            if member.size > listing.LARGEST:
                raise ValueError("manifest too large")
            said = listing.read(source.read())
            continue
        if member.name in found:
            raise ValueError(f"twice: {member.name[:80]!r}")
        if member.size > shutil.disk_usage(into).free - _ROOM:
            raise RestoreRefused("no_room", str(path), str(into))
        found[member.name] = _written(source, into / _plain(member.name), member)
    if said is None:
        raise ValueError("no manifest")
    return found, said


def _plain(name: str) -> PurePosixPath:
    """A name that stays inside the folder on every system; raises ValueError."""
    parts = name.split("/")
    strange = any(sign in name for sign in '\\:\0*?"<>|') or not name.isprintable() or len(name) > _LONGEST
    if strange or any(part in ("", ".", "..") or part != part.strip(" ") for part in parts):
        raise ValueError(f"name {name[:80]!r}")
    return PurePosixPath(*parts)


def _written(source: IO[bytes], path: Path, member: tarfile.TarInfo) -> Kept:
    path.parent.mkdir(parents=True, exist_ok=True)
    sha256 = hashlib.sha256()
    with path.open("xb") as file:
        while piece := source.read(_PIECE):
            sha256.update(piece)
            file.write(piece)
    path.chmod(0o600)
    return Kept(member.name, sha256.hexdigest(), member.size)
