"""The doors of these pages, in the order in which addresses are tried."""

from typing import Final

from fastapi import APIRouter

from api.pages.schools import listing, opening, page

ROUTERS: Final[tuple[APIRouter, ...]] = (listing.router, opening.router, page.router)
