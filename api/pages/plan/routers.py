"""The doors of these pages, in the order in which addresses are tried."""

from typing import Final

from fastapi import APIRouter

from api.pages.plan import amendment_editor, amendments, edit_doors, figures, goals, money, page

ROUTERS: Final[tuple[APIRouter, ...]] = (
    *(money.router, edit_doors.router, page.router),
    *(amendments.router, amendment_editor.router),
    *(figures.router, goals.router),
)
