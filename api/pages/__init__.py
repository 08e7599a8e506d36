"""The pages: rendered here, plain forms, no script needed."""

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.types import Scope

from api.errors import HttpRefusal
from api.pages import (
    calendar,
    content_papers,
    exports,
    health,
    imports,
    items,
    letterhead,
    listing,
    notice_settings,
    notices,
    paper_desk,
    paper_edit,
    paper_files,
    paper_new,
    paper_templates,
    papers,
    preferences,
    record,
    registers,
    signing_in,
    today,
    verify,
    year,
)
from api.pages.page_route import refusal_page
from api.pages.rendering import FOLDER
from papers.outputs.html import stylesheet

_elsewhere = APIRouter(include_in_schema=False)


@_elsewhere.get("/{address:path}")
def no_such_page(request: Request, address: str) -> Response:
    """Answers every address that nothing else answers."""
    if address == "api" or address.startswith(("api/", "openapi")):
        raise HTTPException(404)
    return refusal_page(request, HttpRefusal(404))


class _Files(StaticFiles):
    """The sheet and the fonts, kept by browsers for a day."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        answer = await super().get_response(path, scope)
        answer.headers["Cache-Control"] = "public, max-age=86400"
        return answer


def _papers_sheet() -> Response:
    """The look of official papers, which pages that show one link beside their own."""
    return Response(stylesheet(), media_type="text/css", headers={"Cache-Control": "public, max-age=86400"})


def mount(app: FastAPI) -> None:
    """Adds every page and the static files; the last route answers unknown addresses."""
    app.add_api_route("/static/paper.css", _papers_sheet, include_in_schema=False)
    app.mount("/static", _Files(directory=FOLDER / "static"), name="static")
    for part in (
        *(signing_in, today, listing, exports, items, imports, record, year, calendar, preferences),
        *(papers, registers, paper_files, paper_new, paper_desk, paper_edit, content_papers),
        *(letterhead, paper_templates, verify),
        *(notice_settings, notices, health),
    ):
        app.include_router(part.router)
    app.include_router(_elsewhere)
