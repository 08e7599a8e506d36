"""What a person keeps for herself at her desk."""

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from workflow.models.base import When, key, moment


class SavedView(SQLModel, table=True):
    """A list narrowed as she likes it: its address on this site, under her own name for it."""

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("person_id", "name"),)
    id: int = key()
    person_id: int = Field(foreign_key="person.id")
    name: str = Field(max_length=80)
    address: str = Field(max_length=500)
    saved_at: When = moment()
