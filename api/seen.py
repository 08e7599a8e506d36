"""Notes that a session is in use, after the answer has left: nobody waits for it."""

import logging
from typing import Final

from fastapi import FastAPI
from fastapi.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from api.dependencies import Turns, moment_of
from api.storage import UNAVAILABLE
from workflow.accounts import sessions
from workflow.database import Database

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
            turns: Turns = request.app.state.turns
            async with turns.writing:
                await run_in_threadpool(_note, request, token)


def _note(request: Request, token: str) -> None:
    database: Database = request.app.state.database
    try:
        with database.write() as session:
            sessions.seen(session, token, moment_of(request))
    except UNAVAILABLE:
        _log.warning("a session could not be noted as used: the database was busy")
