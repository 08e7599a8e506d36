"""Which projects adopted amendments list: those they bring into the plan, and those whose money they move."""

from collections.abc import Iterable, Mapping

from sqlmodel import Session, col, select

from workflow.amendments.listed import kept, listed
from workflow.models import Item, LineChange, ProjectLine
from workflow.money.amounts import is_adopted


def adopted(session: Session, plan_id: int) -> list[int]:
    """The keys of the plan's adopted amendments."""
    found = session.exec(
        select(Item.id).where(Item.kind == "plan_amendment", Item.parent_id == plan_id, is_adopted())
    )
    return list(found.all())


def listing(session: Session, project_id: int, *, besides: int | None = None) -> list[int]:
    """The keys of the adopted amendments that list a line of a project, but for the one `besides`."""
    found = session.exec(
        select(LineChange.amendment_id)
        .join(Item, col(Item.id) == col(LineChange.amendment_id))
        .join(ProjectLine, col(ProjectLine.id) == col(LineChange.line_id))
        .where(ProjectLine.item_id == project_id, is_adopted(), LineChange.amendment_id != (besides or 0))
        .distinct()
        .order_by(col(LineChange.amendment_id))
    )
    return list(found.all())


def brings_in(session: Session, amendment_id: int, code: str, originals: Mapping[int, int]) -> bool:
    """Whether the amendment brings in the project `code` with just these lines (satang by the line's key)."""
    recorded = listed(session, amendment_id)
    if recorded is None:  # adopted before its list was kept in the record
        return set(originals) <= set(kept(session, amendment_id))
    if code not in recorded.entering:
        return False
    given = {each["line"]: each["satang"][1] for each in recorded.lines if each["project"] == code}
    return given == {line: each + recorded.changes.get(line, 0) for line, each in originals.items()}


def codes_of(session: Session, amendments: Iterable[int]) -> str:
    """The amendments by their codes, for people."""
    found = session.exec(select(Item.code).where(col(Item.id).in_(amendments)).order_by(Item.code))
    return ", ".join(found)
