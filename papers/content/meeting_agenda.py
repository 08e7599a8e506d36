"""The agenda of a meeting (ระเบียบวาระการประชุม), as it goes out with the invitation."""

import datetime

from sqlmodel import Session

from papers.content import meeting
from papers.content.shown import Told
from workflow.models import Item


def content(session: Session, item: Item, *, on: datetime.date) -> Told:
    """The meeting's sections and entries in order; an empty section is shown with its heading alone."""
    return meeting.told(session, item, on)
