"""The tables of an office's fiscal year: its plan, its money, what is behind and what is late."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlmodel import Session, select

from api.pages.tables import Table
from api.pages.words import Words
from states.catalogue import catalogue
from states.fiscal import FiscalYear
from workflow.models import Fund, Group
from workflow.money.figures import Part, QuarterMoney, Sum, TargetNow
from workflow.money.overview import Overview
from workflow.money.pace import ALL
from workflow.money.standing import Late
from workflow.sheets.tables import Column, Kind

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Names:
    """What an office's funds and groups are called, by code."""

    funds: dict[str, str]
    groups: dict[str, str]

    @staticmethod
    def of(session: Session, office_id: int) -> "Names":
        """The names as the office keeps them."""
        funds = session.exec(select(Fund.code, Fund.name_th).where(Fund.office_id == office_id))
        groups = session.exec(
            select(Group.code, Group.name_th).where(Group.office_id == office_id).order_by(Group.code)
        )
        return Names(dict(funds.all()), dict(groups.all()))


def year_tables(told: Overview, names: Names, words: Words) -> list[Table]:
    """Every table that has a row, in the order in which the page shows them."""
    every = _Tables(told, names, words).every()
    return [table for table in every if table.rows]


@dataclass(frozen=True, slots=True)
class _Tables:
    told: Overview
    names: Names
    words: Words

    def every(self) -> Iterator[Table]:
        yield self._totals()
        yield self._plans()
        yield self._projects()
        yield self._quarters()
        yield self._late()
        yield self._funds()
        yield self._parts("groups", self.told.money.by_group)
        yield self._parts("categories", self.told.money.by_category)
        yield self._behind()
        yield self._ceilings()
        yield self._tranches()
        yield self._targets()

    def _table(self, name: str, columns: Sequence[str], rows: Sequence[Row], **more: Any) -> Table:
        """`columns` are `kind:text`; the text is that of the key `year_col_text`."""
        made = tuple(self._column(each) for each in columns)
        return Table(name, self.words(f"year_{name}"), made, rows, **more)

    def _column(self, written: str) -> Column:
        kind, _, key = written.rpartition(":")
        kinds: dict[str, Kind] = {"": "text", "baht": "amount", "day": "date", "n": "whole", "%": "share"}
        return Column(self.words(f"year_col_{key}"), kinds[kind])

    def _totals(self) -> Table:
        money, brought, said = self.told.money, self.told.brought, self.words
        rows: list[tuple[str, int | None, Any]] = [
            (said("year_in_force"), money.total.in_force, None),
            (said("year_received"), money.received if money.tranches else None, None),
            (said("year_disbursed"), money.total.disbursed, money.total.per_cent),
            (said("year_left"), money.total.left, None),
            (said("year_operating"), money.operating.disbursed, money.operating.per_cent),
        ]
        if money.tranches:
            rows.append((said("year_balance"), money.balance, None))
        if brought.amount:
            share = Sum(brought.amount, brought.disbursed).per_cent
            rows.append((said("year_brought"), brought.amount, None))
            rows.append((said("year_brought_paid"), brought.disbursed, share))
        if money.carried_over:
            rows.append((said("year_carried"), money.carried_over, None))
        return self._table("totals", ("what", "baht:amount", "%:share"), rows)

    def _plans(self) -> Table:
        rows = [(each.code, each.title, self.words.label(each.label)) for each in self.told.plans]
        return self._table("plans", ("code", "title", "state"), rows, link=0)

    def _projects(self) -> Table:
        counts = Counter(self.words.label(each.label) for each in self.told.projects)
        total = (self.words("year_sum"), len(self.told.projects))
        return self._table("projects", ("state", "n:projects"), counts.most_common(), total=total)

    def _quarters(self) -> Table:
        """Quarters against the targets for all money; nothing where there is no money."""
        money = self.told.money
        aims = {each.quarter: each for each in money.targets if each.scope == ALL}
        rows = [self._quarter(each, aims.get(each.number)) for each in money.quarters]
        columns = (
            *("n:quarter", "day:ends", "baht:disbursed", "%:share"),
            *("baht:operating", "%:operating_share", "%:target", "verdict"),
        )
        unproven = any(not each.verified for each in aims.values())
        note = self.words("year_unverified") if unproven else ""
        kept = rows if money.total.in_force or money.received else []
        return self._table("quarters", columns, kept, note=note, bar=3, aim=6)

    def _quarter(self, quarter: QuarterMoney, aim: TargetNow | None) -> Row:
        ends = FiscalYear(self.told.money.fiscal_year).quarter(quarter.number).end
        share = _per_cent(aim.hundredths) if aim else None
        if not quarter.ended:
            return (quarter.number, ends, None, None, None, None, share, self.words("year_lasts"))
        verdict = "" if aim is None else self.words("year_below" if aim.below else "year_reached")
        total, operating = quarter.total, quarter.operating
        shares = (total.disbursed, total.per_cent, operating.disbursed, operating.per_cent)
        return (quarter.number, ends, *shares, share, verdict)

    def _funds(self) -> Table:
        money = self.told.money
        columns = ["fund", "n:projects", "baht:in_force", "baht:disbursed", "%:share"]
        rows: list[Row] = [_row(each) for each in money.by_fund]
        total: Row = self._sum()
        if money.tranches:
            columns += ["baht:received", "baht:balance"]
            rows = [(*_row(each), each.received, each.balance) for each in money.by_fund]
            total = (*total, money.received, money.balance)
        return self._table("funds", columns, rows, total=total, bar=4)

    def _parts(self, name: str, parts: Sequence[Part]) -> Table:
        rows = [_row(each) for each in parts]
        columns = (name, "n:projects", "baht:in_force", "baht:disbursed", "%:share")
        return self._table(name, columns, rows, total=self._sum(), bar=4)

    def _sum(self) -> Row:
        """The line of sums; projects are not summed, for one may draw on two funds or categories."""
        total = self.told.money.total
        return (self.words("year_sum"), None, total.in_force, total.disbursed, total.per_cent)

    def _ceilings(self) -> Table:
        whole, provisional = self.words("year_whole_fund"), self.words("year_provisional")
        rows = [
            (
                *(self.names.funds[each.fund], self._group(each.group) or whole),
                *(each.amount, each.planned, each.over or None),
                *(provisional if each.provisional else "", each.authority, each.effective_on),
            )
            for each in self.told.money.ceilings
        ]
        columns = (
            *("fund", "groups", "baht:ceiling", "baht:planned", "baht:over"),
            *("provisional", "authority", "day:effective"),
        )
        return self._table("ceilings", columns, rows)

    def _tranches(self) -> Table:
        rows = [
            (self.names.funds[each.fund], each.number, each.amount, each.received_on, each.letter_no)
            for each in self.told.money.tranches
        ]
        columns = ("fund", "n:tranche", "baht:received", "day:received_on", "letter")
        return self._table("tranches", columns, rows)

    def _targets(self) -> Table:
        rows = [self._target(each) for each in self.told.money.targets]
        columns = ("n:quarter", "scope", "%:target", "%:reached", "verdict", "authority", "verified")
        return self._table("targets", columns, rows)

    def _target(self, target: TargetNow) -> Row:
        known = catalogue().categories.get(target.scope)
        scope = self.words.label(known.label) if known else self.words("year_all_money")
        verdict = self.words("year_below" if target.below else "year_reached")
        return (
            *(target.quarter, scope, _per_cent(target.hundredths), _per_cent(target.reached)),
            *("" if target.reached is None else verdict, target.authority),
            self.words("yes" if target.verified else "no"),
        )

    def _behind(self) -> Table:
        rows = [
            (
                *(each.code, each.title, self._group(each.group), each.total.disbursed),
                *(each.total.per_cent, each.due),
            )
            for each in self.told.behind
        ]
        columns = ("code", "title", "groups", "baht:disbursed", "%:share", "baht:due")
        return self._table("behind", columns, rows, link=0)

    def _late(self) -> Table:
        rows = [
            (each.item, each.title, self.words.label(each.label), self._owed_by(each), each.due_on, each.days)
            for each in self.told.late
        ]
        return self._table("late", ("code", "title", "duty", "who", "day:due_on", "n:days"), rows, link=0)

    def _owed_by(self, late: Late) -> str:
        role = self.words.role(late.owed_by) if late.owed_by in catalogue().roles else late.owed_by
        return f"{role} {self._group(late.group)}".strip()

    def _group(self, code: str) -> str:
        return self.names.groups.get(code, code)


def _row(part: Part) -> Row:
    return (part.name_th or "-", part.projects, part.in_force, part.disbursed, part.per_cent)


def _per_cent(hundredths: int | None) -> Decimal | None:
    return None if hundredths is None else Decimal(hundredths).scaleb(-2)
