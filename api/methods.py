"""Which methods an address of the JSON door takes, for the answer to one that it does not."""

import functools

from fastapi import FastAPI
from starlette.routing import compile_path

_pattern = functools.cache(compile_path)


def methods_at(app: FastAPI, address: str) -> tuple[str, ...]:
    """What /openapi.json says that `address` takes, such as ("GET", "PUT"); empty where it knows none.

    Starlette's own 405 names the methods of the first route alone, and is 404 where a page stands behind it.
    """
    found = {
        method.upper()
        for pattern, ways in app.openapi()["paths"].items()
        if _pattern(pattern)[0].match(address)
        for method in ways
    }
    return tuple(sorted(found))
