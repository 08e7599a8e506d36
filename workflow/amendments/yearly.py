"""The amendments of a year: opening one, and what each of them moves."""

import json
from collections.abc import Collection
from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from workflow.amendments.listed import KIND
from workflow.changes import Hand
from workflow.database import Cursor
from workflow.errors import BadInput
from workflow.history import hold
from workflow.items import NewItem, open_item
from workflow.models import Entry, Item
from workflow.money.checks import check_fiscal_year, group_of


@dataclass(frozen=True, slots=True)
class Effect:
    """What an amendment moves in satang, as it was recorded last: projects listed, given up, gained."""

    projects: int
    given: int
    gained: int


def open_amendment(
    session: Session, office_id: int, fiscal_year: int, title: str, group: str, hand: Hand
) -> Item:
    """Opens the next amendment of the year's plan (B.E.), asked for by a group or (no code) for the plan.

    Raises BadInput (the year has no plan; no such group; no title), TooLong, NotAllowed.
    """
    check_fiscal_year(fiscal_year)
    hold(Cursor(session), office_id)  # no number twice
    plan = session.exec(
        select(Item.id)
        .where(Item.office_id == office_id, Item.kind == "annual_plan", Item.fiscal_year == fiscal_year)
        .order_by(col(Item.id).desc())
    ).first()
    if plan is None:
        raise BadInput("plan", "unknown", str(fiscal_year))
    new = NewItem(
        kind="plan_amendment",
        code=_next_code(session, office_id, fiscal_year),
        title=title,
        fiscal_year=fiscal_year,
        parent_id=plan,
        group_id=group_of(session, office_id, group),
        owner_id=hand.by,
    )
    return open_item(session, office_id, new, by=hand.by, at=hand.at)


def _next_code(session: Session, office_id: int, fiscal_year: int) -> str:
    """`AM2561-3`: one more than the highest number there is."""
    start = f"AM{fiscal_year}-"
    known = session.exec(
        select(Item.code).where(
            Item.office_id == office_id, col(Item.code).startswith(start, autoescape=True)
        )
    )
    numbers = [int(code.removeprefix(start)) for code in known if code.removeprefix(start).isdecimal()]
    return f"{start}{max(numbers, default=0) + 1}"


def effects(session: Session, amendments: Collection[int]) -> dict[int, Effect]:
    """What each of the amendments moves, by its key; those without a list are left out."""
    latest = (
        select(func.max(Entry.seq))
        .where(col(Entry.item_id).in_(amendments), Entry.kind == KIND)
        .group_by(col(Entry.item_id), col(Entry.office_id))
    )
    found = session.exec(
        select(Entry.item_id, Entry.details).where(
            col(Entry.item_id).in_(amendments), Entry.kind == KIND, col(Entry.seq).in_(latest)
        )
    )
    return {item_id: _effect(json.loads(details)["changes"]) for item_id, details in found if item_id}


def _effect(changes: list[dict[str, list[int]]]) -> Effect:
    moved = [each["satang"][1] - each["satang"][0] for each in changes]
    projects = {str(each["project"]) for each in changes}
    return Effect(len(projects), -sum(s for s in moved if s < 0), sum(s for s in moved if s > 0))
