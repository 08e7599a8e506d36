"""The doors of these pages, in the order in which addresses are tried."""

from typing import Final

from fastapi import APIRouter

from api.pages import drafts
from api.pages.proposals import listing, new, page, report, section

ROUTERS: Final[tuple[APIRouter, ...]] = (
    drafts.router,
    listing.router,
    new.router,
    page.router,
    section.router,
    report.router,
)
