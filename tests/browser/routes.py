"""The addresses of an application, as it tells them itself."""

from pathlib import Path

from fastapi import FastAPI
from fastapi.routing import APIRoute, iter_route_contexts
from pages import FILES, NO_PAGES

from api.app import create_app
from api.settings import Settings

PAGES = "api.pages"


def application(folder: Path) -> FastAPI:
    """One that nobody opens: it is only asked for its routes."""
    return create_app(
        Settings(database_url=f"sqlite:///{folder / 'none.db'}", data_folder=folder), sweeps=False
    )


def page_routes(app: FastAPI) -> list[str]:
    """Every address that answers a page when it is opened."""
    found = []
    for context in iter_route_contexts(app.routes):
        route = context.original_route
        if not isinstance(route, APIRoute) or "GET" not in route.methods:
            continue
        if not route.endpoint.__module__.startswith(PAGES) or route.path.endswith(FILES):
            continue
        if route.path not in NO_PAGES:
            found.append(route.path)
    return found
