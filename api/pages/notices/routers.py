"""The doors of these pages, in the order in which addresses are tried."""

from typing import Final

from fastapi import APIRouter

from api.pages.notices import inbox, settings

ROUTERS: Final[tuple[APIRouter, ...]] = (
    settings.router,
    inbox.router,
)
