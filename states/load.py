"""Reads the office's YAML files strictly: what YAML would quietly change is refused instead."""

import datetime
from collections.abc import Hashable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml


@dataclass
class Unreadable(ValueError):
    """A file that cannot be read as meant. `problem` is one of the codes below; `detail` the fact.

    not_yaml, duplicate_key, yes_no_key, date_value, missing, shape.
    """

    path: str
    line: int
    problem: str
    detail: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.problem}: {self.detail}"


# PyYAML's wheels carry libyaml, which reads the same language seven times faster.
_SafeLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _StrictLoader(_SafeLoader):  # type: ignore[misc]  # either of two classes
    """PyYAML's safe loader, refusing the three traps that change meaning without a word."""

    path = "<text>"

    def refuse(self, node: yaml.Node, problem: str, detail: str) -> Unreadable:
        return Unreadable(self.path, node.start_mark.line + 1, problem, detail)


def _mapping(loader: _StrictLoader, node: yaml.MappingNode) -> dict[Hashable, Any]:
    found: dict[Hashable, Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if isinstance(key, bool):  # `on:`, `no:` and `yes:` become True and False
            raise loader.refuse(key_node, "yes_no_key", key_node.value)
        if not isinstance(key, Hashable):
            raise loader.refuse(key_node, "shape", "key")
        if key in found:  # YAML lets the last one win
            raise loader.refuse(key_node, "duplicate_key", str(key))
        found[key] = loader.construct_object(value_node, deep=True)
    return found


def _no_dates(loader: _StrictLoader, node: yaml.ScalarNode) -> datetime.date:
    # 2567-10-01 without quotes becomes the year 2567 of the common era.
    raise loader.refuse(node, "date_value", str(node.value))


_StrictLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)
_StrictLoader.add_constructor("tag:yaml.org,2002:timestamp", _no_dates)


def read_yaml(text: str, path: str = "<text>") -> Any:
    """The plain Python value of `text`; raises Unreadable with the line."""
    loader = _StrictLoader(text)
    loader.path = path
    try:
        return loader.get_single_data()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        detail = getattr(error, "problem", None) or str(error)
        raise Unreadable(path, mark.line + 1 if mark else 0, "not_yaml", str(detail)) from error
    finally:
        loader.dispose()


def read_yaml_file(path: Path) -> Any:
    """The value of a UTF-8 YAML file; raises Unreadable (also where the file is missing or not UTF-8)."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Unreadable(str(path), 0, "missing", str(error)) from error
    return read_yaml(text, str(path))
