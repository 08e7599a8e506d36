"""The doors of these pages, in the order in which addresses are tried."""

from typing import Final

from fastapi import APIRouter

from api.pages.development import edit, new, page

ROUTERS: Final[tuple[APIRouter, ...]] = (new.router, edit.router, page.router)
