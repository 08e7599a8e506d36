"""How long what the office keeps is kept, what may not be destroyed yet, and what has been."""

from sqlalchemy import ForeignKeyConstraint, Text
from sqlmodel import Field, SQLModel

from workflow.models.base import When, moment


class RetentionTerm(SQLModel, table=True):
    """For how many years an office keeps items of a kind after they ended; 0 is for ever.

    A kind without a row has the term of `workflow.retention.terms`.
    """

    __tablename__ = "retention_term"
    office_id: int = Field(
        foreign_key="office.id", primary_key=True, sa_column_kwargs={"autoincrement": False}
    )
    kind: str = Field(primary_key=True, max_length=40)
    years: int


class Hold(SQLModel, table=True):
    """That an item may not be destroyed, why and by whose order; the row goes when it is released."""

    __tablename__ = "destruction_hold"
    item_id: int = Field(foreign_key="item.id", primary_key=True, sa_column_kwargs={"autoincrement": False})
    office_id: int = Field(foreign_key="office.id", index=True)
    reason: str = Field(sa_type=Text)
    order_no: str
    held_by: int = Field(foreign_key="person.id")
    held_at: When = moment()


class DestroyedItem(SQLModel, table=True):
    """That the content of an item was destroyed, and the entry (kind `destroyed`) that tells of it.

    Rows are only added; only with one does the database let the text of a signed paper be emptied.
    """

    __tablename__ = "destroyed_item"
    __table_args__ = (
        ForeignKeyConstraint(["office_id", "entry_seq"], ["history_entry.office_id", "history_entry.seq"]),
    )
    item_id: int = Field(foreign_key="item.id", primary_key=True, sa_column_kwargs={"autoincrement": False})
    office_id: int = Field(index=True)
    entry_seq: int
    destroyed_at: When = moment()
