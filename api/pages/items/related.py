"""What an item belongs together with: plan and projects, amendments, meetings, mergers."""

import datetime
from dataclasses import dataclass
from typing import Any, Final

from sqlmodel import Session, and_, col, select

from api.pages.words import Words
from workflow import definitions
from workflow.models import AgendaItem, Body, Item, LineChange, Meeting, Merger, ProjectLine
from workflow.queries import Viewer, items_visible_to

MOST: Final = 12  # of each kind; the list of items has them all


@dataclass(frozen=True, slots=True)
class Relative:
    """One item that belongs to this one, where it stands; `on` is a meeting's day."""

    item: Item
    state: str
    on: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Kinship:
    """Items related in one way: `how` names it in the texts (`related_<how>`), `more` that some are left."""

    how: str
    items: tuple[Relative, ...]
    more: bool


def related_to(session: Session, who: Viewer, item: Item, words: Words) -> list[Kinship]:
    """Everything this person may see that belongs to the item; one statement for each way."""
    ways: tuple[tuple[str, Any], ...] = (
        ("parent", col(Item.id) == (item.parent_id or 0)),
        ("children", col(Item.parent_id) == item.id),
        ("changed_by", col(Item.id).in_(_amendments_of(item))),
        ("changes", col(Item.id).in_(_changed_by(item))),
        ("merged_into", col(Item.id).in_(select(Merger.into_id).where(Merger.item_id == item.id))),
        ("merged_from", _joined_into(item)),
        ("agenda", col(Item.id).in_(_on_agenda(item))),
    )
    found = [_kin(session, who, how, rule, words) for how, rule in ways if _can_be(how, item)]
    found.append(_meetings(session, who, item, words))
    return [kin for kin in found if kin.items]


def _can_be(how: str, item: Item) -> bool:
    """Whether an item of this kind can be related so; saves asking for what cannot be there."""
    kinds = {
        "changed_by": ("project",),
        "changes": ("plan_amendment",),
        "merged_into": ("project",) if item.state == "merged" else (),
        "merged_from": ("project",),
        "agenda": ("meeting",),
    }
    return item.kind in kinds.get(how, (item.kind,)) and (how != "parent" or item.parent_id is not None)


def _kin(session: Session, who: Viewer, how: str, rule: Any, words: Words) -> Kinship:
    query = items_visible_to(who).where(rule, col(Item.kind) != "memo").order_by(col(Item.code))
    rows = session.exec(query.limit(MOST + 1)).all()
    return Kinship(how, tuple(_relative(session, row, words) for row in rows[:MOST]), len(rows) > MOST)


def _meetings(session: Session, who: Viewer, item: Item, words: Words) -> Kinship:
    """The meetings on whose agenda the item stands or stood, the latest first."""
    query: Any = (
        items_visible_to(who)
        .join(Meeting, col(Meeting.item_id) == col(Item.id))
        .join(Body, col(Body.id) == col(Meeting.body_id))
        .join(AgendaItem, col(AgendaItem.meeting_id) == col(Meeting.item_id))
        .where(AgendaItem.item_id == item.id)
        .add_columns(col(Meeting.held_on))
        .order_by(col(Meeting.held_on).desc(), col(Item.id).desc())
        .limit(MOST + 1)
    )
    rows = session.execute(query).all()
    shown = tuple(_relative(session, row, words, held_on) for row, held_on in rows[:MOST])
    return Kinship("meetings", shown, len(rows) > MOST)


def _relative(session: Session, item: Item, words: Words, on: datetime.date | None = None) -> Relative:
    state = definitions.by_hash(session, item.definition_hash).by_state[item.state]
    return Relative(item, words.label(state.label), on)


def _amendments_of(item: Item) -> Any:
    return (
        select(LineChange.amendment_id)
        .join(ProjectLine, col(ProjectLine.id) == col(LineChange.line_id))
        .where(ProjectLine.item_id == item.id)
    )


def _changed_by(item: Item) -> Any:
    return (
        select(ProjectLine.item_id)
        .join(LineChange, col(LineChange.line_id) == col(ProjectLine.id))
        .where(LineChange.amendment_id == item.id)
    )


def _joined_into(item: Item) -> Any:
    """Joined into it; a resolution not carried out, or taken back, joins nothing."""
    resolved = select(Merger.item_id).where(Merger.into_id == item.id)
    return and_(col(Item.id).in_(resolved), col(Item.state) == "merged")


def _on_agenda(item: Item) -> Any:
    return select(AgendaItem.item_id).where(
        AgendaItem.meeting_id == item.id, col(AgendaItem.item_id).is_not(None)
    )
