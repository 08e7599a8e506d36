"""Names the browser that somebody uses in words that she knows from its window."""

import re
from typing import Final

_PROGRAMS: Final = (
    (r"\bEdgA?/|\bEdgiOS/", "Edge"),
    (r"\bLine/", "LINE"),
    (r"\bSamsungBrowser/", "Samsung Internet"),
    (r"\bOPR/|\bOpera\b", "Opera"),
    (r"\bFirefox/|\bFxiOS/", "Firefox"),
    (r"Chrome/|\bCriOS/|\bChromium/", "Chrome"),
    (r"\bSafari/", "Safari"),
    (r"\bcurl/|\bpython|\bhttpx", "program"),
)
_SYSTEMS: Final = (
    (r"\bAndroid\b", "Android"),
    (r"\biPhone\b", "iPhone"),
    (r"\biPad\b", "iPad"),
    (r"\bWindows\b", "Windows"),
    (r"\bMac OS X\b|\bMacintosh\b", "macOS"),
    (r"\bCrOS\b", "ChromeOS"),
    (r"\bLinux\b", "Linux"),
)


def described(user_agent: str) -> str:
    """`Chrome · Windows`; empty where the browser does not say what it is."""
    text = user_agent[:400]
    found = [
        next((name for pattern, name in table if re.search(pattern, text)), "")
        for table in (_PROGRAMS, _SYSTEMS)
    ]
    return " · ".join(part for part in found if part)
