"""Compresses what is sent, where whoever asks can read it."""

from typing import Final

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import Receive, Scope, Send

from api.dependencies import SAFE

_SMALLEST: Final = 1000  # bytes; what is smaller does not get there any sooner


def mount(app: FastAPI) -> None:
    app.add_middleware(Compression, minimum_size=_SMALLEST, compresslevel=6)


class Compression(GZipMiddleware):
    """Pages and whatever is read; most orders of the JSON interface are answered in a line."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] not in SAFE and scope["path"].startswith("/api/"):
            await self.app(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)
