"""Asking those who have not read an issued paper again: each is told once a day, in the system's own way."""

from typing import Final

from sqlmodel import Session

from notifications.inserting import add_new
from notifications.models import Notice
from states.thai import be_year
from workflow.changes import Hand
from workflow.models import Item
from workflow.papers import readers

READ_AGAIN: Final = "notify_read_again"


def ask_again(session: Session, item_id: int, hand: Hand) -> int:
    """Writes a notice to everybody who still has to read the paper, and one entry; how many are asked.

    It goes out with the next morning's message. Raises UnknownItem, NotAllowed, PaperFixed, AskedAlready.
    """
    found = readers.ask_again(session, item_id, hand)
    item = session.get_one(Item, item_id)
    values = [
        {
            "office_id": item.office_id,
            "person_id": each.person_id,
            "code": READ_AGAIN,
            "item_id": item.id,
            "about": f"{item.code} {be_year(hand.day.year)}-{hand.day:%m-%d}",
            "because": "",
            "written_at": hand.at,
        }
        for each in found
    ]
    return add_new(session, Notice, values)
