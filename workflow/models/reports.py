"""What reports, surveys and plans of several years say: one row for each who answers."""

from sqlalchemy import BigInteger, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from workflow.models.base import When, key, moment


def _text() -> str:
    found: str = Field(default="", sa_type=Text)
    return found


class GroupSubmission(SQLModel, table=True):
    """What a group sent in for a quarterly or annual report, or that it is excused (`waived`) and why."""

    __tablename__ = "group_submission"
    __table_args__ = (UniqueConstraint("item_id", "group_id"),)
    id: int = key()
    item_id: int = Field(foreign_key="item.id")
    group_id: int = Field(foreign_key="office_group.id")
    waived: bool = False
    text: str = _text()
    person_id: int = Field(foreign_key="person.id")
    at: When = moment()
    entry_seq: int


class Acceleration(SQLModel, table=True):
    """A project that a quarterly report lists as below target, and its reply (U-C2); shares in 0.01 %.

    `left_out` is why it is not to be accelerated though it is below; empty for all others.
    """

    __table_args__ = (UniqueConstraint("report_id", "project_id"),)
    id: int = key()
    report_id: int = Field(foreign_key="item.id")
    project_id: int = Field(foreign_key="item.id", index=True)
    paid_hundredths: int
    target_hundredths: int
    reply: str = _text()
    replied_by: int | None = Field(default=None, foreign_key="person.id")
    replied_at: When | None = moment(default=None)
    left_out: str = _text()


class ProjectProgress(SQLModel, table=True):
    """How far a project has come and what it brought by the end of a report's quarter, as its group tells."""

    __tablename__ = "project_progress"
    __table_args__ = (UniqueConstraint("report_id", "project_id"),)
    id: int = key()
    report_id: int = Field(foreign_key="item.id")
    project_id: int = Field(foreign_key="item.id", index=True)
    progress: str = _text()
    outputs: str = _text()
    entry_seq: int


class Problem(SQLModel, table=True):
    """A problem, obstacle or suggestion that a report tells, for next year's preparation (U-Q2)."""

    id: int = key()
    item_id: int = Field(foreign_key="item.id", index=True)
    project_id: int | None = Field(default=None, foreign_key="item.id")
    kind: str
    text: str = Field(sa_type=Text)
    entry_seq: int


class OutcomeScore(SQLModel, table=True):
    """The area's mean score in a national test of a school year (B.E.), in hundredths (U-R1 to U-R3)."""

    __tablename__ = "outcome_score"
    __table_args__ = (UniqueConstraint("office_id", "test", "level", "subject", "school_year"),)
    id: int = key()
    office_id: int = Field(foreign_key="office.id")
    test: str
    level: str
    subject: str = ""
    school_year: int
    hundredths: int


class SurveyAnswer(SQLModel, table=True):
    """What a school or group answered to a survey of income and expense (satang, P-E1)."""

    __tablename__ = "survey_answer"
    __table_args__ = (UniqueConstraint("item_id", "school_id"), UniqueConstraint("item_id", "group_id"))
    id: int = key()
    item_id: int = Field(foreign_key="item.id")
    school_id: int | None = Field(default=None, foreign_key="school.id")
    group_id: int | None = Field(default=None, foreign_key="office_group.id")
    income: int | None = Field(default=None, sa_type=BigInteger)
    expense: int | None = Field(default=None, sa_type=BigInteger)
    text: str = _text()
    person_id: int = Field(foreign_key="person.id")
    at: When = moment()
    entry_seq: int


class AnalysisLine(SQLModel, table=True):
    """One line of the expenditure analysis: `side` is income or expense (satang, P-E std 4)."""

    __tablename__ = "analysis_line"
    __table_args__ = (UniqueConstraint("item_id", "side", "category"),)
    id: int = key()
    item_id: int = Field(foreign_key="item.id")
    side: str
    category: str
    amount: int = Field(sa_type=BigInteger)
    text: str = _text()


class DevelopmentPlan(SQLModel, table=True):
    """What a plan of several years says (P-D1 to P-D6); `first_year` and `last_year` are fiscal years B.E."""

    __tablename__ = "development_plan"
    item_id: int = Field(foreign_key="item.id", primary_key=True)
    first_year: int
    last_year: int
    past_results: str = _text()
    strengths: str = _text()
    weaknesses: str = _text()
    opportunities: str = _text()
    threats: str = _text()
    vision: str = _text()
    mission: str = _text()
    goals: str = _text()
    core_values: str = _text()
    strategies: str = _text()
    indicators: str = _text()
    framework: str = _text()


class BaseFact(SQLModel, table=True):
    """What a new fiscal year (B.E.) starts from (U-K3): result, problem, open project, money carried over."""

    __tablename__ = "base_fact"
    id: int = key()
    office_id: int = Field(foreign_key="office.id", index=True)
    fiscal_year: int
    kind: str
    item_id: int | None = Field(default=None, foreign_key="item.id")
    text: str = Field(sa_type=Text)
    amount: int | None = Field(default=None, sa_type=BigInteger)
    entry_seq: int
