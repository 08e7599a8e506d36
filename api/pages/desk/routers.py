"""The doors of these pages, in the order in which addresses are tried."""

from typing import Final

from fastapi import APIRouter

from api.pages.desk import board, search, today, views

ROUTERS: Final[tuple[APIRouter, ...]] = (today.router, board.router, views.router, search.router)
