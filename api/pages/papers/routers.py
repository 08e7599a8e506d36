"""The doors of these pages, in the order in which addresses are tried."""

from typing import Final

from fastapi import APIRouter

from api.pages.papers import content, desk, doors, edit, files, letterhead, new, registers, templates, verify

ROUTERS: Final[tuple[APIRouter, ...]] = (
    doors.router,
    registers.router,
    files.router,
    new.router,
    desk.router,
    edit.router,
    content.router,
    letterhead.router,
    templates.router,
    verify.router,
)
