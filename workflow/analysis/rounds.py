"""How often the area director has had the analysis, and why it came back each time (P-E4)."""

import datetime
from dataclasses import dataclass

from sqlmodel import Session, col, select

from workflow.models import Entry

_REJECTED = "director_reject"


@dataclass(frozen=True, slots=True)
class Rejection:
    """One time that the analysis was not agreed: the entry, the Bangkok date, and the director's reason."""

    entry_seq: int
    on: datetime.date
    reason: str


def rejections(session: Session, item_id: int) -> list[Rejection]:
    """Every rejection that stands, oldest first, without limit (R-077); one undone does not count."""
    told = session.exec(
        select(Entry)
        .where(Entry.item_id == item_id, col(Entry.kind).in_(("step", "undone")))
        .order_by(col(Entry.seq))
    ).all()
    undone = {each.corrects for each in told}
    return [
        Rejection(each.seq, each.effective_on, each.reason)
        for each in told
        if each.trigger == _REJECTED and each.kind == "step" and each.seq not in undone
    ]


def round_of(session: Session, item_id: int) -> int:
    """Which round the analysis is in: 1 at first, one more for every rejection."""
    return len(rejections(session, item_id)) + 1
