"""Speaks to the application in this very thread, as a server would, without a client around it."""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager, contextmanager
from dataclasses import dataclass, field
from typing import Any, Final
from unittest.mock import patch
from urllib.parse import unquote

import anyio.to_thread
from fastapi import FastAPI
from httpx2 import Request

_HOST: Final = "http://testserver"


@dataclass
class Answer:
    """What the application said."""

    status_code: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    content: bytearray = field(default_factory=bytearray)

    @property
    def text(self) -> str:
        return self.content.decode(errors="replace")


@dataclass
class Straight:
    """The application, running on a loop of its own between two requests."""

    app: FastAPI
    loop: asyncio.AbstractEventLoop

    def request(self, method: str, address: str, headers: Mapping[str, str], **sent: Any) -> Answer:
        """One request and its whole answer; a fault of the application is an answer, too."""
        return self.loop.run_until_complete(
            self._answered(Request(method, _HOST + address, headers=headers, **sent))
        )

    async def _answered(self, request: Request) -> Answer:
        answer = Answer()
        messages = iter([{"type": "http.request", "body": request.read(), "more_body": False}])

        async def receive() -> dict[str, Any]:
            return next(messages, {"type": "http.disconnect"})

        async def send(message: Mapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                answer.status_code = message["status"]
                answer.headers = {name.decode(): value.decode() for name, value in message["headers"]}
            elif message["type"] == "http.response.body":
                answer.content += message.get("body", b"")

        try:
            await self.app(_scope(request), receive, send)
        except Exception:
            if answer.status_code < 500:  # else Starlette says it again for the server's log
                raise
        return answer


def _scope(request: Request) -> dict[str, Any]:
    path = request.url.raw_path.partition(b"?")[0]
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": request.method,
        "scheme": "http",
        "path": unquote(path.decode()),
        "raw_path": path,
        "root_path": "",
        "query_string": request.url.query,
        "headers": [(name.lower(), value) for name, value in request.headers.raw],
        "client": ("testclient", 50000),
        "server": ("testserver", 80),
        "state": {},
    }


@contextmanager
def straight(app: FastAPI) -> Iterator[Straight]:
    """The application from its start to its end."""
    loop = asyncio.new_event_loop()
    running: AbstractAsyncContextManager[Any] = app.router.lifespan_context(app)
    loop.run_until_complete(running.__aenter__())
    try:
        with patch.object(anyio.to_thread, "run_sync", _here):
            yield Straight(app, loop)
    finally:
        loop.run_until_complete(running.__aexit__(None, None, None))
        loop.close()


async def _here(work: Callable[..., Any], *values: Any, **_options: Any) -> Any:
    """One request at a time needs no second thread, and changing threads takes longer than most answers."""
    return work(*values)
