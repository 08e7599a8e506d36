"""One way to write a definition as bytes, so that its SHA-256 names it for ever."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from states.model import (
    Cascade,
    Definition,
    Duty,
    Ending,
    GuardUse,
    Label,
    RouteStep,
    State,
    Strength,
    Transition,
)


def canonical_json(definition: Definition) -> str:
    """Sorted keys, no spaces, UTF-8: the same definition is the same text on every machine."""
    return json.dumps(asdict(definition), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def content_hash(definition: Definition) -> str:
    """The SHA-256 of the canonical JSON, 64 hexadecimal digits."""
    return hashlib.sha256(canonical_json(definition).encode()).hexdigest()


def from_canonical(text: str) -> Definition:
    """The definition that `canonical_json` wrote."""
    raw = json.loads(text)
    return Definition(
        kind=raw["kind"],
        profile=raw["profile"],
        label=Label(**raw["label"]),
        initial=raw["initial"],
        states=tuple(_state(each) for each in raw["states"]),
        transitions=tuple(_transition(each) for each in raw["transitions"]),
        route=tuple(RouteStep(**each) for each in raw["route"]),
        duties=tuple(_duty(each) for each in raw["duties"]),
        opening_duties=tuple(raw["opening_duties"]),
        separations=tuple(tuple(group) for group in raw["separations"]),
        must_pass=tuple(raw["must_pass"]),
        settings=raw["settings"],
    )


def _state(raw: Mapping[str, Any]) -> State:
    return State(raw["name"], Label(**raw["label"]), Ending(raw["ending"]), raw["body"])


def _duty(raw: Mapping[str, Any]) -> Duty:
    # What was published before there were ladders has none of the later fields.
    ladder, each = raw.get("ladder", "standard"), raw.get("each", "")
    return Duty(raw["code"], Label(**raw["label"]), raw["rule"], raw["owed_by"], ladder, each)


def _transition(raw: Mapping[str, Any]) -> Transition:
    lists = (
        "sources",
        "by",
        "documents",
        "notices",
        "opens",
        "settles",
        "settles_on_parent",
        "sources_cited",
    )
    return Transition(
        trigger=raw["trigger"],
        label=Label(**raw["label"]),
        target=raw["target"],
        guards=tuple(GuardUse(use["name"], Strength(use["strength"])) for use in raw["guards"]),
        cascades=tuple(
            Cascade(each["kind"], tuple(each["from_states"]), each["trigger"]) for each in raw["cascades"]
        ),
        send_back=raw["send_back"],
        rework=raw["rework"],
        **{name: tuple(raw[name]) for name in lists},
    )
