"""The server that bench/http.py measures: the application as `khanton serve` runs it, beside FastAPI alone.

Started as `server.py DATABASE_URL FOLDER PORT`. Whatever lies under /ceiling is answered by a FastAPI
application of its own, with no database and nothing around it, in the same process on the same port.
"""

import asyncio
import datetime
import sys
import threading
from pathlib import Path
from typing import Annotated

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

import uvicorn  # noqa: E402
from fastapi import FastAPI  # noqa: E402
from pydantic import BaseModel, Field  # noqa: E402
from starlette.types import Receive, Scope, Send  # noqa: E402

from api import collecting  # noqa: E402
from api.app import create_app  # noqa: E402
from api.settings import Settings  # noqa: E402

NOW = datetime.datetime(2018, 1, 12, 2, 0, tzinfo=datetime.UTC)
Text = Annotated[str, Field(max_length=10_000)]


class Wanted(BaseModel):
    """The same fields as a step that is wanted of /api/v1."""

    trigger: str = Field(max_length=120)
    expect_version: int | None = Field(default=None, ge=0)
    reason: Text = ""
    evidence: dict[str, str | bool | int] = Field(default_factory=dict)
    justifications: dict[str, str] = Field(default_factory=dict, max_length=50)
    on: datetime.date | None = None
    password: str = Field(default="", max_length=1000)


class Moved(BaseModel):
    """The same fields as the answer."""

    code: str
    trigger: str
    from_state: str
    to_state: str
    version: int
    entry_seq: int
    hash: str
    cascaded: list["Moved"]


bare = FastAPI()


def _moved(code: str, wish: Wanted) -> Moved:
    return Moved(
        code=code,
        trigger=wish.trigger,
        from_state="in_progress",
        to_state="suspended",
        version=(wish.expect_version or 0) + 1,
        entry_seq=1,
        hash="0" * 64,
        cascaded=[],
    )


@bare.post("/ceiling/{code}/advance")
async def on_the_loop(code: str, wish: Wanted) -> Moved:
    """The fastest that the framework answers: no thread either."""
    return _moved(code, wish)


@bare.post("/ceiling/{code}/plain")
def in_a_thread(code: str, wish: Wanted) -> Moved:
    """The same as a plain function, which the framework runs in a thread."""
    return _moved(code, wish)


def both(url: str, folder: Path) -> FastAPI:
    app = create_app(Settings(database_url=url, data_folder=folder), lambda: NOW, sweeps=False)

    async def either(scope: Scope, receive: Receive, send: Send) -> None:
        here = scope["type"] == "http" and scope["path"].startswith("/ceiling/")
        await (bare if here else app)(scope, receive, send)

    return either  # type: ignore[return-value]


def main(url: str, folder: str, port: str) -> None:
    app = both(url, Path(folder))
    collecting.seldom()  # as `khanton serve` does
    server = uvicorn.Server(uvicorn.Config(app, port=int(port), log_level="warning"))
    # Ends with the process that started it, which may have been killed.
    threading.Thread(target=_end_with_input, args=(server,), daemon=True).start()
    asyncio.run(server.serve())


def _end_with_input(server: uvicorn.Server) -> None:
    sys.stdin.read()
    server.should_exit = True


if __name__ == "__main__":
    main(*sys.argv[1:4])
