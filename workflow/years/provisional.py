"""What of a fiscal year is not final yet, so that what it leaves to the next may still change."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from sqlmodel import Session, col, select

from states.model import Label
from workflow import definitions
from workflow.models import Item
from workflow.money.amounts import IN_PLAN, ended_quarters
from workflow.money.reported import unreported
from workflow.years.plan import standing_plans

_REPORTED = frozenset({"reported", "closed"})


@dataclass(frozen=True, slots=True)
class Provisional:
    """One reason: `code` in a word, what it is, and the papers (or quarters) it is about."""

    code: str
    label: Label
    about: tuple[str, ...] = ()


def provisional(
    session: Session, office_id: int, fiscal_year: int, on: datetime.date
) -> tuple[Provisional, ...]:
    """Why the figures of a fiscal year (B.E.) are not final on a Bangkok date; nothing where they are."""
    return (
        *_plan(session, office_id, fiscal_year),
        *_quarters(session, office_id, fiscal_year, on),
        *_reports(session, office_id, fiscal_year),
    )


def _plan(session: Session, office_id: int, fiscal_year: int) -> Iterator[Provisional]:
    plans = standing_plans(session, office_id, fiscal_year)
    if not plans:
        said = Label(f"ไม่มีแผนปฏิบัติการปีงบประมาณ {fiscal_year}", f"There is no plan of {fiscal_year}")
        yield Provisional("no_plan", said)
    for plan in plans:
        definition = definitions.by_hash(session, plan.definition_hash)
        if not definition.is_end(plan.state):
            state = definition.by_state[plan.state].label
            said = Label(f"ยังไม่ปิดแผน ({state.th})", f"The plan is not closed ({state.en})")
            yield Provisional("plan_not_closed", said, (plan.code,))


def _quarters(session: Session, office_id: int, fiscal_year: int, on: datetime.date) -> Iterator[Provisional]:
    ended = ended_quarters(fiscal_year, on)
    lasting = tuple(str(number) for number in (1, 2, 3, 4) if number not in ended)
    if lasting:
        yield Provisional("quarters_lasting", Label("ไตรมาสยังไม่สิ้นสุด", "Quarters not ended"), lasting)
    for number in ended:
        missing = tuple(unreported(session, office_id, fiscal_year, number))
        if missing:
            said = Label(
                f"ยังไม่มีตัวเลขเบิกจ่ายไตรมาสที่ {number} ครบทุกรายการ",
                f"Finance's figures of quarter {number} are not complete",
            )
            yield Provisional("figures_missing", said, missing)


def _reports(session: Session, office_id: int, fiscal_year: int) -> Iterator[Provisional]:
    owing = session.exec(
        select(Item.code)
        .where(
            Item.office_id == office_id,
            Item.kind == "project",
            Item.fiscal_year == fiscal_year,
            col(Item.state).in_(IN_PLAN - _REPORTED),
        )
        .order_by(col(Item.code))
    ).all()
    if owing:
        yield Provisional("reports_owed", Label("โครงการที่ยังไม่ส่งรายงาน", "Reports not in"), tuple(owing))
