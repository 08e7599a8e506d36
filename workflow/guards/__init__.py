"""The conditions of every step, one small function each; every module of this package is a family of them."""

import importlib
import pkgutil

from workflow.guards.registry import GUARDS, ask

for _family in pkgutil.iter_modules(__path__):
    importlib.import_module(f"{__name__}.{_family.name}")

__all__ = ["GUARDS", "ask"]
