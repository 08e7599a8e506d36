"""How many requests this process has answered and how long they took, for Prometheus."""

from typing import Final

from prometheus_client import CollectorRegistry, Histogram

# A registry of our own: the library's own one is shared by whatever else is loaded.
REGISTRY: Final = CollectorRegistry()
_BOUNDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
_TOOK: Final = Histogram(
    "khanton_request_seconds",
    "Time until a request was answered, by this process",
    ("method", "route", "status"),
    registry=REGISTRY,
    buckets=_BOUNDS,
)


def answered(method: str, route: str, status: int, seconds: float) -> None:
    """Counts one request; `route` is a pattern, so that there are no more of them than addresses we have."""
    _TOOK.labels(method, route, f"{status // 100}xx").observe(seconds)
