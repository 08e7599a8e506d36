"""A one-time code for somebody's first sign-in or forgotten password, shown once to whoever issues it."""

from typing import Annotated, Final
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from api.calendar_feed import base_url
from api.pages.admin.forms import NOTHING, Values
from api.pages.admin.names import person_here
from api.pages.admin.person import typed_for
from api.pages.page_route import PageRoute
from api.pages.settings_desk import AtDesk
from api.plain_text import PlainText
from workflow.accounts import issue_code
from workflow.models import Credential

router = APIRouter(route_class=PageRoute, include_in_schema=False)
Username = Annotated[PlainText, "an account of the office"]
# Where its owner sets her password with the code.
WHERE: Final = {"first": "/first", "reset": "/reset"}


@router.get("/settings/people/{username}/code")
def shown_once(username: Username) -> RedirectResponse:
    """A code is not shown again: reloading its page leads back to the person."""
    return RedirectResponse(f"/settings/people/{quote(username)}", status_code=303)


@router.post("/settings/people/{username}/code")
def issue(request: Request, _values: Values, desk: AtDesk, username: Username) -> HTMLResponse:
    """Issues the code and shows it; earlier codes of hers end."""
    typed_for(request, "code", {}, username)
    person = person_here(desk.session, desk.office_id, username)
    known = desk.session.get(Credential, person.id) is not None
    purpose = "reset" if known else "first"
    issued = issue_code(desk.session, person.id, purpose, desk.hand)
    return desk.page(
        "admin/person_code.html",
        typed=NOTHING,
        done="",
        person=person,
        issued=issued,
        purpose=purpose,
        where=base_url(request) + WHERE[purpose],
    )
