"""The doors of these pages, in the order in which addresses are tried."""

from typing import Final

from fastapi import APIRouter

from api.pages.definitions import kind, listing, moving, route, staffing, upload

ROUTERS: Final[tuple[APIRouter, ...]] = (
    listing.router,
    upload.router,
    staffing.router,
    route.router,
    moving.router,
    kind.router,
)
