"""The one JSON document of `khanton year`.

Amounts in baht and per cents are text with two decimals, dates ISO 8601; null stands where nothing is kept.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from states.baht import plain_baht
from states.catalogue import catalogue
from states.fiscal import FiscalYear
from workflow.money.overview import Overview
from workflow.money.queries import Behind, CeilingNow, Part, Sum, TargetNow, TrancheNow, YearMoney
from workflow.money.standing import Late, Stood


def year_document(told: Overview) -> dict[str, Any]:
    """The whole year."""
    money, brought = told.money, told.brought
    return {
        "office": told.office.code,
        "fiscal_year": money.fiscal_year,
        "on": money.on,
        "plans": [_stood(each) for each in told.plans],
        "projects": _counted(told.projects),
        **_sum(money.total),
        **_arrived(money, money.received, money.balance),
        "carried_over": plain_baht(money.carried_over),
        "brought_forward": {"amount": plain_baht(brought.amount), "disbursed": plain_baht(brought.disbursed)},
        "operating": _sum(money.operating),
        "by_fund": [
            {**_part(each), **_arrived(money, each.received, each.balance)} for each in money.by_fund
        ],
        "by_group": [_part(each) for each in money.by_group],
        "by_category": [_part(each) for each in money.by_category],
        "quarters": [_quarter(money, number) for number in (1, 2, 3, 4)],
        "tranches": [_tranche(each) for each in money.tranches],
        "ceilings": [_ceiling(each) for each in money.ceilings],
        "targets": [_target(each) for each in money.targets],
        "behind": [_behind(each) for each in told.behind],
        "late": [_late(each) for each in told.late],
    }


def _arrived(money: YearMoney, received: int, balance: int) -> dict[str, str | None]:
    if not money.tranches:
        return {"received": None, "balance": None}
    return {"received": plain_baht(received), "balance": plain_baht(balance)}


def _tranche(tranche: TrancheNow) -> dict[str, Any]:
    return {
        "fund": tranche.fund,
        "number": tranche.number,
        "amount": plain_baht(tranche.amount),
        "received_on": tranche.received_on,
        "letter_no": tranche.letter_no,
    }


def _ceiling(ceiling: CeilingNow) -> dict[str, Any]:
    return {
        "fund": ceiling.fund,
        "group": ceiling.group or None,
        "amount": plain_baht(ceiling.amount),
        "planned": plain_baht(ceiling.planned),
        "over": plain_baht(ceiling.over),
        "provisional": ceiling.provisional,
        "authority": ceiling.authority,
        "effective_on": ceiling.effective_on,
    }


def _target(target: TargetNow) -> dict[str, Any]:
    return {
        "quarter": target.quarter,
        "scope": target.scope,
        "per_cent": _per_cent(target.hundredths),
        "reached": _per_cent(target.reached),
        "below": target.below,
        "verified": target.verified,
        "authority": target.authority,
        "source": target.source,
    }


def _behind(project: Behind) -> dict[str, Any]:
    named = {"code": project.code, "title": project.title, "group": project.group}
    return {**named, **_sum(project.total), "due": plain_baht(project.due)}


def _stood(item: Stood) -> dict[str, str]:
    return {"code": item.code, "title": item.title, "state": item.state, "state_th": item.label.th}


def _counted(projects: Sequence[Stood]) -> dict[str, Any]:
    counts = Counter(each.state for each in projects)
    return {"count": len(projects), "by_state": dict(sorted(counts.items()))}


def _sum(money: Sum) -> dict[str, str | None]:
    return {
        "in_force": plain_baht(money.in_force),
        "disbursed": plain_baht(money.disbursed),
        "left": plain_baht(money.left),
        "per_cent": _per_cent(money.hundredths),
    }


def _part(part: Part) -> dict[str, Any]:
    return {"code": part.code, "name_th": part.name_th, "projects": part.projects, **_sum(part)}


def _quarter(money: YearMoney, number: int) -> dict[str, Any]:
    """The cumulative figures of an ended quarter; of one that lasts or is to come nothing is known yet."""
    found = money.quarters[number - 1]
    total, operating = (_sum(found.total), _sum(found.operating)) if found.ended else ({}, {})
    return {
        "quarter": number,
        "ends_on": FiscalYear(money.fiscal_year).quarter(number).end,
        "ended": found.ended,
        "disbursed": total.get("disbursed"),
        "per_cent": total.get("per_cent"),
        "operating": {"disbursed": operating.get("disbursed"), "per_cent": operating.get("per_cent")},
    }


def _late(owed: Late) -> dict[str, Any]:
    role = catalogue().roles.get(owed.owed_by)
    return {
        "item": owed.item,
        "title": owed.title,
        "code": owed.code,
        "th": owed.label.th,
        "en": owed.label.en,
        "owed_by": owed.owed_by,
        "owed_by_th": role.th if role else owed.owed_by,
        "group": owed.group or None,
        "due_on": owed.due_on,
        "days_late": owed.days,
    }


def _per_cent(hundredths: int | None) -> str | None:
    return None if hundredths is None else plain_baht(hundredths)
