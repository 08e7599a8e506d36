"""What is owed: opened and settled by the engine as items move."""

from sqlalchemy import Index, Text, text
from sqlmodel import Field, SQLModel

from workflow.models.base import Date, When, key, moment


class Obligation(SQLModel, table=True):
    """Something owed by a role (in a group or school), or by one person, by a Bangkok date.

    `formula` and `calendar_version` gave the date, and `reckoning` (JSON, see `states.due_words`) tells how.
    `outcome` is empty while open, then `done` or `cancelled`. `turn` tells apart the several due dates of
    one rule (the mid-year meetings). `ladder` names the rungs on which it is remembered.
    """

    __table_args__ = (
        Index(
            "uq_obligation_open",
            "item_id",
            "code",
            "turn",
            text("coalesce(group_id, 0)"),
            text("coalesce(person_id, 0)"),
            unique=True,
            sqlite_where=text("outcome = ''"),
            postgresql_where=text("outcome = ''"),
        ),
        Index("ix_obligation_outcome_due_on", "outcome", "due_on"),
        Index("ix_obligation_office_id_due_on", "office_id", "due_on"),
    )
    id: int = key()
    office_id: int = Field(foreign_key="office.id")
    item_id: int = Field(foreign_key="item.id", index=True)
    code: str
    turn: int = 1
    owed_by: str
    group_id: int | None = Field(default=None, foreign_key="office_group.id")
    school_id: int | None = Field(default=None, foreign_key="school.id")
    person_id: int | None = Field(default=None, foreign_key="person.id")
    due_on: Date
    formula: str
    calendar_version: str
    reckoning: str = Field(default="{}", sa_type=Text)
    ladder: str = "standard"
    opened_seq: int
    opened_at: When = moment()
    outcome: str = ""
    closed_seq: int | None = None
    closed_at: When | None = moment(default=None)
