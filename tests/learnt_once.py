"""What a process learns once in its life, and the tests, with a new application each, would learn each time.

Compiled statements and what every address takes are the same in each of them: the first one's are used.
"""

from typing import Any

from fastapi import routing
from fastapi.routing import APIRoute
from sqlalchemy import Engine, create_engine

from workflow import database

_ENGINES: dict[str, Engine] = {}
_ADDRESSES: dict[tuple[int, str], tuple[APIRoute, Any]] = {}  # the route is held: an id may be given again


def learn_once() -> None:
    """From now on, for this process."""
    database.create_engine = _engine  # type: ignore[attr-defined]
    included = getattr(routing, "_IncludedRouter", None)  # FastAPI before 0.16x copies its routes instead
    if included is not None:
        _remember_addresses(included)


def _engine(url: Any, **options: Any) -> Engine:
    """An engine that knows what the first of its kind has learnt: the server's ways, statements compiled."""
    engine = create_engine(url, query_cache_size=4000, **options)
    first = _ENGINES.get(engine.dialect.name)
    if first is None or first.dialect.server_version_info is None:  # it never reached its server
        _ENGINES[engine.dialect.name] = engine
        return engine
    engine.dialect.initialize = lambda connection: None  # type: ignore[method-assign]  # the server is known
    engine.dialect = engine.pool._dialect = first.dialect
    engine._compiled_cache = first._compiled_cache
    return engine


def _remember_addresses(included: Any) -> None:
    """An application works out what its addresses take at its first request, in a quarter of a second."""
    work_out = included._build_effective_context

    def remembered(self: Any, route: Any) -> Any:
        if not isinstance(route, APIRoute):
            return work_out(self, route)
        key = id(route), self.include_context.prefix
        if key not in _ADDRESSES:
            _ADDRESSES[key] = route, work_out(self, route)
        return _ADDRESSES[key][1]

    included._build_effective_context = remembered
