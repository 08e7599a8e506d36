"""The tables of papers, each made from the rows that the paper is about."""

from collections import Counter
from collections.abc import Callable
from typing import Final

from sqlmodel import Session, col, select

from papers.figures import Tabled, made, names
from papers.particulars import Occasion
from papers.report_tables import (
    behind,
    changed,
    projects_of,
    quarter,
    quarter_days,
    sums,
    unreported,
)
from states.catalogue import catalogue
from states.filling import one_line
from states.thai import money
from workflow.models import AgendaItem, Fund, Group, Item, Meeting, Resolution
from workflow.money.amounts import IN_PLAN, line_amounts
from workflow.money.queries import ceilings, year_money
from workflow.papers.fields import Column

_RESULTS: Final = {
    "included": "บรรจุในแผน",
    "merged": "บูรณาการรวมกับโครงการอื่น",
    "rejected": "ไม่บรรจุในแผน",
    "waiting": "ส่งกลับแก้ไข",
}
_AS_SCREENED: Final = {
    **dict.fromkeys(IN_PLAN, "included"),
    "merged": "merged",
    "not_selected": "rejected",
    **dict.fromkeys(("returned", "draft", "submitted", "group_endorsed", "under_screening"), "waiting"),
}


def tabled(session: Session, code: str, occasion: Occasion) -> Tabled:
    """The table and figures of the paper `code` about the occasion's item."""
    maker = _MAKERS.get((code, occasion.item.kind))
    return maker(session, occasion) if maker else Tabled()


def _ceilings(session: Session, occasion: Occasion) -> Tabled:
    """What each group may plan from each fund; the whole fund where no group has a share of its own."""
    item = occasion.item
    found = ceilings(session, item.office_id, item.fiscal_year, occasion.on, ())
    funds, groups = names(session, Fund, item), names(session, Group, item)
    shared = {each.fund for each in found if each.group}
    shown = [each for each in found if each.group or each.fund not in shared]
    total = sum(each.amount for each in shown)
    return made(
        (Column("งบประมาณ", 42), Column("กลุ่ม", 30), Column("กรอบวงเงิน (บาท)", 22, "num")),
        [
            (funds.get(each.fund, each.fund), groups.get(each.group, "ทุกกลุ่ม"), money(each.amount))
            for each in shown
        ],
        total=("รวมทั้งสิ้น", "", money(total)),
        figures={"total": total or None},
    )


def _screened(session: Session, occasion: Occasion) -> Tabled:
    """What became of each proposal: in the plan with how much, merged, left out, sent back."""
    plan = occasion.item
    found = session.exec(
        select(Item, Group.name_th)
        .outerjoin(Group, col(Group.id) == col(Item.group_id))
        .where(Item.parent_id == plan.id, Item.kind == "project", col(Item.state).in_(_AS_SCREENED))
        .order_by(col(Item.code))
    ).all()
    amounts: Counter[int] = Counter()
    for line in line_amounts(session, plan.office_id, plan.fiscal_year, occasion.on):
        amounts[line.item_id] += line.in_force
    results = {item.id: _AS_SCREENED[item.state] for item, _ in found}
    total = sum(amounts[item.id] for item, _ in found)
    return made(
        (
            *(Column("โครงการ/กิจกรรม", 38), Column("กลุ่ม", 20), Column("ผลการพิจารณา", 18)),
            Column("วงเงิน (บาท)", 18, "num"),
        ),
        [
            (
                *(one_line(item.title), one_line(group or ""), _RESULTS[results[item.id]]),
                money(amounts[item.id]) if results[item.id] == "included" else "-",
            )
            for item, group in found
        ],
        total=("รวมวงเงินที่บรรจุในแผน", "", "", money(total)),
        figures={"total": total or None, "projects": len(found), **Counter(results.values())},
    )


def _whole_plan(session: Session, occasion: Occasion) -> Tabled:
    """How many projects the plan has, and the money in force and paid."""
    plan = occasion.item
    year = year_money(session, plan.office_id, plan.fiscal_year, occasion.on)
    projects = sum(each.projects for each in year.by_group)
    return made((), (), figures={**sums(year.total), "projects": projects})


def _to_carry_out(session: Session, occasion: Occasion) -> Tabled:
    """The projects of the plan with their owners and money."""
    plan = occasion.item
    amounts: Counter[int] = Counter()
    for line in line_amounts(session, plan.office_id, plan.fiscal_year, occasion.on):
        amounts[line.item_id] += line.in_force
    rows = projects_of(session, plan, tuple(IN_PLAN))
    return made(
        (
            *(Column("โครงการ/กิจกรรม", 38), Column("กลุ่ม", 20), Column("ผู้รับผิดชอบ", 20)),
            Column("งบประมาณ (บาท)", 16, "num"),
        ),
        [(title, group, owner, money(amounts[key])) for key, title, group, owner in rows],
        total=("รวม", "", "", money(amounts.total())),
        figures={"projects": len(rows), "total": amounts.total() or None},
    )


def _authorised(session: Session, occasion: Occasion) -> Tabled:
    """The project's money by category."""
    project, categories = occasion.item, catalogue().categories
    lines = line_amounts(
        session, project.office_id, project.fiscal_year, occasion.on, item_id=project.id, proposals=True
    )
    funds = names(session, Fund, project)
    total = sum(each.in_force for each in lines)
    return made(
        (
            *(Column("งบประมาณ", 36), Column("งบรายจ่าย", 20), Column("รายการ", 20)),
            Column("จำนวนเงิน (บาท)", 18, "num"),
        ),
        [
            (
                *(funds.get(each.fund, each.fund), categories[each.category].th),
                *(categories[each.category].subs[each.sub].th, money(each.in_force)),
            )
            for each in lines
        ],
        total=("รวม", "", "", money(total)),
        figures={"total": total or None},
    )


def _resolutions(session: Session, occasion: Occasion) -> Tabled:
    """What the meeting resolved on each entry of its agenda."""
    found = session.exec(
        select(AgendaItem.title, Resolution.text)
        .join(Resolution, col(Resolution.agenda_item_id) == col(AgendaItem.id))
        .join(Meeting, col(Meeting.item_id) == col(AgendaItem.meeting_id))
        .where(AgendaItem.meeting_id == occasion.item.id)
        .order_by(col(AgendaItem.section), col(AgendaItem.position))
    ).all()
    return made(
        (Column("เรื่อง", 44), Column("มติที่ประชุม", 50)),
        [(one_line(title), one_line(text)) for title, text in found],
    )


_MAKERS: Final[dict[tuple[str, str], Callable[[Session, Occasion], Tabled]]] = {
    ("circular_minutes", "meeting"): _resolutions,
    ("circular_plan_published", "annual_plan"): _whole_plan,
    ("circular_quarter_result", "quarterly_report"): quarter,
    ("memo_acceleration", "quarterly_report"): behind,
    ("memo_amendment_result", "plan_amendment"): changed,
    ("memo_call_for_project_reports", "annual_plan"): unreported,
    ("memo_call_for_project_reports", "annual_report"): unreported,
    ("memo_call_for_proposals", "annual_plan"): _ceilings,
    ("memo_committee_result", "annual_plan"): _screened,
    ("memo_plan_approved", "annual_plan"): _whole_plan,
    ("memo_plan_closed", "annual_plan"): _whole_plan,
    ("memo_project_authorised", "project"): _authorised,
    ("memo_quarter_call", "quarterly_report"): quarter_days,
    ("memo_start_execution", "annual_plan"): _to_carry_out,
}
