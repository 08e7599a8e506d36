"""Erases a person's data with all that says where she is reached, in one transaction and one entry."""

from sqlmodel import Session, col, delete, select, update

from notifications.models import Attempt, Contact, Feed, Message, Preference
from workflow import erasure
from workflow.changes import Hand
from workflow.erasure import Erased


def erase_person(session: Session, person_id: int, order_no: str, hand: Hand) -> Erased:
    """As `workflow.erasure.erase`, and her addresses, her calendar's and what mail servers said of them.

    What still waited to be sent to her is not sent. Raises as there.
    """
    done, by = erasure.erase(session, person_id, order_no, hand)
    hers = select(Message.id).where(Message.person_id == person_id)
    for table in (Contact, Preference, Feed):
        session.execute(delete(table).where(col(table.person_id) == person_id))
    session.execute(update(Attempt).where(col(Attempt.message_id).in_(hers)).values(detail=""))
    session.execute(
        update(Message)
        .where(col(Message.person_id) == person_id, col(Message.state).in_(("waiting", "claimed")))
        .values(state="cancelled", ended_at=hand.at)
    )
    erasure.tell(session, person_id, done, order_no, hand, by)
    return done
