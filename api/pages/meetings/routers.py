"""The doors of these pages, in the order in which addresses are tried."""

from typing import Final

from fastapi import APIRouter

from api.pages.meetings import bodies, closing, doors, entry, listing, many, outside, planning

ROUTERS: Final[tuple[APIRouter, ...]] = (
    listing.router,
    planning.router,
    outside.router,
    bodies.router,
    entry.router,
    many.router,
    closing.router,
    doors.router,
)
