"""What an amendment was last recorded to change: its list in the history, which nobody can alter."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from workflow.models import Entry, LineChange

KIND = "line_changes"


@dataclass(frozen=True, slots=True)
class NewMoney:
    """Money that has arrived and was in no plan: the number of its tranche of a fund, by the fund's code."""

    fund: str
    tranche: int


@dataclass(frozen=True, slots=True)
class Listed:
    """A recorded list: `changes` in satang by line, `entering` the codes of projects it brings in."""

    seq: int
    changes: Mapping[int, int]
    entering: frozenset[str]
    new_money: NewMoney | None
    lines: tuple[Mapping[str, Any], ...]


def listed(session: Session, amendment_id: int, *, before: int | None = None) -> Listed | None:
    """The latest list recorded of an amendment, or the latest before the entry numbered `before`."""
    query = select(Entry.seq, Entry.details).where(Entry.item_id == amendment_id, Entry.kind == KIND)
    if before is not None:
        query = query.where(Entry.seq < before)
    found = session.exec(query.order_by(col(Entry.seq).desc()).limit(1)).first()
    if found is None:
        return None
    seq, details = found
    told = json.loads(details)
    lines = tuple(told["changes"])
    money = told.get("new_money")
    return Listed(
        seq,
        {each["line"]: each["change"] for each in lines},
        frozenset(told.get("entering", ())),
        NewMoney(**money) if money else None,
        lines,
    )


def kept(session: Session, amendment_id: int) -> dict[int, int]:
    """The changes of an amendment as the table has them: satang by the line's key."""
    found = session.exec(
        select(LineChange.line_id, LineChange.change).where(LineChange.amendment_id == amendment_id)
    )
    changes: dict[int, int] = {}
    for line_id, satang in found:
        changes[line_id] = changes.get(line_id, 0) + satang
    return changes
