"""Reads the reminders of the checked-in sample year, by the day on which they were sent."""

import datetime
import re
from collections import defaultdict
from pathlib import Path

from states.typed import parse_typed_date

GOLDEN = Path(__file__).parent / "golden" / "year_2561.txt"
_DAY = re.compile(r"วัน\S+ที่ (\d+ \S+ \d{4})")
_TO = re.compile(r"  ถึง (.+?)(?: \(\d+ คน\))? ทาง(.+)")
_REMINDER = re.compile(r"    • (.+) \[((?:เตือน|ติดตาม)[^;\]]+)[^\]]*\]")
Reminder = tuple[str, str, str]
"""To whom, what, and on which rung."""


def reminders_by_day() -> dict[datetime.date, set[Reminder]]:
    """What went out by e-mail, which everybody has in that year."""
    found: dict[datetime.date, set[Reminder]] = defaultdict(set)
    day, names = datetime.date.min, []
    for line in GOLDEN.read_text(encoding="utf-8").split("สรุปทั้งปี")[0].splitlines():
        if heading := _DAY.fullmatch(line):
            day = parse_typed_date(heading[1])
        elif to := _TO.fullmatch(line):
            names = to[1].split(", ") if "อีเมล" in to[2] else []
        elif told := _REMINDER.fullmatch(line):
            found[day] |= {(name, told[1], told[2]) for name in names}
    return dict(found)
