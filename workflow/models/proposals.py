"""What a project says of itself: the proposal form, what it serves, whom it was merged into, its report."""

from sqlalchemy import BigInteger, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from workflow.models.base import Date, key


def _text() -> str:
    found: str = Field(default="", sa_type=Text)
    return found


class Proposal(SQLModel, table=True):
    """The text fields of the proposal form (DOMAIN 3.7); title, group, owner and dates are the item's own.

    `nature` is "new" or "continuing", or empty while nobody has said.
    """

    item_id: int = Field(foreign_key="item.id", primary_key=True)
    work_plan: str = _text()
    nature: str = ""
    rationale: str = _text()
    objectives: str = _text()
    target_group: str = _text()
    quantity: str = _text()
    quality: str = _text()
    risks: str = _text()
    evaluation: str = _text()
    expected: str = _text()


class Activity(SQLModel, table=True):
    """One activity of a proposal; `months` lists the months of the fiscal year, 1 for October to 12."""

    __tablename__ = "proposal_activity"
    __table_args__ = (UniqueConstraint("item_id", "number"),)
    id: int = key()
    item_id: int = Field(foreign_key="item.id")
    number: int
    title: str
    months: str


class Indicator(SQLModel, table=True):
    """How a proposal measures its success; `result` is filled in by its report."""

    __tablename__ = "proposal_indicator"
    __table_args__ = (UniqueConstraint("item_id", "number"),)
    id: int = key()
    item_id: int = Field(foreign_key="item.id")
    number: int
    name: str
    target: str
    method: str = ""
    tool: str = ""
    result: str = ""


class Goal(SQLModel, table=True):
    """What projects of a year serve: a strategy, standard, indicator, policy from above or objective."""

    __table_args__ = (UniqueConstraint("office_id", "fiscal_year", "kind", "code"),)
    id: int = key()
    office_id: int = Field(foreign_key="office.id")
    fiscal_year: int
    kind: str
    code: str = Field(max_length=40)
    name_th: str


class Alignment(SQLModel, table=True):
    """A project serves a goal."""

    __table_args__ = (UniqueConstraint("item_id", "goal_id"),)
    id: int = key()
    item_id: int = Field(foreign_key="item.id", index=True)
    goal_id: int = Field(foreign_key="goal.id", index=True)


class Merger(SQLModel, table=True):
    """A proposal integrated into another (U-D4), with what it had asked for (satang)."""

    item_id: int = Field(foreign_key="item.id", primary_key=True)
    into_id: int = Field(foreign_key="item.id", index=True)
    requested: int = Field(sa_type=BigInteger)
    reason: str = Field(sa_type=Text)
    effective_on: Date
    entry_seq: int


class ProjectReport(SQLModel, table=True):
    """A project's report at its end (U-A1, U-Q2): what it brought, and what next year should know."""

    __tablename__ = "project_report"
    item_id: int = Field(foreign_key="item.id", primary_key=True)
    results: str = _text()
    success: str = _text()
    problems: str = _text()
    obstacles: str = _text()
    suggestions: str = _text()
