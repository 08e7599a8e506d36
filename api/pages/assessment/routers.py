"""The doors of these pages, in the order in which addresses are tried."""

from typing import Final

from fastapi import APIRouter

from api.pages.assessment import standards

ROUTERS: Final[tuple[APIRouter, ...]] = (standards.router,)
