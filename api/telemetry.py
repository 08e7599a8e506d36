"""Traces for OpenTelemetry, where an installation wants them: off unless it names a collector.

Spans carry patterns of addresses, never addresses, texts or people.
"""

import importlib
from collections.abc import Mapping
from typing import Any, Final

from fastapi import FastAPI
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.logs import METHODS
from api.routes import pattern_of
from workflow.errors import BadInput

COLLECTOR: Final = "OTEL_EXPORTER_OTLP_ENDPOINT"
_PACKAGES: Final = ("opentelemetry.sdk.trace", "opentelemetry.exporter.otlp.proto.http.trace_exporter")


def wanted(environment: Mapping[str, str]) -> bool:
    """Whether the installation names a collector; raises BadInput where the packages for it are missing."""
    if not environment.get(COLLECTOR, "").strip():
        return False
    for name in _PACKAGES:
        try:
            importlib.import_module(name)
        except ImportError as error:
            raise BadInput(COLLECTOR, "no_package", "pip install '.[telemetry]'") from error
    return True


def tracer_of(environment: Mapping[str, str]) -> Any | None:
    """What spans are made with; None where no collector is named."""
    if not wanted(environment):
        return None
    trace, exporter = (importlib.import_module(name) for name in _PACKAGES)
    export = importlib.import_module("opentelemetry.sdk.trace.export")
    resources = importlib.import_module("opentelemetry.sdk.resources")
    made = trace.TracerProvider(resource=resources.Resource.create({"service.name": "khanton"}))
    made.add_span_processor(export.BatchSpanProcessor(exporter.OTLPSpanExporter()))
    return made.get_tracer("khanton")


def mount(app: FastAPI, tracer: Any | None) -> None:
    """Spans for requests; nothing at all without a tracer."""
    if tracer is not None:
        app.add_middleware(Traced, tracer=tracer)


class Traced:
    """One span for each request, named by its method and pattern once that is known."""

    def __init__(self, app: ASGIApp, tracer: Any) -> None:
        self.app, self.tracer = app, tracer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        status = 500

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        # An exception's text may hold a row of the database, so it is not recorded.
        with self.tracer.start_as_current_span(
            "request", record_exception=False, set_status_on_exception=False
        ) as span:
            try:
                await self.app(scope, receive, noted)
            finally:
                self._name(span, scope, status)

    @staticmethod
    def _name(span: Any, scope: Scope, status: int) -> None:
        method = scope["method"] if scope["method"] in METHODS else "OTHER"
        route = pattern_of(scope)
        span.update_name(f"{method} {route}")
        span.set_attribute("http.request.method", method)
        span.set_attribute("http.route", route)
        span.set_attribute("http.response.status_code", status)
