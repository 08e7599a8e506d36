"""Figures about money: integer satang, and per cent of what is in force."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from workflow.money.allotted import CeilingNow, TrancheNow
from workflow.money.amounts import LineNow, per_cent_hundredths


@dataclass(frozen=True, slots=True)
class Sum:
    """Money in force and what was paid of it, in satang."""

    in_force: int = 0
    disbursed: int = 0

    @property
    def left(self) -> int:
        return self.in_force - self.disbursed

    @property
    def hundredths(self) -> int | None:
        """What was paid in hundredths of a per cent, half up; None where nothing is in force."""
        return per_cent_hundredths(self.disbursed, self.in_force)

    @property
    def per_cent(self) -> Decimal | None:
        """What was paid in per cent, two decimals, half up: 95.87."""
        return None if self.hundredths is None else Decimal(self.hundredths).scaleb(-2)


@dataclass(frozen=True, slots=True)
class Part(Sum):
    """A group's, category's or fund's share of the plan, under its code and Thai name."""

    code: str = ""
    name_th: str = ""
    projects: int = 0


@dataclass(frozen=True, slots=True)
class FundMoney(Part):
    """A fund's share, with what has been received of it (satang)."""

    received: int = 0

    @property
    def balance(self) -> int:
        """Received and not paid; below zero where payments run ahead of the tranches."""
        return self.received - self.disbursed


@dataclass(frozen=True, slots=True)
class TargetNow:
    """How much of a scope ("all" or a category) should be paid by a quarter's end, and how much was.

    `hundredths` of a per cent; `reached` None while the quarter lasts or nothing is in force.
    """

    quarter: int
    scope: str
    hundredths: int
    authority: str
    source: str
    verified: bool
    reached: int | None = None

    @property
    def below(self) -> bool:
        return self.reached is not None and self.reached < self.hundredths


@dataclass(frozen=True, slots=True)
class QuarterMoney:
    """What was paid from the year's start to the end of a quarter, of what is in force on the day asked."""

    number: int
    ended: bool
    total: Sum
    operating: Sum


@dataclass(frozen=True, slots=True)
class YearMoney:
    """The money of a fiscal year on a day. `by_fund`, `by_group` and `by_category` each add up to `total`."""

    fiscal_year: int
    on: datetime.date
    total: Sum
    operating: Sum
    by_fund: tuple[FundMoney, ...]
    by_group: tuple[Part, ...]
    by_category: tuple[Part, ...]
    quarters: tuple[QuarterMoney, ...]
    tranches: tuple[TrancheNow, ...]
    ceilings: tuple[CeilingNow, ...]
    targets: tuple[TargetNow, ...]
    carried_over: int

    @property
    def received(self) -> int:
        return sum(each.amount for each in self.tranches)

    @property
    def balance(self) -> int:
        return self.received - self.total.disbursed


@dataclass(frozen=True, slots=True)
class BroughtForward:
    """Money that came over from the year before, and what has been paid of it since (satang)."""

    amount: int
    disbursed: int

    @property
    def left(self) -> int:
        return self.amount - self.disbursed


def sum_of(lines: Iterable[LineNow], through: int = 4) -> Sum:
    """What is in force on these lines, and what was paid from them up to the end of the quarter `through`."""
    found = list(lines)
    paid = sum(amount for each in found for amount in each.disbursed[:through])
    return Sum(sum(each.in_force for each in found), paid)
