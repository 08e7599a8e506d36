"""Money of projects, in integer satang: lines, changes by amendments, and what was disbursed."""

from sqlalchemy import BigInteger, UniqueConstraint
from sqlmodel import Field, SQLModel

from workflow.models.base import Date, key


class Fund(SQLModel, table=True):
    __table_args__ = (UniqueConstraint("office_id", "code"),)
    id: int = key()
    office_id: int = Field(foreign_key="office.id")
    code: str = Field(max_length=20)
    name_th: str


class ProjectLine(SQLModel, table=True):
    """One line of a project by expenditure category; `original` is the amount first put in the plan."""

    __tablename__ = "project_line"
    id: int = key()
    item_id: int = Field(foreign_key="item.id", index=True)
    fund_id: int = Field(foreign_key="fund.id")
    category: str
    sub: str
    original: int = Field(sa_type=BigInteger)


class LineChange(SQLModel, table=True):
    """What an adopted amendment adds to or takes from a line (satang, signed)."""

    __tablename__ = "line_change"
    id: int = key()
    line_id: int = Field(foreign_key="project_line.id", index=True)
    amendment_id: int = Field(foreign_key="item.id", index=True)
    change: int = Field(sa_type=BigInteger)
    effective_on: Date


class Disbursement(SQLModel, table=True):
    """What finance reports as paid from a line in a quarter of the fiscal year (satang)."""

    __table_args__ = (UniqueConstraint("line_id", "fiscal_year", "quarter"),)
    id: int = key()
    line_id: int = Field(foreign_key="project_line.id")
    fiscal_year: int
    quarter: int
    amount: int = Field(sa_type=BigInteger)
