"""Puts the application together: the one function that knows every concrete part."""

import datetime
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware

from api import calendar_feed, logs, operations, pages, problems, protection, seen, telemetry, v1
from api.attempts import PER_ADDRESS, Attempts, SecondSteps
from api.clock import Clock, now
from api.dependencies import Turns
from api.settings import Settings
from notifications import schedule
from notifications.channels import settings as channel_settings
from workflow.accounts.vault import Vault
from workflow.database import Database

TITLE = "Khanton (ขั้นตอน)"


def create_app(
    settings: Settings, clock: Clock = now, *, sweeps: bool = True, tracer: Any | None = None
) -> FastAPI:
    """The application for one database, with the pages, and the JSON answers under /api/v1.

    Expects the tables to be there (`workflow.schema.upgrade`). The database is closed with the application.
    Without `sweeps` the schedules are left to `khanton work`. `tracer` makes spans (see `api.telemetry`).
    """
    database = Database(settings.database_url)
    channels = channel_settings.opened(settings.channels())
    work = schedule.Work(database, clock, channels.for_office, settings.public_url, outside=settings.outside)

    @asynccontextmanager
    async def running(_app: FastAPI) -> AsyncIterator[None]:
        scheduler = schedule.start(work) if sweeps else None
        yield
        if scheduler is not None:
            scheduler.shutdown()
        channels.close()
        database.dispose()

    # The interactive documentation loads its script from elsewhere; openapi.json stays.
    app = FastAPI(
        title=TITLE, version="1", description=v1.DESCRIPTION, docs_url=None, redoc_url=None, lifespan=running
    )
    app.state.database = database
    app.state.settings = settings
    app.state.clock = clock
    app.state.attempts = Attempts()
    app.state.second_steps = SecondSteps()
    # At one-time codes, by anybody: they name no account, and so only the address is bounded.
    app.state.codes = Attempts(per_account=PER_ADDRESS)
    app.state.mailings = Attempts(window=datetime.timedelta(hours=1), per_account=3)
    app.state.vault = Vault(settings.data_folder)
    app.state.looks = Attempts()  # at codes printed on papers, by anybody
    app.state.turns = Turns()
    app.state.channels = channels
    problems.mount(app)
    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=6)
    protection.mount(app, settings)
    seen.mount(app)
    telemetry.mount(app, tracer)
    logs.mount(app)
    v1.mount(app)
    operations.mount(app)
    calendar_feed.mount(app)
    pages.mount(app)
    return app
