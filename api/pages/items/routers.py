"""The doors of these pages, in the order in which addresses are tried."""

from typing import Final

from fastapi import APIRouter

from api.pages.items import checkpoints, doors, exports, listing, record, talk_doors

ROUTERS: Final[tuple[APIRouter, ...]] = (
    listing.router,
    exports.router,
    doors.router,
    record.router,
    checkpoints.router,
    talk_doors.router,
)
