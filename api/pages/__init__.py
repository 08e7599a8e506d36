"""The pages: rendered here, plain forms, no script needed."""

from fastapi import APIRouter, FastAPI, Request, Response
from starlette.exceptions import HTTPException

from api.errors import HttpRefusal
from api.pages import assets, preferences
from api.pages.account.routers import ROUTERS as ACCOUNT
from api.pages.admin.routers import ROUTERS as ADMIN
from api.pages.asof.routers import ROUTERS as AS_OF
from api.pages.assessment.routers import ROUTERS as ASSESSMENT
from api.pages.calendar.routers import ROUTERS as CALENDAR
from api.pages.definitions.routers import ROUTERS as DEFINITIONS
from api.pages.desk.routers import ROUTERS as DESK
from api.pages.development.routers import ROUTERS as DEVELOPMENT
from api.pages.imports.routers import ROUTERS as IMPORTS
from api.pages.items.routers import ROUTERS as ITEMS
from api.pages.meetings.routers import ROUTERS as MEETINGS
from api.pages.notices.routers import ROUTERS as NOTICES
from api.pages.page_route import refusal_page
from api.pages.papers.routers import ROUTERS as PAPERS
from api.pages.plan.routers import ROUTERS as PLAN
from api.pages.proposals.routers import ROUTERS as PROPOSALS
from api.pages.public.routers import ROUTERS as PUBLIC
from api.pages.reports.routers import ROUTERS as REPORTS
from api.pages.schools.routers import ROUTERS as SCHOOLS
from api.pages.year.routers import ROUTERS as YEAR

_elsewhere = APIRouter(include_in_schema=False)


@_elsewhere.get("/{address:path}")
def no_such_page(request: Request, address: str) -> Response:
    """Answers every address that nothing else answers."""
    if address == "api" or address.startswith(("api/", "openapi")):
        raise HTTPException(404)
    return refusal_page(request, HttpRefusal(404))


def mount(app: FastAPI) -> None:
    """Adds every page and what they bring along; the last route answers unknown addresses."""
    assets.mount(app)
    app.include_router(preferences.router)
    for router in (
        *ACCOUNT,
        *DESK,
        *AS_OF,
        *ITEMS,
        *PLAN,
        *PROPOSALS,
        *MEETINGS,
        *REPORTS,
        *SCHOOLS,
        *ASSESSMENT,
        *DEVELOPMENT,
        *PAPERS,
        *IMPORTS,
        *YEAR,
        *CALENDAR,
        *NOTICES,
        *DEFINITIONS,
        *ADMIN,
        *PUBLIC,
    ):
        app.include_router(router)
    app.include_router(_elsewhere)
