"""Official papers: the list, one of them, writing and changing a draft."""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import Field
from sqlmodel import Session, col, select

from api.answers import OnlyOnce
from api.dependencies import Acting, AskedItem, Looking, OwnOffice, Transaction, item_seen
from api.plain_text import PlainText
from api.problems import RESPONSES
from api.v1.shapes import LARGEST_NUMBER, Asked
from api.v1.shown_papers import FieldsAsked, PaperShown, PapersPage, line_of, paper_shown
from workflow.errors import BadInput, UnknownItem
from workflow.models import Group, Item, PaperRow, RegisterNumber
from workflow.papers import drafts
from workflow.queries import Viewer, items_visible_to, matching

router = APIRouter(tags=["papers"], responses={key: RESPONSES[key] for key in (401, 403, 404, 409, 413, 422)})
MOST = 200


class WantedPaper(Asked):
    """A draft to open; it then walks the path of a memo by the ordinary steps of its item."""

    paper: PlainText = Field(description="Its code in the catalogue, such as free_memo or free_circular")
    fields: FieldsAsked
    about: PlainText | None = Field(default=None, description="Code of the item that it is about")
    group: PlainText | None = Field(default=None, description="Group code")
    fiscal_year: int | None = Field(
        default=None, gt=2400, lt=2700, description="Buddhist Era; else that of today"
    )


class WantedChange(Asked):
    fields: FieldsAsked
    expect_revision: int = Field(
        ge=0, le=LARGEST_NUMBER, description="The revision last seen; another is 409"
    )
    thai_digits: bool | None = Field(
        default=None, description="Whether the paper is printed in Thai digits; null leaves it as it is"
    )


@router.get("/papers")
def papers(
    session: Transaction,
    who: Looking,
    _office: OwnOffice,
    form: Annotated[PlainText, Query(description="memo, letter, circular or order")] = "",
    paper: Annotated[PlainText, Query(description="Its code in the catalogue")] = "",
    state: Annotated[PlainText, Query(description="Name of a state")] = "",
    q: Annotated[PlainText, Query(description="Words in the code or subject", max_length=200)] = "",
    about: Annotated[PlainText, Query(description="Code of the item it is about")] = "",
    fiscal_year: Annotated[int | None, Query(description="Buddhist Era", ge=0, le=LARGEST_NUMBER)] = None,
    after: Annotated[PlainText, Query(description="The last code of the page before")] = "",
    limit: Annotated[int, Query(ge=1, le=MOST)] = 50,
) -> PapersPage:
    """หนังสือราชการ · The papers this person may see, in the order of codes."""
    found = matching(items_visible_to(who), state=state, text=q)
    found = found.join(PaperRow, col(PaperRow.item_id) == col(Item.id))
    found = found.outerjoin(RegisterNumber, col(RegisterNumber.item_id) == col(Item.id))
    for column, value in ((col(PaperRow.form), form), (col(PaperRow.code), paper)):
        if value:
            found = found.where(column == value)
    if about:
        found = found.where(PaperRow.about_id == item_seen(session, who, about).id)
    if fiscal_year is not None:
        found = found.where(Item.fiscal_year == fiscal_year)
    if after:
        found = found.where(Item.code > after)
    whole = found.add_columns(PaperRow, RegisterNumber).order_by(col(Item.code)).limit(limit + 1)
    rows = session.execute(whole).all()
    shown = [line_of(session, item, row, number) for item, row, number in rows[:limit]]
    return PapersPage(papers=shown, next_after=shown[-1].code if len(rows) > limit else None)


@router.get("/papers/{code}")
def one_paper(session: Transaction, who: Looking, item: AskedItem) -> PaperShown:
    """หนังสือฉบับหนึ่ง · One paper, with what it says and what vouches for it."""
    return _shown(session, who, item)


@router.post("/papers", status_code=201, response_model=PaperShown)
def write_paper(
    wish: WantedPaper, session: Transaction, who: Looking, hand: Acting, office: OwnOffice, once: OnlyOnce
) -> Response:
    """ร่างหนังสือ · Opens the draft of a memo, letter, circular or order."""

    def act() -> PaperShown:
        item = drafts.open_paper(
            session,
            office,
            wish.paper,
            wish.fields.fields(),
            hand,
            about_id=item_seen(session, who, wish.about).id if wish.about else None,
            fiscal_year=wish.fiscal_year,
            group_id=_group(session, office, wish.group),
        )
        return _shown(session, who, item)

    return once(wish, act, status=201)


@router.put("/papers/{code}", response_model=PaperShown)
def change_paper(
    wish: WantedChange, session: Transaction, who: Looking, hand: Acting, item: AskedItem, once: OnlyOnce
) -> Response:
    """แก้ไขร่าง · Changes what a draft or returned paper says: all of it, as sent."""

    def act() -> PaperShown:
        paper_row(session, item)
        drafts.edit(
            session,
            item.id,
            wish.fields.fields(),
            hand,
            expect_revision=wish.expect_revision,
            thai_digits=wish.thai_digits,
        )
        session.refresh(item)
        return _shown(session, who, item)

    return once(wish, act)


def paper_row(session: Session, item: Item) -> PaperRow:
    """The paper's content; raises UnknownItem where the item is none, or a memo kept elsewhere."""
    row = drafts.paper_of(session, item.id)
    if row is None:
        raise UnknownItem(item.code)
    return row


def _shown(session: Session, who: Viewer, item: Item) -> PaperShown:
    row = paper_row(session, item)
    about = None
    if row.about_id is not None:
        about = session.exec(items_visible_to(who).where(Item.id == row.about_id)).first()
    return paper_shown(session, item, row, about)


def _group(session: Session, office_id: int, code: str | None) -> int | None:
    if code is None:
        return None
    found = session.exec(select(Group.id).where(Group.office_id == office_id, Group.code == code)).first()
    if found is None:
        raise BadInput("group", "unknown", code[:80])
    return found
