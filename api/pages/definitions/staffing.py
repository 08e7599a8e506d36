"""Shows whether the office's people can walk all its paths, and where papers will wait in vain."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from api.pages.page_route import PageRoute
from api.pages.settings_desk import AtDesk, Desk
from api.told_staffing import ToldStaffing, told
from states.model import Definition
from workflow import definitions
from workflow.staffing.gaps import staffing
from workflow.staffing.noted import since

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.get("/settings/definitions/staffing")
def show(desk: AtDesk) -> HTMLResponse:
    """Proved anew at each look, with the posts and orders of today."""
    return desk.page(
        "definitions/staffing.html", staffed=staffed(desk), since=since(desk.session, desk.office_id)
    )


def staffed(desk: Desk, instead: Definition | None = None) -> ToldStaffing:
    """What the office's people of today make of its paths, or of one path before it is published."""
    found = staffing(desk.session, desk.office_id, desk.hand.day, desk.at, instead=instead)
    known = definitions.all_in_force(desk.session, desk.office_id, desk.at)
    return told(desk.session, found, {kind: each.label for kind, each in known.items()}, desk.who)
