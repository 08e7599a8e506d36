"""The table of an amendment: every line before and after, and what each group, fund and category gains."""

import datetime
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from workflow.amendments.listed import Listed, NewMoney, kept, listed
from workflow.amendments.standing import adoption_of, standing
from workflow.days import moves
from workflow.errors import BadInput
from workflow.models import Item


@dataclass(frozen=True, slots=True)
class Changed:
    """A line before the amendment, what it changes and what is in force after, in satang."""

    line_id: int
    project: str
    title: str
    group: str
    fund: str
    category: str
    sub: str
    before: int
    change: int

    @property
    def after(self) -> int:
        return self.before + self.change


@dataclass(frozen=True, slots=True)
class Sum:
    """The listed lines of a group, fund or category together, in satang."""

    code: str
    before: int
    change: int

    @property
    def after(self) -> int:
        return self.before + self.change


@dataclass(frozen=True, slots=True)
class Comparison:
    """An amendment's table. `adopted_on` is the Bangkok date from which it holds, None until then."""

    lines: tuple[Changed, ...]
    by_group: tuple[Sum, ...]
    by_fund: tuple[Sum, ...]
    by_category: tuple[Sum, ...]
    new_money: NewMoney | None
    adopted_on: datetime.date | None

    @property
    def net(self) -> int:
        """What the plan gains altogether: nothing, or the new money used."""
        return sum(line.change for line in self.lines)


def before_after(session: Session, item: Item) -> Comparison:
    """Before and after of an amendment: as the plan stands now, or as it stood when it was adopted.

    A project that is brought into the plan has nothing before. Raises BadInput for any other kind of item.
    """
    session.flush()
    if item.kind != "plan_amendment":
        raise BadInput("code", "not_an_amendment", item.code)
    adoption, recorded = adoption_of(session, item.id), listed(session, item.id)
    lines = _lines(session, item, recorded)
    return Comparison(
        lines,
        _sums(lines, lambda line: line.group),
        _sums(lines, lambda line: line.fund),
        _sums(lines, lambda line: line.category),
        recorded.new_money if recorded else None,
        dict(moves(session, item.id)).get(adoption or 0),
    )


def _lines(session: Session, item: Item, recorded: Listed | None) -> tuple[Changed, ...]:
    changes = kept(session, item.id)
    entering = recorded.entering if recorded else frozenset()
    found = []
    for line_id, line in standing(session, item.id, changes).items():
        own = (line.code, line.title, line.group, line.fund, line.category, line.sub)
        new = line.code in entering
        before, change = (0, line.original + changes[line_id]) if new else (line.others, changes[line_id])
        found.append(Changed(line_id, *own, before, change))
    return tuple(found)


def _sums(lines: Sequence[Changed], by: Callable[[Changed], str]) -> tuple[Sum, ...]:
    before: dict[str, int] = defaultdict(int)
    change: dict[str, int] = defaultdict(int)
    for line in lines:
        before[by(line)] += line.before
        change[by(line)] += line.change
    return tuple(Sum(code, before[code], change[code]) for code in sorted(before))
