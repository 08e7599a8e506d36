"""The amendments that were in force on a day, as far as that was known, and what each changed."""

import datetime
import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_
from sqlmodel import Session, col, select

from workflow.amendments.listed import KIND
from workflow.asof.past import Past
from workflow.asof.stories import Story, stories
from workflow.models import Entry, Item, LineChange
from workflow.money.amounts import ADOPTED, adopted_in


@dataclass(frozen=True, slots=True)
class InForce:
    """An adopted amendment: from which Bangkok date it holds, and satang by line."""

    code: str
    title: str
    since: datetime.date
    changes: Mapping[int, int]


def of_year(kind: str, fiscal_year: int) -> ColumnElement[bool]:
    """The papers of a kind and fiscal year (B.E.)."""
    return and_(col(Item.kind) == kind, col(Item.fiscal_year) == fiscal_year)


def changes_of(amendments: list[InForce]) -> dict[int, int]:
    """What they changed altogether, in satang by line."""
    found: dict[int, int] = defaultdict(int)
    for each in amendments:
        for line_id, satang in each.changes.items():
            found[line_id] += satang
    return dict(found)


def in_force_then(session: Session, fiscal_year: int, past: Past) -> list[InForce]:
    """The amendments of a fiscal year (B.E.) in force on the day, by code.

    In force is what was adopted, as far as that was known, from the day of its adoption on; where nobody
    recorded that day here, from the day planned.
    """
    lists = _lists(session, fiscal_year, past)
    found = []
    for story in stories(session, past, of_year("plan_amendment", fiscal_year)):
        standing = story.course.now
        if standing is None or not adopted_in(standing.state):
            continue
        planned_on, changes = lists.get(story.item.id, (None, {}))
        since = _adopted_on(story) or planned_on
        if since is not None and since <= past.on:
            title = story.unknown.before("title", story.item.title).value or ""
            found.append(InForce(story.item.code, title, since, changes))
    return found


def _adopted_on(story: Story) -> datetime.date | None:
    days = [
        mark.day for mark in story.course.marks if mark.state == ADOPTED and mark.kind in ("step", "imported")
    ]
    return days[-1] if days else None


_List = tuple[datetime.date | None, Mapping[int, int]]


def _lists(session: Session, fiscal_year: int, past: Past) -> dict[int, _List]:
    """What each amendment was last known to change, with the day planned: as told, else as it is kept."""
    mine = (Item.office_id == past.office_id, of_year("plan_amendment", fiscal_year))
    found: dict[int, _List] = {}
    rows: Any = (
        select(  # type: ignore[call-overload]  # more keys than the stubs count
            LineChange.amendment_id, LineChange.line_id, LineChange.change, LineChange.effective_on
        )
        .join(Item, col(Item.id) == col(LineChange.amendment_id))
        .where(*mine)
    )
    for amendment_id, line_id, satang, day in session.exec(rows):
        _, changes = found.get(amendment_id, (None, {}))
        found[amendment_id] = (day, {**changes, line_id: satang})
    told = (
        select(Entry.item_id, Entry.at, Entry.details)
        .join(Item, col(Item.id) == col(Entry.item_id))
        .where(*mine, Entry.kind == KIND)
        .order_by(col(Entry.seq))
    )
    entries = session.exec(told).all()
    for item_id, _, _ in entries:
        found.pop(item_id or 0, None)
    for item_id, at, details in entries:
        if at <= past.known:
            said = json.loads(details)
            day = datetime.date.fromisoformat(said["planned_on"])
            found[item_id or 0] = (day, {each["line"]: each["change"] for each in said["changes"]})
    return found
