"""The door of a person's calendar: a secret address, which calendar programs fetch without signing in."""

import hashlib

from fastapi import APIRouter, FastAPI, Request, Response

from api.dependencies import moment_of, settings_of
from notifications import feed
from notifications.feed_links import person_of_link
from workflow.database import Database

router = APIRouter(include_in_schema=False)
HEADERS = {"Cache-Control": "private, no-cache", "X-Robots-Tag": "noindex"}


def mount(app: FastAPI) -> None:
    app.include_router(router)


def base_url(request: Request) -> str:
    """How people reach this installation, without a slash at the end: as set, else as it was reached now."""
    return settings_of(request).public_url or str(request.base_url).rstrip("/")


@router.api_route("/feed/{token}.ics", methods=["GET", "HEAD"])
def calendar(request: Request, token: str) -> Response:
    """The calendar, or 304 where the program has it as it is; 404 for an address that is none or no more."""
    database: Database = request.app.state.database
    with database.read() as session:
        person = person_of_link(session, token, moment_of(request))
        if person is None:
            return Response(status_code=404, headers=HEADERS)
        content = feed.calendar_of(session, person, moment_of(request), base_url(request))
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {**HEADERS, "ETag": tag, "Content-Disposition": 'inline; filename="khanton.ics"'}
    if tag in [
        each.strip().removeprefix("W/") for each in request.headers.get("if-none-match", "").split(",")
    ]:
        return Response(status_code=304, headers=headers)
    body = b"" if request.method == "HEAD" else content
    return Response(body, media_type="text/calendar; charset=utf-8", headers=headers)
