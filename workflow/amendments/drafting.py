"""Writing an amendment: the lines it may change, what a draft weighs, and keeping it unless outdated."""

import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from states.model import Label
from workflow.amendments.balance import Whose, too_low, unbalanced
from workflow.amendments.changes import amending, set_changes
from workflow.amendments.limits import over
from workflow.amendments.listed import Listed, NewMoney, kept, listed
from workflow.amendments.standing import ENTERING, LineStanding, standing
from workflow.changes import Hand
from workflow.errors import ContentChanged
from workflow.history import Sealed
from workflow.models import Entry, Item, Person, ProjectLine
from workflow.money.amounts import IN_PLAN


@dataclass(frozen=True, slots=True)
class Weight:
    """What a draft moves, in satang: given up, gained, by fund; and in words what still stands in its way."""

    given: int
    gained: int
    by_fund: Mapping[str, int]
    warnings: tuple[Label, ...]

    @property
    def net(self) -> int:
        return self.gained - self.given


@dataclass(frozen=True, slots=True)
class Draft:
    """An amendment as it is written: every line it may change, and what is listed so far.

    `wanted` is by line in satang: what is added or taken; of a proposal that comes in what it gets.
    """

    lines: Mapping[int, LineStanding]
    wanted: Mapping[int, int]
    new_money: NewMoney | None
    seen: int

    def before(self, line_id: int) -> int:
        """What is in force on the line without this amendment."""
        return before(self.lines[line_id])


def before(line: LineStanding) -> int:
    """What is in force on a line without the amendment; nothing on a proposal's."""
    return line.others if line.in_plan else 0


def draft_of(session: Session, item: Item) -> Draft:
    """The amendment's draft: lines of projects in its plan, and of proposals that wait to be included."""
    found = session.exec(
        select(ProjectLine.id)
        .join(Item, col(Item.id) == col(ProjectLine.item_id))
        .where(
            Item.kind == "project",
            Item.parent_id == item.parent_id,
            col(Item.state).in_(IN_PLAN | {ENTERING}),
        )
    ).all()
    recorded = listed(session, item.id)
    changes = kept(session, item.id)
    lines = standing(session, item.id, {*found, *changes})
    return Draft(
        lines,
        _wanted(lines, changes, recorded),
        recorded.new_money if recorded else None,
        recorded.seq if recorded else 0,
    )


def _wanted(
    lines: Mapping[int, LineStanding], changes: Mapping[int, int], recorded: Listed | None
) -> dict[int, int]:
    entering = recorded.entering if recorded else frozenset()
    wanted = {}
    for line_id, satang in changes.items():
        line = lines[line_id]
        wanted[line_id] = satang + (line.original if line.code in entering else 0)
    return {line_id: satang for line_id, satang in wanted.items() if satang}


def weigh(
    session: Session,
    item: Item,
    lines: Mapping[int, LineStanding],
    wanted: Mapping[int, int],
    new_money: NewMoney | None,
    on: datetime.date,
) -> Weight:
    """What these changes move, and everything for which they could not be adopted on a Bangkok date."""
    by_fund: dict[str, int] = defaultdict(int)
    for line_id, satang in wanted.items():
        by_fund[lines[line_id].fund] += satang
    whose = Whose(item.id, item.parent_id, item.office_id, item.fiscal_year, on)
    low = [
        too_low(line, before(line) + satang)
        for line_id, satang in wanted.items()
        for line in [lines[line_id]]
        if before(line) + satang < max(line.spoken_for, 0)
    ]
    warnings = (
        *unbalanced(session, whose, by_fund, new_money),
        *over(session, item.office_id, item.fiscal_year, on, by_fund),
        *low,
    )
    given = -sum(satang for satang in wanted.values() if satang < 0)
    gained = sum(satang for satang in wanted.values() if satang > 0)
    return Weight(given, gained, dict(by_fund), warnings)


def stopped(lines: Mapping[int, LineStanding], code: str) -> dict[int, int]:
    """What a project is left with where it stops: what was paid of it or kept for the next year."""
    return {line_id: line.spoken_for for line_id, line in lines.items() if line.code == code}


def save_draft(
    session: Session,
    item: Item,
    wanted: Sequence[tuple[int, int]],
    hand: Hand,
    *,
    seen: int,
    new_money: NewMoney | None,
    planned_on: datetime.date | None,
) -> Sealed:
    """Keeps the list, unless somebody kept another since the entry `seen`. Raises as `set_changes`, and
    ContentChanged."""
    amending(session, item, hand)  # nobody else changes the office from here on
    recorded = listed(session, item.id)
    if recorded is not None and recorded.seq != seen:
        at, name = session.exec(
            select(Entry.at, Person.name_th)
            .join(Person, col(Person.id) == col(Entry.actor_id))
            .where(Entry.office_id == item.office_id, Entry.seq == recorded.seq)
        ).one()
        raise ContentChanged(item.code, name, at)
    return set_changes(session, item, wanted, hand, new_money=new_money, planned_on=planned_on)
