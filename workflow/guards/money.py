"""What must add up: the lines of projects, the approved amount, the transfers of an amendment (satang)."""

from collections.abc import Iterable
from decimal import Decimal

from sqlmodel import col, func, select

from states.model import Label
from states.thai import money
from workflow.amendments.balance import ALTERED, Whose, faults
from workflow.amendments.listed import kept, listed
from workflow.guards.neighbours import live_projects, plan_of
from workflow.guards.particulars import joined, named
from workflow.guards.registry import guard
from workflow.guards.stated import stated
from workflow.models import Item, ProjectLine
from workflow.money.amounts import changes_by, keeps_lines
from workflow.situation import Situation


@guard
def lines_equal_total(situation: Situation) -> Label | bool | None:
    """The project's lines are something, none is negative, and they add up to the amount approved, if any.

    Where no line is entered, a person's word that the paper adds up counts instead.
    """
    lines = [satang for _, satang in _in_force(situation, [situation.item.id])]
    if not lines:
        return None if stated(situation, "lines_equal_total") else True
    if min(lines) < 0 or sum(lines) <= 0:
        return Label(
            f"ผลรวมหมวดรายจ่าย {money(sum(lines))} บาท ทุกหมวดต้องไม่ติดลบและผลรวมต้องมากกว่าศูนย์",
            f"The lines add up to {money(sum(lines))} baht; the sum must be above zero and no line negative",
        )
    return _differs(sum(lines), _approved(situation, "item"))


def _differs(total: int, approved: int | None) -> Label | None:
    if approved is None or approved == total:
        return None
    return Label(
        f"หมวดรายจ่ายรวม {money(total)} บาท แต่วงเงินที่ให้ {money(approved)} บาท",
        f"The lines add up to {money(total)} baht, the approved amount is {money(approved)} baht",
    )


@guard
def approved_amount_set(situation: Situation) -> bool | None:
    """The project's lines add up to something, or an amount above zero is recorded."""
    lines = sum(satang for _, satang in _in_force(situation, [situation.item.id]))
    return None if lines > 0 or (_approved(situation, "step") or 0) > 0 else True


def _approved(situation: Situation, scope: str) -> int | None:
    """The recorded amount, in satang; the fact is in baht."""
    recorded = situation.fact("approved_amount", scope)
    return int(Decimal(recorded.value) * 100) if recorded else None


@guard
def budget_balanced(situation: Situation) -> Label | bool | None:
    """Every project in the plan has its lines, and none of them is negative."""
    codes = [each.code for each in live_projects(situation)]
    if not codes:
        return None if stated(situation, "budget_balanced") else True
    lowest = _lowest_lines(situation)
    bare = [code for code in codes if code not in lowest]
    negative = [code for code in codes if lowest.get(code, 0) < 0]
    found = (
        named(bare, "โครงการที่ยังไม่มีหมวดรายจ่าย", "Projects without spending lines"),
        named(negative, "โครงการที่มีหมวดรายจ่ายติดลบ", "Projects with a negative line"),
    )
    return joined([each for each in found if each is not None])


def _lowest_lines(situation: Situation) -> dict[str, int]:
    """The smallest line in force of each project of the plan, by the project's code."""
    found = situation.session.exec(
        select(Item.id, Item.code).where(Item.kind == "project", Item.parent_id == plan_of(situation))
    )
    codes = dict(found.all())
    lowest: dict[str, int] = {}
    for project, satang in _in_force(situation, codes):
        lowest[codes[project]] = min(satang, lowest.get(codes[project], satang))
    return lowest


def _in_force(situation: Situation, projects: Iterable[int]) -> list[tuple[int, int]]:
    """Every line of `projects` (the project's key, satang), with the adopted changes in force on the day."""
    changed = changes_by(situation.on)
    found = situation.session.exec(
        select(ProjectLine.item_id, ProjectLine.original, func.coalesce(changed.c.change, 0))
        .outerjoin(changed, changed.c.line_id == ProjectLine.id)
        .where(col(ProjectLine.item_id).in_(projects))
    )
    return [(project, original + int(change)) for project, original, change in found]


@guard
def net_zero_or_new_money(situation: Situation) -> Label | bool | None:
    """The amendment's changes add up to zero in every fund, or to no more than the new money named.

    They are those recorded, and leave no line below nothing nor below what was paid of it. A person's word
    that new money has come counts for the whole where the office keeps no lines of projects.
    """
    item = situation.item
    whose = Whose(item.id, item.parent_id, item.office_id, item.fiscal_year, situation.on)
    word = stated(situation, "net_zero_or_new_money") is not None
    if word and not _keeps_lines(situation):
        return None
    return joined(faults(situation.session, whose, told=word))


@guard
def budgets_updated(situation: Situation) -> Label | bool | None:
    """The amendment has changed lines of projects as recorded.

    Where the office keeps no lines it is enough that somebody recorded where they changed.
    """
    changes = kept(situation.session, situation.item.id)
    if not changes:
        told = stated(situation, "budgets_updated") is not None
        return None if told and not _keeps_lines(situation) else True
    recorded = listed(situation.session, situation.item.id)
    return ALTERED if recorded is not None and dict(recorded.changes) != changes else None


def _keeps_lines(situation: Situation) -> bool:
    return keeps_lines(situation.session, situation.item.office_id, situation.item.fiscal_year)
