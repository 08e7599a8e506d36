"""What load balancers and Prometheus ask: does it answer, do its sweeps run, how much waits."""

import datetime
import hmac
from collections.abc import Iterator

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.responses import JSONResponse
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, col, select

from api import measured
from api.dependencies import moment_of, settings_of
from notifications import health
from notifications.models import SweepRun
from workflow.database import Database
from workflow.models import Office
from workflow.moments import bangkok_date

router = APIRouter(include_in_schema=False)
TEXT = "text/plain; version=1.0.0; charset=utf-8"


def mount(app: FastAPI) -> None:
    """Adds the addresses, which nobody signs in to."""
    app.include_router(router)


@router.get("/health/live")
def live(request: Request) -> JSONResponse:
    """200 where the program and its database answer."""
    database: Database = request.app.state.database
    try:
        with database.read() as session:
            session.execute(text("SELECT 1"))
    except _faults(database):
        return JSONResponse({"status": "no database"}, 503)
    return JSONResponse({"status": "ok"})


@router.get("/health/ready")
def ready(request: Request) -> JSONResponse:
    """200 where every sweep has looked lately; else 503 with the names of those that have not."""
    database: Database = request.app.state.database
    try:
        with database.read() as session:
            found = health.sweeps(session, moment_of(request))
    except _faults(database):
        return JSONResponse({"status": "no database"}, 503)
    alarms = {each.name: each.alarm for each in found if each.alarm}
    return JSONResponse({"status": "alarm" if alarms else "ok", "alarms": alarms}, 503 if alarms else 200)


def _faults(database: Database) -> tuple[type[Exception], ...]:
    """What is raised where the database cannot be reached; the driver's own while connecting."""
    driver: type[Exception] = database.engine.dialect.loaded_dbapi.Error
    return SQLAlchemyError, driver


@router.get("/metrics")
def metrics(request: Request) -> Response:
    """Prometheus's text, for whoever brings KHANTON_METRICS_TOKEN; nothing is here without one."""
    token = settings_of(request).metrics_token
    if not token:
        return Response(status_code=404)
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if scheme.casefold() != "bearer" or not hmac.compare_digest(given.strip().encode(), token.encode()):
        return Response(status_code=401, headers={"WWW-Authenticate": "Bearer"})
    database: Database = request.app.state.database
    with database.read() as session:
        registry = CollectorRegistry()
        registry.register(_Scrape(session, moment_of(request)))
        shared = generate_latest(registry)
    # How many requests were answered is each process's own figure; all others are the same everywhere.
    return Response(shared + generate_latest(measured.REGISTRY), media_type=TEXT)


class _Scrape:
    """Reads every figure from the database at the moment of the scrape: several servers tell the same."""

    def __init__(self, session: Session, now: datetime.datetime) -> None:
        self._session, self._now = session, now

    def describe(self) -> Iterator[Metric]:
        yield from ()

    def collect(self) -> Iterator[Metric]:
        yield from self._sweeps()
        yield from self._outbox()
        yield from self._messages()
        still, late = health.obligations(self._session, bangkok_date(self._now))
        yield GaugeMetricFamily("khanton_obligations_open", "Things owed and not settled", still)
        yield GaugeMetricFamily("khanton_obligations_late", "Of these, past their due date", late)

    def _sweeps(self) -> Iterator[Metric]:
        looked = GaugeMetricFamily(
            "khanton_sweep_last_look_timestamp_seconds", "When the sweep last looked", labels=["sweep"]
        )
        failed = GaugeMetricFamily("khanton_sweep_failures", "1 where its last look failed", labels=["sweep"])
        for run in self._session.exec(select(SweepRun).order_by(col(SweepRun.name))):
            looked.add_metric([run.name], run.looked_at.timestamp())
            failed.add_metric([run.name], float(bool(run.trouble)))
        alarm = GaugeMetricFamily(
            "khanton_sweep_alarm", "1 where the health page shows an alarm", labels=["sweep"]
        )
        for each in health.sweeps(self._session, self._now):
            alarm.add_metric([each.name], float(bool(each.alarm)))
        yield from (looked, failed, alarm)

    def _outbox(self) -> Iterator[Metric]:
        waiting = health.outbox(self._session)
        age = (self._now - waiting.oldest).total_seconds() if waiting.oldest else 0.0
        yield GaugeMetricFamily(
            "khanton_outbox_waiting", "Steps whose notices are not written yet", waiting.count
        )
        yield GaugeMetricFamily("khanton_outbox_oldest_seconds", "Age of the oldest of them", max(age, 0.0))

    def _messages(self) -> Iterator[Metric]:
        counted = GaugeMetricFamily(
            "khanton_messages", "Messages by channel and state", labels=["channel", "state"]
        )
        for channel, state, count in health.messages(self._session):
            counted.add_metric([channel, state], count)
        resting = GaugeMetricFamily(
            "khanton_channel_paused", "1 while a channel rests", labels=["office", "channel"]
        )
        offices = {office.id: office.code for office in self._session.exec(select(Office))}
        for each in health.paused(self._session, self._now):
            resting.add_metric([offices[each.office_id], each.channel], 1)
        yield from (counted, resting)
