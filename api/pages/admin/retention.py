"""How long papers are kept, what is past its term, what is held back; destroying itself is a command."""

import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlmodel import col

from api.pages.admin.forms import NOTHING, Typed, Values, typed_into
from api.pages.items.attachments import size_text
from api.pages.page_route import PageRoute
from api.pages.settings_desk import AtDesk, Desk
from api.pages.tables import MOST, PAPER, xlsx
from api.plain_text import PlainText
from states.thai import be_year, medium_date
from workflow import definitions
from workflow.errors import UnknownItem
from workflow.models import Item
from workflow.moments import bangkok_date
from workflow.queries import items_visible_to
from workflow.retention import holds
from workflow.retention.listing import kind_th, workbook
from workflow.retention.overdue import Wanted, review
from workflow.retention.overview import counted, held_seen
from workflow.retention.terms import FOR_EVER, LONGEST, set_term, terms, typed_years

router = APIRouter(route_class=PageRoute, include_in_schema=False)
PAGE: Final = 50
_LAST_PAGE: Final = 10_000
_TICK: Final = "held:"  # begins the name of a tick before a paper that is held back
_BETWEEN: Final = re.compile(r"[\n,]")


@router.get("/settings/retention")
def show(
    desk: AtDesk,
    done: Annotated[PlainText, Query(max_length=20)] = "",
    page: Annotated[int, Query(ge=1, le=_LAST_PAGE)] = 1,
) -> HTMLResponse:
    """As it stands today."""
    return _page(desk, NOTHING, done, page)


@router.get("/settings/retention/list.xlsx")
def download(
    desk: AtDesk,
    kind: Annotated[PlainText, Query(max_length=80)] = "",
    year: Annotated[int, Query(ge=0, le=9999)] = 0,
) -> Response:
    """The list that is proposed for destruction, as on today; of a kind and fiscal year (B.E.), or whole."""
    on, wanted = desk.hand.day, Wanted(kinds=[kind] if kind else (), years=[year] if year else ())
    listed = review(desk.session, desk.office_id, on, wanted, who=desk.who, most=MOST + 1)
    note = PAPER("retention_cut", count=MOST) if len(listed) > MOST else ""
    narrowed = [kind_th(kind)] * bool(kind) + [str(year)] * bool(year)
    name = " ".join([PAPER("retention_list"), *narrowed, medium_date(on)])
    return xlsx(name, workbook(listed[:MOST], on, note))


@router.post("/settings/retention/terms")
def set_years(request: Request, values: Values, desk: AtDesk) -> RedirectResponse:
    """Another term for a kind."""
    typed = typed_into(request, "term", values, _page)
    years = typed_years(typed["years"])
    sealed = set_term(desk.session, desk.office_id, typed["kind"], years, typed["order_no"], desk.hand)
    return _done("term" if sealed else "same")


@router.post("/settings/retention/holds")
def hold(request: Request, values: Values, desk: AtDesk) -> RedirectResponse:
    """Holds papers back, all that are named or none."""
    typed = typed_into(request, "hold", {"code": "", **values}, _page)
    codes = [code.strip() for code in _BETWEEN.split(typed["code"]) if code.strip()]
    _check_seen(desk, codes)
    holds.hold(desk.session, desk.office_id, codes, typed["reason"], typed["order_no"], desk.hand)
    return _done("held")


@router.post("/settings/retention/releases")
def release(request: Request, values: Values, desk: AtDesk) -> RedirectResponse:
    """Releases the papers that are ticked, all or none."""
    number = _page_number(values)
    typed = typed_into(
        request, "release", {**values, "code": ""}, lambda desk, typed: _page(desk, typed, number=number)
    )
    codes = _ticked(values)
    _check_seen(desk, codes)
    holds.release(desk.session, desk.office_id, codes, typed["reason"], typed["order_no"], desk.hand)
    return _done("released")


def _done(what: str) -> RedirectResponse:
    return RedirectResponse(f"/settings/retention?done={what}", status_code=303)


def _ticked(values: Mapping[str, str]) -> list[str]:
    return [name.removeprefix(_TICK) for name in values if name.startswith(_TICK)]


def _page_number(values: Mapping[str, str]) -> int:
    """The page of the list on which she ticked."""
    said = values.get("page", "")
    known = said.isascii() and said.isdecimal() and len(said) <= 5
    return min(max(int(said), 1), _LAST_PAGE) if known else 1


def _check_seen(desk: Desk, codes: Sequence[str]) -> None:
    """Raises UnknownItem for a paper that is kept from her, as for one that is not there."""
    named = list(codes[: holds.MOST])  # of more than that none is held or released
    found = items_visible_to(desk.who).with_only_columns(col(Item.code)).where(col(Item.code).in_(named))
    seen = set(desk.session.execute(found).scalars())
    for code in named:
        if code not in seen:
            raise UnknownItem(code[:40])


def _page(desk: Desk, typed: Typed, done: str = "", number: int = 1) -> HTMLResponse:
    session, on = desk.session, desk.hand.day
    known = definitions.all_in_force(session, desk.office_id, desk.at)
    told = terms(session, desk.office_id)
    kinds = {
        term.kind: desk.words.label(known[term.kind].label) if term.kind in known else kind_th(term.kind)
        for term in told
    }
    past = counted(session, desk.who, on)
    held = held_seen(session, desk.who, first=(number - 1) * PAGE, most=PAGE)
    return desk.page(
        "admin/retention.html",
        status=typed.status,
        typed=typed,
        done=done,
        on=on,
        terms=told,
        for_ever=FOR_EVER,
        longest=LONGEST,
        kinds=kinds,
        past=past,
        sums=[sum(getattr(group, name) for group in past.groups) for name in ("files", "size", "texts")],
        most=MOST,
        size_text=size_text,
        held=held,
        since={row.item.id: bangkok_date(row.hold.held_at) for row in held.rows},
        ticked=set(_ticked(typed.values)) if typed.form == "release" else set(),
        number=number,
        more=held.count > number * PAGE,
        typed_on=f"{on.day}/{on.month}/{be_year(on.year)}",
    )
