"""How an office's fiscal year stands on a day: its plan, its money, what is behind and what is late."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from workflow.models import Office
from workflow.money.figures import BroughtForward, YearMoney
from workflow.money.pace import Behind, projects_behind
from workflow.money.queries import brought_forward, year_money
from workflow.money.standing import Late, Stood, late, stood


@dataclass(frozen=True, slots=True)
class Overview:
    """The year at a glance; `behind` are the projects behind at the end of the last quarter that ended."""

    office: Office
    money: YearMoney
    brought: BroughtForward
    plans: Sequence[Stood]
    projects: Sequence[Stood]
    behind: Sequence[Behind]
    late: Sequence[Late]


def overview(session: Session, office: Office, fiscal_year: int, on: datetime.date) -> Overview:
    """The office's fiscal year (B.E.) as it stood on a Bangkok date."""
    money = year_money(session, office.id, fiscal_year, on)
    ended = [each.number for each in money.quarters if each.ended]
    return Overview(
        office=office,
        money=money,
        brought=brought_forward(session, office.id, fiscal_year, on),
        plans=stood(session, office.id, fiscal_year, "annual_plan", on),
        projects=stood(session, office.id, fiscal_year, "project", on),
        behind=projects_behind(session, office.id, fiscal_year, ended[-1], on) if ended else (),
        late=late(session, office.id, fiscal_year, on),
    )
