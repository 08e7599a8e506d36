"""By what a request is known where nobody's name may stand: the pattern of its address, not the address."""

from starlette.requests import Request
from starlette.types import Scope


def pattern_of(scope: Scope) -> str:
    """`/settings/people/{username}`; what no route answers is `unmatched`."""
    route = scope.get("route")
    found: str = getattr(route, "path", "") or "unmatched"
    return found


def told(request: Request) -> str:
    """Method and pattern, as logs say it."""
    return f"{request.method} {pattern_of(request.scope)}"
