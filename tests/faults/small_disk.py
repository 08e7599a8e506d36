"""A disk of some megabytes in memory that can be filled up to its last bytes, where mounting is permitted."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

PAGE = 4096  # by which such a disk is given out


@dataclass(frozen=True)
class Disk:
    """Where it is mounted."""

    path: Path

    @property
    def _filler(self) -> Path:
        return self.path / "filler"

    def leave(self, pages: int) -> None:
        """Takes all room but so many pages."""
        self.free()
        about = os.statvfs(self.path)
        wanted = about.f_bavail * about.f_frsize - pages * PAGE
        if wanted <= 0:
            return
        with self._filler.open("wb") as filler:
            os.posix_fallocate(filler.fileno(), 0, wanted)

    def free(self) -> None:
        """Gives all of it back."""
        self._filler.unlink(missing_ok=True)


@contextmanager
def small_disk(megabytes: int) -> Iterator[Disk]:
    """Mounts it on a folder and takes it away again; skips the test by name where that is not permitted.

    The folder is none of pytest's, into which PostgreSQL's own account may not look.
    """
    mount, umount = shutil.which("mount"), shutil.which("umount")
    if sys.platform != "linux" or os.geteuid() != 0 or mount is None or umount is None:
        pytest.skip("a small disk can only be mounted by root on Linux")
    path = Path(tempfile.mkdtemp(prefix="khanton-disk-"))
    path.chmod(0o755)
    command = [mount, "-t", "tmpfs", "-o", f"size={megabytes}m", "khanton-faults", str(path)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        path.rmdir()
        pytest.skip("mounting a small disk is not permitted here")
    try:
        yield Disk(path)
    finally:
        subprocess.run([umount, "-l", str(path)], check=True)
        path.rmdir()
