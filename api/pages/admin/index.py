"""Leads to the pages on which a person sets something up."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.dependencies import Looking, SignedIn, Transaction
from api.pages.menu import settings_of
from api.pages.page_route import PageRoute
from api.pages.rendering import reader_of, render
from workflow.errors import Denial, NotAllowed

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.get("/settings")
def settings(request: Request, session: Transaction, person: SignedIn, who: Looking) -> HTMLResponse:
    """The pages of settings that are hers; raises NotAllowed for whoever has none."""
    if not settings_of(who.roles):
        raise NotAllowed(Denial("no_role", ("system_admin",)))
    return render(request, "admin/index.html", reader=reader_of(session, person, who), section="settings")
