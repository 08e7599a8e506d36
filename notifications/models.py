"""One message to one person: the row is the inbox."""

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from workflow.models.base import When, key, moment


class Notice(SQLModel, table=True):
    """A notice of `code` about an item, for one person. UNIQUE: writing it twice changes nothing."""

    __table_args__ = (
        UniqueConstraint("outbox_id", "code", "person_id"),
        Index("ix_notice_person_id_read_at", "person_id", "read_at"),
    )
    id: int = key()
    office_id: int = Field(foreign_key="office.id")
    outbox_id: int = Field(foreign_key="outbox.id")
    item_id: int = Field(foreign_key="item.id")
    person_id: int = Field(foreign_key="person.id")
    code: str
    written_at: When = moment()
    read_at: When | None = moment(default=None)
