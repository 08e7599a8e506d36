"""Official papers: what stands in them, the text as signed, their numbers, and what vouches for them."""

from sqlalchemy import Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from workflow.models.base import Date, When, key, moment


class PaperRow(SQLModel, table=True):
    """The content of an item of kind `memo`: a memo, letter, circular or order.

    `code` names the paper in states.catalogue (papers.yaml), `about_id` the item it is about, `cause` what
    set it off (empty where a person did): the same cause never drafts two in an office. `fields` is JSON as
    `workflow.papers.fields.Fields` reads it; `revision` counts its changes. `thai_digits` is its switch.
    `secret` says that its fields name a secrecy: who may see it is asked of every list.
    """

    __tablename__ = "paper"
    __table_args__ = (UniqueConstraint("office_id", "cause"),)
    item_id: int = Field(foreign_key="item.id", primary_key=True)
    office_id: int = Field(foreign_key="office.id")
    code: str = Field(max_length=60)
    form: str = Field(max_length=12)
    about_id: int | None = Field(default=None, foreign_key="item.id", index=True)
    cause: str | None = Field(default=None, max_length=160)
    fields: str = Field(sa_type=Text)
    revision: int = 1
    thai_digits: bool = True
    secret: bool = Field(default=False, index=True)
    changed_by: int = Field(foreign_key="person.id")
    changed_at: When = moment()


class PaperText(SQLModel, table=True):
    """The text of a paper as it was signed, which no later change of a template alters; rows are only added.

    `sha256` is taken over `markup` in UTF-8. `signature` is in_system (typed password) or on_paper (printed,
    signed by hand, scanned back). The newest row of an item counts.
    """

    __tablename__ = "paper_text"
    id: int = key()
    item_id: int = Field(foreign_key="item.id", index=True)
    item_version: int
    revision: int
    title: str
    markup: str = Field(sa_type=Text)
    sha256: str = Field(max_length=64)
    signature: str = Field(max_length=12)
    signed_by: int = Field(foreign_key="person.id")
    signed_at: When = moment()


class Register(SQLModel, table=True):
    """One series of numbers: outgoing, circular, order or internal papers of a calendar year (B.E.).

    `last` is the last number given; `used_on_paper` the number up to which the office had already given them
    out by hand before it began here (DOMAIN 3.3).
    """

    __tablename__ = "register"
    office_id: int = Field(foreign_key="office.id", primary_key=True)
    kind: str = Field(max_length=12, primary_key=True)
    year: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    last: int = 0
    used_on_paper: int = 0


class RegisterNumber(SQLModel, table=True):
    """A number given out, never to be used again: `text` is it as printed, `dated_on` the paper's date.

    `registered_at` is when it was typed in, which may be later. Without `item_id` it belongs to a paper
    written elsewhere. A void paper keeps its number.
    """

    __tablename__ = "register_number"
    __table_args__ = (UniqueConstraint("office_id", "kind", "year", "number"),)
    id: int = key()
    office_id: int = Field(foreign_key="office.id")
    kind: str = Field(max_length=12)
    year: int
    number: int
    text: str = Field(max_length=120)
    subject: str
    dated_on: Date
    item_id: int | None = Field(default=None, foreign_key="item.id", unique=True)
    registered_by: int = Field(foreign_key="person.id")
    registered_at: When = moment()
    voided_at: When | None = moment(default=None)
    void_reason: str = Field(default="", sa_type=Text)


class Witness(SQLModel, table=True):
    """What an issued paper attests: the office's chain as it stood, named by the short code printed on it.

    The code is made from everything else in the row (`workflow.papers.witness`); rows are only added. A
    paper that was issued, taken back and issued again has two, of which the newest is printed.
    """

    __tablename__ = "witness"
    code: str = Field(primary_key=True, max_length=24)
    office_id: int = Field(foreign_key="office.id")
    item_id: int = Field(foreign_key="item.id", index=True)
    entry_seq: int
    entry_hash: str = Field(max_length=64)
    text_sha256: str = Field(max_length=64)
    made_at: When = moment()


class PaperTemplate(SQLModel, table=True):
    """An office's own version of a template, only added to; an empty `source` is the shipped one again."""

    __tablename__ = "paper_template"
    __table_args__ = (UniqueConstraint("office_id", "name", "version"),)
    id: int = key()
    office_id: int = Field(foreign_key="office.id")
    name: str = Field(max_length=80)
    version: int
    source: str = Field(sa_type=Text)
    note: str = ""
    saved_by: int = Field(foreign_key="person.id")
    saved_at: When = moment()


class Letterhead(SQLModel, table=True):
    """What an office prints at the head of its papers; the emblem is a PNG, written anew from its upload."""

    __tablename__ = "letterhead"
    office_id: int = Field(foreign_key="office.id", primary_key=True)
    address: str = Field(default="", sa_type=Text)
    telephone: str = ""
    email: str = ""
    thai_digits: bool = True
    emblem_sha256: str | None = Field(default=None, foreign_key="stored_file.sha256", max_length=64)
