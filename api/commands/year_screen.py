"""The one screen of `khanton year`, for people: Thai words, Thai dates, bars."""

from collections import Counter
from collections.abc import Iterable, Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from api.commands.output import table, thai_day
from states.catalogue import catalogue
from states.thai import long_date, money
from workflow.money.overview import Overview
from workflow.money.pace import ALL
from workflow.money.queries import Behind, Part, YearMoney
from workflow.money.standing import Late, Stood

_WHOLE = 10_000  # hundredths of a per cent
_LONGEST = 5  # rows of a list before the rest is only counted


def screen(told: Overview) -> RenderableType:
    """The plan, its money, quarters against targets, what is behind and what is late."""
    year = told.money
    parts: list[RenderableType] = [
        Text(f"{told.office.name_th} ({told.office.code})", style="bold"),
        Text(f"ปีงบประมาณ พ.ศ. {year.fiscal_year} ณ วันที่ {long_date(year.on)}"),
        _standing(told.plans, told.projects),
        _headed("เงินของปี (บาท)", _totals(told)),
    ]
    if year.total.in_force or year.received:
        parts += [
            _headed("แหล่งงบประมาณ", _funds(year)),
            _headed("กลุ่ม", _parts(year.by_group)),
            _headed("งบรายจ่าย", _parts(year.by_category)),
            _headed("เบิกจ่ายสะสมรายไตรมาส", _quarters(year)),
        ]
    if year.ceilings:
        parts.append(_headed("กรอบวงเงิน", _ceilings(year)))
    parts += [*_behind(told.behind), *_late(told.late, year)]
    return Group(*parts)


def _headed(heading: str, body: RenderableType) -> Group:
    return Group(Text(f"\n{heading}", style="bold"), body)


def _columns(*headings: str, numbers: Iterable[str] = ()) -> Table:
    """A table whose columns of numbers stand to the right."""
    made = table(*headings)
    for column in made.columns:
        if column.header in set(numbers):
            column.justify, column.no_wrap = "right", True
    return made


def _standing(plans: Sequence[Stood], projects: Sequence[Stood]) -> Text:
    said = "; ".join(f"{each.code} {each.label.th}" for each in plans) or "ยังไม่มี"
    counts = Counter(each.label.th for each in projects)
    by_state = ", ".join(f"{name} {number}" for name, number in counts.most_common())
    return Text(f"แผน: {said}\nโครงการ {len(projects)}" + (f": {by_state}" if by_state else ""))


def _totals(told: Overview) -> Table:
    year = told.money
    grid = Table.grid(padding=(0, 2))
    grid.add_column()
    grid.add_column(justify="right", no_wrap=True)
    rows = [
        ("วงเงินตามแผน", money(year.total.in_force)),
        ("ได้รับจัดสรรแล้ว", money(year.received) if year.tranches else "ยังไม่บันทึก"),
        ("เบิกจ่ายแล้ว", f"{money(year.total.disbursed)}  (ร้อยละ {_shown(year.total.hundredths)})"),
        ("คงเหลือตามแผน", money(year.total.left)),
    ]
    if told.brought.amount:
        rows.append(("เงินกันจากปีก่อน", money(told.brought.amount)))
    if year.carried_over:
        rows.append(("กันไว้เบิกเหลื่อมปี", money(year.carried_over)))
    for name, satang in rows:
        grid.add_row(name, satang)
    return grid


def _funds(year: YearMoney) -> Table:
    numbers = ["วงเงิน", "เบิกจ่าย", "ร้อยละ", *(["ได้รับ", "คงเหลือจากที่ได้รับ"] if year.tranches else [])]
    shown = _columns("แหล่งงบ", *numbers, numbers=numbers)
    for each in year.by_fund:
        arrived = [money(each.received), money(each.balance)] if year.tranches else []
        shown.add_row(
            each.name_th, money(each.in_force), money(each.disbursed), _shown(each.hundredths), *arrived
        )
    return shown


def _parts(parts: Sequence[Part]) -> Table:
    numbers = ("โครงการ", "วงเงิน", "เบิกจ่าย", "ร้อยละ")
    shown = _columns("", *numbers, "ความก้าวหน้า", numbers=numbers)
    for each in parts:
        shown.add_row(
            each.name_th or "-",
            str(each.projects),
            money(each.in_force),
            money(each.disbursed),
            _shown(each.hundredths),
            bar(each.hundredths, width=10),
        )
    return shown


def _quarters(year: YearMoney) -> Table:
    numbers = ("เบิกจ่ายสะสม", "ร้อยละ", "งบดำเนินงาน", "เป้า")
    shown = _columns("ไตรมาส", *numbers, "", "ผล", numbers=numbers)
    whole = {each.quarter: each for each in year.targets if each.scope == ALL}
    for each in year.quarters:
        target = whole.get(each.number)
        aim = target.hundredths if target else None
        mark = "*" if target and not target.verified else ""
        row = [str(each.number), "-", "-", "-", f"{_shown(aim)}{mark}", bar(None, aim, width=16), "ยังไม่สิ้นสุด"]
        if each.ended:
            verdict = "" if target is None else "ต่ำกว่าเป้า" if target.below else "ถึงเป้า"
            row[1:4] = [
                money(each.total.disbursed),
                _shown(each.total.hundredths),
                _shown(each.operating.hundredths),
            ]
            row[5:] = [bar(each.total.hundredths, aim, width=16), verdict]
        shown.add_row(*row)
    if any(not each.verified for each in whole.values()):
        shown.caption = "* เป้าหมายที่ยังไม่ได้ตรวจสอบกับหนังสือ"
    return shown


def bar(hundredths: int | None, target: int | None = None, *, width: int = 20) -> str:
    """So many signs for a hundred per cent, with the target's place marked: `█████░░░░░│░░░░░░░░░`."""
    full = min(width, (hundredths or 0) * width // _WHOLE)
    signs = ["█"] * full + ["░"] * (width - full)
    if target is not None:
        signs[min(width - 1, target * width // _WHOLE)] = "│"
    return "".join(signs)


def _ceilings(year: YearMoney) -> Table:
    """The funds' ceilings, and of the groups' those that are exceeded."""
    numbers = ("กรอบ", "วางแผน", "เกิน")
    shown = _columns("แหล่งงบ", "กลุ่ม", *numbers, "", numbers=numbers)
    for each in year.ceilings:
        if each.group and not each.over:
            continue
        shown.add_row(
            each.fund,
            each.group or "ทั้งหมด",
            money(each.amount),
            money(each.planned),
            money(each.over) if each.over else "-",
            "ชั่วคราว" if each.provisional else "",
        )
    return shown


def _behind(behind: Sequence[Behind]) -> list[RenderableType]:
    if not behind:
        return []
    numbers = ("เบิกจ่าย", "ร้อยละ", "ควรเบิกจ่าย")
    shown = _columns("รหัส", "โครงการ", *numbers, numbers=numbers)
    for each in behind[:_LONGEST]:
        shown.add_row(
            each.code,
            each.title,
            money(each.total.disbursed),
            _shown(each.total.hundredths),
            money(each.due),
        )
    return [_headed(f"โครงการที่เบิกจ่ายช้า ({len(behind)})", shown), *_rest(behind)]


def _late(late: Sequence[Late], year: YearMoney) -> list[RenderableType]:
    if not late:
        return [Text(f"\nไม่มีงานเกินกำหนด ณ วันที่ {long_date(year.on)}", style="bold")]
    shown = _columns("เรื่อง", "งานตามกำหนด", "ผู้รับผิดชอบ", "ครบกำหนด", "เกิน (วัน)", numbers=("เกิน (วัน)",))
    for each in late[:_LONGEST]:
        role = catalogue().roles.get(each.owed_by)
        who = f"{role.th if role else each.owed_by} {each.group}".strip()
        shown.add_row(each.item, each.label.th, who, thai_day(each.due_on), str(each.days))
    return [_headed(f"เกินกำหนด ({len(late)})", shown), *_rest(late)]


def _rest(rows: Sequence[object]) -> list[RenderableType]:
    return [Text(f"และอีก {len(rows) - _LONGEST}", style="dim")] if len(rows) > _LONGEST else []


def _shown(hundredths: int | None) -> str:
    return "-" if hundredths is None else money(hundredths)
