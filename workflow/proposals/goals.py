"""What projects serve in a fiscal year: strategies, standards, indicators, policies from above,
and the objectives of the year's own plan (U-O1 to U-O3)."""

from collections.abc import Collection, Iterable
from typing import Final

from sqlmodel import Session, col, select

from states.model import Label
from workflow.changes import Hand, authority, named, record
from workflow.errors import AlreadyExists, BadInput
from workflow.facts import limited
from workflow.history import Sealed
from workflow.models import Goal
from workflow.money.checks import check_fiscal_year
from workflow.proposals.editors import PLAN_GROUP
from workflow.proposals.gaps import Gap

KINDS: Final = {
    "strategy": Label("กลยุทธ์", "strategy"),
    "standard": Label("มาตรฐาน", "standard"),
    "indicator": Label("ตัวบ่งชี้", "indicator"),
    "policy": Label("นโยบาย", "policy"),
    "objective": Label("ข้อวัตถุประสงค์ของแผน", "objective of the plan"),
}
# Every project names one of each where the office keeps such goals for the year (R-034, U-Q1).
MANDATORY: Final = ("strategy", "standard")
_LONGEST_CODE: Final = 40


def add_goal(
    session: Session, office_id: int, fiscal_year: int, kind: str, code: str, name_th: str, hand: Hand
) -> Sealed:
    """Adds something that projects of a fiscal year (B.E.) may serve; by the plan group (U-K2, U-P2).

    Raises NotAllowed, BadInput, TooLong, AlreadyExists.
    """
    by = authority(session, office_id, hand, PLAN_GROUP)
    check_fiscal_year(fiscal_year)
    if kind not in KINDS:
        raise BadInput("kind", "unknown", kind[:80])
    if not code.strip():
        raise BadInput("code", "empty")
    code = limited("code", code.strip(), _LONGEST_CODE)
    name = named("name_th", name_th)
    if (kind, code) in {(row.kind, row.code) for row in goals_of(session, office_id, fiscal_year)}:
        raise AlreadyExists("goal", code)
    session.add(Goal(office_id=office_id, fiscal_year=fiscal_year, kind=kind, code=code, name_th=name))
    session.flush()
    told = {"fiscal_year": fiscal_year, "kind": kind, "added": name}
    return record(session, office_id, "goal", [code], told, hand, by=by)


def goals_of(session: Session, office_id: int, fiscal_year: int) -> list[Goal]:
    """What projects of the fiscal year (B.E.) may serve: strategies first, each kind by code."""
    found = session.exec(
        select(Goal)
        .where(Goal.office_id == office_id, Goal.fiscal_year == fiscal_year)
        .order_by(col(Goal.code))
    )
    order = list(KINDS)
    return sorted(found, key=lambda goal: order.index(goal.kind))


def kinds_kept(session: Session, office_id: int, fiscal_year: int) -> frozenset[str]:
    """The kinds of goals that the office keeps for the fiscal year (B.E.)."""
    found = session.exec(
        select(Goal.kind).where(Goal.office_id == office_id, Goal.fiscal_year == fiscal_year).distinct()
    )
    return frozenset(found)


def copy_goals(session: Session, office_id: int, since: int, until: int, hand: Hand) -> int:
    """Gives fiscal year `until` (B.E.) every goal of `since` that it does not have; how many.

    One entry for all of them, none where nothing was added. Raises NotAllowed, BadInput.
    """
    by = authority(session, office_id, hand, PLAN_GROUP)
    check_fiscal_year(since)
    check_fiscal_year(until)
    known = {(row.kind, row.code) for row in goals_of(session, office_id, until)}
    new = [row for row in goals_of(session, office_id, since) if (row.kind, row.code) not in known]
    if not new:
        return 0
    session.add_all(
        Goal(office_id=office_id, fiscal_year=until, kind=row.kind, code=row.code, name_th=row.name_th)
        for row in new
    )
    session.flush()
    told = {"fiscal_year": until, "copied_from": since}
    record(session, office_id, "goal", [f"{row.kind} {row.code}" for row in new], told, hand, by=by)
    return len(new)


def unaligned(kept: Collection[str], served: Iterable[str]) -> tuple[Gap, ...]:
    """The mandatory kinds of which a project serves nothing, among those the office keeps goals of."""
    serves = set(served)
    return tuple(
        Gap(
            f"ข้อ 3-4 ต้องระบุ{KINDS[kind].th}ที่โครงการสนองอย่างน้อยหนึ่งข้อ",
            f"3-4. At least one {KINDS[kind].en} that the project serves must be named",
            "goals",
        )
        for kind in MANDATORY
        if kind in kept and kind not in serves
    )
