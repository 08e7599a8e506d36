"""What an office shows everybody."""

from sqlalchemy import Text
from sqlmodel import Field, SQLModel


class PublicPages(SQLModel, table=True):
    """Whether an office's public pages are open, and its own words above them. No row: they are closed."""

    __tablename__ = "public_pages"
    office_id: int = Field(
        foreign_key="office.id", primary_key=True, sa_column_kwargs={"autoincrement": False}
    )
    is_open: bool = False
    introduction: str = Field(default="", sa_type=Text)
