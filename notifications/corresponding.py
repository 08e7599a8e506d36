"""Lets the people of the demonstration deal with the papers that the system drafts for them.

One hand's work a day, as in an office: the officer submits, the group director and the deputy give their
opinions, the director signs, the clerk numbers and sends, readers read. What was drafted last is still on
somebody's desk when the story ends.
"""

import datetime
from collections.abc import Callable
from typing import Final

from sqlmodel import Session, col, select

from notifications.turning import Story
from papers.to_sign import markup_to_sign
from workflow import engine
from workflow.changes import Hand
from workflow.errors import Refused
from workflow.meetings import minutes
from workflow.models import Acknowledgement, Item, Occupancy, PaperRow, Position
from workflow.moments import bangkok_date
from workflow.papers import issuing, readers, signing
from workflow.queries import in_force_on

_REST: Final = datetime.timedelta(hours=20)  # how long a paper lies before the next hand
_READ_AFTER: Final = datetime.timedelta(days=3)
_LAST_READS_NOTHING: Final = 4  # one reader in so many is late
_MARK: Final = "(ข้อมูลสมมติ)"
# state: who acts, and by which step
_NEXT: Final = {
    "draft": ("plan_officer", "propose"),
    "pending_group": ("plan_director", "pass_group"),
    "pending_deputy": ("deputy_director", "pass_deputy"),
    "pending_director": ("area_director", "sign"),
    "signed": ("clerk", issuing.ISSUE),
}


class CorrespondingStory(Story):
    """A story in which drafted papers go their way while the year is told."""

    def meanwhile(self, session: Session, at: datetime.datetime) -> None:
        super().meanwhile(session, at)
        correspond(session, at)


def correspond(session: Session, at: datetime.datetime) -> int:
    """Brings each drafted paper that has lain long enough one step further; how many moved."""
    rows = session.exec(
        select(Item)
        .join(PaperRow, col(PaperRow.item_id) == col(Item.id))
        .where(
            col(PaperRow.cause).is_not(None),
            col(Item.state).in_(tuple(_NEXT)),
            col(Item.state_since) <= at - _REST,
        )
        .order_by(col(Item.id))
    ).all()
    moved = sum(_moved(session, item, at) for item in rows)
    _read(session, at)
    return moved


def _moved(session: Session, item: Item, at: datetime.datetime) -> bool:
    """Whether somebody could take the paper's next step; what lacks something stays where it is."""
    role, trigger = _NEXT[item.state]
    person_id = _holder(session, item.office_id, role, bangkok_date(at))
    if person_id is None:
        return False
    hand = Hand(person_id, at)
    act = _ACTS.get(trigger, _pass_on)
    try:
        with session.begin_nested():
            act(session, item, trigger, hand)
    except Refused:
        return False
    return True


def _pass_on(session: Session, item: Item, trigger: str, hand: Hand) -> None:
    opinion = {"opinion": f"เห็นควรดำเนินการตามเสนอ {_MARK}"} if trigger != "propose" else {}
    engine.advance(session, item.id, trigger, by=hand.by, at=hand.at, evidence=opinion)


def _sign(session: Session, item: Item, trigger: str, hand: Hand) -> None:
    order = f"อนุมัติ/ทราบ {_MARK}"
    laid = markup_to_sign(session, item.id, trigger=trigger, order=order, by=hand.by, on=hand.day)
    signing.sign(
        session,
        item.id,
        trigger,
        hand,
        order=order,
        markup=laid.ready.markup,
        title=laid.ready.title,
        revision=laid.revision,
        signature="in_system",
    )


def _issue(session: Session, item: Item, _trigger: str, hand: Hand) -> None:
    issuing.issue(session, item.id, hand)


_ACTS: Final[dict[str, Callable[[Session, Item, str, Hand], None]]] = {"sign": _sign, issuing.ISSUE: _issue}


def _read(session: Session, at: datetime.datetime) -> None:
    """Most readers have read what came some days ago."""
    found = session.exec(
        select(Acknowledgement)
        .join(PaperRow, col(PaperRow.item_id) == col(Acknowledgement.item_id))
        .where(col(Acknowledgement.read_at).is_(None), col(Acknowledgement.asked_at) <= at - _READ_AFTER)
        .order_by(col(Acknowledgement.item_id), col(Acknowledgement.person_id))
    ).all()
    for row in found:
        if (row.item_id + row.person_id) % _LAST_READS_NOTHING:
            minutes.acknowledge(session, row.item_id, row.person_id, at)
    for item_id in sorted({row.item_id for row in found}):
        readers.settle_readers(session, item_id, at)


def _holder(session: Session, office_id: int, role: str, on: datetime.date) -> int | None:
    """Who holds the office's first post of this role on a Bangkok date."""
    query = (
        select(Occupancy.person_id)
        .join(Position, col(Position.id) == col(Occupancy.position_id))
        .where(
            Position.office_id == office_id,
            Position.role == role,
            in_force_on(Position, on),
            in_force_on(Occupancy, on),
        )
        .order_by(col(Position.id))
        .limit(1)
    )
    return session.exec(query).first()
