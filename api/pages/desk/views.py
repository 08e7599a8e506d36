"""The doors of a person's own views: keeping a narrowed list under a name, and letting it go."""

from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse

from api.dependencies import Moment, SignedIn, Transaction
from api.pages.page_route import PageRoute
from api.pages.preferences import own_address
from api.plain_text import PlainText
from workflow import saved_views

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.post("/views")
def save_view(
    session: Transaction,
    person: SignedIn,
    at: Moment,
    name: Annotated[PlainText, Form(max_length=200)] = "",
    address: Annotated[PlainText, Form(max_length=600)] = "",
) -> RedirectResponse:
    """Keeps the list and shows it again."""
    view = saved_views.save(session, person.id, name, address, at)
    return RedirectResponse(view.address, status_code=303)


@router.post("/views/{view_id}/forget")
def forget_view(
    session: Transaction, person: SignedIn, view_id: int, back: Annotated[str, Form(max_length=600)] = "/"
) -> RedirectResponse:
    """Takes one of her views away."""
    saved_views.forget(session, person.id, view_id)
    return RedirectResponse(own_address(back), status_code=303)
