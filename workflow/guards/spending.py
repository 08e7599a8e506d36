"""What was received and paid, and whether it is paid fast enough (U-C1, U-S1, DOMAIN 3.8).

Where the office keeps lines, tranches or targets, they decide; a person's word counts where it keeps none.
"""

import datetime
from collections.abc import Sequence
from decimal import Decimal

from states.catalogue import catalogue
from states.fiscal import FiscalYear
from states.model import Label
from states.thai import money, percent
from workflow.guards.particulars import joined, named
from workflow.guards.registry import guard
from workflow.guards.stated import shown
from workflow.money.allotted import tranches
from workflow.money.amounts import STARTED, LineNow, ended_quarters, line_amounts
from workflow.money.figures import TargetNow
from workflow.money.pace import ALL, has_measure, projects_behind, targets
from workflow.money.reported import unreported
from workflow.reports.acceleration import listed, outdated
from workflow.situation import Situation

_A_DAY = datetime.timedelta(days=1)

_A_DAY = datetime.timedelta(days=1)  # finance cannot report a quarter on its last day


@guard
def tranche_available(situation: Situation) -> Label | bool | None:
    """Of each fund of the project more has been received by the day than paid.

    Tranches come long after projects are authorised (U-S1), so the whole of what is authorised need not
    have been received yet.
    """
    item = situation.item
    lines = line_amounts(situation.session, item.office_id, item.fiscal_year, situation.on, proposals=True)
    funds = sorted({each.fund for each in lines if each.item_id == item.id})
    kept = tranches(situation.session, item.office_id, item.fiscal_year, datetime.date.max)
    if not kept or not funds:
        return None if shown(situation, "tranche_available") else True
    empty = []
    for fund in funds:
        received = sum(each.amount for each in kept if each.fund == fund and each.received_on <= situation.on)
        paid = sum(each.paid for each in lines if each.fund == fund)
        if received <= paid:
            empty.append(_empty(fund, received, paid))
    return joined(empty)


def _empty(fund: str, received: int, paid: int) -> Label:
    return Label(
        f"{fund} ได้รับ {money(received)} บาท เบิกจ่ายแล้ว {money(paid)} บาท",
        f"{fund}: {money(received)} baht received, {money(paid)} paid",
    )


@guard
def spending_reconciled(situation: Situation) -> Label | bool | None:
    """The project has finance's figures of every ended quarter it ran in, and paid no more than its own."""
    item = situation.item
    lines = line_amounts(
        situation.session,
        item.office_id,
        item.fiscal_year,
        situation.on,
        proposals=True,
        item_id=item.id,
    )
    if not lines:
        return None if shown(situation, "spending_reconciled") else True
    missing = [
        str(quarter)
        for quarter in ended_quarters(item.fiscal_year, situation.on - _A_DAY)
        if unreported(situation.session, item.office_id, item.fiscal_year, quarter, item_id=item.id)
    ]
    found = (
        named(missing, "ไตรมาสที่ยังไม่มีตัวเลขเบิกจ่าย", "Quarters without finance's figures"),
        _overpaid(lines),
    )
    return joined([each for each in found if each is not None])


@guard
def finance_figures_received(situation: Situation) -> Label | bool | None:
    """Every line of the projects under way has its figure of the report's quarter, nought included."""
    if not _lines_under_way(situation):
        return None if shown(situation, "finance_figures_received", "disbursement_statement") else True
    return _without_figures(situation)


@guard
def figures_reconciled(situation: Situation) -> Label | bool | None:
    """Finance's figures are in, and no project has been paid more than it has in force."""
    lines = _lines_under_way(situation)
    if not lines:
        return None if shown(situation, "figures_reconciled") else True
    found = (_without_figures(situation), _overpaid(lines))
    return joined([each for each in found if each is not None])


def _lines_under_way(situation: Situation) -> list[LineNow]:
    """The lines of projects that have started, with what was paid up to the end of the report's quarter."""
    item = situation.item
    lines = line_amounts(
        situation.session, item.office_id, item.fiscal_year, situation.on, through=item.quarter
    )
    return [each for each in lines if each.state in STARTED]


def _without_figures(situation: Situation) -> Label | None:
    item = situation.item
    if item.quarter is None:
        return None
    missing = unreported(situation.session, item.office_id, item.fiscal_year, item.quarter)
    return named(missing, "โครงการที่ยังไม่มีตัวเลขเบิกจ่าย", "Projects without finance's figures")


def _overpaid(lines: Sequence[LineNow]) -> Label | None:
    """The projects that were paid more than they have in force: money may move between a project's own
    lines."""
    left: dict[str, int] = {}
    for each in lines:
        left[each.code] = left.get(each.code, 0) + each.in_force - each.paid
    over = [
        Label(f"{code} เกิน {money(-satang)} บาท", f"{code} by {money(-satang)} baht")
        for code, satang in left.items()
        if satang < 0
    ]
    return named(over, "โครงการที่เบิกจ่ายเกินวงเงิน", "Projects paid more than they have in force")


@guard
def below_target_exists(situation: Situation) -> Label | bool | None:
    """The whole, a category or a project is below its target at the end of the report's quarter.

    The report's list of such projects, where it keeps one, must be what the figures say by now.
    """
    if listed(situation.session, situation.item.id):
        changed = outdated(situation.session, situation.item)
        return named(changed, "บัญชีเร่งรัดไม่ตรงกับตัวเลขล่าสุด", "The list is not what the figures say by now")
    below = _below(situation)
    if below is None:
        return None if shown(situation, "below_target_exists", "acceleration_list") else True
    if below:
        return None
    return Label("ไม่มีรายการใดต่ำกว่าเป้าหมาย", "Nothing is below target")


@guard
def no_project_below_target_or_justified(situation: Situation) -> Label | bool | None:
    """Nothing is below target; a justification passes what is."""
    below = _below(situation)
    if below is None:
        return None if shown(situation, "no_project_below_target_or_justified") else True
    return named(below, "รายการที่ต่ำกว่าเป้าหมาย", "Below target")


def _below(situation: Situation) -> list[Label] | None:
    """What is below target at the end of the report's quarter; None where nothing is kept to compare."""
    item, session = situation.item, situation.session
    if item.quarter is None:
        return None
    lines = line_amounts(session, item.office_id, item.fiscal_year, situation.on, through=item.quarter)
    if not lines or not has_measure(session, item.office_id, item.fiscal_year, item.quarter, lines):
        return None
    ended = max(situation.on, FiscalYear(item.fiscal_year).quarter(item.quarter).end + _A_DAY)
    of_year = targets(session, item.office_id, item.fiscal_year, ended, lines)
    missed = [_missed(each) for each in of_year if each.quarter == item.quarter and each.below]
    behind = projects_behind(session, item.office_id, item.fiscal_year, item.quarter, situation.on)
    return missed + [Label(each.code, each.code) for each in behind]


def _missed(target: TargetNow) -> Label:
    scope = catalogue().categories.get(target.scope)
    of_all = Label("ภาพรวม", "all") if target.scope == ALL or scope is None else scope.label
    reached, wanted = (percent(Decimal(each or 0).scaleb(-2)) for each in (target.reached, target.hundredths))
    return Label(f"{of_all.th} ร้อยละ {reached} จากเป้า {wanted}", f"{of_all.en} {reached}% (target {wanted}%)")
