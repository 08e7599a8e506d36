"""What the tests of papers need of this computer: Pango for PDF, poppler and LibreOffice to read with.

Debian's packages are installed where they are missing and we may; elsewhere the run says what is not there.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from ctypes.util import find_library

# What is looked for, and Debian's package that has it.
LIBRARIES = {"pango-1.0": "libpango-1.0-0", "pangoft2-1.0": "libpangoft2-1.0-0"}
PROGRAMS = {"pdftotext": "poppler-utils", "soffice": "libreoffice-writer-nogui"}


def missing() -> list[str]:
    """Debian's names of what is not here."""
    libraries = [package for name, package in LIBRARIES.items() if find_library(name) is None]
    return libraries + [package for name, package in PROGRAMS.items() if shutil.which(name) is None]


def install_if_missing(say: Callable[[str], None], look: Callable[[], list[str]] = missing) -> str:
    """Install what is missing if we may; answer "" when all is here, or what is not and how to get it.

    `say` is told, one line each, what is about to be done; `look` gives Debian's names of what is missing.
    """
    packages = look()
    if not packages:
        return ""
    by_hand = f"missing: {' '.join(packages)}"
    if sys.platform == "win32" or shutil.which("apt-get") is None:
        return f"{by_hand}, and no apt-get to install it with"
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if sudo and (
        shutil.which("sudo") is None or subprocess.run([*sudo, "true"], capture_output=True).returncode
    ):
        return f"{by_hand}; install it with: sudo apt-get install -y {' '.join(packages)}"
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    for step in (["apt-get", "update", "-qq"], install):
        command = [*sudo, "env", "DEBIAN_FRONTEND=noninteractive", *step]
        say("ติดตั้งสิ่งที่การทดสอบต้องใช้ · installing what the tests need: " + " ".join(step))
        subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    left = look()
    return f"apt-get could not install {' '.join(left)}" if left else ""
