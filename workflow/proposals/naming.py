"""The title of a proposal, which may be put right until it is handed in."""

from typing import Final

from sqlmodel import Session

from states.thai import search_text
from workflow.changes import Hand, record
from workflow.errors import BadInput
from workflow.facts import limited
from workflow.history import Sealed
from workflow.models import Item
from workflow.proposals.editors import writing
from workflow.proposals.fields import tidy
from workflow.proposals.form import EDITABLE

LONGEST: Final = 500


def rename(session: Session, item: Item, title: str, hand: Hand) -> Sealed | None:
    """Gives a draft or returned project another title, with a `proposal` entry; None where it is the same.

    By whoever may write the proposal; from its approval on a title takes an amendment. Raises NotAllowed,
    NotOpenHere, TooLong, BadInput.
    """
    by = writing(session, item, hand, "submit", EDITABLE)
    wanted = limited("title", " ".join(tidy("title", title, 10 * LONGEST).split()), LONGEST)
    if not wanted:
        raise BadInput("title", "empty")
    if wanted == item.title:
        return None
    told = {"changed": ["title"], "title": [item.title, wanted]}
    item.title = wanted
    item.search_text = search_text(f"{item.code} {wanted}")
    session.flush()
    return record(session, item.office_id, "proposal", [item.code], told, hand, by=by, item_id=item.id)
