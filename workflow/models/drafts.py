"""What people have typed into a form and not saved yet."""

from sqlalchemy import Text
from sqlmodel import Field, SQLModel

from workflow.models.base import When, moment


class FormDraft(SQLModel, table=True):
    """One person's unsaved form: its fields as typed (JSON), kept until it is saved, discarded or too old."""

    __tablename__ = "form_draft"
    person_id: int = Field(
        foreign_key="person.id", primary_key=True, sa_column_kwargs={"autoincrement": False}
    )
    form: str = Field(primary_key=True, max_length=200)
    content: str = Field(sa_type=Text)
    base: str = Field(max_length=64)
    saved_at: When = moment()
