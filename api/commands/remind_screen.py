"""What `khanton remind` shows people: a day by person, a year by day."""

import datetime
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import groupby

from rich.console import Group, RenderableType
from rich.text import Text

from api.commands.output import table, thai_day, thai_moment
from notifications.forecast import Telling
from notifications.phrases import Phrases
from states.buddhist import be_year
from states.fiscal import FiscalYear
from states.thai import month_name

_SAY = Phrases("th")
_WAYS = {"email": "อีเมล", "line": "LINE", "webhook": "webhook", "folder": "โฟลเดอร์"}


def day_screen(office: str, at: datetime.datetime, tellings: Sequence[Telling]) -> RenderableType:
    """Person by person what she would be told at `at`."""
    people = {each.person for each in tellings}
    heading = f"ณ {thai_moment(at)} {office}: จะแจ้ง {len(people):,} คน {len(tellings):,} เรื่อง (ยังไม่ได้ส่ง)"
    shown = table("เวลา", "ถึง", "เรื่อง", "ขั้นและเหตุที่แจ้ง", "ช่องทาง")
    for _, hers in groupby(tellings, key=lambda each: each.person):
        for number, each in enumerate(hers):
            who = _who(each) if number == 0 else ""
            shown.add_row(
                *map(Text, (f"{each.at:%H.%M} น.", who, each.told.subject, _why(each), _ways(each)))
            )
    return Group(Text(heading, style="bold"), *([shown] if tellings else []))


def closed_screen(closed: Mapping[str, object]) -> str:
    """That the office is closed, why, and when people hear next."""
    following = closed["next_workday"]
    assert isinstance(following, datetime.date)
    why = closed["closed_because"]
    return f"สำนักงานปิด ({why}) จึงไม่มีการเตือน  วันทำการถัดไป {thai_day(following)}"


def year_screen(office: str, year: FiscalYear, tellings: Sequence[Telling]) -> RenderableType:
    """Day by day how many are told what, then by month and by person."""
    heading = Text(f"คาดการณ์การแจ้งเตือน ปีงบประมาณ พ.ศ. {year.be}  {office}", style="bold")
    remark = Text("นับเรื่องที่ค้างอยู่และเรื่องที่คาดว่าจะมีในปีนั้น โดยถือว่ายังไม่มีเรื่องใดเสร็จ จำนวนจริงจะไม่เกินนี้", style="dim")
    return Group(
        heading,
        remark,
        _by_day(tellings),
        Text(),
        _by_month(tellings),
        Text(),
        _by_person(tellings),
        Text(f"รวม {len(tellings):,} เรื่อง ถึง {len({each.person for each in tellings}):,} คน", style="bold"),
    )


def _by_day(tellings: Sequence[Telling]) -> RenderableType:
    shown = table("วันที่", "เรื่อง", "คน", "เตือนกำหนดใด")
    for day, found in groupby(tellings, key=lambda each: each.at.date()):
        told = list(found)
        duties = Counter(map(_duty, told))
        what = ", ".join(f"{name} × {count}" if count > 1 else name for name, count in duties.items())
        people = len({each.person for each in told})
        shown.add_row(thai_day(day), f"{len(told):,}", f"{people:,}", Text(what))
    return shown


def _duty(each: Telling) -> str:
    return "สรุปงานประจำสัปดาห์" if each.rung is None else f"{each.duty} ({_SAY.rung(each.rung)})"


def _by_month(tellings: Sequence[Telling]) -> RenderableType:
    shown = table("เดือน", "ก่อนหรือในวันครบกำหนด", "หลังกำหนด หากยังไม่เสร็จ", "สรุปประจำสัปดาห์", "รวม")
    for (year, month), found in groupby(tellings, key=lambda each: (each.at.year, each.at.month)):
        rungs = [each.rung for each in found]
        before = sum(rung is not None and rung <= 0 for rung in rungs)
        after = sum(rung is not None and rung > 0 for rung in rungs)
        counts = (before, after, len(rungs) - before - after, len(rungs))
        shown.add_row(f"{month_name(month)} {be_year(year)}", *(f"{each:,}" for each in counts))
    return shown


def _by_person(tellings: Sequence[Telling]) -> RenderableType:
    shown = table("ถึง", "เรื่อง", "วัน")
    counts = Counter(each.person for each in tellings)
    days = Counter(person for person, _ in {(each.person, each.at.date()) for each in tellings})
    first = {each.person: each for each in reversed(tellings)}
    for person, count in sorted(counts.items(), key=lambda each: (-each[1], each[0])):
        shown.add_row(Text(_who(first[person])), f"{count:,}", f"{days[person]:,}")
    return shown


def _who(each: Telling) -> str:
    """`ชื่อ (ตำแหน่ง)`; where she is known by her post alone, the post."""
    posts = [post for post in each.posts if post not in each.name_th]
    return f"{each.name_th} ({', '.join(posts)})" if posts else each.name_th


def _why(each: Telling) -> str:
    rung = [] if each.rung is None else [_SAY.rung(each.rung)]
    because = [line for line in each.told.body.splitlines() if each.because and line.startswith("แจ้งท่าน")]
    return "; ".join([*rung, *because])


def _ways(each: Telling) -> str:
    return ", ".join(["ในระบบ", *(_WAYS.get(way, way) for way in each.channels)])
