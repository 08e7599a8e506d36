"""The doors of these pages, in the order in which addresses are tried."""

from typing import Final

from fastapi import APIRouter

from api.pages.account import factor, forgotten, own, policy, provider, signing_in

ROUTERS: Final[tuple[APIRouter, ...]] = (
    signing_in.router,
    provider.router,
    forgotten.router,
    own.router,
    factor.router,
    policy.router,
)
