"""What tests of the disk need of this computer: strace, where there is one (Linux)."""

from __future__ import annotations

import shutil
import sys


def missing() -> list[str]:
    """Debian's names of what is not here; elsewhere nothing, as there is none."""
    return ["strace"] if sys.platform == "linux" and shutil.which("strace") is None else []
