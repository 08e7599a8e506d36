"""Offices, their groups and schools, the people in them, and who held which position from when to when."""

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from workflow.models.base import Date, When, key, moment


class Office(SQLModel, table=True):
    """One area office. `calendar_version` changes with every holiday added or taken away."""

    id: int = key()
    code: str = Field(max_length=20, unique=True)
    name_th: str
    short_th: str
    name_en: str = ""
    profile: str
    website: str = ""
    document_prefix: str = ""
    calendar_version: int = 1
    created_at: When = moment()


class Group(SQLModel, table=True):
    __tablename__ = "office_group"
    __table_args__ = (UniqueConstraint("office_id", "code"),)
    id: int = key()
    office_id: int = Field(foreign_key="office.id")
    code: str = Field(max_length=20)
    name_th: str
    name_en: str = ""
    valid_from: Date
    valid_to: Date | None = None


class Cluster(SQLModel, table=True):
    __tablename__ = "school_cluster"
    __table_args__ = (UniqueConstraint("office_id", "code"),)
    id: int = key()
    office_id: int = Field(foreign_key="office.id")
    code: str = Field(max_length=20)
    name_th: str


class School(SQLModel, table=True):
    """A school; schools close and merge (P-M1.1), so each has dates of validity."""

    __table_args__ = (UniqueConstraint("office_id", "code"),)
    id: int = key()
    office_id: int = Field(foreign_key="office.id")
    cluster_id: int | None = Field(default=None, foreign_key="school_cluster.id")
    code: str = Field(max_length=20)
    name_th: str
    students: int = 0
    valid_from: Date
    valid_to: Date | None = None


class Body(SQLModel, table=True):
    """A committee or board by the office's own name for it, with the dates between which it exists."""

    __table_args__ = (UniqueConstraint("office_id", "code", "valid_from"),)
    id: int = key()
    office_id: int = Field(foreign_key="office.id")
    code: str
    name_th: str
    name_en: str = ""
    internal: bool
    valid_from: Date
    valid_to: Date | None = None


class Person(SQLModel, table=True):
    """Somebody with an account, or the office's service account (`is_service`), which nobody signs in to."""

    id: int = key()
    office_id: int = Field(foreign_key="office.id", index=True)
    username: str = Field(max_length=60, unique=True)
    name_th: str
    is_service: bool = False
    active_from: Date
    active_to: Date | None = None


class Position(SQLModel, table=True):
    """A post with a role; group, school or cluster where the role's authority is bounded by one."""

    __table_args__ = (UniqueConstraint("office_id", "code"),)
    id: int = key()
    office_id: int = Field(foreign_key="office.id")
    code: str = Field(max_length=60)
    role: str
    title_th: str
    group_id: int | None = Field(default=None, foreign_key="office_group.id")
    school_id: int | None = Field(default=None, foreign_key="school.id")
    cluster_id: int | None = Field(default=None, foreign_key="school_cluster.id")
    valid_from: Date
    valid_to: Date | None = None


class Occupancy(SQLModel, table=True):
    """Who holds a position, from and to which day, both included."""

    id: int = key()
    position_id: int = Field(foreign_key="position.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    valid_from: Date
    valid_to: Date | None = None
    order_no: str = ""


class Delegation(SQLModel, table=True):
    """An order by which a person stands in for a position.

    `capacity` is `acting` (รักษาราชการแทน) or `on_behalf` (ปฏิบัติราชการแทน).

    `subjects` lists kinds ("memo") or single steps ("project.authorise"), comma-separated; empty means all.
    """

    id: int = key()
    office_id: int = Field(foreign_key="office.id")
    position_id: int = Field(foreign_key="position.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    capacity: str = Field(max_length=12)
    subjects: str = ""
    order_no: str
    ordered_on: Date
    valid_from: Date
    valid_to: Date


class Absence(SQLModel, table=True):
    """Days on which a person is away (leave, travel), both included: what she owes others are told."""

    id: int = key()
    person_id: int = Field(foreign_key="person.id", index=True)
    valid_from: Date
    valid_to: Date
    reason: str = ""


class Holiday(SQLModel, table=True):
    """A day on which this office is closed; seeded from public holidays, edited by the office.

    It holds from the calendar's version `since_version` until just before `until_version`, so that a due
    date reckoned with an earlier version can still be reckoned again.
    """

    __table_args__ = (
        Index(
            "uq_holiday_in_force",
            "office_id",
            "day",
            unique=True,
            sqlite_where=text("until_version IS NULL"),
            postgresql_where=text("until_version IS NULL"),
        ),
    )
    id: int = key()
    office_id: int = Field(foreign_key="office.id")
    day: Date
    name_th: str
    source: str = ""
    since_version: int = 1
    until_version: int | None = None
