"""Notes that a session is in use, after the answer has left: nobody waits for it."""

import logging
from typing import Final

from fastapi import FastAPI
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from api.dependencies import moment_of
from api.in_writing import in_writing
from api.storage import UNAVAILABLE
from workflow.accounts import sessions

_log: Final = logging.getLogger("khanton.seen")


def mount(app: FastAPI) -> None:
    app.add_middleware(Seen)


class Seen:
    """At most once a minute for each session, so that reading pages writes next to nothing."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app(scope, receive, send)
        token = scope.get("state", {}).get("unseen", "") if scope["type"] == "http" else ""
        if token:
            request = Request(scope)
            await _note(request, token)


async def _note(request: Request, token: str) -> None:
    at = moment_of(request)
    try:
        await in_writing(request, lambda session: sessions.seen(session, token, at), brief=True)
    except UNAVAILABLE:
        _log.warning("a session could not be noted as used: the database was busy")
