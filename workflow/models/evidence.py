"""What was shown: files taken in, and facts that somebody attested."""

from sqlalchemy import Text
from sqlmodel import Field, SQLModel

from workflow.models.base import When, key, moment


class StoredFile(SQLModel, table=True):
    """One file, named by the SHA-256 of its bytes; `media_type` as found in the bytes, not as claimed.

    `destroyed_at` is when it was to be deleted by an order (`workflow.retention`); its name stays.
    """

    __tablename__ = "stored_file"
    sha256: str = Field(primary_key=True, max_length=64)
    size: int
    media_type: str
    stored_at: When = moment()
    destroyed_at: When | None = moment(default=None)


class Document(SQLModel, table=True):
    """A file put forward as a document (`code`) of an item while the item stood at `item_version`."""

    id: int = key()
    item_id: int = Field(foreign_key="item.id", index=True)
    code: str
    sha256: str = Field(foreign_key="stored_file.sha256", max_length=64, index=True)
    filename: str
    item_version: int
    entry_seq: int
    attached_by: int = Field(foreign_key="person.id")
    attached_at: When = moment()


class Attestation(SQLModel, table=True):
    """A fact recorded by a person: what a guard asks for, where the proof is, who said so and when.

    Rows are only added; the newest of a `code` counts. `value` is canonical text (see `workflow.facts`).
    """

    id: int = key()
    item_id: int = Field(foreign_key="item.id", index=True)
    code: str
    value: str = Field(sa_type=Text)
    item_version: int
    entry_seq: int
    attested_by: int = Field(foreign_key="person.id")
    attested_at: When = moment()
    synthetic: bool = False
