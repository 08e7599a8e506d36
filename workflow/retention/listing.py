"""The list of papers proposed for destruction (บัญชีหนังสือขอทำลาย) as a workbook, in the columns of its form."""

import datetime
from collections.abc import Sequence
from functools import cache
from typing import Any, Final

from states.model import Label
from states.source import DEFINITIONS, read_definition, shipped_kinds
from states.thai import medium_date
from workflow.retention.overdue import Listed
from workflow.sheets.tables import Column, workbook_of

# gk: the form (แบบที่ 25 of the rules on office papers) leaves what is decided of each paper to be written in.
_COLUMNS: Final = (
    *(Column("ลำดับที่", "whole"), Column("รหัสเรื่อง"), Column("ที่"), Column("ลงวันที่", "date"), Column("เรื่อง")),
    *(Column("ประเภท"), Column("ปีงบประมาณ", "whole"), Column("สิ้นสุดเมื่อ", "date")),
    *(Column("เอกสาร (ไฟล์)", "whole"), Column("ขนาด (ไบต์)", "whole"), Column("ข้อความที่ลงนาม", "whole")),
    *(Column("การพิจารณา"), Column("หมายเหตุ")),
)


def workbook(listed: Sequence[Listed], on: datetime.date, note: str = "") -> bytes:
    """The list as on a Bangkok date, and a last line where there is something to note of it.

    The title of a secret paper is only that it is one.
    """
    rows: list[list[Any]] = [
        [
            *(number, each.code, each.number, each.dated_on, each.title),
            *(kind_th(each.kind), each.fiscal_year, each.ended_on),
            *(each.files, each.size, each.texts, "", ""),
        ]
        for number, each in enumerate(listed, start=1)
    ]
    if note:
        rows.append([note if column.heading == "เรื่อง" else "" for column in _COLUMNS])
    return workbook_of(f"บัญชีหนังสือขอทำลาย {medium_date(on)}", _COLUMNS, rows)


@cache
def kind_label(kind: str) -> Label:
    """What the office calls a kind; one that was brought in from elsewhere goes by its own name."""
    if kind not in shipped_kinds():
        return Label(kind, kind)
    shipped = read_definition(DEFINITIONS / f"{kind}.yaml")
    return Label(shipped.th, shipped.en)


def kind_th(kind: str) -> str:
    """The same in Thai."""
    return kind_label(kind).th
