"""Histories brought in from elsewhere: which file, which case became which item, and what did not fit."""

from sqlalchemy import Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from workflow.models.base import When, key, moment


class ImportedLog(SQLModel, table=True):
    """One file taken in as one kind; `cases_done` of its `cases` are in, standing on `definition_hash`.

    `mapping` is the mapping's own text, `given` the canonical JSON of the definition it was held against,
    empty where the graph was observed.
    """

    __tablename__ = "imported_log"
    __table_args__ = (UniqueConstraint("office_id", "kind", "sha256"),)
    id: int = key()
    office_id: int = Field(foreign_key="office.id")
    kind: str = Field(max_length=40)
    sha256: str = Field(max_length=64)
    file_name: str
    mapping: str = Field(default="", sa_type=Text)
    given: str = Field(default="", sa_type=Text)
    definition_hash: str = Field(foreign_key="definition.hash", max_length=64)
    order_no: str = ""
    imported_by: int = Field(foreign_key="person.id")
    started_at: When = moment()
    finished_at: When | None = moment(default=None, nullable=True)
    cases: int
    events: int
    cases_done: int = 0
    events_accepted: int = 0


class QuarantinedEvent(SQLModel, table=True):
    """An event that the definition would have refused, word for word, and why.

    `case_place` and `number` count from one in the file's order; `reason` is one of
    `workflow.arriving.reasons`, `event` the JSON an entry would have held. `taken_seq` is the entry of an
    event that fitted when tried again.
    """

    __tablename__ = "quarantined_event"
    __table_args__ = (
        UniqueConstraint("log_id", "case_place", "number"),
        Index("ix_quarantined_event_office_id_taken_seq", "office_id", "taken_seq"),
    )
    id: int = key()
    office_id: int = Field(foreign_key="office.id")
    log_id: int = Field(foreign_key="imported_log.id")
    item_id: int = Field(foreign_key="item.id")
    case_place: int
    case_name: str
    number: int
    reason: str = Field(max_length=24)
    detail: str = Field(default="", sa_type=Text)
    event: str = Field(sa_type=Text)
    taken_seq: int | None = None
