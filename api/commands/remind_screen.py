"""What `khanton remind` shows people: a day by who is told what, a year by day, month and person."""

import datetime
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from api.commands.output import table, thai_day
from notifications.foretold import Telling
from notifications.phrases import Phrases
from states.buddhist import WEEKDAYS_TH, be_year
from states.fiscal import FiscalYear
from states.thai import long_date, month_name, time_of_day
from workflow.moments import BANGKOK

_SAY = Phrases("th")
_WAYS = {"inbox": "ในระบบ", "email": "อีเมล", "line": "LINE", "webhook": "webhook", "folder": "โฟลเดอร์"}


def day_screen(office: str, at: datetime.datetime, tellings: Sequence[Telling]) -> RenderableType:
    """Who would be told what at `at`; people who would be told alike stand together."""
    here = at.astimezone(BANGKOK)
    day = f"{WEEKDAYS_TH[here.weekday()]}ที่ {long_date(here.date())} เวลา {time_of_day(here.time())}"
    people = {each.person for each in tellings}
    said = f"จะแจ้ง {len(people):,} คน รวม {len(tellings):,} เรื่อง" if tellings else "ไม่มีเรื่องที่จะแจ้ง"
    return Group(
        Text(office),
        Text(f"{day} {said}", style="bold"),
        Text("แสดงให้ดูเท่านั้น ไม่ได้ส่งจริง", style="dim"),
        *_by_people(tellings),
    )


def _by_people(tellings: Sequence[Telling]) -> Iterator[RenderableType]:
    alike: dict[tuple[tuple[str, str, str], ...], list[str]] = {}
    for _, found in groupby(tellings, key=lambda each: each.person):
        hers = list(found)
        told = tuple((each.told.subject, _why(each), _ways(each)) for each in hers)
        alike.setdefault(told, []).append(_who(hers[0]))
    for lines, names in alike.items():
        yield Text()
        yield Text(_together(names), style="bold")
        listed = Table.grid(padding=(0, 1))
        for subject, why, ways in lines:
            listed.add_row("  •", Text(subject))
            listed.add_row("", Text(" · ".join(filter(None, (why, f"ทาง: {ways}"))), style="dim"))
        yield listed


def _together(names: Sequence[str]) -> str:
    """Each in a line of her own, then how many they are."""
    count = f" ({len(names)} คน)" if len(names) > 1 else ""
    return "ถึง " + "\n    ".join(names) + count


def closed_screen(closed: Mapping[str, object]) -> str:
    """That the office is closed, why, and when people hear next."""
    following = closed["next_workday"]
    assert isinstance(following, datetime.date)
    why = closed["closed_because"]
    return f"สำนักงานปิด ({why}) จึงไม่มีการเตือน  วันทำการถัดไป {thai_day(following)}"


def year_screen(
    office: str, year: FiscalYear, today: datetime.date, tellings: Sequence[Telling]
) -> RenderableType:
    """Day by day how many are told what, then by month and by person."""
    span = f"{thai_day(year.start)} - {thai_day(year.window_end)}"
    people = {each.person for each in tellings}
    return Group(
        Text(office),
        Text(f"คาดการณ์การแจ้งเตือน ปีงบประมาณ พ.ศ. {year.be} ({span})", style="bold"),
        *(Text(line, style="dim") for line in _remarks(year, today)),
        Text(),
        _by_day(tellings),
        Text(),
        _by_month(tellings),
        Text(),
        _by_person(tellings),
        Text(f"รวม {len(tellings):,} เรื่อง ถึง {len(people):,} คน", style="bold"),
    )


def _remarks(year: FiscalYear, today: datetime.date) -> Iterator[str]:
    yield "นับเรื่องที่ค้างอยู่ และเรื่องที่คาดว่าจะมีในปีนั้นชนิดละหนึ่งเรื่อง โดยถือว่าไม่มีเรื่องใดเสร็จก่อนกำหนด"
    if today > year.start:
        yield f"ก่อนวันที่ {thai_day(today)} นับเฉพาะเรื่องที่ยังไม่ได้เปิดในระบบ เรื่องที่แจ้งไปแล้วไม่นับซ้ำ"


def _by_day(tellings: Sequence[Telling]) -> RenderableType:
    shown = table("วันที่", "เรื่อง", "คน", "แจ้งเรื่องใด")
    for day, found in groupby(tellings, key=lambda each: each.at.date()):
        told = list(found)
        duties = Counter(map(_duty, told))
        what = "\n".join(f"{name} × {count}" if count > 1 else name for name, count in sorted(duties.items()))
        people = len({each.person for each in told})
        shown.add_row(thai_day(day), f"{len(told):,}", f"{people:,}", Text(what))
    return _narrow(shown, 3)


def _duty(each: Telling) -> str:
    return "สรุปงานประจำสัปดาห์" if each.rung is None else f"{each.duty_name}: {_SAY.rung(each.rung)}"


def _by_month(tellings: Sequence[Telling]) -> RenderableType:
    shown = table("เดือน", "ก่อนหรือในวันครบกำหนด", "หลังกำหนด หากยังไม่เสร็จ", "สรุปประจำสัปดาห์", "รวม")
    for (year, month), found in groupby(tellings, key=lambda each: (each.at.year, each.at.month)):
        rungs = [each.rung for each in found]
        before = sum(rung is not None and rung <= 0 for rung in rungs)
        after = sum(rung is not None and rung > 0 for rung in rungs)
        counts = (before, after, len(rungs) - before - after, len(rungs))
        shown.add_row(f"{month_name(month)} {be_year(year)}", *(f"{each:,}" for each in counts))
    return _narrow(shown, 5)


def _by_person(tellings: Sequence[Telling]) -> RenderableType:
    shown = table("ถึง", "เรื่อง", "วัน")
    counts = Counter(each.person for each in tellings)
    days = Counter(person for person, _ in {(each.person, each.at.date()) for each in tellings})
    first = {each.person: each for each in reversed(tellings)}
    for person, count in sorted(counts.items(), key=lambda each: (-each[1], each[0])):
        shown.add_row(Text(_who(first[person])), f"{count:,}", f"{days[person]:,}")
    return shown


def _narrow(shown: Table, columns: int) -> Table:
    """The first columns are not broken: what does not fit goes on in the last."""
    for column in shown.columns[:columns]:
        column.no_wrap = True
    return shown


def _who(each: Telling) -> str:
    """`ชื่อ (ตำแหน่ง)`; where she is known by her post, the post alone."""
    post = next(iter(each.posts), "")
    return f"{each.name_th} ({post})" if post and post not in each.name_th else each.name_th


def _why(each: Telling) -> str:
    rung = [] if each.rung is None else [_SAY.rung(each.rung)]
    because = [line for line in each.told.body.splitlines() if each.because and line.startswith("แจ้งท่าน")]
    return "; ".join([*rung, *because])


def _ways(each: Telling) -> str:
    return ", ".join(_WAYS.get(way, way) for way in each.channels)
