"""Reads the mapping by which a log becomes a history: its kind, its columns, what each activity means."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from states.catalogue import catalogue, parse
from states.load import read_yaml, read_yaml_file
from states.source import shipped_kinds
from workflow.arriving.times import Clock
from workflow.errors import BadInput

LARGEST: Final = 2**20  # bytes
_KIND: Final = re.compile(r"^[a-z][a-z0-9_]{0,39}$")
Text = Annotated[str, Field(min_length=1, max_length=300)]
Check = Literal["roles", "separation", "reason", "documents", "guards"]
CHECKS: Final[tuple[Check, ...]] = ("roles", "separation", "reason", "documents", "guards")


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Columns(_Part):
    """The headings of a CSV file; the defaults are those that process mining tools write."""

    case: Text = "case:concept:name"
    activity: Text = "concept:name"
    time: Text = "time:timestamp"
    resource: Text = "org:resource"


class Times(_Part):
    """How times without an offset are meant, and a pattern of strptime where they are not ISO 8601."""

    zone: Text = "Asia/Bangkok"
    written: Annotated[str, Field(max_length=80)] = ""


class Given(_Part):
    """The definition to hold the log against: one of this program's by kind, or a file beside the mapping."""

    kind: Text | None = None
    file: Text | None = None
    profile: Text = "modern_default"


class Meaning(_Part):
    """What an activity is: a trigger, with what is known to have been given each time it was done."""

    trigger: Text
    reason: Annotated[str, Field(max_length=2000)] = ""
    facts: Mapping[str, Text] = Field(default_factory=dict)
    documents: tuple[Text, ...] = ()
    justifications: Mapping[str, Text] = Field(default_factory=dict)

    @field_validator("facts")
    @classmethod
    def _known_facts(cls, facts: Mapping[str, str]) -> Mapping[str, str]:
        for name in facts:
            if catalogue().fact_kind(name) is None and name not in catalogue().documents:
                raise ValueError(f"unknown fact {name}")
        return facts

    @field_validator("documents")
    @classmethod
    def _known_documents(cls, codes: tuple[str, ...]) -> tuple[str, ...]:
        for code in codes:
            if code not in catalogue().documents:
                raise ValueError(f"unknown document {code}")
        return codes


class Written(_Part):
    """A mapping as it is written in its file.

    `nobody` are resources that name no single person; `role` and `reason_from` are attributes of an event,
    `title` and `amount` of a case or of its first event.
    """

    kind: Text = ""
    th: Annotated[str, Field(max_length=200)] = ""
    en: Annotated[str, Field(max_length=200)] = ""
    columns: Columns = Field(default_factory=Columns)
    times: Times = Field(default_factory=Times)
    definition: Given | None = None
    activities: Mapping[Text, Meaning] = Field(default_factory=dict)
    role: Text = "org:role"
    roles: Mapping[Text, Text] = Field(default_factory=dict)
    people: Mapping[Text, Text] = Field(default_factory=dict)
    nobody: tuple[str, ...] = ()
    reason_from: str = ""
    title: str = ""
    amount: str = ""
    code_prefix: Annotated[str, Field(max_length=16)] = ""
    check: tuple[Check, ...] = CHECKS

    @field_validator("activities", mode="before")
    @classmethod
    def _triggers_alone(cls, activities: Any) -> Any:
        """`Submit: submit` is short for `Submit: {trigger: submit}`."""
        if not isinstance(activities, dict):
            return activities
        return {
            name: {"trigger": said} if isinstance(said, str) else said for name, said in activities.items()
        }

    @field_validator("roles")
    @classmethod
    def _known_roles(cls, roles: Mapping[str, str]) -> Mapping[str, str]:
        for role in roles.values():
            if role not in catalogue().roles:
                raise ValueError(f"unknown role {role}")
        return roles

    @property
    def clock(self) -> Clock:
        return Clock(self.times.zone, self.times.written)

    def meaning(self, activity: str) -> Meaning | None:
        """What the activity was said to be; None where nothing was said."""
        return self.activities.get(activity)

    def named(self, kind: str) -> "Written":
        """The mapping for a kind: told beside it, or its own. Raises BadInput: kind empty, shape, taken."""
        wanted = kind or self.kind
        if not wanted:
            raise BadInput("kind", "empty")
        if not _KIND.match(wanted):
            raise BadInput("kind", "shape", wanted[:80])
        if wanted in shipped_kinds():
            raise BadInput("kind", "log_kind_taken", wanted)
        return self.model_copy(update={"kind": wanted})


def read_mapping(path: Path) -> tuple[Written, str]:
    """The mapping in a file, and its text as it will be kept. Raises states.load.Unreadable, BadInput."""
    try:
        if path.stat().st_size > LARGEST:
            raise BadInput("file", "log_too_large", path.name)
    except OSError:
        pass  # the reader says so
    raw = read_yaml_file(path)
    return parse(Written, raw, path.name), path.read_text(encoding="utf-8")


def kept_mapping(text: str) -> Written:
    """The mapping that was kept with a file."""
    raw: Any = read_yaml(text) if text else {}
    return parse(Written, raw, "mapping")
