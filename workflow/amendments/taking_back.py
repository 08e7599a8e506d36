"""Whether an adoption, or a project's way into the plan, may be undone: not once its money has been used."""

from sqlmodel import Session, select

from states.model import Label
from workflow.amendments.balance import too_low
from workflow.amendments.covering import brings_in, codes_of, listing
from workflow.amendments.listed import kept, listed
from workflow.amendments.standing import LineStanding, standing
from workflow.models import Entry, ProjectLine
from workflow.money.amounts import ADOPTED, CANCELLED, IN_PLAN
from workflow.situation import ItemNow


def in_use(session: Session, item: ItemNow, wrong: Entry) -> Label | None:
    """What was done with the money since the step `wrong`, where that forbids to undo it."""
    if item.kind == "plan_amendment" and wrong.to_state == ADOPTED:
        return _adoption(session, item.id)
    into_plan = wrong.to_state in IN_PLAN and wrong.from_state not in IN_PLAN
    if item.kind == "project" and into_plan:
        return _inclusion(session, item)
    return None


def _adoption(session: Session, amendment_id: int) -> Label | None:
    recorded = listed(session, amendment_id)
    entering = recorded.entering if recorded else frozenset()
    for line in standing(session, amendment_id, kept(session, amendment_id), ever=True).values():
        if line.state == CANCELLED or (line.code in entering and line.in_plan):
            return _moved_on(line)
        if line.code not in entering and line.others < max(line.spoken_for, 0):
            return too_low(line, line.others)
    return None


def _moved_on(line: LineStanding) -> Label:
    if line.state == CANCELLED:
        return Label(
            f"โครงการ {line.code} ยกเลิกไปแล้วโดยอาศัยการปรับแผนนี้",
            f"Project {line.code} has been cancelled since, relying on it",
        )
    return Label(f"โครงการ {line.code} บรรจุในแผนแล้ว", f"Project {line.code} has come into the plan")


def _inclusion(session: Session, item: ItemNow) -> Label | None:
    """A project that was paid for, or whose money an amendment moved, stays in the plan."""
    originals = dict(
        session.exec(select(ProjectLine.id, ProjectLine.original).where(ProjectLine.item_id == item.id)).all()
    )
    others = [
        each for each in listing(session, item.id) if not brings_in(session, each, item.code, originals)
    ]
    if others:
        codes = codes_of(session, others)
        return Label(
            f"การปรับแผน {codes} โอนเงินของโครงการนี้แล้ว", f"Amendment {codes} has moved the project's money"
        )
    for line in standing(session, 0, originals).values():
        if line.spoken_for > 0:
            return too_low(line, 0)
    return None
