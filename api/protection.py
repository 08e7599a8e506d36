"""Protects people at their browsers: headers on every answer, no orders from other sites, no huge bodies."""

from typing import Final
from urllib.parse import urlsplit

from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import CrossSite, TooLarge
from api.pages.page_route import problem_page
from api.problems import BodyTooLarge, problem
from api.settings import Settings
from workflow.errors import Refused
from workflow.evidence import LARGEST

LARGEST_JSON: Final = 2 * 1024 * 1024
LARGEST_UPLOAD: Final = LARGEST + 256 * 1024  # the file and the form around it
_MOST_DISCARDED: Final = 64 * 1024 * 1024
_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    # Not no-referrer: browsers would then send `Origin: null` with the forms of our own pages.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_ONLY_HTTPS: Final = "max-age=31536000"


def mount(app: FastAPI, settings: Settings) -> None:
    app.add_middleware(Protection, only_https=settings.secure_cookies)


class Protection:
    """Stands in front of every page and every JSON answer alike."""

    def __init__(self, app: ASGIApp, *, only_https: bool) -> None:
        self.app = app
        headers = HEADERS | ({"Strict-Transport-Security": _ONLY_HTTPS} if only_https else {})
        headers["Cache-Control"] = "no-store"
        self.headers = tuple((name.lower().encode(), value.encode()) for name, value in headers.items())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_protected(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._add_headers(message)
            await send(message)

        headers = Headers(scope=scope)
        limit = _limit(headers)
        refusal = refused_origin(scope["method"], headers) or _refused_length(headers, limit)
        if refusal is not None:
            await _discard(receive)
            answer = await _answer(Request(scope), refusal)
            await answer(scope, receive, send_protected)
            return
        await self.app(scope, _counted(receive, limit), send_protected)

    def _add_headers(self, message: Message) -> None:
        there = {name.lower() for name, _ in message["headers"]}
        message["headers"] = [*message["headers"], *(each for each in self.headers if each[0] not in there)]


def refused_origin(method: str, headers: Headers) -> Refused | None:
    """A refusal of what a browser sends from another site's page with our cookie; programs bring a token.

    Browsers say where an order comes from in Sec-Fetch-Site, older ones in Origin. The cookie is
    SameSite=Lax, so one that says neither sends no cookie across sites.
    """
    if method in _SAFE or headers.get("authorization", "").casefold().startswith("bearer "):
        return None
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None:
        return None if site in ("same-origin", "none") else CrossSite(origin or site)
    if origin is not None and urlsplit(origin).netloc != headers.get("host"):
        return CrossSite(origin)
    return None


async def _answer(request: Request, refusal: Refused) -> Response:
    """A file too large for a form of the pages is refused by a page; anything else as programs read it."""
    if isinstance(refusal, TooLarge) and not request.url.path.startswith("/api/"):
        return await run_in_threadpool(problem_page, request, refusal)
    return problem(refusal)


def _limit(headers: Headers) -> int:
    form = headers.get("content-type", "").startswith("multipart/form-data")
    return LARGEST_UPLOAD if form else LARGEST_JSON


def _refused_length(headers: Headers, limit: int) -> Refused | None:
    told = headers.get("content-length", "")
    return TooLarge(limit) if told.isdecimal() and int(told) > limit else None


async def _discard(receive: Receive) -> None:
    """Takes the body in, so that whoever still sends it gets to read the answer."""
    total, more = 0, True
    while more and total < _MOST_DISCARDED:
        message = await receive()
        total += len(message.get("body", b""))
        more = message.get("more_body", False)


def _counted(receive: Receive, limit: int) -> Receive:
    """`receive` that refuses a body without a length once it is over `limit` bytes."""
    total = 0

    async def counted() -> Message:
        nonlocal total
        message = await receive()
        total += len(message.get("body", b""))
        if total > limit:
            raise BodyTooLarge(limit)
        return message

    return counted
