"""What a proposal still lacks, field by field: the rule for handing one in."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from states.fiscal import FiscalYear
from states.model import Label
from workflow.proposals.fields import FIELDS, Form, FormActivity
from workflow.proposals.months import month_names, months_between


class Framed(Protocol):
    """What the item itself says of a project: `fiscal_year` B.E., Bangkok dates, who is in charge."""

    @property
    def fiscal_year(self) -> int: ...
    @property
    def starts_on(self) -> datetime.date | None: ...
    @property
    def ends_on(self) -> datetime.date | None: ...
    @property
    def owner_id(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class Gap(Label):
    """Something missing, in words, and the field that it is missing from."""

    field: str = ""


def gaps(form: Form, item: Framed, lines_total: int | None) -> tuple[Gap, ...]:
    """Everything a proposal needs before it can be submitted and does not have, in the form's order.

    Needed (R-014, DOMAIN 3.7): an owner, dates inside the fiscal year, rationale, objectives, target group,
    a target in quantity or quality, an activity with its months, no months outside the dates, budget lines,
    an indicator with its target. `lines_total` in satang is what the lines ask for, None without lines.
    """
    found = (*_of_item(item), *_of_texts(form), *_of_activities(form, item), *_of_measures(form, lines_total))
    return tuple(sorted(found, key=lambda gap: FIELDS[gap.field].number))


def _of_item(item: Framed) -> Iterator[Gap]:
    if item.owner_id is None:
        yield _empty("owner")
    year = FiscalYear(item.fiscal_year)
    if item.starts_on is None or item.ends_on is None:
        yield _empty("dates")
    elif item.ends_on < item.starts_on:
        yield _gap("dates", "วันสิ้นสุดอยู่ก่อนวันเริ่ม", "they end before they start")
    elif item.starts_on not in year or item.ends_on not in year:
        yield _gap(
            "dates", f"ต้องอยู่ในปีงบประมาณ พ.ศ. {year.be}", f"they must lie in fiscal year {year.be} B.E."
        )


def _of_texts(form: Form) -> Iterator[Gap]:
    for name in ("rationale", "objectives", "target_group"):
        if not getattr(form, name):
            yield _empty(name)
    if not form.quantity and not form.quality:
        yield _gap("quantity", "ต้องมีเชิงปริมาณหรือเชิงคุณภาพอย่างน้อยหนึ่ง", "one in quantity or in quality is needed")


def _of_activities(form: Form, item: Framed) -> Iterator[Gap]:
    if not any(activity.months for activity in form.activities):
        yield _gap(
            "activities",
            "ต้องมีอย่างน้อยหนึ่งกิจกรรมพร้อมเดือนที่ทำ",
            "at least one with its months is needed",
        )
    for number, activity in enumerate(form.activities, start=1):
        outside = _outside(activity, item)
        if outside is not None:
            yield _gap(
                "activities",
                f"กิจกรรมที่ {number} ทำนอกระยะเวลาโครงการ ({outside.th})",
                f"no. {number} is outside the project's dates ({outside.en})",
            )


def _outside(activity: FormActivity, item: Framed) -> Label | None:
    """The activity's months in which the project does not run; None where it has no sound dates."""
    start, end, year = item.starts_on, item.ends_on, FiscalYear(item.fiscal_year)
    if start is None or end is None or end < start or start not in year or end not in year:
        return None
    outside = set(activity.months) - months_between(start, end)
    return month_names(tuple(sorted(outside))) if outside else None


def _of_measures(form: Form, lines_total: int | None) -> Iterator[Gap]:
    if not lines_total:
        yield _gap("lines", "ยังไม่มีรายการค่าใช้จ่าย", "no spending lines yet")
    if not any(indicator.target for indicator in form.indicators):
        yield _gap(
            "indicators",
            "ต้องมีอย่างน้อยหนึ่งตัวพร้อมค่าเป้าหมาย",
            "at least one with its target is needed",
        )


def _empty(field: str) -> Gap:
    return _gap(field, "ยังไม่ได้กรอก", "not filled in")


def _gap(field: str, th: str, en: str) -> Gap:
    """`ข้อ 9 หลักการและเหตุผล: ยังไม่ได้กรอก`."""
    row = FIELDS[field]
    return Gap(f"ข้อ {row.number} {row.label.th}: {th}", f"{row.number}. {row.label.en}: {en}", field)
