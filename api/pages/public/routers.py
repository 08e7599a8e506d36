"""The doors of these pages, in the order in which addresses are tried."""

from typing import Final

from fastapi import APIRouter

from api.pages.public import doors, feeds, settings

ROUTERS: Final[tuple[APIRouter, ...]] = (feeds.router, doors.router, settings.router)
