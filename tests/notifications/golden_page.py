"""Everything sent in the sample year as a text that an office worker can read from top to bottom."""

import datetime
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby

from golden_year import Line, Sent

from notifications.phrases import Phrases
from notifications.reminding import REMINDER
from states.buddhist import WEEKDAYS_TH, be_year
from states.catalogue import catalogue
from states.thai import long_date, month_name, time_of_day

_SAY = Phrases("th")
_INVENTED = " (บัญชีสมมติ)"
_KINDS = {"digest": "ข้อความประจำวัน", "urgent": "แจ้งทันที"}
_WAYS = {"email": "อีเมล", "line": " LINE"}
_HEADING = """\
ข้อความที่ระบบส่งถึงบุคลากรในปีตัวอย่าง
{office}
ตั้งแต่วันที่ 1 ตุลาคม 2560 ถึงวันที่ 31 ตุลาคม 2561

วิธีอ่าน
- แต่ละวันแสดงเวลาที่ส่ง ชนิดของข้อความ ผู้รับ และหัวข้อทุกเรื่องในข้อความนั้น ผู้ที่ได้รับเรื่องเหมือนกันแสดงรวมกัน
- "ข้อความประจำวัน" รวมทุกเรื่องของวันไว้ในข้อความเดียว ส่งเวลา 07.30 น. ของวันทำการ
- "แจ้งทันที" คือเรื่องที่รอถึงเช้าวันทำการถัดไปไม่ได้
- ในวงเล็บเหลี่ยมคือขั้นของการเตือน และเหตุที่แจ้งผู้นั้น เมื่อผู้นั้นไม่ใช่ผู้มีหน้าที่โดยตรง
- วันที่ไม่มีข้อความไม่แสดง

สมมติเพิ่มจากปีตัวอย่างเพื่อให้เห็นทุกกรณี
- ทุกคนรับอีเมล ผอ.กลุ่มนโยบายและแผน รับ LINE ด้วย, ผอ.สพป. ไม่รับข้อความระหว่าง 18.00 น. ถึง 08.00 น.
- ผอ.กลุ่มบริหารงานบุคคล ย้ายไปเมื่อสิ้นวันที่ 31 มีนาคม 2561 ตำแหน่งว่างจนถึงวันที่ 17 เมษายน 2561
  จากนั้น ผอ.กลุ่มอำนวยการ รักษาราชการแทน
- ผอ.กลุ่มส่งเสริมฯ ไปราชการ วันที่ 2-5 เมษายน 2561 ไม่มีผู้รักษาราชการแทน
- ผอ.กลุ่มนิเทศฯ ลา วันที่ 2-13 กรกฎาคม 2561 ผู้รับผิดชอบโครงการของกลุ่ม รักษาราชการแทน
"""


def page(office: str, sent: list[Sent]) -> str:
    """The year by day, time and kind, then its totals."""
    parts = [_HEADING.format(office=office)]
    for day, on_day in groupby(sent, key=lambda each: each.at.date()):
        parts.append(_day(day, list(on_day)))
    return "\n".join([*parts, *_totals(sent)])


def _day(day: datetime.date, sent: list[Sent]) -> str:
    heading = f"{WEEKDAYS_TH[day.weekday()]}ที่ {long_date(day)}"
    lines = [heading, "─" * 60]
    for (at, kind), together in groupby(sent, key=lambda each: (each.at, each.kind)):
        lines.append(f"{time_of_day(at.time())} {_KINDS[kind]}")
        lines += _alike(list(together))
    return "\n".join([*lines, ""])


def _alike(sent: list[Sent]) -> Iterator[str]:
    """The people who got the same, as one paragraph."""
    ways: dict[tuple[str, tuple[Line, ...]], list[str]] = {}
    for each in sent:
        ways.setdefault((each.name, each.lines), []).append(_WAYS[each.channel])
    groups: dict[tuple[tuple[str, ...], tuple[Line, ...]], list[str]] = {}
    for (name, told), by in ways.items():
        groups.setdefault((tuple(by), told), []).append(name.removesuffix(_INVENTED))
    for (by, told), names in groups.items():
        count = f" ({len(names)} คน)" if len(names) > 1 else ""
        yield f"  ถึง {', '.join(names)}{count} ทาง{' และ'.join(by)}"
        yield from (f"    • {_line(line)}" for line in told)


def _line(line: Line) -> str:
    rung = [] if line.rung is None else [_SAY.rung(line.rung)]
    said = "; ".join([*rung, *([line.because] if line.because else [])])
    return f"{line.subject}{f' [{said}]' if said else ''}"


def _totals(sent: list[Sent]) -> Iterator[str]:
    notices = Counter(line.code for each in sent if each.channel == "email" for line in each.lines)
    yield "สรุปทั้งปี\n" + "═" * 60
    yield f"ข้อความที่ส่ง {len(sent):,} ข้อความ เรื่องในอีเมล {notices.total():,} เรื่อง\n"
    yield "ข้อความตามชนิดและช่องทาง"
    by_kind = Counter((each.kind, each.channel) for each in sent)
    yield from _counted((f"{_KINDS[kind]} ทาง{_WAYS[way]}", count) for (kind, way), count in by_kind.items())
    yield "\nเรื่องในอีเมลตามชนิด"
    kinds: Counter[str] = Counter()
    for code, count in notices.items():
        kinds["การเตือนกำหนด" if code == REMINDER else _plain(catalogue().notices[code].th)] += count
    yield from _counted(kinds.items())
    yield "\nขั้นของการเตือนในอีเมล"
    rungs = Counter(
        line.rung for each in sent if each.channel == "email" for line in each.lines if line.rung is not None
    )
    yield from (f"  {count:>5,}  {_SAY.rung(rung)}" for rung, count in sorted(rungs.items()))
    yield "\nอีเมลตามเดือน"
    months = Counter((each.at.year, each.at.month) for each in sent if each.channel == "email")
    yield from (
        f"  {count:>5,}  {month_name(month)} {be_year(year)}" for (year, month), count in months.items()
    )
    yield "\nอีเมลตามผู้รับ (มากที่สุดในวันเดียว)"
    by_day = Counter((each.name, each.at.date()) for each in sent if each.channel == "email")
    most = {name: max(count for (who, _), count in by_day.items() if who == name) for name, _ in by_day}
    people = Counter(each.name for each in sent if each.channel == "email")
    yield from _counted((f"{name.removesuffix(_INVENTED)} ({most[name]})", n) for name, n in people.items())
    yield ""


def _plain(subject: str) -> str:
    """A subject line without what differs from paper to paper."""
    return (
        re.sub(r"\[[^\]]*\]|\{[a-z_]+\}|: \{title\}|[“”]", "", subject)
        .removesuffix("ปีงบประมาณ พ.ศ. ")
        .strip(" :")
    )


def _counted(found: Iterable[tuple[str, int]]) -> Iterator[str]:
    for name, count in sorted(found, key=lambda each: (-each[1], each[0])):
        yield f"  {count:>5,}  {name}"
