"""What the browser tests need of this computer: Debian's Chromium. Installed where missing and we may."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable

# The first is Chromium without the window around pages, at which no test looks: it opens them in two thirds
# of the time. Older systems have only the second.
PACKAGES = ("chromium-headless-shell", "chromium")
PROGRAMS = (*PACKAGES, "chromium-browser", "google-chrome")


def browser() -> str:
    """The browser's program file; "" where there is none."""
    found = (shutil.which(name) for name in PROGRAMS)
    return next((path for path in found if path), "")


def install_if_missing(say: Callable[[str], None]) -> str:
    """Install the browser if it is missing and we may; answer "" when it is here, or how to get it.

    `say` is told, one line each, what is about to be done.
    """
    if browser():
        return ""
    by_hand = "no Chromium or Chrome on this computer"
    if sys.platform == "win32" or shutil.which("apt-get") is None:
        return f"{by_hand}, and no apt-get to install it with"
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if sudo and (
        shutil.which("sudo") is None or subprocess.run([*sudo, "true"], capture_output=True).returncode
    ):
        return f"{by_hand}; install it with: sudo apt-get install -y {PACKAGES[0]}"
    installs = [["apt-get", "install", "-y", "-qq", "--no-install-recommends", name] for name in PACKAGES]
    for step in (["apt-get", "update", "-qq"], *installs):
        command = [*sudo, "env", "DEBIAN_FRONTEND=noninteractive", *step]
        say("ติดตั้งเบราว์เซอร์ที่การทดสอบต้องใช้ · installing the tests' browser: " + " ".join(step))
        subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        if browser():
            return ""
    return f"apt-get could not install {PACKAGES[0]}"
