"""The tables of papers about a quarter, an amendment, reports to come: what each is reckoned from."""

from collections import Counter
from typing import Final

from sqlmodel import Session, col, select

from papers.figures import Tabled, made, names, share
from papers.particulars import Occasion
from states.filling import one_line
from states.fiscal import FiscalYear
from states.thai import money
from workflow.amendments.comparison import before_after
from workflow.models import Group, Item, Person
from workflow.money.figures import Sum
from workflow.money.pace import ALL
from workflow.money.queries import projects_behind, year_money
from workflow.papers.fields import Column
from workflow.reports.acceleration import listed

_UNREPORTED: Final = (
    "authorised",
    "in_progress",
    "suspended",
    "completed",
    "carried_over",
    "report_returned",
)


def behind(session: Session, occasion: Occasion) -> Tabled:
    """The projects below target at the quarter's end: those the report lists, or those the figures show."""
    report = occasion.item
    if report.quarter is None:
        return Tabled()
    end = FiscalYear(report.fiscal_year).quarter(report.quarter).end
    groups, replies = names(session, Group, report), {each.code: each for each in listed(session, report.id)}
    found = [
        each
        for each in projects_behind(session, report.office_id, report.fiscal_year, report.quarter, end)
        if (each.code in replies if replies else each.total.left > 0)
    ]
    return made(
        (
            *(Column("โครงการ", 26), Column("กลุ่ม", 16), Column("งบประมาณ (บาท)", 13, "num")),
            *(Column("เบิกจ่ายแล้ว (บาท)", 13, "num"), Column("ร้อยละ", 7, "num")),
            Column("เหตุผล/แนวทางแก้ไข", 20),
        ),
        [
            (
                *(one_line(each.title), groups.get(each.group, each.group), money(each.total.in_force)),
                *(money(each.total.disbursed), share(each.total.hundredths)),
                one_line(replies[each.code].reply) if each.code in replies else "",
            )
            for each in found
        ],
        figures={"projects": len(found), "ends": end.isoformat()},
    )


def changed(session: Session, occasion: Occasion) -> Tabled:
    """Each project before and after the amendment."""
    compared = before_after(session, occasion.item)
    groups = names(session, Group, occasion.item)
    before: Counter[str] = Counter()
    change: Counter[str] = Counter()
    for line in compared.lines:
        before[line.project] += line.before
        change[line.project] += line.change
    first = {line.project: line for line in reversed(compared.lines)}
    return made(
        (
            *(Column("โครงการ", 30), Column("กลุ่ม", 16), Column("ก่อนปรับ (บาท)", 16, "num")),
            *(Column("เพิ่ม/ลด (บาท)", 16, "num"), Column("หลังปรับ (บาท)", 16, "num")),
        ),
        [
            (
                *(one_line(line.title), groups.get(line.group, line.group), money(before[code])),
                *(money(change[code]), money(before[code] + change[code])),
            )
            for code, line in sorted(first.items())
        ],
        total=(
            *("รวม", "", money(before.total()), money(change.total())),
            money(before.total() + change.total()),
        ),
        figures={"projects": len(first), "net": compared.net},
    )


def quarter(session: Session, occasion: Occasion) -> Tabled:
    """What each group has paid by the end of the report's quarter, and the target for all."""
    report = occasion.item
    if report.quarter is None:
        return Tabled()
    of_quarter = FiscalYear(report.fiscal_year).quarter(report.quarter)
    year = year_money(session, report.office_id, report.fiscal_year, of_quarter.end)
    target = [each for each in year.targets if each.scope == ALL and each.quarter == report.quarter]
    total = year.total
    return made(
        (
            *(Column("กลุ่ม", 32), Column("งบประมาณ (บาท)", 18, "num"), Column("เบิกจ่ายสะสม (บาท)", 18, "num")),
            *(Column("ร้อยละ", 9, "num"), Column("คงเหลือ (บาท)", 17, "num")),
        ),
        [
            (
                *(one_line(each.name_th), money(each.in_force), money(each.disbursed)),
                *(share(each.hundredths), money(each.left)),
            )
            for each in year.by_group
        ],
        total=(
            *("รวม", money(total.in_force), money(total.disbursed), share(total.hundredths)),
            money(total.left),
        ),
        figures={
            **sums(total),
            "target": share(target[0].hundredths) if target else "",
            "starts": of_quarter.start.isoformat(),
            "ends": of_quarter.end.isoformat(),
        },
    )


def quarter_days(_session: Session, occasion: Occasion) -> Tabled:
    report = occasion.item
    if report.quarter is None:
        return Tabled()
    of_quarter = FiscalYear(report.fiscal_year).quarter(report.quarter)
    return made((), (), figures={"starts": of_quarter.start.isoformat(), "ends": of_quarter.end.isoformat()})


def unreported(session: Session, occasion: Occasion) -> Tabled:
    """The projects of the year whose report has not come."""
    rows = projects_of(session, occasion.item, _UNREPORTED)
    return made(
        (Column("โครงการ/กิจกรรม", 50), Column("กลุ่ม", 22), Column("ผู้รับผิดชอบ", 22)),
        [(title, group, owner) for _, title, group, owner in rows],
        figures={"projects": len(rows)},
    )


def projects_of(session: Session, item: Item, states: tuple[str, ...]) -> list[tuple[int, str, str, str]]:
    """The projects of the item's year in these states: key, title, group, owner; by code."""
    found = session.exec(
        select(Item.id, Item.title, Group.name_th, Person.name_th)
        .outerjoin(Group, col(Group.id) == col(Item.group_id))
        .outerjoin(Person, col(Person.id) == col(Item.owner_id))
        .where(
            Item.office_id == item.office_id,
            Item.kind == "project",
            Item.fiscal_year == item.fiscal_year,
            col(Item.state).in_(states),
        )
        .order_by(col(Item.code))
    )
    return [
        (key, one_line(title), one_line(group or ""), one_line(owner or ""))
        for key, title, group, owner in found
    ]


def sums(total: Sum) -> dict[str, int | str | None]:
    """Money in force and paid as figures that a text may name."""
    return {
        "total": total.in_force or None,
        "paid": total.disbursed,
        "left": total.left,
        "share": share(total.hundredths),
    }
