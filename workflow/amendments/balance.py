"""Whether an amendment adds up: net zero or new money, no line below what was paid of it (U-C2)."""

import datetime
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session, col, select

from states.model import Label
from states.thai import money
from workflow.amendments.covering import codes_of, listing
from workflow.amendments.limits import over
from workflow.amendments.listed import Listed, NewMoney, kept, listed
from workflow.amendments.standing import ENTERING, LineStanding, standing
from workflow.days import counted_from
from workflow.models import Entry, Fund, Item, ProjectLine, Tranche
from workflow.money.amounts import is_adopted

_NOTHING = Label("ยังไม่บันทึกรายการโอนหรือเงินจัดสรรใหม่", "Neither transfers nor new money have been recorded")
_UNLISTED = Label("โครงการที่บรรจุเพิ่มยังมีรายการที่ไม่อยู่ในบัญชี", "Not every line of a project that comes in is listed")
ALTERED = Label(
    "บัญชีปรับแผนในระบบไม่ตรงกับที่บันทึกไว้ในประวัติ", "The changes kept are not those recorded in the history"
)


@dataclass(frozen=True, slots=True)
class Whose:
    """The amendment that is asked about, the plan's year (B.E.), and the Bangkok date of the asking."""

    amendment_id: int
    parent_id: int | None
    office_id: int
    fiscal_year: int
    on: datetime.date


def faults(session: Session, whose: Whose, *, told: bool = False) -> list[Label]:
    """Everything for which the amendment's changes may not be adopted; none where they may.

    Every fund's changes add up to nothing, or for the fund of the new money that is named to no more than
    it, and to no more than the fund may hold. With `told`, somebody's word names new money; it counts where
    the office keeps no tranches.
    """
    changes = kept(session, whose.amendment_id)
    if not changes:
        return [_NOTHING]
    recorded = listed(session, whose.amendment_id)
    if recorded is not None and dict(recorded.changes) != changes:
        return [ALTERED]
    lines = standing(session, whose.amendment_id, changes)
    by_fund = totals(lines, changes, recorded)
    return [
        *unbalanced(session, whose, by_fund, recorded.new_money if recorded else None, told=told),
        *over(session, whose.office_id, whose.fiscal_year, whose.on, by_fund),
        *_too_low(lines, changes),
        *(_misplaced(whose, lines, recorded) if recorded is not None else ()),
        *(_entering(session, whose, lines, recorded) if recorded is not None else ()),
    ]


def totals(
    lines: Mapping[int, LineStanding], changes: Mapping[int, int], recorded: Listed | None
) -> dict[str, int]:
    """What the changes add to each fund of the plan, in satang; a project brought in adds all its lines."""
    entering = recorded.entering if recorded else frozenset()
    found: dict[str, int] = defaultdict(int)
    for line_id, satang in changes.items():
        line = lines[line_id]
        found[line.fund] += satang + (line.original if line.code in entering else 0)
    return dict(found)


def unbalanced(
    session: Session,
    whose: Whose,
    by_fund: Mapping[str, int],
    named: NewMoney | None,
    *,
    told: bool = False,
) -> list[Label]:
    """What keeps these changes (satang by fund) from adding up, with the new money that is named."""
    open_funds = {fund: total for fund, total in by_fund.items() if total}
    if not open_funds:
        return []
    total = sum(open_funds.values())
    if named is None:
        no_rows = not _keeps_tranches(session, whose)
        return [] if total > 0 and no_rows and told else [_differs(open_funds)]
    if set(open_funds) != {named.fund}:
        return [_differs({fund: each for fund, each in open_funds.items() if fund != named.fund})]
    left = unclaimed(session, whose, named)
    if total * left > 0 and abs(total) <= abs(left):
        return []
    return [
        Label(
            f"ปรับแผนสุทธิ {money(total)} บาท แต่เงินใหม่ {named.fund} งวดที่ {named.tranche}"
            f" คงเหลือ {money(left)} บาท",
            f"The changes add up to {money(total)} baht, but {money(left)} baht are left of the new money"
            f" ({named.fund}, tranche {named.tranche})",
        )
    ]


def _differs(by_fund: Mapping[str, int]) -> Label:
    total = sum(by_fund.values())
    if total:
        return Label(f"ผลรวมการโอน {money(total)} บาท", f"The transfers add up to {money(total)} baht")
    shown = ", ".join(f"{fund} {money(each)}" for fund, each in sorted(by_fund.items()))
    return Label(f"โอนข้ามแหล่งงบประมาณ: {shown} บาท", f"Money moves from one fund to another: {shown} baht")


def _keeps_tranches(session: Session, whose: Whose) -> bool:
    found = select(Tranche.id).where(
        Tranche.office_id == whose.office_id, Tranche.fiscal_year == whose.fiscal_year
    )
    return session.exec(found.limit(1)).first() is not None


def tranche_of(session: Session, whose: Whose, named: NewMoney) -> Tranche | None:
    """The tranche of the year that was named, if there is one."""
    return session.exec(
        select(Tranche)
        .join(Fund, col(Fund.id) == col(Tranche.fund_id))
        .where(
            Tranche.office_id == whose.office_id,
            Tranche.fiscal_year == whose.fiscal_year,
            Fund.code == named.fund,
            Tranche.number == named.tranche,
        )
    ).first()


def unclaimed(session: Session, whose: Whose, named: NewMoney) -> int:
    """What the year's other adopted amendments left of a tranche, in satang; nought if there is none."""
    tranche = tranche_of(session, whose, named)
    if tranche is None:
        return 0
    others = session.exec(
        select(Item.id).where(
            Item.kind == "plan_amendment",
            Item.office_id == whose.office_id,
            Item.fiscal_year == whose.fiscal_year,
            Item.id != whose.amendment_id,
            is_adopted(),
        )
    ).all()
    taken = 0
    for other in others:
        recorded = listed(session, other)
        if recorded is not None and recorded.new_money == named:
            changes = kept(session, other)
            taken += sum(totals(standing(session, other, changes), changes, recorded).values())
    return tranche.amount - taken


def approved_on(session: Session, plan_id: int) -> datetime.date | None:
    """The Bangkok date of a plan's latest approval; None where that was not recorded here."""
    return session.exec(
        select(counted_from())
        .where(Entry.item_id == plan_id, Entry.to_state == "approved", Entry.kind == "step")
        .order_by(col(Entry.seq).desc())
        .limit(1)
    ).first()


def _too_low(lines: Mapping[int, LineStanding], changes: Mapping[int, int]) -> list[Label]:
    found = []
    for line_id, satang in changes.items():
        line = lines[line_id]
        left = line.others + satang
        if left < line.spoken_for or left < 0:
            found.append(too_low(line, left))
    return found


def too_low(line: LineStanding, left: int) -> Label:
    """That a line would fall to `left` satang, below what was paid of it or kept for the next year."""
    paid = money(line.spoken_for)
    return Label(
        f"{line.code} {line.sub} เหลือ {money(left)} บาท แต่เบิกจ่ายหรือกันเงินไว้แล้ว {paid} บาท",
        f"{line.code} {line.sub} would be left with {money(left)} baht; {paid} are paid or carried over",
    )


def _misplaced(whose: Whose, lines: Mapping[int, LineStanding], recorded: Listed) -> list[Label]:
    """Projects that have left the plan, or been decided otherwise, since the list was made."""
    found = {
        line.code
        for line in lines.values()
        if line.plan_id != whose.parent_id
        or not (line.state == ENTERING if line.code in recorded.entering else line.in_plan)
    }
    if not found:
        return []
    codes = ", ".join(sorted(found))
    return [Label(f"โครงการที่ไม่อยู่ในแผนแล้ว: {codes}", f"Projects no longer in the plan: {codes}")]


def _entering(
    session: Session, whose: Whose, lines: Mapping[int, LineStanding], recorded: Listed
) -> list[Label]:
    """A project comes in with all its lines listed, and through one amendment alone."""
    codes = {line.code for line in lines.values()} & recorded.entering
    projects = select(Item.id).where(Item.office_id == whose.office_id, col(Item.code).in_(codes))
    theirs = set(session.exec(select(ProjectLine.id).where(col(ProjectLine.item_id).in_(projects))))
    if not theirs <= set(lines):
        return [_UNLISTED]
    others = {
        each for code in session.exec(projects) for each in listing(session, code, besides=whose.amendment_id)
    }
    if not others:
        return []
    named = codes_of(session, others)
    return [
        Label(f"การปรับแผน {named} บรรจุโครงการเดียวกันไว้แล้ว", f"Amendment {named} brings in the same project")
    ]
