"""A fiscal year's money as the books show it: altogether, by part, by quarter against target, by project."""

import datetime
from collections import defaultdict
from collections.abc import Sequence

from sqlmodel import Session, col, select

from papers.content.shown import Told, funds, groups, iso, lines, money, part, per_cent
from states.fiscal import FiscalYear
from states.thai import month_name
from workflow.models import Item
from workflow.money.amounts import LineNow, line_amounts
from workflow.money.figures import YearMoney, sum_of
from workflow.money.pace import ALL
from workflow.money.planned import planned_quarters
from workflow.money.queries import year_money
from workflow.money.yearly import savings


def told(session: Session, office_id: int, fiscal_year: int, on: datetime.date) -> Told:
    """The year as `khanton year` reckons it on a Bangkok date: amounts in satang, shares in per cent."""
    found = year_money(session, office_id, fiscal_year, on)
    return {
        "fiscal_year": fiscal_year,
        "money_on": on.isoformat(),
        "total": money(found.total),
        "operating": money(found.operating),
        "projects_count": sum(each.projects for each in found.by_group),
        "by_group": [part(each) for each in found.by_group],
        "by_fund": [
            {**part(each), "received": each.received, "balance": each.balance} for each in found.by_fund
        ],
        "by_category": [part(each) for each in found.by_category],
        "received": found.received,
        "quarters": quarters(found),
        "balance": found.balance,
        "tranches": len(found.tranches),
        "carried_over": found.carried_over,
    }


def quarters(found: YearMoney) -> list[Told]:
    """What was paid up to the end of each quarter; nothing of one that lasts or is to come."""
    year, goals = (
        FiscalYear(found.fiscal_year),
        {each.quarter: each.hundredths for each in found.targets if each.scope == ALL},
    )
    return [
        {
            "number": each.number,
            "ends_on": iso(year.quarter(each.number).end),
            "months": month_span(found.fiscal_year, each.number),
            "ended": each.ended,
            "disbursed": each.total.disbursed if each.ended else None,
            "per_cent": per_cent(each.total.hundredths) if each.ended else None,
            "operating": per_cent(each.operating.hundredths) if each.ended else None,
            "target": per_cent(goals.get(each.number)),
        }
        for each in found.quarters
    ]


def month_span(fiscal_year: int, quarter: int) -> str:
    """`ตุลาคม - ธันวาคม` with the year of its last day (B.E.), as quarters are named in papers."""
    span = FiscalYear(fiscal_year).quarter(quarter)
    year = fiscal_year - 1 if quarter == 1 else fiscal_year
    return f"{month_name(span.start.month)} - {month_name(span.end.month)} {year}"


def projects(session: Session, office_id: int, fiscal_year: int, on: datetime.date) -> list[Told]:
    """The projects of the plan by group, then code, each with its lines, dates and quarters as planned."""
    by_item: dict[int, list[LineNow]] = defaultdict(list)
    for line in line_amounts(session, office_id, fiscal_year, on):
        by_item[line.item_id].append(line)
    items = session.exec(select(Item).where(col(Item.id).in_(by_item)).order_by(col(Item.code))).all()
    planned = planned_quarters(session, fiscal_year, list(by_item))
    names, kept = groups(session, office_id), funds(session, office_id)
    found = [
        {
            "id": item.id,
            "code": item.code,
            "title": item.title,
            "group_code": mine[0].group,
            "group": names.get(mine[0].group, mine[0].group),
            "funds": sorted({kept.get(line.fund, line.fund) for line in mine}),
            "starts_on": iso(item.starts_on),
            "ends_on": iso(item.ends_on),
            "lines": lines(mine, kept),
            "planned": list(planned.get(item.id, ())),
            **money(sum_of(mine)),
        }
        for item in items
        for mine in [by_item[item.id]]
    ]
    return sorted(found, key=lambda each: (each["group_code"], each["code"]))


def cross(
    found: Sequence[Told], fund_names: Sequence[str], group_names: Sequence[tuple[str, str]]
) -> list[Told]:
    """The projects' money by group (rows) and fund (columns), in satang in force."""
    sums: dict[tuple[str, str], int] = defaultdict(int)
    for project in found:
        for line in project["lines"]:
            sums[project["group_code"], line["fund"]] += line["in_force"]
    return [
        {"name": name, "amounts": amounts, "total": sum(amounts)}
        for code, name in group_names
        for amounts in [[sums[code, fund] for fund in fund_names]]
        if any(amounts)
    ]


def measures(session: Session, office_id: int, fiscal_year: int) -> list[str]:
    """The year's measures to save money."""
    return [each.text for each in savings(session, office_id, fiscal_year)]
