"""What the nightly look at an office's people found, so that only what is new is told."""

from sqlmodel import Field, SQLModel

from workflow.models.base import Date, When, moment


class StaffingLook(SQLModel, table=True):
    """The last look at an office's people: on which Bangkok date, and up to which entry of its history."""

    __tablename__ = "staffing_look"
    office_id: int = Field(
        foreign_key="office.id", primary_key=True, sa_column_kwargs={"autoincrement": False}
    )
    on_day: Date
    entry_seq: int
    looked_at: When = moment()


class StaffingGap(SQLModel, table=True):
    """A gap that the last look found, by its key (`workflow.staffing`), and since which Bangkok date."""

    __tablename__ = "staffing_gap"
    office_id: int = Field(
        foreign_key="office.id", primary_key=True, sa_column_kwargs={"autoincrement": False}
    )
    key: str = Field(primary_key=True, max_length=200)
    since: Date
