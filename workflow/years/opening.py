"""Opens a fiscal year: its annual plan, and what the year before leaves as its base data (R-003, R-035)."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, delete, select

from states.fiscal import FiscalYear
from workflow.changes import Hand, authority, record
from workflow.history import Sealed
from workflow.items import NewItem, open_item
from workflow.models import BaseFact, ChainHead, Item, Target
from workflow.money.checks import check_fiscal_year
from workflow.money.yearly import copy_targets
from workflow.proposals.editors import PLAN_GROUP
from workflow.proposals.goals import copy_goals
from workflow.years.base import KINDS, BaseData, Fact, base_data
from workflow.years.leaving import facts_left
from workflow.years.plan import annual_plan
from workflow.years.provisional import Provisional, provisional

__all__ = ["BaseData", "Fact", "OpenedYear", "base_data", "open_year"]


@dataclass(frozen=True, slots=True)
class OpenedYear:
    """What opening a fiscal year (B.E.) came to.

    `added` and `outdated` count base facts by kind: what was new, and what no longer held. `provisional`
    says what of the year before is not final. `sealed` is the entry, None where nothing was new.
    """

    fiscal_year: int
    plan: str
    plan_opened: bool
    added: Mapping[str, int]
    outdated: Mapping[str, int]
    carried_over: int
    goals: int
    targets: int
    provisional: tuple[Provisional, ...]
    sealed: Sealed | None


def open_year(
    session: Session,
    office_id: int,
    fiscal_year: int,
    hand: Hand,
    *,
    goals: bool = False,
    targets: bool = False,
) -> OpenedYear:
    """Opens a fiscal year (B.E.) from the one before; called again, it brings in what has changed since.

    Without an annual plan of the year one is opened (AP2562). What the year before leaves is kept as base
    data, with one `base_data` entry that counts it. With `goals` and `targets`, those of the year before
    are taken over where the year has none yet; targets as unverified. By the plan group. Works while the
    year before is still running: `provisional` says why its figures may change. Raises NotAllowed, BadInput.
    """
    by = authority(session, office_id, hand, PLAN_GROUP)
    check_fiscal_year(fiscal_year)
    check_fiscal_year(fiscal_year - 1)
    # Two who open the year at once take turns, so that neither writes what the other has just written.
    session.exec(select(ChainHead.office_id).where(ChainHead.office_id == office_id).with_for_update()).one()
    plan, opened = _plan(session, office_id, fiscal_year, hand)
    wanted = facts_left(session, office_id, fiscal_year - 1, hand.day)
    kept = base_data(session, office_id, fiscal_year).facts
    new = [fact for fact in wanted if fact not in set(kept)]
    old = [fact for fact in kept if fact not in set(wanted)]
    reasons = provisional(session, office_id, fiscal_year - 1, hand.day)
    sealed = None
    if new or old:
        told = _told(fiscal_year, plan, new, old, reasons)
        sealed = record(session, office_id, "base_data", [plan.code], told, hand, by=by, item_id=plan.id)
        _keep(session, office_id, fiscal_year, new, old, sealed)
    return OpenedYear(
        fiscal_year=fiscal_year,
        plan=plan.code,
        plan_opened=opened,
        added=_counts(new),
        outdated=_counts(old),
        carried_over=sum(fact.amount or 0 for fact in wanted if fact.kind == "carry_over"),
        goals=copy_goals(session, office_id, fiscal_year - 1, fiscal_year, hand) if goals else 0,
        targets=_copied_targets(session, office_id, fiscal_year, hand) if targets else 0,
        provisional=reasons,
        sealed=sealed,
    )


def _plan(session: Session, office_id: int, fiscal_year: int, hand: Hand) -> tuple[Item, bool]:
    """The year's annual plan; opened where there is none."""
    standing = annual_plan(session, office_id, fiscal_year)
    if standing is not None:
        return standing, False
    new = NewItem(
        kind="annual_plan",
        code=_free_code(session, office_id, f"AP{fiscal_year}"),
        title=f"แผนปฏิบัติการประจำปีงบประมาณ พ.ศ. {fiscal_year}",
        fiscal_year=fiscal_year,
        starts_on=FiscalYear(fiscal_year).start,
    )
    return open_item(session, office_id, new, by=hand.by, at=hand.at), True


def _free_code(session: Session, office_id: int, code: str) -> str:
    """`code`, or with -2, -3 where a cancelled plan has it."""
    taken = set(
        session.exec(
            select(Item.code).where(
                Item.office_id == office_id, col(Item.code).startswith(code, autoescape=True)
            )
        )
    )
    candidates = (code, *(f"{code}-{number}" for number in range(2, len(taken) + 2)))
    return next(each for each in candidates if each not in taken)


def _told(
    fiscal_year: int, plan: Item, new: Sequence[Fact], old: Sequence[Fact], reasons: Sequence[Provisional]
) -> dict[str, Any]:
    return {
        "fiscal_year": fiscal_year,
        "copied_from": fiscal_year - 1,
        "added": _counts(new),
        "outdated": [[fact.kind, fact.code, fact.text, fact.amount] for fact in old],
        "satang": {kind: _satang(new, kind) for kind in ("result", "carry_over")},
        "provisional": sorted({each.code for each in reasons}),
    }


def _counts(facts: Sequence[Fact]) -> dict[str, int]:
    found = Counter(fact.kind for fact in facts)
    return {kind: found[kind] for kind in KINDS if found[kind]}


def _satang(facts: Sequence[Fact], kind: str) -> int:
    return sum(fact.amount or 0 for fact in facts if fact.kind == kind)


def _keep(
    session: Session,
    office_id: int,
    fiscal_year: int,
    new: Sequence[Fact],
    old: Collection[Fact],
    sealed: Sealed,
) -> None:
    """Adds what is new and takes away what no longer holds; the entry keeps what was taken away."""
    rows = session.exec(
        select(BaseFact).where(BaseFact.office_id == office_id, BaseFact.fiscal_year == fiscal_year)
    )
    gone = {(fact.kind, fact.item_id, fact.text, fact.amount) for fact in old}
    ids = [row.id for row in rows if (row.kind, row.item_id, row.text, row.amount) in gone]
    session.exec(delete(BaseFact).where(col(BaseFact.id).in_(ids)))
    session.add_all(
        BaseFact(
            office_id=office_id,
            fiscal_year=fiscal_year,
            kind=fact.kind,
            item_id=fact.item_id,
            text=fact.text,
            amount=fact.amount,
            entry_seq=sealed.seq,
        )
        for fact in new
    )
    session.flush()


def _copied_targets(session: Session, office_id: int, fiscal_year: int, hand: Hand) -> int:
    """Takes over the targets that only the year before has; how many."""
    lacking = _targets(session, office_id, fiscal_year - 1) - _targets(session, office_id, fiscal_year)
    if lacking:
        copy_targets(session, office_id, fiscal_year, hand)
    return len(lacking)


def _targets(session: Session, office_id: int, fiscal_year: int) -> set[tuple[str, int]]:
    found = session.exec(
        select(Target.scope, Target.quarter).where(
            Target.office_id == office_id, Target.fiscal_year == fiscal_year
        )
    )
    return set(found.all())
