"""The doors of these pages, in the order in which addresses are tried."""

from typing import Final

from fastapi import APIRouter

from api.pages.history_export import doors

ROUTERS: Final[tuple[APIRouter, ...]] = (doors.router,)
