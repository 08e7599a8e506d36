"""What is left for others to do after the commit: notices to write, answers to repeat."""

from sqlalchemy import Index, Text, text
from sqlmodel import Field, SQLModel

from workflow.models.base import When, key, moment


class OutboxRow(SQLModel, table=True):
    """The notices and memos that one history entry sets off, comma-separated; `taken_at` when dealt with."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index(
            "ix_outbox_waiting",
            "id",
            sqlite_where=text("taken_at IS NULL"),
            postgresql_where=text("taken_at IS NULL"),
        ),
    )
    id: int = key()
    office_id: int = Field(foreign_key="office.id")
    item_id: int = Field(foreign_key="item.id")
    entry_seq: int
    notices: str
    created_at: When = moment()
    taken_at: When | None = moment(default=None)


class Answer(SQLModel, table=True):
    """The recorded answer to a request that carried an Idempotency-Key, repeated when the request is."""

    __tablename__ = "idempotent_answer"
    person_id: int = Field(
        foreign_key="person.id", primary_key=True, sa_column_kwargs={"autoincrement": False}
    )
    key: str = Field(primary_key=True, max_length=120)
    request_hash: str = Field(max_length=64)
    status: int
    body: str = Field(sa_type=Text)
    answered_at: When = moment()
