"""What people are told: notices, the messages that carry them out of the house, and who wants which."""

from sqlalchemy import Index, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from workflow.models.base import Date, When, key, moment


class Notice(SQLModel, table=True):
    """One thing told to one person; the row is her inbox. UNIQUE: writing it twice changes nothing.

    It comes from a step (`outbox_id`), or from something owed (`obligation_id`, the date `due_on` on which
    it then fell due, and the `rung` in days before or after that), or is `about` a week.
    `because` says why it goes to her and not to who should act: empty, or the capacity and position in whose
    place she is told (`notifications.owing`).
    """

    __table_args__ = (
        UniqueConstraint("outbox_id", "code", "person_id"),
        UniqueConstraint("obligation_id", "due_on", "rung", "person_id"),
        Index(
            "uq_notice_about",
            "person_id",
            "code",
            "about",
            unique=True,
            sqlite_where=text("about <> ''"),
            postgresql_where=text("about <> ''"),
        ),
        Index("ix_notice_person_id_read_at", "person_id", "read_at"),
        Index("ix_notice_person_id_written_at", "person_id", "written_at"),
        Index("ix_notice_item_id", "item_id"),
    )
    id: int = key()
    office_id: int = Field(foreign_key="office.id")
    person_id: int = Field(foreign_key="person.id")
    code: str
    item_id: int | None = Field(default=None, foreign_key="item.id")
    outbox_id: int | None = Field(default=None, foreign_key="outbox.id")
    obligation_id: int | None = Field(default=None, foreign_key="obligation.id")
    rung: int | None = None
    due_on: Date | None = None
    about: str = ""
    because: str = ""
    written_at: When = moment()
    read_at: When | None = moment(default=None)


class Contact(SQLModel, table=True):
    """Where one person is reached by one channel, since when; what was written before is not sent there.

    `trouble` is what the channel said when it refused the address for good; empty where it works.
    """

    __table_args__ = (UniqueConstraint("person_id", "channel"),)
    id: int = key()
    person_id: int = Field(foreign_key="person.id")
    channel: str = Field(max_length=20)
    address: str
    enabled: bool = True
    since: When = moment()
    trouble: str = Field(default="", sa_type=Text)


class Preference(SQLModel, table=True):
    """How a person likes to be told: in which language, and between which hours (Bangkok, HH:MM) not."""

    person_id: int = Field(
        foreign_key="person.id", primary_key=True, sa_column_kwargs={"autoincrement": False}
    )
    language: str = Field(default="th", max_length=2)
    quiet_from: str = ""
    quiet_to: str = ""


class Message(SQLModel, table=True):
    """One sending to one person by one channel: the day's digest, or one notice that cannot wait.

    `state` is waiting, claimed, sent, failed or cancelled. `token` is the same at every attempt, so that a
    receiver can tell a repetition. `next_at` is when it may be tried (again); `claimed_by` and `claimed_at`
    say which worker has it.
    """

    __table_args__ = (
        Index(
            "uq_message_once",
            "person_id",
            "channel",
            "kind",
            "day",
            text("coalesce(notice_id, 0)"),
            unique=True,
        ),
        Index(
            "ix_message_open",
            "next_at",
            sqlite_where=text("state IN ('waiting', 'claimed')"),
            postgresql_where=text("state IN ('waiting', 'claimed')"),
        ),
        Index("ix_message_office_id_state", "office_id", "state"),
    )
    id: int = key()
    office_id: int = Field(foreign_key="office.id")
    person_id: int = Field(foreign_key="person.id")
    channel: str = Field(max_length=20)
    kind: str = Field(max_length=10)
    day: Date
    notice_id: int | None = Field(default=None, foreign_key="notice.id")
    token: str = Field(max_length=36)
    state: str = Field(default="waiting", max_length=10)
    attempts: int = 0
    next_at: When = moment()
    claimed_by: str = ""
    claimed_at: When | None = moment(default=None)
    made_at: When = moment()
    ended_at: When | None = moment(default=None)


class Delivery(SQLModel, table=True):
    """That a notice goes out by a channel, with which message. The key lets no second message carry it.

    `outcome` is empty while it waits, then `sent`, `failed`, or `cancelled` where it was settled first.
    """

    notice_id: int = Field(
        foreign_key="notice.id", primary_key=True, sa_column_kwargs={"autoincrement": False}
    )
    channel: str = Field(primary_key=True, max_length=20)
    message_id: int = Field(foreign_key="message.id", index=True)
    outcome: str = Field(default="", max_length=10)


class Attempt(SQLModel, table=True):
    """One try at sending a message, written before it: without an outcome the worker died over it.

    `outcome` is accepted, temporary, permanent or unknown (whether it arrived cannot be told).
    """

    __table_args__ = (UniqueConstraint("message_id", "number"),)
    id: int = key()
    message_id: int = Field(foreign_key="message.id")
    number: int
    worker: str
    began_at: When = moment()
    ended_at: When | None = moment(default=None)
    outcome: str = Field(default="", max_length=10)
    detail: str = Field(default="", sa_type=Text)


class ChannelPause(SQLModel, table=True):
    """Until when nothing goes out by a channel of an office, as its quota is used up, and what it said."""

    __tablename__ = "channel_pause"
    office_id: int = Field(
        foreign_key="office.id", primary_key=True, sa_column_kwargs={"autoincrement": False}
    )
    channel: str = Field(primary_key=True, max_length=20)
    until: When = moment()
    reason: str = Field(default="", sa_type=Text)


class Feed(SQLModel, table=True):
    """A person's secret calendar address: the SHA-256 of its token, never the token."""

    id: int = key()
    person_id: int = Field(foreign_key="person.id", index=True)
    token_hash: str = Field(max_length=64, unique=True)
    made_at: When = moment()
    ended_at: When | None = moment(default=None)


class SweepDay(SQLModel, table=True):
    """That an office's sweep of a Bangkok date has been done: of several workers one gets to write it."""

    __tablename__ = "sweep_day"
    office_id: int = Field(
        foreign_key="office.id", primary_key=True, sa_column_kwargs={"autoincrement": False}
    )
    sweep: str = Field(primary_key=True, max_length=30)
    day: Date = Field(primary_key=True)
    done_at: When = moment()


class SweepRun(SQLModel, table=True):
    """When a sweep last looked and how that went, for the health page."""

    __tablename__ = "sweep_run"
    name: str = Field(primary_key=True, max_length=30)
    looked_at: When = moment()
    done_at: When | None = moment(default=None)
    rows: int = 0
    trouble: str = Field(default="", sa_type=Text)


class OfficeRung(SQLModel, table=True):
    """A rung of an office's own ladder; an office with any of a ladder has none of the shipped ones."""

    __tablename__ = "office_rung"
    __table_args__ = (UniqueConstraint("office_id", "ladder", "days", "told"),)
    id: int = key()
    office_id: int = Field(foreign_key="office.id")
    ladder: str = Field(max_length=30)
    days: int
    told: str = Field(max_length=30)
