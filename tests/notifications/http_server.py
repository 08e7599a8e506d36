"""A real web server in a thread, which answers what it is told to and keeps what it was sent."""

import contextlib
import json
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Asked:
    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Told:
    """`after`: seconds of waiting. A status of 0 hangs up without an answer."""

    status: int = 200
    body: str = "{}"
    headers: Mapping[str, str] = field(default_factory=dict)
    after: float = 0.0


class HttpServer:
    """`with HttpServer() as server:` listens on `server.url`; `server.answer` may be replaced meanwhile."""

    def __init__(self) -> None:
        self.answer: Callable[[Asked], Told] = lambda _asked: Told()
        self.asked: list[Asked] = []
        self._ended = threading.Event()

    def __enter__(self) -> "HttpServer":
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        owner = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _handle(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length", 0)))
                asked = Asked(self.command, self.path, {k.lower(): v for k, v in self.headers.items()}, body)
                told = owner.answer(asked)
                owner.asked.append(asked)
                owner._ended.wait(told.after)
                if not told.status:
                    self.close_connection = True
                    return
                content = told.body.encode()
                with contextlib.suppress(OSError):  # the client may have given up
                    self.send_response(told.status)
                    for name, value in told.headers.items():
                        self.send_header(name, value)
                    self.send_header("Content-Length", str(len(content)))
                    self.end_headers()
                    self.wfile.write(content)

            do_POST = do_GET = _handle  # noqa: N815 - http.server's names

            def log_message(self, *_: object) -> None:
                """Silent."""

        return Handler


def soon(true: Callable[[], bool], seconds: float = 5.0) -> bool:
    """Whether it becomes true within some seconds."""
    until = time.monotonic() + seconds
    while not true() and time.monotonic() < until:
        time.sleep(0.01)
    return true()
