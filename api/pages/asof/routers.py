"""The doors of these pages, in the order in which addresses are tried."""

from typing import Final

from fastapi import APIRouter

from api.pages.asof import doors

ROUTERS: Final[tuple[APIRouter, ...]] = (doors.router,)
