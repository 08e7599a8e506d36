"""The tour's contents: one line a page, its picture, and who looks at it there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pages import NOBODY, Page

from states.catalogue import catalogue
from workflow.database import Database
from workflow.demo import accounts

_HEAD = """\
# ชมหน้าจอทีละหน้า · A tour of every page

`python3 run.py tour` ถ่ายภาพเหล่านี้จากสำนักงานตัวอย่าง (ข้อมูลสมมติทั้งหมด) วันที่ 18 พฤษภาคม 2561
These pictures are of the sample offices, invented throughout, on 18 May 2018; the command makes them anew.

| หน้า · Page | ผู้ใช้ · Who looks | ภาพ · Pictures |
| --- | --- | --- |
"""
_LINE = (
    "| **{thai}**<br>{english}<br>`{address}` | {who} "
    '| <a href="{name}.webp"><img src="{name}.webp" width="360" alt="{thai}"></a>'
    "<br>[จอมือถือ · phone]({name}.phone.webp) · [จอมืด · dark]({name}.dark.webp)"
    " · [พิมพ์ · print]({name}.print.webp) |\n"
)


@dataclass(frozen=True, slots=True)
class Stop:
    """A page as it was found: its heading in both languages."""

    page: Page
    thai: str
    english: str


def index(stops: Iterable[Stop], database: Database) -> str:
    """The text of docs/tour/README.md."""
    roles = _roles(database)
    return _HEAD + "".join(
        _LINE.format(
            thai=_cell(stop.thai),
            english=_cell(stop.english),
            address=_cell(stop.page.where),
            who=roles[stop.page.who],
            name=stop.page.name,
        )
        for stop in stops
    )


def _roles(database: Database) -> Mapping[str, str]:
    with database.read() as session:
        everybody = accounts(session)
    return {each.username: _named(each.roles[0]) for each in everybody} | {NOBODY: "ใครก็ได้ · anybody"}


def _named(role: str) -> str:
    words = catalogue().roles[role]
    return f"{words.th}<br>{words.en}"


def _cell(text: str) -> str:
    return text.replace("|", "&#124;").replace("\u200b", "")
