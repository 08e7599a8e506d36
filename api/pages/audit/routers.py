"""The doors of these pages, in the order in which addresses are tried."""

from typing import Final

from fastapi import APIRouter

from api.pages.audit import doors, downloads

ROUTERS: Final[tuple[APIRouter, ...]] = (downloads.router, doors.router)
