"""Papers that may not be destroyed though their term is over (ระงับการทำลาย): an audit, a lawsuit."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlmodel import Session, col, delete, select

from workflow.changes import Hand, authority, named, record
from workflow.errors import BadInput, RetentionRefused, UnknownItem
from workflow.facts import LONGEST_REASON, limited
from workflow.history import Sealed
from workflow.models import DestroyedItem, Hold, Item
from workflow.retention.terms import KEEPERS

MOST: Final = 500  # papers of one order


@dataclass(frozen=True, slots=True)
class Held:
    """A paper that is held back, and the row that says why."""

    item: Item
    hold: Hold


def held(session: Session, office_id: int) -> tuple[Held, ...]:
    """What is held back in an office, by code."""
    rows = session.exec(
        select(Item, Hold)
        .join(Hold, col(Hold.item_id) == col(Item.id))
        .where(Hold.office_id == office_id)
        .order_by(col(Item.code))
    )
    return tuple(Held(item, hold) for item, hold in rows)


def hold(
    session: Session, office_id: int, codes: Sequence[str], reason: str, order_no: str, hand: Hand
) -> Sealed:
    """Holds papers back from destruction until they are released, whether their term is over or not.

    All or none. Raises NotAllowed, BadInput, TooLong, UnknownItem, RetentionRefused (held_already,
    destroyed).
    """
    by = authority(session, office_id, hand, KEEPERS)
    order, why = named("order_no", order_no), _reason(reason)
    items = _items(session, office_id, codes)
    ids = [item.id for item in items]
    gone = set(session.exec(select(DestroyedItem.item_id).where(col(DestroyedItem.item_id).in_(ids))))
    already = set(session.exec(select(Hold.item_id).where(col(Hold.item_id).in_(ids))))
    for item in items:
        if item.id in gone:
            raise RetentionRefused("destroyed", item.code)
        if item.id in already:
            raise RetentionRefused("held_already", item.code)
    session.add_all(
        Hold(
            item_id=item.id,
            office_id=office_id,
            reason=why,
            order_no=order,
            held_by=hand.by,
            held_at=hand.at,
        )
        for item in items
    )
    session.flush()
    told = {"order_no": order, "reason": why}
    return record(session, office_id, "held", [item.code for item in items], told, hand, by=by)


def release(
    session: Session, office_id: int, codes: Sequence[str], reason: str, order_no: str, hand: Hand
) -> Sealed:
    """Ends what held the papers back; raises as `hold`, and RetentionRefused (not_held)."""
    by = authority(session, office_id, hand, KEEPERS)
    order, why = named("order_no", order_no), _reason(reason)
    items = _items(session, office_id, codes)
    ids = [item.id for item in items]
    there = set(session.exec(select(Hold.item_id).where(col(Hold.item_id).in_(ids))))
    for item in items:
        if item.id not in there:
            raise RetentionRefused("not_held", item.code)
    session.execute(delete(Hold).where(col(Hold.item_id).in_(ids)))
    told = {"order_no": order, "reason": why}
    return record(session, office_id, "released", [item.code for item in items], told, hand, by=by)


def _reason(text: str) -> str:
    said = limited("reason", text, LONGEST_REASON).strip()
    if not said:
        raise BadInput("reason", "empty")
    return said


def _items(session: Session, office_id: int, codes: Sequence[str]) -> list[Item]:
    """The office's items of these codes, in their order; raises BadInput, UnknownItem."""
    wanted = list(dict.fromkeys(code.strip() for code in codes if code.strip()))
    if not wanted:
        raise BadInput("code", "empty")
    if len(wanted) > MOST:
        raise BadInput("code", "too_many", str(MOST))
    found = {
        item.code: item
        for item in session.exec(select(Item).where(Item.office_id == office_id, col(Item.code).in_(wanted)))
    }
    for code in wanted:
        if code not in found:
            raise UnknownItem(code[:40])
    return [found[code] for code in wanted]
