"""The proposals of her group and of everyone, by state, with what each still lacks; a page at a time."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse
from sqlalchemy import func
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from api.dependencies import Looking, Moment, SignedIn, Transaction
from api.pages.items.figures import amounts
from api.pages.items.listing import after_row
from api.pages.page_route import PageRoute
from api.pages.preferences import preferences_of
from api.pages.rendering import reader_of, render
from api.plain_text import PlainText
from api.whole_record import must_see_all
from workflow import definitions
from workflow.form_drafts import drafts_of
from workflow.models import Group, Item
from workflow.moments import bangkok_date
from workflow.proposals.form import EDITABLE
from workflow.proposals.lacking import lacking_of
from workflow.queries import Viewer, items_visible_to, matching

router = APIRouter(route_class=PageRoute, include_in_schema=False)
PAGE: Final = 50
_IN_HAND: Final = ("draft", "returned", "submitted", "group_endorsed", "under_screening")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list is narrowed to; `whose` is mine (her groups) or all, `state` may be all of them."""

    q: str = ""
    whose: str = "mine"
    state: str = "in_hand"
    year: int = 0
    after: str = ""

    @property
    def query(self) -> dict[str, str]:
        year = str(self.year) if self.year else ""
        return {"q": self.q, "whose": self.whose, "state": self.state, "year": year}


@dataclass(frozen=True, slots=True)
class Row:
    """A proposal in the list: its group and state in words, satang asked for, how many things it lacks."""

    item: Item
    group: str
    state: str
    amount: int | None
    lacks: int | None


@router.get("/proposals")
def list_proposals(
    request: Request,
    session: Transaction,
    person: SignedIn,
    who: Looking,
    at: Moment,
    q: Annotated[PlainText, Query(max_length=200)] = "",
    whose: Annotated[PlainText, Query(max_length=10)] = "",
    state: Annotated[PlainText, Query(max_length=60)] = "in_hand",
    year: Annotated[PlainText, Query(max_length=4)] = "",
    after: Annotated[PlainText, Query(max_length=60)] = "",
) -> HTMLResponse:
    """The proposals, newest fiscal year first: those in hand unless another state is asked for."""
    must_see_all(who)
    on, language = bangkok_date(at), preferences_of(request).language
    number = int(year) if year.isascii() and year.isdecimal() else 0
    default = "mine" if who.group_ids else "all"
    asked = Asked(q, whose if whose in ("mine", "all") else default, state, number, after)
    base = matching(_within(who, asked), text=asked.q)
    found = base.where(col(Item.state).in_(_states(asked.state))) if asked.state else base
    items = session.exec(after_row(found, asked.after).limit(PAGE + 1)).all()
    shown = items[:PAGE]
    return render(
        request,
        "proposals/list.html",
        reader=reader_of(session, person, who),
        section="propose",
        asked=asked,
        rows=_rows(session, shown, on, language),
        found=session.execute(found.with_only_columns(func.count())).scalar_one(),
        states=_counted(session, base, language),
        years=_years(session, who),
        hers=bool(who.group_ids),
        drafts=_with_drafts(session, person.id, at),
        following=f"{shown[-1].fiscal_year}:{shown[-1].code}" if len(items) > PAGE else "",
    )


def _years(session: Session, who: Viewer) -> Sequence[int]:
    """The fiscal years (B.E.) that there are projects of, the newest first."""
    query = items_visible_to(who).where(Item.kind == "project")
    years = query.with_only_columns(col(Item.fiscal_year)).distinct().order_by(col(Item.fiscal_year).desc())
    return session.execute(years).scalars().all()


def _within(who: Viewer, asked: Asked) -> SelectOfScalar[Item]:
    query = items_visible_to(who).where(Item.kind == "project")
    if asked.whose == "mine":
        query = query.where(col(Item.group_id).in_(who.group_ids) | (col(Item.owner_id) == who.person_id))
    return query.where(Item.fiscal_year == asked.year) if asked.year else query


def _states(state: str) -> tuple[str, ...]:
    return _IN_HAND if state == "in_hand" else (state,)


def _rows(session: Session, items: Sequence[Item], on: datetime.date, language: str) -> list[Row]:
    money = amounts(session, items, on)
    lacks = lacking_of(session, [item for item in items if item.state in EDITABLE])
    groups = select(Group.id, Group.name_th).where(col(Group.id).in_({item.group_id for item in items}))
    names = dict(session.exec(groups).all())
    rows = []
    for item in items:
        definition = definitions.by_hash(session, item.definition_hash)
        rows.append(
            Row(
                item,
                names.get(item.group_id or 0, ""),
                definition.by_state[item.state].label.in_language(language),
                money.get(item.id),
                len(lacks[item.id]) if item.id in lacks else None,
            )
        )
    return rows


def _counted(session: Session, found: SelectOfScalar[Item], language: str) -> list[tuple[str, str, int]]:
    """Each state that projects stand in, with its name and how many, in the definition's order."""
    query = found.with_only_columns(col(Item.state), func.max(Item.definition_hash), func.count()).group_by(
        col(Item.state)
    )
    counted = []
    for state, name, count in session.execute(query):
        definition = definitions.by_hash(session, name)
        place = list(definition.by_state).index(state)
        counted.append((place, (state, definition.by_state[state].label.in_language(language), count)))
    return [each for _, each in sorted(counted)]


def _with_drafts(session: Session, person_id: int, at: datetime.datetime) -> list[str]:
    """The codes of proposals with something of hers that is not saved."""
    found = drafts_of(session, person_id, "proposal/", at)
    return list(dict.fromkeys(draft.form.split("/")[1] for draft in found))
