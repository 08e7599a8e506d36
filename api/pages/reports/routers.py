"""The doors of these pages, in the order in which addresses are tried."""

from typing import Final

from fastapi import APIRouter

from api.pages.reports import annual, expenditure, project, quarter, quarter_forms, survey

ROUTERS: Final[tuple[APIRouter, ...]] = (
    quarter.router,
    quarter_forms.router,
    project.router,
    annual.router,
    expenditure.router,
    survey.router,
)
