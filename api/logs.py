"""What the program writes down about its own running: structured, and without anybody's personal data.

A log is copied, kept and read by people who may not see the office's papers. So it holds patterns of
addresses and no addresses, kinds of errors and no error texts (a database's error repeats the row), and
nobody's name.
"""

import datetime
import json
import logging
import re
import sys
import traceback
from collections.abc import Iterator, Mapping
from random import getrandbits
from time import perf_counter
from types import TracebackType
from typing import Any, Final, Literal

from fastapi import FastAPI
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.measured import answered
from api.routes import pattern_of
from workflow.errors import BadInput

Form = Literal["text", "json"]
FORMS: Final[tuple[Form, ...]] = ("text", "json")
REQUEST_ID: Final = "x-request-id"
METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_KNOWN_ID: Final = re.compile(r"[A-Za-z0-9_.-]{8,64}")
# Of these only warnings: the rest is of use to who writes them, or repeats addresses.
_TALKATIVE: Final = (
    *("apscheduler", "httpx2", "httpcore2", "uvicorn.access", "alembic", "fontTools", "weasyprint"),
)
_requests: Final = logging.getLogger("khanton.requests")


def form_of(environment: Mapping[str, str]) -> Form:
    """KHANTON_LOG: `text` for people at a console (only warnings), `json` for programs. Raises BadInput."""
    said = environment.get("KHANTON_LOG", "").strip().casefold() or "text"
    for form in FORMS:
        if said == form:
            return form
    raise BadInput("KHANTON_LOG", "unknown", said[:20])


def set_up(form: Form) -> None:
    """Sends everything that is logged to standard error, a line each."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Lines(form))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO if form == "json" else logging.WARNING)
    for noisy in _TALKATIVE:
        logging.getLogger(noisy).setLevel(logging.WARNING)


class Lines(logging.Formatter):
    """One line for each event; of an error its kinds and places, never what it says."""

    def __init__(self, form: Form) -> None:
        super().__init__()
        self._form = form

    def format(self, record: logging.LogRecord) -> str:
        told = dict(_told(record))
        if self._form == "json":
            return json.dumps(told, ensure_ascii=False, separators=(",", ":"))
        return " ".join(str(value) for value in told.values() if value != "")


def _told(record: logging.LogRecord) -> Iterator[tuple[str, Any]]:
    yield "at", _moment(record.created)
    yield "level", record.levelname.lower()
    yield "from", record.name
    yield "said", record.getMessage() if _ours(record.name) else str(record.msg)
    yield from getattr(record, "facts", {}).items()
    if record.exc_info and record.exc_info[1] is not None:
        yield "error", _kinds(record.exc_info[1])
        yield "where", _places(record.exc_info[2])


def _moment(seconds: float) -> str:
    """UTC, with milliseconds."""
    at = datetime.datetime.fromtimestamp(seconds, datetime.UTC)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _ours(name: str) -> bool:
    """Other libraries fill their sentences with values that we do not know."""
    return name.partition(".")[0] in {"khanton", "api", "notifications", "papers", "workflow", "states"}


def _kinds(error: BaseException) -> str:
    """`OperationalError < sqlite3.OperationalError (SQLITE_FULL)`: the error and what it came from."""
    found, seen = [], set()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        code = getattr(cause, "sqlite_errorname", "") or getattr(cause, "sqlstate", "") or ""
        found.append(type(cause).__name__ + (f" ({code})" if code else ""))
        cause = cause.__cause__ or getattr(cause, "orig", None) or cause.__context__
    return " < ".join(found)


def _places(trace: TracebackType | None) -> str:
    """The last places that the error went through, file and line."""
    frames = traceback.extract_tb(trace)[-8:]
    return " > ".join(f"{'/'.join(frame.filename.split('/')[-3:])}:{frame.lineno}" for frame in frames)


def mount(app: FastAPI) -> None:
    app.add_middleware(Requests)


class Requests:
    """Gives every request a name of its own; writes down its pattern, its answer's status and its time."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = Headers(scope=scope).get(REQUEST_ID, "")
        name = given if _KNOWN_ID.fullmatch(given) else f"{getrandbits(128):032x}"  # no secret: a name
        began, status = perf_counter(), 500

        async def send_named(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[REQUEST_ID] = name
            await send(message)

        try:
            await self.app(scope, receive, send_named)
        finally:
            _note(scope, name, status, perf_counter() - began)


def _note(scope: Scope, name: str, status: int, seconds: float) -> None:
    pattern, method = pattern_of(scope), scope["method"] if scope["method"] in METHODS else "OTHER"
    answered(method, pattern, status, seconds)
    if _requests.isEnabledFor(logging.INFO):
        facts = {
            "request": name,
            "method": method,
            "route": pattern,
            "status": status,
            "ms": round(seconds * 1000, 1),
        }
        _requests.info("answered", extra={"facts": facts})
