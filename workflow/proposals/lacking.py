"""What many proposals lack, by a fixed number of statements: for lists."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlmodel import Session, col, func, select

from workflow.models import Activity, Alignment, Goal, Indicator, Item, ProjectLine, Proposal
from workflow.proposals.fields import TEXTS, Form, FormActivity, FormIndicator
from workflow.proposals.gaps import Gap, gaps
from workflow.proposals.goals import unaligned


def lacking_of(session: Session, items: Sequence[Item]) -> dict[int, tuple[Gap, ...]]:
    """Item to what it lacks before it can be submitted, as `form.lacking` says of one. Of one office."""
    ids = [item.id for item in items]
    if not ids:
        return {}
    forms, asked, kept = _forms(session, ids), _asked(session, ids), _kept(session, items)
    return {
        item.id: (
            *unaligned(kept[item.fiscal_year], [kind for kind, _ in forms[item.id].goals]),
            *gaps(forms[item.id], item, asked.get(item.id)),
        )
        for item in items
    }


def _forms(session: Session, ids: list[int]) -> dict[int, Form]:
    rows = {row.item_id: row for row in session.exec(select(Proposal).where(col(Proposal.item_id).in_(ids)))}
    activities = _grouped(
        session.exec(
            select(Activity.item_id, Activity.title, Activity.months)
            .where(col(Activity.item_id).in_(ids))
            .order_by(col(Activity.number))
        )
    )
    indicators = _grouped(
        session.exec(
            select(Indicator.item_id, Indicator.name, Indicator.target)
            .where(col(Indicator.item_id).in_(ids))
            .order_by(col(Indicator.number))
        )
    )
    goals = _grouped(
        session.exec(
            select(Alignment.item_id, Goal.kind, Goal.code)
            .join(Goal, col(Goal.id) == col(Alignment.goal_id))
            .where(col(Alignment.item_id).in_(ids))
        )
    )
    return {
        item_id: Form(
            **({name: getattr(rows[item_id], name) for name in TEXTS} if item_id in rows else {}),
            activities=tuple(FormActivity(title, _months(months)) for title, months in activities[item_id]),
            indicators=tuple(FormIndicator(name, target) for name, target in indicators[item_id]),
            goals=tuple((kind, code) for kind, code in goals[item_id]),
        )
        for item_id in ids
    }


def _asked(session: Session, ids: list[int]) -> dict[int, int]:
    asked = func.coalesce(ProjectLine.requested, ProjectLine.original)
    found = session.exec(
        select(ProjectLine.item_id, func.sum(asked))
        .where(col(ProjectLine.item_id).in_(ids))
        .group_by(col(ProjectLine.item_id))
    )
    return {item_id: int(total) for item_id, total in found}


def _kept(session: Session, items: Sequence[Item]) -> dict[int, set[str]]:
    """Fiscal year to the kinds of goals that the office keeps for it."""
    found = session.exec(
        select(Goal.fiscal_year, Goal.kind)
        .where(
            Goal.office_id == items[0].office_id,
            col(Goal.fiscal_year).in_({item.fiscal_year for item in items}),
        )
        .distinct()
    )
    kinds: dict[int, set[str]] = defaultdict(set)
    for fiscal_year, kind in found:
        kinds[fiscal_year].add(kind)
    return kinds


def _grouped(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for item_id, *rest in rows:
        found[item_id].append(rest)
    return found


def _months(text: str) -> tuple[int, ...]:
    return tuple(int(month) for month in text.split(",") if month)
