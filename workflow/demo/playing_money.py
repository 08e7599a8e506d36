"""How the sample's money is played: through the same doors as any office's."""

from sqlmodel import Session, col, select

from workflow.amendments.changes import set_changes
from workflow.demo.invented import MARK
from workflow.demo.money import Allotted, ChangesListed, FiguresSent, FrameworkSet, split
from workflow.demo.sample import Additions, Sample
from workflow.demo.stage import Stage, play
from workflow.models import ProjectLine
from workflow.money.office import NewCeiling, NewTarget, NewTranche, record_tranche, set_ceiling
from workflow.money.paid import record_disbursements
from workflow.money.yearly import add_savings, set_target
from workflow.proposals.goals import add_goal


@play.register
def _frame(framework: FrameworkSet, stage: Stage) -> str:
    sample, office, hand = stage.sample, stage.cast.office_id, stage.hand(framework.by, framework.at)
    year = sample.fiscal_year
    assert sample.additions is not None
    for kind, goals in (
        ("strategy", sample.strategies),
        ("standard", sample.standards),
        ("objective", sample.additions.objectives),
    ):
        for code, name in goals.items():
            add_goal(stage.session, office, year, kind, code, name, hand)
    for ceiling in _ceilings(sample, sample.additions):
        set_ceiling(stage.session, office, year, ceiling, hand)
    add_savings(stage.session, office, year, sample.savings, hand)
    for target in _targets(sample):
        set_target(stage.session, office, year, target, hand)
    return "ceilings"


def _ceilings(sample: Sample, additions: Additions) -> list[NewCeiling]:
    """Each fund's, and each group's of each fund."""
    by_fund = {
        fund: sum(amount for (_, of), amount in additions.ceilings.items() if of == fund)
        for fund in sample.funds
    }
    letter = additions.ceiling_authority
    return [
        *(NewCeiling(fund, amount, letter) for fund, amount in by_fund.items()),
        *(NewCeiling(fund, amount, letter, group) for (group, fund), amount in additions.ceilings.items()),
    ]


def _targets(sample: Sample) -> list[NewTarget]:
    return [
        NewTarget(
            quarter=each.quarter,
            per_cent=each.percent,
            authority="เป้าหมายการเบิกจ่ายภาพรวมของประเทศ ปีงบประมาณ พ.ศ. 2561",
            source=each.source,
            verified=each.verified,
        )
        for each in sample.targets
    ]


@play.register
def _arrive(allotted: Allotted, stage: Stage) -> str:
    tranche = allotted.tranche
    new = NewTranche(
        tranche.fund, tranche.number, tranche.amount, tranche.day, f"หนังสือจัดสรรงวดที่ {tranche.number} ({MARK})"
    )
    hand = stage.hand(allotted.by, allotted.at)
    record_tranche(stage.session, stage.cast.office_id, stage.sample.fiscal_year, new, hand)
    return f"{tranche.fund} {tranche.number}"


@play.register
def _send(sent: FiguresSent, stage: Stage) -> str:
    paid: list[tuple[int, int]] = []
    for project in stage.sample.projects:
        lines = lines_of(stage.session, stage.ids[project.code])
        parts = split(tuple(line.disbursed for line in project.lines), project.quarters)
        paid += [
            (lines[line.sub].id, part[sent.quarter - 1])
            for line, part in zip(project.lines, parts, strict=True)
        ]
    record_disbursements(
        stage.session,
        stage.cast.office_id,
        stage.sample.fiscal_year,
        sent.quarter,
        paid,
        stage.hand(sent.by, sent.at),
        source=f"รายงานการเบิกจ่ายไตรมาสที่ {sent.quarter} ({MARK})",
    )
    return f"figures {sent.quarter}"


@play.register
def _list(listed: ChangesListed, stage: Stage) -> str:
    amendment, hand = listed.amendment, stage.hand(listed.by, listed.at)
    changes = [
        (lines_of(stage.session, stage.ids[each.project])[each.sub].id, each.change)
        for each in amendment.transfers
    ]
    set_changes(stage.session, stage.item(amendment.code), changes, hand, planned_on=amendment.day)
    return f"{amendment.code} changes"


def lines_of(session: Session, item_id: int) -> dict[str, ProjectLine]:
    """A project's lines by what they are for; the sample has each once."""
    found = session.exec(
        select(ProjectLine).where(ProjectLine.item_id == item_id).order_by(col(ProjectLine.id))
    )
    return {line.sub: line for line in found}
