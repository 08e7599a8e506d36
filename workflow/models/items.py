"""The papers on their way: items, each pinned to the definition it started under."""

from sqlalchemy import Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from workflow.models.base import Date, When, key, moment


class PublishedDefinition(SQLModel, table=True):
    """A verified definition, immutable and named by the hash of its canonical JSON."""

    __tablename__ = "definition"
    hash: str = Field(primary_key=True, max_length=64)
    kind: str
    profile: str
    body: str = Field(sa_type=Text)
    published_at: When = moment()


class OfficeDefinition(SQLModel, table=True):
    """The definition under which an office starts new items of a kind, from a moment on."""

    __tablename__ = "office_definition"
    __table_args__ = (Index("ix_office_definition_office_id_kind", "office_id", "kind"),)
    id: int = key()
    office_id: int = Field(foreign_key="office.id")
    kind: str
    definition_hash: str = Field(foreign_key="definition.hash", max_length=64)
    published_by: int = Field(foreign_key="person.id")
    valid_from: When = moment()


class Item(SQLModel, table=True):
    """A plan, project, report or paper. Only `workflow.engine` changes `state` and `version`.

    `fiscal_year` is Buddhist Era; `effective_on` the Bangkok date of the last step as signed or resolved;
    `state_since` the moment the last step was recorded.
    """

    __table_args__ = (
        UniqueConstraint("office_id", "code"),
        Index("ix_item_office_id_kind_state", "office_id", "kind", "state"),
        Index("ix_item_parent_id_kind_state", "parent_id", "kind", "state"),
    )
    id: int = key()
    office_id: int = Field(foreign_key="office.id")
    kind: str
    code: str = Field(max_length=40)
    title: str
    search_text: str
    fiscal_year: int
    quarter: int | None = None
    starts_on: Date | None = None
    ends_on: Date | None = None
    state: str
    version: int = 1
    state_since: When = moment()
    effective_on: Date
    definition_hash: str = Field(foreign_key="definition.hash", max_length=64)
    parent_id: int | None = Field(default=None, foreign_key="item.id")
    group_id: int | None = Field(default=None, foreign_key="office_group.id")
    school_id: int | None = Field(default=None, foreign_key="school.id")
    owner_id: int | None = Field(default=None, foreign_key="person.id")
    opened_at: When = moment()
