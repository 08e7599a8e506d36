"""Official papers as programs see them: what they say, where they stand, what vouches for them."""

import datetime
from typing import Any, Literal

import msgspec
from pydantic import BaseModel, Field
from sqlmodel import Session

from api.plain_text import PlainText
from api.v1.shapes import Asked, Instant, Named, named
from api.v1.shown_items import StateShown, show_state
from states.catalogue import catalogue
from workflow import definitions
from workflow.models import Item, PaperRow, RegisterNumber
from workflow.papers import readers, registers, signing, witness
from workflow.papers.fields import Fields, read


class ColumnAsked(Asked):
    title: PlainText
    width: int = Field(description="Per cent")
    align: Literal["left", "center", "num"] = "left"


class TableAsked(Asked):
    columns: list[ColumnAsked] = Field(min_length=1, max_length=20)
    rows: list[list[PlainText]] = Field(max_length=2000)
    total: list[PlainText] = Field(default_factory=list)
    caption: PlainText = ""


class AppointedAsked(Asked):
    name: PlainText
    position: PlainText
    role: PlainText


class FieldsAsked(Asked):
    """What stands in the paper: text without markup, digits 0-9 (the paper prints Thai ones where set)."""

    subject: PlainText
    to: PlainText = Field(default="", description="เรียน")
    unit: PlainText = Field(default="", description="ส่วนราชการ")
    refers: PlainText = Field(default="", description="อ้างถึง")
    attached: list[PlainText] = Field(default_factory=list, description="สิ่งที่ส่งมาด้วย", max_length=50)
    reason: list[PlainText] = Field(
        default_factory=list, description="ภาคเหตุ, a paragraph each", max_length=100
    )
    wish: list[PlainText] = Field(
        default_factory=list, description="ภาคความประสงค์, a paragraph each", max_length=100
    )
    closing: PlainText = Field(default="", description="ภาคสรุป")
    table: TableAsked | None = None
    members: list[AppointedAsked] = Field(default_factory=list, description="Of an order", max_length=200)
    duties: list[PlainText] = Field(default_factory=list, description="Of an order", max_length=100)
    effective: PlainText = Field(default="", description="ทั้งนี้ ตั้งแต่, of an order")
    urgency: PlainText = Field(default="", description="ด่วน, ด่วนมาก, ด่วนที่สุด or empty")
    secrecy: PlainText = Field(default="", description="ลับ, ลับมาก, ลับที่สุด or empty")
    sent_to: list[PlainText] = Field(
        default_factory=list,
        description="all_staff, all_groups, group:CODE, all_schools, cluster:CODE, school:CODE,"
        " person:ACCOUNT, finance_group",
        max_length=2000,
    )

    def fields(self) -> Fields:
        """The content as it is kept."""
        return msgspec.convert(self.model_dump(), Fields)


class PaperLine(BaseModel):
    """One paper in a list."""

    code: str
    paper: Named = Field(description="Which paper, by its code in the catalogue")
    form: str = Field(description="memo, letter, circular or order")
    subject: str
    state: StateShown
    fiscal_year: int
    number: str | None = Field(description="As printed, in 0-9; null before it is issued")
    dated_on: datetime.date | None


class PapersPage(BaseModel):
    papers: list[PaperLine]
    next_after: str | None = Field(description="Ask again with this as `after`; null at the end")


class PaperShown(PaperLine):
    version: int
    revision: int = Field(description="Of the content; send it back as expect_revision to change it")
    about: str | None = Field(description="Code of the item that the paper is about")
    fields: dict[str, Any]
    thai_digits: bool
    signed_at: Instant | None
    signature: str | None = Field(description="in_system or on_paper")
    text_sha256: str | None = Field(description="Of the signed text")
    witness: str | None = Field(description="The code printed on the issued paper; see /verify/{code}")


class ReaderShown(BaseModel):
    username: str
    name_th: str
    asked_at: Instant
    read_at: Instant | None = Field(description="null while she has not said that she read it")


class ReadersShown(BaseModel):
    code: str
    asked: int
    read: int
    readers: list[ReaderShown]


class AskedAgainShown(BaseModel):
    code: str
    asked_again: int = Field(description="How many still have to read the paper and were told so once more")


def line_of(session: Session, item: Item, paper: PaperRow, number: RegisterNumber | None) -> PaperLine:
    return PaperLine(**_line(session, item, paper, number))


def paper_shown(session: Session, item: Item, paper: PaperRow, about: Item | None) -> PaperShown:
    """One paper, whole; `about` where whoever asks may see it."""
    text, vouched = signing.signed_text(session, item.id), witness.witness_of(session, item.id)
    return PaperShown(
        **_line(session, item, paper, registers.number_of(session, item.id)),
        version=item.version,
        revision=paper.revision,
        about=about.code if about else None,
        fields=msgspec.to_builtins(read(paper.fields)),
        thai_digits=paper.thai_digits,
        signed_at=text.signed_at if text else None,
        signature=text.signature if text else None,
        text_sha256=text.sha256 if text else None,
        witness=vouched.code if vouched else None,
    )


def readers_shown(session: Session, item: Item) -> ReadersShown:
    told = [
        ReaderShown(
            username=each.username, name_th=each.name_th, asked_at=each.asked_at, read_at=each.read_at
        )
        for each in readers.told_to(session, item.id)
    ]
    return ReadersShown(
        code=item.code, asked=len(told), read=sum(each.read_at is not None for each in told), readers=told
    )


def _line(session: Session, item: Item, paper: PaperRow, number: RegisterNumber | None) -> dict[str, Any]:
    return {
        "code": item.code,
        "paper": named(paper.code, catalogue().papers[paper.code].label),
        "form": paper.form,
        "subject": item.title,
        "state": show_state(definitions.by_hash(session, item.definition_hash), item.state),
        "fiscal_year": item.fiscal_year,
        "number": number.text if number else None,
        "dated_on": number.dated_on if number else None,
    }
