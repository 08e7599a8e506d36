"""Bodies that meet in the system: members, agenda, attendance, votes and resolutions."""

from sqlalchemy import Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from workflow.models.base import Date, When, key, moment


class Member(SQLModel, table=True):
    """Who sits on a body from when to when, by which appointment order (U-P5); not everybody has an account.

    `role` is chair, vice_chair, member, secretary or assistant_secretary.
    """

    __tablename__ = "body_member"
    id: int = key()
    body_id: int = Field(foreign_key="body.id", index=True)
    person_id: int | None = Field(default=None, foreign_key="person.id")
    name_th: str
    role: str
    order_no: str = ""
    valid_from: Date
    valid_to: Date | None = None


class Meeting(SQLModel, table=True):
    """The particulars of an item of kind `meeting`; `year` is the calendar year B.E. of its number."""

    __table_args__ = (UniqueConstraint("body_id", "number", "year"),)
    item_id: int = Field(foreign_key="item.id", primary_key=True)
    body_id: int = Field(foreign_key="body.id")
    number: int
    year: int
    held_on: Date
    place: str = ""
    begins: str = ""
    ends: str = ""
    urgent: str = Field(default="", sa_type=Text)
    closed_seq: int | None = None


class AgendaItem(SQLModel, table=True):
    """One entry of the agenda; `section` 1 to 5 is the ระเบียบวาระ, `item_id` the paper under discussion."""

    __tablename__ = "agenda_item"
    __table_args__ = (UniqueConstraint("meeting_id", "item_id"),)
    id: int = key()
    meeting_id: int = Field(foreign_key="meeting.item_id", index=True)
    section: int
    position: int
    title: str
    item_id: int | None = Field(default=None, foreign_key="item.id", index=True)


class Attendance(SQLModel, table=True):
    """Whether a member came; `substitute` is who came instead, `reason` why she did not."""

    __table_args__ = (UniqueConstraint("meeting_id", "member_id"),)
    id: int = key()
    meeting_id: int = Field(foreign_key="meeting.item_id")
    member_id: int = Field(foreign_key="body_member.id")
    present: bool
    substitute: str = ""
    reason: str = ""


class Recusal(SQLModel, table=True):
    """A member who takes no part in one entry of the agenda, and why."""

    __table_args__ = (UniqueConstraint("agenda_item_id", "member_id"),)
    id: int = key()
    agenda_item_id: int = Field(foreign_key="agenda_item.id")
    member_id: int = Field(foreign_key="body_member.id")
    reason: str


class Resolution(SQLModel, table=True):
    """What a body resolved on one entry of the agenda: a typed มติ, and the step it gives rise to.

    `kind` is one of states.catalogue's resolutions; `trigger` and `evidence` (JSON) are handed to the engine
    when the meeting is closed, which numbers the resolution within the calendar year (B.E.) of the body.
    """

    __table_args__ = (UniqueConstraint("body_id", "year", "number"),)
    id: int = key()
    agenda_item_id: int = Field(foreign_key="agenda_item.id", unique=True)
    body_id: int = Field(foreign_key="body.id")
    kind: str
    text: str = Field(sa_type=Text)
    trigger: str = ""
    reason: str = Field(default="", sa_type=Text)
    evidence: str = Field(default="{}", sa_type=Text)
    votes_for: int | None = None
    votes_against: int | None = None
    abstained: int | None = None
    year: int | None = None
    number: int | None = None
    entry_seq: int | None = None


class Dissent(SQLModel, table=True):
    """A member's opinion against a resolution, kept with its reasons."""

    __table_args__ = (UniqueConstraint("resolution_id", "member_id"),)
    id: int = key()
    resolution_id: int = Field(foreign_key="resolution.id")
    member_id: int = Field(foreign_key="body_member.id")
    opinion: str = Field(sa_type=Text)


class Acknowledgement(SQLModel, table=True):
    """A paper put before a person to read (U-C4), and when she said that she had."""

    __table_args__ = (UniqueConstraint("item_id", "person_id"),)
    id: int = key()
    item_id: int = Field(foreign_key="item.id")
    person_id: int = Field(foreign_key="person.id", index=True)
    asked_at: When = moment()
    read_at: When | None = moment(default=None)
