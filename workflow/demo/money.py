"""When money comes into the sample year: ceilings with the call, then tranches, then finance's figures."""

import datetime
from dataclasses import dataclass

from states.fiscal import FiscalYear
from workflow.demo.sample import Amendment, Sample, SampleTranche
from workflow.moments import BANGKOK

_BEFORE_WORK, _AFTERNOON, _EVENING = datetime.time(8, 30), datetime.time(15), datetime.time(16)


@dataclass(frozen=True, slots=True)
class FrameworkSet:
    """What the plan group announces with its call: what projects serve, ceilings, savings, targets."""

    at: datetime.datetime
    by: str


@dataclass(frozen=True, slots=True)
class Allotted:
    """A tranche arrives."""

    at: datetime.datetime
    by: str
    tranche: SampleTranche


@dataclass(frozen=True, slots=True)
class FiguresSent:
    """Finance sends what was paid from every line in a quarter."""

    at: datetime.datetime
    by: str
    quarter: int


@dataclass(frozen=True, slots=True)
class ChangesListed:
    """The plan group lists what an amendment changes, before it compiles it."""

    at: datetime.datetime
    by: str
    amendment: Amendment


Money = FrameworkSet | Allotted | FiguresSent | ChangesListed


def money_story(sample: Sample) -> list[Money]:
    """Everything about money that happens in the sample year."""
    if not sample.additions:
        return []
    planner, finance = sample.first_with("plan_director"), sample.first_with("finance_officer")
    return [
        FrameworkSet(_at(sample.day_of("open_proposals"), _BEFORE_WORK), planner),
        *(Allotted(_at(each.day, _EVENING), finance, each) for each in sample.tranches),
        *(FiguresSent(_at(figures_day(sample, n), _AFTERNOON), finance, n) for n in (1, 2, 3, 4)),
        *(
            ChangesListed(_at(_compiled(sample, each), _BEFORE_WORK), planner, each)
            for each in sample.amendments
        ),
    ]


def figures_day(sample: Sample, quarter: int) -> datetime.date:
    """The last weekday before the plan group begins to reconcile the quarter."""
    day = next(
        event.day - datetime.timedelta(days=1)
        for event in sample.events
        if event.trigger == "consolidate" and event.item.endswith(f"-{quarter}")
    )
    while day.weekday() > 4:
        day -= datetime.timedelta(days=1)
    assert day > FiscalYear(sample.fiscal_year).quarter(quarter).end
    return day


def _compiled(sample: Sample, amendment: Amendment) -> datetime.date:
    return next(e.day for e in sample.events if e.item == amendment.code and e.trigger == "compile")


def _at(day: datetime.date, time: datetime.time) -> datetime.datetime:
    return datetime.datetime.combine(day, time, BANGKOK)


def split(lines: tuple[int, ...], quarters: tuple[int, ...]) -> tuple[tuple[int, ...], ...]:
    """Each line's part of each quarter (satang): every quarter and every line adds up exactly.

    A quarter goes to the lines in proportion to what is still to be paid from each, by largest remainder;
    so no part is negative, and the last quarter takes what is left. `lines` and `quarters` have one sum.
    """
    if sum(lines) != sum(quarters):
        raise ValueError("the lines and the quarters add up differently")
    left, parts = list(lines), []
    for amount in quarters:
        part = _shares(amount, left)
        left = [each - taken for each, taken in zip(left, part, strict=True)]
        parts.append(part)
    return tuple(zip(*parts, strict=True))


def _shares(amount: int, weights: list[int]) -> list[int]:
    """`amount` divided by `weights` with the largest remainders rounded up, the first of equals first."""
    total = sum(weights)
    if total == 0:
        return [0] * len(weights)
    shares = [amount * weight // total for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda place: -(amount * weights[place] % total))
    for place in by_remainder[: amount - sum(shares)]:
        shares[place] += 1
    return shares
