"""What a project must show from its proposal to its report (U-D3, U-D4, U-A1 to U-A3, P-A4)."""

from collections.abc import Sequence

from sqlmodel import col, select

from states.model import Label
from workflow.guards.neighbours import ABANDONED, state_of_plan
from workflow.guards.registry import attested, guard
from workflow.guards.stated import stated
from workflow.models import Item, LineChange, ProjectLine
from workflow.money.amounts import is_adopted
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
    """An amendment of the project's plan that has been adopted lists the project.

    Where none of them lists any line, or the project has none, it is enough that there is one.
    """
    plan = situation.item.parent_id
    if plan is None:
        return True
    found = situation.session.exec(
        select(Item.id).where(Item.kind == "plan_amendment", Item.parent_id == plan, is_adopted())
    ).all()
    if not found:
        return True
    return None if _lists(situation, found) else _UNLISTED


_UNLISTED = Label(
    "การปรับแผนที่เห็นชอบแล้วไม่มีรายการของโครงการนี้", "No amendment that was adopted lists this project"
)


def _lists(situation: Situation, amendments: Sequence[int]) -> bool:
    """Whether any of the amendments changes a line of the project, as far as lines are kept."""
    own = set(situation.session.exec(select(ProjectLine.id).where(ProjectLine.item_id == situation.item.id)))
    listed = set(
        situation.session.exec(
            select(LineChange.line_id).where(col(LineChange.amendment_id).in_(amendments)).distinct()
        )
    )
    return not own or not listed or bool(own & listed)


@guard
def plan_approved_or_interim_authority(situation: Situation) -> bool | None:
    """The plan is endorsed, or the area director's leave to start meanwhile is recorded."""
    approved = state_of_plan(situation) in _PLAN_APPROVED
    return None if approved or stated(situation, "plan_approved_or_interim_authority") else True


@guard
def merge_target_set(situation: Situation) -> Label | bool | None:
    """Another project of the office, still in the plan or proposed for it: as recorded, else by its code."""
    into = target_of(situation.session, situation.item.id)
    named = None if into is not None else stated(situation, "merge_target_set")
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
