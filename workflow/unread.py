"""What was put before a person to read, and reading several at once: each by itself, with its own result."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import and_, or_
from sqlmodel import Session, col

from workflow.changes import Hand
from workflow.errors import Refused, UnknownItem
from workflow.meetings import minutes
from workflow.models import Acknowledgement, Item
from workflow.papers import readers
from workflow.queries import Viewer, items_visible_to

PAGE = 50
# Where a paper stands while its readers are still asked.
_OUT = (("memo", readers.ISSUED), ("meeting", "minutes_circulated"))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one of several: `refused` is None where she has now read it, or had before."""

    code: str
    title: str
    refused: Refused | None


def unread_by(session: Session, who: Viewer, limit: int = PAGE) -> tuple[list[Item], bool]:
    """Circulars and minutes she was asked to read and has not, the oldest first; whether there are more."""
    out = or_(*(and_(col(Item.kind) == kind, col(Item.state) == state) for kind, state in _OUT))
    query = (
        items_visible_to(who)
        .join(Acknowledgement, col(Acknowledgement.item_id) == col(Item.id))
        .where(Acknowledgement.person_id == who.person_id, col(Acknowledgement.read_at).is_(None), out)
        .order_by(col(Acknowledgement.asked_at), col(Item.id))
        .limit(limit + 1)
    )
    rows = session.exec(query).all()
    return list(rows[:limit]), len(rows) > limit


def acknowledge_all(session: Session, who: Viewer, codes: Iterable[str], hand: Hand) -> list[Outcome]:
    """Notes that she has read each of these, one by one: a refusal of one leaves the others as they are."""
    return [_acknowledge(session, who, code, hand) for code in dict.fromkeys(codes)]


def _acknowledge(session: Session, who: Viewer, code: str, hand: Hand) -> Outcome:
    item = session.exec(items_visible_to(who).where(Item.code == code)).first()
    if item is None:
        return Outcome(code, "", UnknownItem(code))
    try:
        with session.begin_nested():
            minutes.acknowledge(session, item.id, hand.by, hand.at)
            readers.settle_readers(session, item.id, hand.at)
    except Refused as refused:
        return Outcome(code, item.title, refused)
    return Outcome(code, item.title, None)
