"""What people say to each other about an item, beside its record."""

from sqlalchemy import Index, Text
from sqlmodel import Field, SQLModel

from workflow.models.base import When, key, moment


class Comment(SQLModel, table=True):
    """What a person wrote about an item. It is never changed; `withdrawn_at` hides it from then on."""

    __table_args__ = (Index("ix_comment_item_id", "item_id", "id"),)
    id: int = key()
    office_id: int = Field(foreign_key="office.id")
    item_id: int = Field(foreign_key="item.id")
    person_id: int = Field(foreign_key="person.id")
    text: str = Field(sa_type=Text)
    written_at: When = moment()
    withdrawn_at: When | None = moment(default=None)


class Mention(SQLModel, table=True):
    """A person whom a comment calls by name."""

    comment_id: int = Field(
        foreign_key="comment.id", primary_key=True, sa_column_kwargs={"autoincrement": False}
    )
    person_id: int = Field(
        foreign_key="person.id", primary_key=True, sa_column_kwargs={"autoincrement": False}
    )
