"""Reads the daily messages of the checked-in sample year, by the day on which they were sent."""

import datetime
import re
from collections import defaultdict
from pathlib import Path

from states.typed import parse_typed_date

GOLDEN = Path(__file__).parent / "golden" / "year_2561.txt"
_DAY = re.compile(r"วัน\S+ที่ (\d+ \S+ \d{4})")
_TO = re.compile(r"  ถึง (.+?)(?: \(\d+ คน\))? ทาง(.+)")
_LINE = re.compile(r"    • (.+?)(?: \[((?:เตือน|ติดตาม)[^;\]]+)[^\]]*\])?")
_KIND = re.compile(r"\d\d\.\d\d น\. (.+)")
Line = tuple[str, str, str]
"""To whom, what, and of a reminder on which rung."""


def digests_by_day() -> dict[datetime.date, set[Line]]:
    """What went out by e-mail, which everybody has in that year."""
    found: dict[datetime.date, set[Line]] = defaultdict(set)
    day, names, daily = datetime.date.min, [], False
    for line in GOLDEN.read_text(encoding="utf-8").split("สรุปทั้งปี")[0].splitlines():
        if heading := _DAY.fullmatch(line):
            day = parse_typed_date(heading[1])
        elif to := _TO.fullmatch(line):
            names = to[1].split(", ") if "อีเมล" in to[2] else []
        elif kind := _KIND.fullmatch(line):
            daily = kind[1] == "ข้อความประจำวัน"
        elif daily and (told := _LINE.fullmatch(line)):
            found[day] |= {(name, told[1], told[2] or "") for name in names}
    return {day: told for day, told in found.items() if told}
