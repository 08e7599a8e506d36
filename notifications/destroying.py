"""Destroys what an order names, with all that people were told about it, in one transaction and one entry."""

from collections.abc import Mapping, Sequence

from sqlmodel import Session, col, delete, select

from notifications.models import Attempt, Delivery, Message, Notice
from workflow.changes import Hand
from workflow.history import Sealed
from workflow.in_parts import in_parts
from workflow.retention import destroying
from workflow.retention.destroying import Doomed, Order


def doom(session: Session, office_id: int, order: Order, hand: Hand) -> tuple[Doomed, Mapping[str, int]]:
    """What the order destroys and how many notices and messages go with it; nothing is changed yet.

    Raises as `workflow.retention.destroying.doom`.
    """
    doomed = destroying.doom(session, office_id, order, hand)
    notices = _notices(session, doomed.ids)
    return doomed, {"notices": len(notices), "messages": len(_messages(session, notices))}


def destroy(session: Session, office_id: int, order: Order, hand: Hand) -> tuple[Doomed, Sealed]:
    """Carries the order out. The files are deleted after the commit: `workflow.retention.files`."""
    doomed, also = doom(session, office_id, order, hand)
    notices = _notices(session, doomed.ids)
    _forget(session, notices, _messages(session, notices))
    return doomed, destroying.destroy(session, office_id, doomed, also, hand)


def _notices(session: Session, item_ids: Sequence[int]) -> list[int]:
    return [
        each
        for some in in_parts(item_ids)
        for each in session.exec(select(Notice.id).where(col(Notice.item_id).in_(some)))
    ]


def _messages(session: Session, notices: Sequence[int]) -> list[int]:
    """The messages that carried nothing but these notices; a digest that told of other papers stays."""
    mine, others = set[int](), set[int]()
    for some in in_parts(notices):
        mine |= set(session.exec(select(Message.id).where(col(Message.notice_id).in_(some))))
        mine |= set(session.exec(select(Delivery.message_id).where(col(Delivery.notice_id).in_(some))))
    gone = set(notices)
    for part in in_parts(sorted(mine)):
        carried = select(Delivery.message_id, Delivery.notice_id).where(col(Delivery.message_id).in_(part))
        others |= {message for message, notice in session.exec(carried) if notice not in gone}
    return sorted(mine - others)


def _forget(session: Session, notices: Sequence[int], messages: Sequence[int]) -> None:
    """In the order in which rows refer to each other."""
    for some in in_parts(notices):
        session.execute(delete(Delivery).where(col(Delivery.notice_id).in_(some)))
    for part in in_parts(messages):
        session.execute(delete(Attempt).where(col(Attempt.message_id).in_(part)))
        session.execute(delete(Message).where(col(Message.id).in_(part)))
    for some in in_parts(notices):
        session.execute(delete(Notice).where(col(Notice.id).in_(some)))
