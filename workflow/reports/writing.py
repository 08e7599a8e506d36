"""A report in the hands of those who write it: who may, and while it stands where."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from sqlmodel import Session

from workflow import definitions
from workflow.changes import Hand
from workflow.errors import BadInput, Denial, NotAllowed
from workflow.models import Item
from workflow.permissions import Actor, Authority, acts, covering
from workflow.proposals.editors import GROUP, PLAN_GROUP
from workflow.situation import ItemNow, read

__all__ = ["GROUP", "PLAN_GROUP", "InHand", "in_hand"]
# Where its parts are still being gathered and put together.
GATHERED: Final = {
    "quarterly_report": ("collecting", "consolidating", "returned"),
    "annual_report": ("collecting", "compiling", "returned"),
}


@dataclass(frozen=True, slots=True)
class InHand:
    """A paper as read in this transaction, and who wants to write; `trigger` is the step it prepares."""

    session: Session
    item: ItemNow
    actor: Actor
    trigger: str

    def by(
        self, fits: Callable[[Authority], bool], roles: tuple[str, ...], otherwise: str = "no_role"
    ) -> Authority:
        """The first of the actor's posts that acts, covers the paper and fits; raises NotAllowed."""
        for each in covering(self.actor, self.item.office_id, roles, self.item.kind, self.trigger):
            if acts(each) and fits(each):
                return each
        raise NotAllowed(Denial(otherwise, roles))

    def require(self, *states: str) -> None:
        """Raises NotOpenHere unless the paper stands in one of `states`."""
        if self.item.state not in states:
            raise definitions.not_open(self.session, self.item, self.trigger)

    def require_gathering(self) -> None:
        """Raises NotOpenHere unless the report is being gathered and put together."""
        self.require(*GATHERED[self.item.kind])


def in_hand(session: Session, report: Item, hand: Hand, triggers: dict[str, str]) -> InHand:
    """The report, held as it stands until the commit; `triggers` are by the kind of report.

    Raises BadInput where it is none of these kinds.
    """
    session.flush()
    if report.kind not in triggers:
        raise BadInput("code", "unfit", report.code)
    reading = read(session, report.id, hand.by, hand.day)
    return InHand(session, reading.item, reading.actor, triggers[report.kind])
