"""How a year's plan as it was looks as JSON; amounts in baht, dates in the Common Era."""

import datetime
from collections.abc import Iterable
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from api.v1.shapes import Named, named
from api.v1.shown_past import PastShown, past_fields
from states.baht import in_baht
from workflow.asof.plan import PaperThen, PlanThen, ProjectThen


class Told(BaseModel):
    """Filled from the fields of the same names."""

    model_config = ConfigDict(from_attributes=True)


# An amount that is kept in satang.
Amount = Annotated[Decimal, BeforeValidator(in_baht)]


class AmountShown(Told):
    """A part of the plan, in baht."""

    code: str
    name_th: str
    in_force: Amount
    disbursed: Amount


class LineShown(Told):
    fund: str
    category: str
    sub: str
    requested: Amount | None
    original: Amount
    in_force: Amount
    disbursed: list[Amount] = Field(description="By quarter, October–December first")


class ProjectShown(BaseModel):
    code: str
    title: str
    state: Named
    definition: str
    group: str
    in_plan: bool
    taken_in_later: bool = Field(description="Recorded only after the day, and counted as it was taken in")
    in_force: Decimal
    disbursed: Decimal
    lines: list[LineShown]


class StoodShown(BaseModel):
    code: str
    title: str
    state: Named


class AmendmentShown(Told):
    code: str
    title: str
    since: datetime.date


class CeilingShown(Told):
    fund: str
    group: str
    amount: Amount
    authority: str
    effective_on: datetime.date


class TrancheShown(Told):
    fund: str
    number: int
    amount: Amount
    received_on: datetime.date
    letter_no: str


class PlanShown(PastShown):
    """A fiscal year's plan; lines add up to projects, projects to groups and funds, these to the whole."""

    fiscal_year: int
    plans: list[StoodShown]
    in_force: Decimal
    disbursed: Decimal
    received: Decimal
    carried_over: Decimal
    by_fund: list[AmountShown]
    by_group: list[AmountShown]
    ceilings: list[CeilingShown]
    tranches: list[TrancheShown]
    amendments: list[AmendmentShown]
    projects: list[ProjectShown]


def plan_shown(told: PlanThen) -> PlanShown:
    """The plan as JSON."""
    money = told.money
    sums = {
        "in_force": money.total.in_force,
        "disbursed": money.total.disbursed,
        "received": money.received,
        "carried_over": money.carried_over,
    }
    return PlanShown.model_validate(
        {
            **past_fields(told.past),
            **{name: in_baht(satang) for name, satang in sums.items()},
            **{
                name: _rows(model, getattr(money, name))
                for name, model in (
                    ("by_fund", AmountShown),
                    ("by_group", AmountShown),
                    ("ceilings", CeilingShown),
                    ("tranches", TrancheShown),
                )
            },
            "fiscal_year": told.fiscal_year,
            "plans": [_paper(each) for each in told.plans],
            "amendments": _rows(AmendmentShown, told.amendments),
            "projects": [_project(each) for each in told.projects],
        }
    )


def _rows(model: type[Told], rows: Iterable[object]) -> list[Told]:
    return [model.model_validate(each) for each in rows]


def _paper(each: PaperThen) -> StoodShown:
    return StoodShown(code=each.code, title=each.title, state=named(each.state, each.label))


def _project(each: ProjectThen) -> ProjectShown:
    return ProjectShown(
        code=each.code,
        title=each.title,
        state=named(each.state, each.label),
        definition=each.definition_hash,
        group=each.group,
        in_plan=each.in_plan,
        taken_in_later=each.taken_in_later,
        in_force=in_baht(each.total.in_force),
        disbursed=in_baht(each.total.disbursed),
        lines=[LineShown.model_validate(line) for line in each.lines],
    )
