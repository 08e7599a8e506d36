"""What is sent to an address, so that what refuses it is who sends it, and not what is missing in it."""

from typing import Any

from access_table import Row
from fastapi import FastAPI
from probing import Route
from things import OWN, Things


def body_of(row: Row, route: Route, app: FastAPI, things: Things, names: dict[str, Any]) -> Any:
    """The row's own body; else one with everything that the address says it needs, and nothing more."""
    if route.safe:
        return None
    if row.body is not None:
        return _filled(row.body, things, names)
    if not route.json:
        return {"-": "-"}
    return _needed(app).get(route.key, {})


def named(row: Row, things: Things) -> dict[str, Any]:
    """What the address is filled with, where it names no thing of its own."""
    return {name: _filled(value, things, {}) for name, value in row.names.items()}


def _filled(value: Any, things: Things, names: dict[str, Any]) -> Any:
    """With `=project.code` the code of one's own project put in, and with `=line` what the address names."""
    if isinstance(value, dict):
        return {key: _filled(each, things, names) for key, each in value.items()}
    if isinstance(value, list):
        return [_filled(each, things, names) for each in value]
    if isinstance(value, str) and value.startswith("="):
        thing, _, name = value[1:].rpartition(".")
        return things.names(thing, OWN)[name] if thing else names[name]
    return value


_KEPT: dict[int, dict[str, Any]] = {}


def _needed(app: FastAPI) -> dict[str, Any]:
    """A smallest body of every JSON address, made from the application's own description."""
    if id(app) not in _KEPT:
        described = app.openapi()
        _KEPT[id(app)] = {
            f"{method.upper()} {path}": _made(content["application/json"]["schema"], described)
            for path, ways in described["paths"].items()
            for method, way in ways.items()
            if "application/json" in (content := way.get("requestBody", {}).get("content", {}))
        }
    return _KEPT[id(app)]


def _made(schema: dict[str, Any], described: dict[str, Any], name: str = "") -> Any:
    if "$ref" in schema:
        return _made(described["components"]["schemas"][schema["$ref"].rpartition("/")[2]], described, name)
    if "anyOf" in schema:
        return _made(schema["anyOf"][0], described, name)
    if "enum" in schema or "const" in schema:
        return schema.get("const") or schema["enum"][0]
    kind = schema.get("type")
    if kind == "object":
        needed = schema.get("required", [])
        return {key: _made(schema["properties"][key], described, key) for key in needed}
    if kind == "array":
        return [_made(schema["items"], described)] if schema.get("minItems") else []
    if kind == "boolean":
        return True
    if kind in ("integer", "number"):
        return max(1, schema.get("minimum", 1))
    if schema.get("format") == "date":
        return "2018-01-12"
    return "1.00" if "amount" in name else "x" * max(1, schema.get("minLength", 1))
