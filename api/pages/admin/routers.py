"""The doors of these pages, in the order in which addresses are tried."""

from typing import Final

from fastapi import APIRouter

from api.pages.admin import (
    bodies,
    body,
    channels,
    code,
    health,
    index,
    ladders,
    order_new,
    orders,
    people,
    people_import,
    person,
    post,
    posts,
    retention,
    school,
    structure,
)

ROUTERS: Final[tuple[APIRouter, ...]] = (
    index.router,
    health.router,
    people.router,
    people_import.router,
    code.router,
    person.router,
    posts.router,
    post.router,
    order_new.router,
    orders.router,
    bodies.router,
    body.router,
    structure.router,
    school.router,
    channels.router,
    ladders.router,
    retention.router,
)
