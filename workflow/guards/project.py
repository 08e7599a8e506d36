"""What a project must show from its proposal to its report (U-D3, U-D4, U-A1 to U-A3, P-A4)."""

import datetime
from collections import defaultdict

from sqlmodel import select

from states.model import Label
from states.thai import money
from workflow.amendments.covering import adopted, brings_in, codes_of, listing
from workflow.guards.neighbours import ABANDONED, state_of_plan
from workflow.guards.particulars import joined
from workflow.guards.registry import attested, guard
from workflow.guards.stated import stated
from workflow.meetings.standing import keeps_deciders
from workflow.models import Item, ProjectLine
from workflow.money.amounts import IN_PLAN, line_amounts
from workflow.proposals.merging import leads_to, target_of
from workflow.situation import Situation

_PLAN_APPROVED = frozenset({"approved", "published", "in_execution", "year_end_summary"})


@guard
def plan_in_committee_review(situation: Situation) -> bool | None:
    return None if state_of_plan(situation) == "committee_review" else True


@guard
def plan_cancelled(situation: Situation) -> bool | None:
    return None if state_of_plan(situation) == "cancelled" else True


@guard
def amendment_adopted(situation: Situation) -> Label | bool | None:
    """An amendment of the project's plan that has been adopted brings it in, line by line as it now stands;
    of a project in the plan, amendments have taken away all that was not paid.

    For a project without lines it is enough that there is one.
    """
    plan, project = situation.item.parent_id, situation.item.id
    found = adopted(situation.session, plan) if plan is not None else []
    if not found:
        return True
    own = situation.session.exec(
        select(ProjectLine.id, ProjectLine.original).where(ProjectLine.item_id == project)
    ).all()
    if not own:
        return None
    if situation.item.state in IN_PLAN:
        return _unspent(situation) if listing(situation.session, project) else _UNLISTED
    lines = dict(own)
    enters = any(brings_in(situation.session, each, situation.item.code, lines) for each in found)
    return None if enters else _UNLISTED


_UNLISTED = Label(
    "การปรับแผนที่เห็นชอบแล้วไม่มีรายการของโครงการนี้", "No amendment that was adopted lists this project"
)


def _unspent(situation: Situation) -> Label | None:
    """What the project still has in force of any fund beyond what was paid, money carried over included."""
    item, left = situation.item, defaultdict[str, int](int)
    for line in line_amounts(
        situation.session,
        item.office_id,
        item.fiscal_year,
        datetime.date.max,
        through=4,
        proposals=True,
        item_id=item.id,
    ):
        left[line.fund] += line.in_force - line.paid
    return joined([_left(fund, satang) for fund, satang in sorted(left.items()) if satang])


def _left(fund: str, satang: int) -> Label:
    if satang < 0:
        return Label(
            f"{fund} เบิกจ่ายเกินวงเงิน {money(-satang)} บาท",
            f"{fund}: paid {money(-satang)} baht over the amount in force",
        )
    return Label(
        f"{fund} ยังมีเงินที่ไม่ได้เบิกจ่าย {money(satang)} บาท ต้องปรับแผนออกก่อน",
        f"{fund}: {money(satang)} baht were not paid and have to be moved by an amendment first",
    )


@guard
def in_no_adopted_amendment(situation: Situation) -> Label | None:
    """No adopted amendment counts on the proposal: its money would be lost to the plan without a decision."""
    found = listing(situation.session, situation.item.id)
    if not found:
        return None
    codes = codes_of(situation.session, found)
    return Label(f"การปรับแผน {codes} บรรจุโครงการนี้ไว้แล้ว", f"Amendment {codes} brings this project in")


@guard
def plan_approved_or_interim_authority(situation: Situation) -> bool | None:
    """The plan is endorsed, or the area director's leave to start meanwhile is recorded."""
    approved = state_of_plan(situation) in _PLAN_APPROVED
    return None if approved or stated(situation, "plan_approved_or_interim_authority") else True


@guard
def merge_target_set(situation: Situation) -> Label | bool | None:
    """Another project of the office, still in the plan or proposed for it, as the committee's table has it.

    Its code is enough where the office keeps no members of the committee.
    """
    into = target_of(situation.session, situation.item.id)
    recorded = into is not None or keeps_deciders(situation.session, situation.item, situation.on)
    named = None if recorded else stated(situation, "merge_target_set")
    if into is None and named is None:
        return True
    which = Item.code == named.value if named else Item.id == into
    found = situation.session.exec(
        select(Item.id, Item.code, Item.state).where(
            Item.office_id == situation.item.office_id, Item.kind == "project", which
        )
    ).first()
    if found is None:
        code = named.value if named else into
        return Label(f"ไม่พบโครงการรหัส {code}", f"There is no project with the code {code}")
    return _not_into(situation, *found)


def _not_into(situation: Situation, target: int, code: str, state: str) -> Label | None:
    """Why the project cannot be merged into this one."""
    if target == situation.item.id:
        return Label(f"{code} คือโครงการนี้เอง", f"{code} is this project itself")
    if state in ABANDONED:
        return Label(
            f"โครงการ {code} ถูกรวม ยกเลิก หรือไม่ได้บรรจุในแผน",
            f"Project {code} has itself been merged, cancelled or left out of the plan",
        )
    if leads_to(situation.session, target, situation.item.id):
        return Label(
            f"โครงการ {code} ถูกกำหนดให้รวมเข้ากับโครงการนี้",
            f"Project {code} is itself to be merged into this one",
        )
    return None


attested("activities_done_or_explained")
attested("carry_over_evidence", "carry_over_approval")
attested("no_open_commitments")
