"""Records every change to an office itself: who changed its groups, schools, people or calendar, and how."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, SQLModel

from workflow import disclosures, history
from workflow.errors import BadInput
from workflow.facts import limited
from workflow.moments import bangkok_date, moment_text
from workflow.permissions import Authority, empowered
from workflow.situation import who

# Who may set an office up. Orders that put people in posts also reach the records clerk and the director.
SETTERS = ("system", "system_admin")
ORDER_KEEPERS = (*SETTERS, "area_director", "clerk")
LONGEST_NAME = 300


@dataclass(frozen=True, slots=True)
class Hand:
    """Who makes a change, and when it is recorded."""

    by: int
    at: datetime.datetime

    @property
    def day(self) -> datetime.date:
        """The Bangkok date of the change."""
        return bangkok_date(self.at)


def authority(session: Session, office_id: int, hand: Hand, roles: Sequence[str] = SETTERS) -> Authority:
    """By what post or order this person may change the office, whose chain is held until the commit.

    Nobody else changes the office from here on: ask before reading what is to be changed. Raises NotAllowed,
    UnknownPerson.
    """
    return empowered(who(session, office_id, hand.by, hand.day), office_id, roles)


def record(
    session: Session,
    office_id: int,
    kind: str,
    codes: Sequence[str],
    told: Mapping[str, Any],
    hand: Hand,
    *,
    by: Authority,
    on: datetime.date | None = None,
    item_id: int | None = None,
) -> history.Sealed:
    """One entry for a change of one or many rows of a kind; `on` is the Bangkok date it takes effect.

    With `item_id` it is also told in that item's own story. What is `Personal` in `told` lies beside it.
    """
    subject = f"{kind}:{codes[0]}" if len(codes) == 1 else kind
    many = {} if len(codes) == 1 else {"count": len(codes), "codes": list(codes)}
    said, kept = disclosures.committed({**told, **many})
    sealed = history.append(
        session,
        history.Record(
            office_id=office_id,
            kind=kind,
            at=moment_text(hand.at),
            effective_on=(on or hand.day).isoformat(),
            subject=subject,
            actor_id=hand.by,
            item_id=item_id,
            capacity=by.capacity,
            position_id=by.position_id,
            principal_id=by.principal_id,
            order_no=by.order_no,
            details=history.details(said),
        ),
    )
    disclosures.keep(session, office_id, sealed.seq, kept)
    return sealed


def applied(row: SQLModel, wanted: Mapping[str, Any], allowed: Sequence[str]) -> dict[str, list[Any]]:
    """Sets the wanted fields of `row`; what changed as {field: [before, after]}. Raises BadInput."""
    changed: dict[str, list[Any]] = {}
    for name, value in wanted.items():
        if name not in allowed:
            raise BadInput(name, "unknown")
        before = getattr(row, name)
        if before != value:
            changed[name] = [_plain(before), _plain(value)]
            setattr(row, name, value)
    return changed


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime.date) else value


def named(name: str, text: str) -> str:
    """A name as it is kept, without blanks at its ends; raises BadInput where empty, TooLong."""
    if not text.strip():
        raise BadInput(name, "empty")
    return limited(name, text.strip(), LONGEST_NAME)


def check_span(since: datetime.date, until: datetime.date | None) -> None:
    """Raises BadInput where a span ends before it begins."""
    if until is not None and until < since:
        raise BadInput("valid_to", "before_start", until.isoformat())
