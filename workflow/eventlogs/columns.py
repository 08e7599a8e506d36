"""An event as a row: the columns that tables of events have, in CSV and in workbooks."""

import json
from collections.abc import Callable
from typing import Any, Final

from msgspec import Struct

from states.thai import medium_date, time_of_day
from workflow.eventlogs.event import Event, baht
from workflow.moments import BANGKOK


class Column(Struct, frozen=True):
    """A name for programs, a heading in Thai, and what stands under them: text, a whole number or nothing."""

    name: str
    heading: str
    value: Callable[[Event], str | int | None]


def _attributes(event: Event) -> str:
    """What the log said of the event from which it was brought in, as JSON."""
    if event.attributes is None:
        return ""
    return json.dumps({each.name: each.text for each in event.attributes}, ensure_ascii=False)


def _thai_moment(event: Event) -> str:
    local = event.at.astimezone(BANGKOK)
    return f"{medium_date(local.date())} {time_of_day(local.time())}"


def _baht(satang: int | None) -> str:
    return "" if satang is None else baht(satang)


def _of(name: str, heading: str, value: Callable[[Event], Any]) -> Column:
    return Column(name, heading, value)


COLUMNS: Final = (
    _of("case", "เรื่อง", lambda e: e.case.name),
    _of("activity", "กิจกรรม", lambda e: e.activity),
    _of("time", "เวลาที่บันทึก (ISO 8601)", lambda e: e.time),
    _of("resource", "บัญชีผู้ทำ", lambda e: e.resource),
    _of("activity_en", "กิจกรรม (อังกฤษ)", lambda e: e.activity_en),
    _of("entry", "รายการที่", lambda e: e.seq),
    _of("entry_kind", "ชนิดรายการ", lambda e: e.kind),
    _of("trigger", "รหัสขั้นตอน", lambda e: e.trigger),
    _of("from_state", "รหัสสถานะเดิม", lambda e: e.from_state),
    _of("from_name", "สถานะเดิม", lambda e: e.from_th),
    _of("to_state", "รหัสสถานะใหม่", lambda e: e.to_state),
    _of("to_name", "สถานะใหม่", lambda e: e.to_th),
    _of("lifecycle", "วงจร", lambda e: "" if e.brought_in else "complete"),
    _of("time_thai", "เวลาที่บันทึก", _thai_moment),
    _of("effective_on", "วันที่มีผล (ISO 8601)", lambda e: e.effective_on.isoformat()),
    _of("effective_thai", "วันที่มีผล", lambda e: medium_date(e.effective_on)),
    _of("person", "ผู้ทำ", lambda e: e.person),
    _of("position", "ตำแหน่ง", lambda e: e.position),
    _of("position_group", "กลุ่มของตำแหน่ง", lambda e: e.group),
    _of("capacity", "ฐานะ", lambda e: e.capacity),
    _of("order_no", "คำสั่งที่", lambda e: e.order_no),
    _of("principal", "ทำแทน", lambda e: e.principal),
    _of("satang", "จำนวนเงินในรายการ (สตางค์)", lambda e: e.satang),
    _of("baht", "จำนวนเงินในรายการ (บาท)", lambda e: _baht(e.satang)),
    _of("reason", "เหตุผล", lambda e: e.reason),
    _of("item", "รหัสเรื่อง", lambda e: e.case.code),
    _of("item_kind", "รหัสประเภทเรื่อง", lambda e: e.case.kind),
    _of("item_kind_name", "ประเภทเรื่อง", lambda e: e.case.kind_th),
    _of("title", "ชื่อเรื่อง", lambda e: e.case.title),
    _of("fiscal_year", "ปีงบประมาณ", lambda e: e.case.fiscal_year),
    _of("group", "กลุ่มเจ้าของเรื่อง", lambda e: e.case.group_th),
    _of("school", "สถานศึกษา", lambda e: e.case.school_th),
    _of("part_of", "อยู่ใต้เรื่อง", lambda e: e.case.parent),
    _of("item_satang", "วงเงินของเรื่อง (สตางค์)", lambda e: e.case.satang),
    _of("attributes", "ข้อมูลจากบันทึกเดิม (JSON)", _attributes),
    _of("hash", "ลายนิ้วมือของรายการ", lambda e: e.hash),
)
