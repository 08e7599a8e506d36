"""A new order to stand in for a post: first the post, then who, from when to when, in what."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from api.pages.admin.forms import NOTHING, Typed, Values, typed_into
from api.pages.admin.names import Places, chosen_person, post_here, posts_on, staff_on
from api.pages.admin.posts import roster
from api.pages.admin.subjects import chosen, subjects_for
from api.pages.page_route import PageRoute
from api.pages.settings_desk import AtDesk, Desk
from api.plain_text import PlainText
from workflow import definitions
from workflow.delegations import NewDelegation, delegate
from workflow.errors import BadInput
from workflow.permissions import ACTING, ON_BEHALF

router = APIRouter(route_class=PageRoute, include_in_schema=False)
Day = Annotated[PlainText, Query(max_length=40)]


@router.get("/settings/orders/new")
def ask(
    desk: AtDesk,
    post: Annotated[PlainText, Query(max_length=60)] = "",
    valid_from: Day = "",
    valid_to: Day = "",
) -> HTMLResponse:
    """Which post; then the order itself."""
    if not post:
        return _choose(desk, NOTHING)
    return _page(desk, Typed("order", {"post": post, "valid_from": valid_from, "valid_to": valid_to}))


@router.post("/settings/orders/new")
def save(request: Request, values: Values, desk: AtDesk) -> RedirectResponse:
    """Records the order."""
    typed = typed_into(request, "order", values, _page)
    post = post_here(desk.session, desk.office_id, typed["post"])
    person = chosen_person(desk.session, desk.office_id, typed["person"])
    known = definitions.all_in_force(desk.session, desk.office_id, desk.at)
    subjects = chosen(typed.values, subjects_for(post.role, known, desk.words))
    if typed["extent"] == "some" and not subjects:
        raise BadInput("subjects", "empty")
    if typed["extent"] != "some" and subjects:
        raise BadInput("subjects", "all_and_some")
    if typed["capacity"] not in (ACTING, ON_BEHALF):
        raise BadInput("capacity", "empty")
    new = NewDelegation(
        position_id=post.id,
        person_id=person.id,
        capacity=typed["capacity"],
        order_no=typed["order_no"],
        ordered_on=typed.needed_day("ordered_on"),
        valid_from=typed.needed_day("valid_from"),
        valid_to=typed.needed_day("valid_to"),
        subjects=subjects if typed["extent"] == "some" else (),
    )
    delegate(desk.session, desk.office_id, new, desk.hand)
    return RedirectResponse("/settings/orders?done=ordered", status_code=303)


def _choose(desk: Desk, typed: Typed) -> HTMLResponse:
    posts = posts_on(desk.session, desk.office_id, desk.hand.day)
    return desk.page(
        "admin/order_post.html",
        status=typed.status,
        typed=typed,
        done="",
        posts=[(post.code, post.title_th) for post in posts],
    )


def _page(desk: Desk, typed: Typed) -> HTMLResponse:
    session, on = desk.session, desk.hand.day
    post = post_here(session, desk.office_id, typed["post"])
    known = definitions.all_in_force(session, desk.office_id, desk.at)
    rows = roster(session, desk, Places.of(session, desk.office_id), on)
    return desk.page(
        "admin/order_new.html",
        status=typed.status,
        typed=typed,
        done="",
        post=post,
        row=next((each for each in rows if each.post.id == post.id), None),
        offered=subjects_for(post.role, known, desk.words),
        staff=[(each.username, each.name_th) for each in staff_on(session, desk.office_id, on)],
        capacities=(ACTING, ON_BEHALF),
    )
