"""Whether the time of a step has come: one that lacks something can wait while the work before it is owed."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlmodel import Session, col, select

from states.model import Transition
from workflow.models import Obligation

# Nearer than this a step is prepared for, whatever else is owed before it.
AHEAD: Final = datetime.timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Ahead:
    """What comes before a step that can wait: the duty owed first; and when the step itself is due."""

    first: Obligation
    due_on: datetime.date


def owed_on(session: Session, item_ids: Collection[int]) -> Mapping[int, Sequence[Obligation]]:
    """By item: what is still owed on it by those whose task it is, the earliest due first."""
    query = select(Obligation).where(
        col(Obligation.item_id).in_(item_ids),
        Obligation.outcome == "",
        col(Obligation.person_id).is_(None),
    )
    found: dict[int, list[Obligation]] = defaultdict(list)
    for duty in session.exec(query.order_by(col(Obligation.due_on), col(Obligation.id))):
        found[duty.item_id].append(duty)
    return found


def comes_later(move: Transition, owed: Sequence[Obligation], on: datetime.date) -> Ahead | None:
    """What is to be done before a step that lacks something; None where the step's own time has come.

    A step is due when the last of what it settles is. It can wait where that is far off and something is
    owed sooner.
    """
    last = max((duty.due_on for duty in owed if duty.code in move.settles), default=on)
    if not owed or last <= on + AHEAD or owed[0].due_on == last:
        return None
    return Ahead(owed[0], last)
