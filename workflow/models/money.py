"""Money in integer satang: ceilings and tranches of the office, lines of projects, what was disbursed.

Nothing here stores a total: what is in force, received or left on a day is asked for in `workflow.money`.
"""

from sqlalchemy import BigInteger, Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from workflow.models.base import Date, key


class Fund(SQLModel, table=True):
    """Where money comes from, as staff see it: งบประมาณสำนักงาน, งบประมาณคุณภาพการศึกษา (U-D3)."""

    __table_args__ = (UniqueConstraint("office_id", "code"),)
    id: int = key()
    office_id: int = Field(foreign_key="office.id")
    code: str = Field(max_length=20)
    name_th: str


class Ceiling(SQLModel, table=True):
    """How much of a fund may be planned in a fiscal year, by one group or (without a group) altogether.

    A new amount is a new row; the one of the latest `effective_on` counts. `provisional` while the budget
    act is late (งบประมาณไปพลางก่อน).
    """

    __table_args__ = (Index("ix_ceiling_office_id_fiscal_year", "office_id", "fiscal_year"),)
    id: int = key()
    office_id: int = Field(foreign_key="office.id")
    fiscal_year: int
    fund_id: int = Field(foreign_key="fund.id")
    group_id: int | None = Field(default=None, foreign_key="office_group.id")
    amount: int = Field(sa_type=BigInteger)
    provisional: bool = False
    authority: str
    effective_on: Date
    entry_seq: int


class Tranche(SQLModel, table=True):
    """Money that has arrived (งวด, U-S1), with the letter that allotted it. An amount may be taken back."""

    __table_args__ = (UniqueConstraint("office_id", "fiscal_year", "fund_id", "number"),)
    id: int = key()
    office_id: int = Field(foreign_key="office.id")
    fiscal_year: int
    fund_id: int = Field(foreign_key="fund.id")
    number: int
    amount: int = Field(sa_type=BigInteger)
    received_on: Date
    letter_no: str
    letter_on: Date | None = None
    entry_seq: int


class ProjectLine(SQLModel, table=True):
    """One line of a project by expenditure category.

    `requested` is what the proposal asked for, `original` the amount first put in the plan.
    """

    __tablename__ = "project_line"
    id: int = key()
    item_id: int = Field(foreign_key="item.id", index=True)
    fund_id: int = Field(foreign_key="fund.id")
    category: str
    sub: str
    requested: int | None = Field(default=None, sa_type=BigInteger)
    original: int = Field(sa_type=BigInteger)


class LineChange(SQLModel, table=True):
    """What an adopted amendment adds to or takes from a line (satang, signed)."""

    __tablename__ = "line_change"
    id: int = key()
    line_id: int = Field(foreign_key="project_line.id", index=True)
    amendment_id: int = Field(foreign_key="item.id", index=True)
    change: int = Field(sa_type=BigInteger)
    effective_on: Date


class PlannedSpending(SQLModel, table=True):
    """What a project plans to spend in a quarter of the fiscal year."""

    __tablename__ = "planned_spending"
    __table_args__ = (UniqueConstraint("item_id", "fiscal_year", "quarter"),)
    id: int = key()
    item_id: int = Field(foreign_key="item.id")
    fiscal_year: int
    quarter: int
    amount: int = Field(sa_type=BigInteger)


class Disbursement(SQLModel, table=True):
    """What finance reports as paid from a line in a quarter of the fiscal year (satang)."""

    __table_args__ = (UniqueConstraint("line_id", "fiscal_year", "quarter"),)
    id: int = key()
    line_id: int = Field(foreign_key="project_line.id")
    fiscal_year: int
    quarter: int
    amount: int = Field(sa_type=BigInteger)


class CarryOver(SQLModel, table=True):
    """Money of a line kept to be paid in the next fiscal year (เงินกันไว้เบิกเหลื่อมปี)."""

    __tablename__ = "carry_over"
    __table_args__ = (UniqueConstraint("line_id", "fiscal_year"),)
    id: int = key()
    line_id: int = Field(foreign_key="project_line.id")
    fiscal_year: int
    amount: int = Field(sa_type=BigInteger)
    approval: str
    effective_on: Date
    entry_seq: int


class Target(SQLModel, table=True):
    """How much should be disbursed by the end of a quarter, in hundredths of a per cent of all.

    They change every year and are set elsewhere (DOMAIN 3.8): `authority` says by whom, `source` where.
    `scope` is "all" or a spending category. `verified` is false for what somebody remembered.
    """

    __tablename__ = "disbursement_target"
    __table_args__ = (UniqueConstraint("office_id", "fiscal_year", "scope", "quarter"),)
    id: int = key()
    office_id: int = Field(foreign_key="office.id")
    fiscal_year: int
    scope: str
    quarter: int
    hundredths: int
    authority: str
    source: str = ""
    verified: bool = True


class SavingsMeasure(SQLModel, table=True):
    """A measure to save money that the office has set for the year (U-D2)."""

    __tablename__ = "savings_measure"
    id: int = key()
    office_id: int = Field(foreign_key="office.id", index=True)
    fiscal_year: int
    text: str = Field(sa_type=Text)
    effective_on: Date
    entry_seq: int
