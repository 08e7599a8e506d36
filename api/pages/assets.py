"""What pages bring along: one sheet put together from its parts, scripts and fonts, each named by content."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Final

from fastapi import FastAPI, Request, Response
from fastapi.staticfiles import StaticFiles
from starlette.types import Scope

from papers.outputs.html import stylesheet

_HERE: Final = Path(__file__).parent
_STATIC: Final = _HERE / "static"
_DAY: Final = "public, max-age=86400"
_FOR_GOOD: Final = "public, max-age=31536000, immutable"  # whatever changes is asked for by another address


@cache
def sheet() -> str:
    """The look of every page: the files of `style/` one after another, by name."""
    return "\n".join(part.read_text(encoding="utf-8") for part in sorted((_HERE / "style").glob("*.css")))


@cache
def address(name: str) -> str:
    """Where `name`, such as `js/khanton.js`, is fetched; the address changes with the content."""
    content = sheet().encode() if name == "khanton.css" else (_STATIC / name).read_bytes()
    return f"/static/{name}?v={hashlib.sha256(content).hexdigest()[:12]}"


class _Files(StaticFiles):
    """Scripts, fonts and the icon, kept by browsers."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        answer = await super().get_response(path, scope)
        answer.headers["Cache-Control"] = _FOR_GOOD if scope["query_string"] else _DAY
        return answer


def _pages_sheet(request: Request) -> Response:
    kept = _FOR_GOOD if request.url.query else _DAY
    return Response(sheet(), media_type="text/css", headers={"Cache-Control": kept})


def _papers_sheet() -> Response:
    """The look of official papers, which pages that show one link beside their own."""
    return Response(stylesheet(), media_type="text/css", headers={"Cache-Control": _DAY})


def mount(app: FastAPI) -> None:
    """Adds everything under /static."""
    app.add_api_route("/static/khanton.css", _pages_sheet, include_in_schema=False)
    app.add_api_route("/static/paper.css", _papers_sheet, include_in_schema=False)
    app.mount("/static", _Files(directory=_STATIC), name="static")
