"""What is compared of each proposal of a plan, read from its form, its lines and what it serves."""

from collections import defaultdict
from collections.abc import Iterable

from sqlmodel import Session, col, select

from workflow.models import Activity, Alignment, Fund, Goal, Group, Item, ProjectLine, Proposal
from workflow.proposals.similar import Described

_LEFT = ("merged", "not_selected", "cancelled")  # states of project.yaml in which nothing is left to join


def proposals_of(session: Session, plan_id: int) -> list[Described]:
    """The plan's projects that are still in it or proposed for it, by code, as they are compared."""
    rows = session.exec(
        select(Item, col(Proposal.objectives), col(Proposal.target_group), col(Group.code))
        .outerjoin(Proposal, col(Proposal.item_id) == col(Item.id))
        .outerjoin(Group, col(Group.id) == col(Item.group_id))
        .where(Item.parent_id == plan_id, Item.kind == "project", col(Item.state).not_in(_LEFT))
        .order_by(col(Item.code))
    ).all()
    ids = [item.id for item, *_ in rows]
    activities, funds, strategies = _activities(session, ids), _funds(session, ids), _strategies(session, ids)
    return [
        Described(
            code=item.code,
            title=item.title,
            objectives=objectives or "",
            activities="\n".join(activities[item.id]),
            target_group=target_group or "",
            group=group or "",
            funds=frozenset(funds[item.id]),
            strategies=frozenset(strategies[item.id]),
        )
        for item, objectives, target_group, group in rows
    ]


def _activities(session: Session, ids: list[int]) -> dict[int, list[str]]:
    return _grouped(
        session.exec(
            select(Activity.item_id, Activity.title)
            .where(col(Activity.item_id).in_(ids))
            .order_by(col(Activity.number))
        )
    )


def _funds(session: Session, ids: list[int]) -> dict[int, list[str]]:
    return _grouped(
        session.exec(
            select(ProjectLine.item_id, Fund.code)
            .join(Fund, col(Fund.id) == col(ProjectLine.fund_id))
            .where(col(ProjectLine.item_id).in_(ids))
        )
    )


def _strategies(session: Session, ids: list[int]) -> dict[int, list[str]]:
    return _grouped(
        session.exec(
            select(Alignment.item_id, Goal.code)
            .join(Goal, col(Goal.id) == col(Alignment.goal_id))
            .where(col(Alignment.item_id).in_(ids), Goal.kind == "strategy")
        )
    )


def _grouped(rows: Iterable[tuple[int, str]]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for item_id, text in rows:
        found[item_id].append(text)
    return found
