"""Numbers as pictures: what a chart draws, with the table that says the same."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from api.pages.words import Words
from states.baht import percent
from states.fiscal import FiscalYear
from workflow.money.amounts import LineNow, ended_quarters
from workflow.money.figures import Sum, TargetNow, sum_of
from workflow.money.pace import ALL


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: `value` and `target` in per cent, `text` what is written at its end."""

    label: str
    value: float | None
    target: float | None
    text: str
    below: bool


@dataclass(frozen=True, slots=True)
class QuarterShown:
    """A quarter in the table beside the picture; money in satang, shares in hundredths of a per cent."""

    number: int
    ends: datetime.date
    total: Sum | None
    share: int | None
    target: int | None
    verified: bool

    @property
    def below(self) -> bool:
        return self.share is not None and self.target is not None and self.share < self.target


@dataclass(frozen=True, slots=True)
class Quarters:
    """The bars and their table."""

    bars: list[Bar]
    rows: list[QuarterShown]

    @property
    def unproven(self) -> bool:
        return any(row.target is not None and not row.verified for row in self.rows)


def quarter_bars(
    lines: Sequence[LineNow],
    aims: Sequence[TargetNow],
    fiscal_year: int,
    on: datetime.date,
    words: Words,
) -> Quarters:
    """What was paid by the end of each quarter of a year (B.E.) against the target for all money."""
    wanted = {each.quarter: each for each in aims if each.scope == ALL}
    ended, rows = ended_quarters(fiscal_year, on), []
    for number in (1, 2, 3, 4):
        aim, total = wanted.get(number), sum_of(lines, number)
        rows.append(
            QuarterShown(
                number,
                FiscalYear(fiscal_year).quarter(number).end,
                total if number in ended else None,
                total.hundredths if number in ended else None,
                aim.hundredths if aim else None,
                aim.verified if aim else True,
            )
        )
    return Quarters([_bar(row, words) for row in rows], rows)


def _bar(row: QuarterShown, words: Words) -> Bar:
    reached = share_text(row.share, words)
    text = reached if row.target is None else f"{reached} / {share_text(row.target, words)}"
    label = words("plan_quarter", quarter=row.number)
    return Bar(label, as_share(row.share), as_share(row.target), text, row.below)


def as_share(hundredths: int | None) -> float | None:
    """Hundredths of a per cent as a length to draw."""
    return None if hundredths is None else hundredths / 100


def share_text(hundredths: int | None, words: Words) -> str:
    """`95.87`, or a dash where nothing is known."""
    return "–" if hundredths is None else words.digits(percent(Decimal(hundredths).scaleb(-2)))
