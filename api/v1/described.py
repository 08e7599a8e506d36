"""OpenAPI of every JSON address: how to sign in, the shape of a refusal, and what any address may refuse."""

from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.problems import RESPONSES, Problem

_SIGNED_IN: Final[list[dict[str, list[str]]]] = [{"bearer": []}, {"cookie": []}]
# By operation: nobody has to sign in here, and who has not signed in may sign out as well.
_OPEN: Final[dict[str, list[dict[str, list[str]]]]] = {
    "POST /api/v1/sign-in": [],
    "POST /api/v1/sign-in/second-factor": [],
    "GET /api/v1/verify/{code}": [],
    "POST /api/v1/sign-out": [*_SIGNED_IN, {}],
}
_WRITES: Final = frozenset({"post", "put", "delete"})


def described(app: FastAPI) -> dict[str, Any]:
    """The document as /openapi.json gives it, made once."""
    if app.openapi_schema is None:
        schema = get_openapi(
            title=app.title, version=app.version, description=app.description, routes=app.routes
        )
        parts = schema.setdefault("components", {})
        parts["securitySchemes"] = {
            "bearer": {"type": "http", "scheme": "bearer"},
            "cookie": {"type": "apiKey", "in": "cookie", "name": "khanton_session"},
        }
        shape = Problem.model_json_schema(ref_template="#/components/schemas/{model}", mode="serialization")
        parts.setdefault("schemas", {}).update(shape.pop("$defs", {}) | {"Problem": shape})
        for address, ways in schema.get("paths", {}).items():
            for method, way in ways.items():
                way["security"] = _OPEN.get(f"{method.upper()} {address}", _SIGNED_IN)
                _add_refusals(method, way)
        app.openapi_schema = schema
    return app.openapi_schema


def _add_refusals(method: str, way: dict[str, Any]) -> None:
    """What stands before and around every handler: the door, the reader of bodies, the database, the disk."""
    answers = way["responses"]
    anywhere = {422, 503}
    if method in _WRITES:
        anywhere |= {403, 507}  # an order from another site's page; no room to write it down
    if "requestBody" in way:
        anywhere |= {400, 413}
    for status in anywhere:
        answers.setdefault(str(status), RESPONSES[status])
    way["responses"] = dict(sorted(answers.items()))
