"""Drafts the memo, letter or circular that a step or a date calls for: filled, and once."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlmodel import Session, col, select

from papers.blocks import Paragraph
from papers.desk import Bureau, Desk
from papers.outputs.text import words
from papers.particulars import Occasion, Particulars, marks_of, particulars
from papers.render import Templates, compose
from papers.sent_to import tokens
from papers.tables import tabled
from papers.vocabulary import parse
from states.catalogue import catalogue
from states.filling import filled, one_line, shortened
from workflow.changes import Hand
from workflow.errors import BadMarkup, RenderRefused
from workflow.models import Entry, Item, OutboxRow, PaperRow
from workflow.moments import bangkok_date
from workflow.papers.drafts import open_paper
from workflow.papers.fields import LONGEST_LINE, Fields

BLOCKS: Final = ("reason", "wish")
"""The parts of a text that are drafted: ภาคเหตุ and ภาคความประสงค์."""
BY_DATE: Final = ("memo_quarter_call", "memo_report_due", "memo_acceleration", "memo_deadline")
"""What the morning drafts by itself when its time comes; a step that names it later drafts no second one."""
DATED: Final = "duty"
"""What the causes of papers that the morning drafts begin with."""
# Papers that go with a letter by themselves, and papers for the file that nobody is sent.
_NOT_ATTACHED: Final = frozenset(
    {"cover_letter", "letter_to_obec", "publication_evidence", "resolution_letter", "appointment_order"}
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A paper that is to be drafted: its code, what for, and what sets it off; the same cause drafts one."""

    code: str
    occasion: Occasion
    cause: str


def papers_named(notices: str) -> list[str]:
    """The papers among the comma-separated codes of an outbox row."""
    return [code for code in notices.split(",") if catalogue().notices[code].kind != "notice"]


def draft_for(
    session: Session, row: OutboxRow, code: str, now: datetime.datetime, desk: Desk | None = None
) -> Item | None:
    """Drafts the paper `code` that a step sets off, or finds it drafted; None where none is wanted.

    Nothing is drafted about a paper itself, nor where the morning drafted it before the step. Raises as
    `draft`.
    """
    item = session.get_one(Item, row.item_id)
    if item.kind == "memo" or _drafted_by_date(session, item, code):
        return None
    entry = session.get_one(Entry, (row.office_id, row.entry_seq))
    occasion = Occasion(item, bangkok_date(now), entry)
    return draft(session, Wanted(code, occasion, cause_of(code, item, row)), now, desk)


def cause_of(code: str, item: Item, row: OutboxRow) -> str:
    """What sets the paper off, as its row keeps it: no other step of the office has the same."""
    return f"{code}:{item.code}:{row.entry_seq}"


def draft(session: Session, wanted: Wanted, now: datetime.datetime, desk: Desk | None = None) -> Item:
    """Drafts the paper as the office's service account, or finds it; raises RenderRefused.

    An office's own template that cannot be rendered is passed over for the shipped one.
    """
    item = wanted.occasion.item
    found = _drafted(session, item.office_id, wanted.cause)
    if found is not None:
        return found
    bureau = (desk or Desk(session, wanted.occasion.on)).of(item.office_id)
    return open_paper(
        session,
        item.office_id,
        wanted.code,
        fields_of(session, wanted.code, wanted.occasion, bureau),
        Hand(bureau.service_id, now),
        about_id=item.id,
        cause=wanted.cause,
        fiscal_year=item.fiscal_year,
    )


def fields_of(session: Session, code: str, occasion: Occasion, bureau: Bureau) -> Fields:
    """The paper `code` as it is drafted for the occasion, by the texts in force in the office."""
    known, made = particulars(session, code, occasion), tabled(session, code, occasion)
    context = {**known, "unit": bureau.unit, "figures": made.figures, "table": made.table is not None}
    marks, said = marks_of(known), catalogue().notices[code]
    text = _composed(code, context, bureau)
    return Fields(
        subject=shortened(filled(said.th, marks), LONGEST_LINE),
        to=shortened(filled(said.to_th, marks), LONGEST_LINE),
        unit=shortened(one_line(bureau.unit), LONGEST_LINE),
        attached=_attached(code, known),
        reason=_paragraphs(text["reason"]),
        wish=_paragraphs(text["wish"]),
        closing=said.closing,
        table=made.table,
        sent_to=tokens(session, said, occasion),
    )


def _composed(code: str, context: Particulars, bureau: Bureau) -> Mapping[str, str]:
    name, own = catalogue().papers[code].template, bureau.templates
    if own and code not in bureau.passed_over:
        try:
            return compose(name, context, Templates(own), blocks=BLOCKS)
        except (RenderRefused, BadMarkup):
            bureau.passed_over.add(code)
    return compose(name, context, Templates({}), blocks=BLOCKS)


def _paragraphs(markup: str) -> tuple[str, ...]:
    """The paragraphs of a part of a text, without markup."""
    found = [words(each.content).strip() for each in parse(markup) if isinstance(each, Paragraph)]
    return tuple(text for text in found if text)


def _attached(code: str, known: Particulars) -> tuple[str, ...]:
    """What is sent with a letter: the documents that the step asks for; a memo has no such line."""
    if catalogue().papers[code].form == "memo":
        return ()
    return tuple(
        f"{catalogue().documents[each].th} จำนวน 1 ชุด"
        for each in known["documents"]
        if each not in _NOT_ATTACHED
    )


def _drafted(session: Session, office_id: int, cause: str) -> Item | None:
    return session.exec(
        select(Item)
        .join(PaperRow, col(PaperRow.item_id) == col(Item.id))
        .where(PaperRow.office_id == office_id, PaperRow.cause == cause)
    ).first()


def _drafted_by_date(session: Session, item: Item, code: str) -> bool:
    """Whether the morning drafted it for the item and it was not thrown away."""
    if code not in BY_DATE:
        return False
    found = session.exec(
        select(PaperRow.item_id)
        .join(Item, col(Item.id) == col(PaperRow.item_id))
        .where(
            PaperRow.about_id == item.id,
            PaperRow.code == code,
            col(PaperRow.cause).startswith(f"{DATED}:"),
            Item.state != "void",
        )
    )
    return found.first() is not None
