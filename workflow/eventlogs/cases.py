"""The cases of a batch of events: the items, what they were called elsewhere, and their money."""

import datetime
import json
from collections import defaultdict
from collections.abc import Collection
from typing import Any, Final

from sqlalchemy import and_
from sqlalchemy import select as sql_select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from workflow import definitions
from workflow.eventlogs.brought_in import original_case
from workflow.eventlogs.event import Attribute, Case
from workflow.eventlogs.names import Names
from workflow.eventlogs.narrowing import Narrowed, item_ids
from workflow.models import Entry, Fund, Item, ProjectLine
from workflow.money.amounts import changes_by

Elsewhere = tuple[str, tuple[Attribute, ...]]
_READ: Final = (
    *("id", "code", "kind", "title", "fiscal_year", "quarter", "state", "definition_hash"),
    *("group_id", "school_id", "parent_id"),
)


class Cases:
    """Reads cases by the numbers of their items, in a fixed number of statements for any number of them."""

    def __init__(self, session: Session, asked: Narrowed, on: datetime.date, names: Names) -> None:
        self._session, self._asked, self._on, self._names = session, asked, on, names

    def of(self, numbers: Collection[int]) -> dict[int, Case]:
        """The cases of these items."""
        item = aliased(Item)  # the plain one is what `item_ids` reads
        columns: Any = [getattr(item, name) for name in _READ]
        rows = self._session.execute(sql_select(*columns).where(col(item.id).in_(numbers))).all()
        parents = self._codes({row.parent_id for row in rows} - {None})
        elsewhere, money = self._elsewhere(numbers), self._money(numbers)
        return {
            row.id: self._case(
                row, parents.get(row.parent_id, ""), elsewhere.get(row.id), money.get(row.id, {})
            )
            for row in rows
        }

    def _codes(self, numbers: Collection[int]) -> dict[int | None, str]:
        """The codes of those of these items that the log is about."""
        item = aliased(Item)
        asked = col(item.id).in_(item_ids(self._asked))
        found = self._session.execute(
            sql_select(col(item.id), col(item.code)).where(col(item.id).in_(numbers), asked)
        )
        return {row.id: row.code for row in found}

    def _case(self, item: Any, parent: str, theirs: Elsewhere | None, money: dict[str, int]) -> Case:
        definition = definitions.by_hash(self._session, item.definition_hash)
        group, group_th = self._names.group(item.group_id)
        school, school_th = self._names.school(item.school_id)
        return Case(
            item_id=item.id,
            name=theirs[0] if theirs else item.code,
            code=item.code,
            kind=item.kind,
            kind_th=definition.label.th,
            kind_en=definition.label.en,
            title=item.title,
            fiscal_year=item.fiscal_year,
            quarter=item.quarter,
            state=item.state,
            state_th=self._names.state(item.definition_hash, item.state),
            group=group,
            group_th=group_th,
            school=school,
            school_th=school_th,
            parent=parent,
            funds=tuple(sorted(money)),
            satang=sum(money.values()) if money else None,
            attributes=theirs[1] if theirs else None,
        )

    def _elsewhere(self, numbers: Collection[int]) -> dict[int, Elsewhere]:
        """What those that were brought in were called: the first entry of an item says so."""
        first = (
            select(col(Entry.item_id), func.min(Entry.seq).label("seq"))
            .where(col(Entry.item_id).in_(numbers), Entry.office_id == self._asked.office_id)
            .group_by(col(Entry.item_id))
            .subquery()
        )
        told = (
            select(col(Entry.item_id), col(Entry.details))
            .join(first, and_(first.c.item_id == col(Entry.item_id), first.c.seq == col(Entry.seq)))
            .where(Entry.office_id == self._asked.office_id, col(Entry.details).contains('"case":'))
        )
        rows: Any = self._session.execute(told)
        found = {number: original_case(json.loads(details)) for number, details in rows}
        return {number: case for number, case in found.items() if case is not None}

    def _money(self, numbers: Collection[int]) -> dict[int, dict[str, int]]:
        """What the lines of these items have in force on the day, changes included, by source of money."""
        changed = changes_by(self._on)
        satang = col(ProjectLine.original) + func.coalesce(changed.c.change, 0)
        query = (
            select(ProjectLine.item_id, Fund.code, func.sum(satang))
            .join(Fund, col(Fund.id) == col(ProjectLine.fund_id))
            .outerjoin(changed, changed.c.line_id == col(ProjectLine.id))
            .where(col(ProjectLine.item_id).in_(numbers))
            .group_by(col(ProjectLine.item_id), col(Fund.code))
        )
        found: dict[int, dict[str, int]] = defaultdict(dict)
        for number, fund, total in self._session.exec(query):
            found[number][fund] = int(total)
        return found
