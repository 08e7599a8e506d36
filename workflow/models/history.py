"""The record: one append-only chain of entries per office."""

from typing import Final

from sqlalchemy import ForeignKeyConstraint, Index, Text, text
from sqlmodel import Field, SQLModel

from workflow.models.base import Date, When, moment

# What an auditor looks at first (`workflow.audit.recorded`): an index has only these entries.
EXCEPTIONAL: Final = (
    "(kind IN ('corrected', 'undone', 'imported', 'migrated', 'unmigrated')"
    " OR details LIKE '%\"justifications\":%')"
)


def _of_some(name: str, condition: str, *columns: str) -> Index:
    """An index of the entries for which the condition holds."""
    return Index(name, *columns, sqlite_where=text(condition), postgresql_where=text(condition))


class Entry(SQLModel, table=True):
    """What was done, by whom, in which capacity, on whose order. Written by `workflow.history` alone.

    `principal_id` is who holds the position, where the actor stands in for somebody; `effective_on` the day
    a paper was signed or a resolution passed; `at` the moment it was recorded; `details` JSON text, hashed
    as it stands. The database refuses to change or delete a row.
    """

    __tablename__ = "history_entry"
    __table_args__ = (
        Index("ix_history_entry_item_id_seq", "item_id", "seq"),
        Index("ix_history_entry_actor_id_at", "actor_id", "at"),
        Index("ix_history_entry_office_id_at_seq", "office_id", "at", "seq"),
        _of_some("ix_history_entry_principal_id_at", "principal_id IS NOT NULL", "principal_id", "at"),
        _of_some("ix_history_entry_exceptions", EXCEPTIONAL, "office_id", "at", "seq"),
        ForeignKeyConstraint(["office_id"], ["office.id"]),
    )
    office_id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    kind: str = Field(max_length=24)
    at: When = moment()
    effective_on: Date
    item_id: int | None = Field(default=None, foreign_key="item.id")
    subject: str
    actor_id: int = Field(foreign_key="person.id")
    position_id: int | None = Field(default=None, foreign_key="position.id")
    principal_id: int | None = Field(default=None, foreign_key="person.id")
    capacity: str = Field(max_length=12)
    order_no: str = ""
    trigger: str = ""
    from_state: str = ""
    to_state: str = ""
    version: int = 0
    definition_hash: str = ""
    reason: str = Field(default="", sa_type=Text)
    details: str = Field(default="{}", sa_type=Text)
    corrects: int | None = None
    dwell_seconds: int | None = None
    prev_hash: str = Field(max_length=64)
    hash: str = Field(max_length=64)


class ChainHead(SQLModel, table=True):
    """The last entry of an office's chain, locked by whoever appends."""

    __tablename__ = "chain_head"
    office_id: int = Field(
        foreign_key="office.id", primary_key=True, sa_column_kwargs={"autoincrement": False}
    )
    seq: int
    hash: str = Field(max_length=64)


class Checkpoint(SQLModel, table=True):
    """What an office's history amounted to at one of its entries, signed with a key that lies elsewhere.

    `seq` and `head_hash` name the last entry, `merkle_root` is over entries 1 to `seq` (64 hexadecimal
    digits), `previous` the SHA-256 of the text of the checkpoint before, `signature` in hexadecimal digits.
    The database refuses to change or delete a row.
    """

    office_id: int = Field(
        foreign_key="office.id", primary_key=True, sa_column_kwargs={"autoincrement": False}
    )
    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    head_hash: str = Field(max_length=64)
    merkle_root: str = Field(max_length=64)
    taken_at: When = moment()
    previous: str = Field(max_length=64)
    key_id: str = Field(foreign_key="checkpoint_key.key_id", max_length=8)
    signature: str = Field(max_length=128)


class CheckpointKey(SQLModel, table=True):
    """A key that has signed checkpoints, in public: `verifier` as docs/history-format.md writes it.

    `statement` is the signed note by which the key before it and it named each other; without signatures of
    the key before where that was lost. They are numbered from 1; the last one signs.
    The database refuses to change or delete a row.
    """

    __tablename__ = "checkpoint_key"
    key_id: str = Field(primary_key=True, max_length=8)
    number: int = Field(unique=True)
    verifier: str
    known_from: When = moment()
    statement: str = Field(default="", sa_type=Text)


class CheckpointTile(SQLModel, table=True):
    """The root over 1,024 entries of an office, numbered from 0: what later trees are made of."""

    __tablename__ = "checkpoint_tile"
    office_id: int = Field(
        foreign_key="office.id", primary_key=True, sa_column_kwargs={"autoincrement": False}
    )
    tile: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    hash: str = Field(max_length=64)


class CheckpointAnchor(SQLModel, table=True):
    """That a checkpoint was put down outside: in the file of anchors (`file`), or at a mail address."""

    __tablename__ = "checkpoint_anchor"
    __table_args__ = (ForeignKeyConstraint(["office_id", "seq"], ["checkpoint.office_id", "checkpoint.seq"]),)
    office_id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    place: str = Field(primary_key=True, max_length=254)
    put_at: When = moment()


class Disclosure(SQLModel, table=True):
    """A personal value of which an entry holds a commitment only: with this row it is read, without it not.

    `path` says where in the entry's details (a JSON Pointer), `salt` is 16 random bytes in hexadecimal
    digits, `person_id` whose it is, where she has an account.
    """

    office_id: int = Field(
        foreign_key="office.id", primary_key=True, sa_column_kwargs={"autoincrement": False}
    )
    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    path: str = Field(primary_key=True, max_length=200)
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    salt: str = Field(max_length=32)
    value: str = Field(sa_type=Text)
