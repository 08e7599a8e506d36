"""Items: the list, one of them, and opening a new one."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import Field
from sqlmodel import Session, col, select

from api.answers import OnlyOnce
from api.dependencies import AskedItem, Looking, Moment, OwnOffice, SignedIn, Transaction, item_seen
from api.plain_text import PlainText
from api.problems import RESPONSES
from api.v1.shapes import LARGEST_NUMBER, Asked, BangkokDate
from api.v1.shown_items import ItemPage, ItemShown, show_item, show_items
from workflow import items, queries
from workflow.errors import BadInput
from workflow.items import NewItem
from workflow.models import Group, Item, Person, School
from workflow.queries import Viewer

router = APIRouter(tags=["items"], responses={key: RESPONSES[key] for key in (401, 403, 404, 422)})
MOST = 200


class WantedItem(Asked):
    """An item to open. It starts on the office's present definition of its kind."""

    kind: PlainText = Field(description="See /definitions", max_length=60)
    code: PlainText = Field(
        pattern=r"^[^/\\\x00-\x1f]*$", description="Unique in the office, at most 40 characters, no slash"
    )
    title: PlainText = Field(description="At most 500 characters")
    fiscal_year: int = Field(description="Buddhist Era, such as 2561")
    quarter: int | None = Field(default=None, description="1 to 4, for quarterly reports")
    starts_on: BangkokDate | None = Field(default=None, description="Bangkok date, YYYY-MM-DD C.E.")
    ends_on: BangkokDate | None = Field(default=None, description="Bangkok date; else the fiscal year's end")
    parent: PlainText | None = Field(default=None, description="Code of the item it belongs to")
    group: PlainText | None = Field(default=None, description="Group code")
    school: PlainText | None = Field(default=None, description="School code")
    owner: PlainText | None = Field(default=None, description="Account name of the person in charge")


@router.get("/items")
def list_items(
    session: Transaction,
    who: Looking,
    _office: OwnOffice,
    kind: Annotated[PlainText, Query(description="Kind, such as project")] = "",
    state: Annotated[PlainText, Query(description="Name of a state")] = "",
    q: Annotated[PlainText, Query(description="Words in the code or title", max_length=200)] = "",
    fiscal_year: Annotated[int | None, Query(description="Buddhist Era", ge=0, le=LARGEST_NUMBER)] = None,
    after: Annotated[PlainText, Query(description="The last code of the page before")] = "",
    limit: Annotated[int, Query(ge=1, le=MOST)] = 50,
) -> ItemPage:
    """รายการเรื่อง · The items this person may see, in the order of codes."""
    found = queries.matching(queries.items_visible_to(who), kind=kind, state=state, text=q)
    if fiscal_year is not None:
        found = found.where(Item.fiscal_year == fiscal_year)
    if after:
        found = found.where(Item.code > after)
    rows = session.exec(found.order_by(Item.code).limit(limit + 1)).all()
    shown = show_items(session, rows[:limit])
    return ItemPage(items=shown, next_after=shown[-1].code if len(rows) > limit else None)


@router.post("/items", status_code=201, response_model=ItemShown, responses={409: RESPONSES[409]})
def open_item(
    wish: WantedItem,
    session: Transaction,
    person: SignedIn,
    who: Looking,
    office: OwnOffice,
    at: Moment,
    once: OnlyOnce,
) -> Response:
    """เปิดเรื่องใหม่ · Opens an item in the first state of its kind."""

    def act() -> ItemShown:
        new = _new_item(session, who, office, wish)
        return show_item(session, items.open_item(session, office, new, by=person.id, at=at))

    return once(wish, act, status=201)


@router.get("/items/{code}")
def one_item(session: Transaction, item: AskedItem) -> ItemShown:
    """เรื่องหนึ่ง · One item."""
    return show_item(session, item)


def _new_item(session: Session, who: Viewer, office_id: int, wish: WantedItem) -> NewItem:
    """The wish with codes turned into rows of this office; raises BadInput for one it does not have."""
    return NewItem(
        kind=wish.kind,
        code=wish.code,
        title=wish.title,
        fiscal_year=wish.fiscal_year,
        quarter=wish.quarter,
        starts_on=wish.starts_on,
        ends_on=wish.ends_on,
        parent_id=item_seen(session, who, wish.parent).id if wish.parent else None,
        group_id=_id_of(session, office_id, Group, "group", wish.group),
        school_id=_id_of(session, office_id, School, "school", wish.school),
        owner_id=_id_of(session, office_id, Person, "owner", wish.owner),
    )


def _id_of(session: Session, office_id: int, table: Any, name: str, code: str | None) -> int | None:
    if code is None:
        return None
    column = table.username if table is Person else table.code
    found = session.exec(select(col(table.id)).where(table.office_id == office_id, column == code)).first()
    if found is None:
        raise BadInput(name, "unknown", code[:80])
    return int(found)
