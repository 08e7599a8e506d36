"""How papers and paths as they were look as JSON; dates in the Common Era, moments in UTC."""

import datetime
from collections.abc import Iterable

from pydantic import BaseModel, Field

from api.v1.shapes import Instant, Named, named
from workflow.asof.duties import DutyThen
from workflow.asof.item import ItemThen, ShownThen
from workflow.asof.particulars import Then
from workflow.asof.past import Past
from workflow.asof.paths import PathThen


class PastShown(BaseModel):
    """The question: the day, and the moment by whose knowledge it is answered."""

    on: datetime.date
    known: Instant
    record_begins: Instant = Field(description="The office's first entry; of days before it little is known")


class TextThen(BaseModel):
    """What a particular was; `recorded` is false where no entry tells it, and then the value is null."""

    value: str | None
    recorded: bool


class DutyShown(BaseModel):
    code: str
    turn: int
    owed_by: str
    group: str
    due_on: datetime.date | None = Field(description="Null where it is not recorded what it was then")
    opened_on: datetime.date
    closed_on: datetime.date | None
    outcome: str = Field(description="Empty while owed; done, cancelled or closed")


class EvidenceShown(BaseModel):
    """A fact with its value, or a document with its file's name and SHA-256."""

    code: str
    value: str
    on: datetime.date
    by: str
    entry_seq: int
    sha256: str = ""


class StandingShown(BaseModel):
    """Where the paper stood."""

    state: Named
    version: int
    definition: str
    profile: str
    effective_on: datetime.date
    recorded_at: Instant
    entry_seq: int


class ItemShown(PastShown):
    """A paper; `standing` is null where it was not there on the day, or nothing of it was known."""

    code: str
    kind: str
    opened_on: datetime.date | None = Field(description="Null where nothing of it was known")
    taken_in: bool = Field(description="Taken in under way: what it was before is not recorded")
    standing: StandingShown | None
    title: TextThen
    owner: TextThen
    starts_on: TextThen
    ends_on: TextThen
    fiscal_year: int
    quarter: int | None
    group: str
    school: str
    parent: str
    duties: list[DutyShown]
    facts: list[EvidenceShown]
    documents: list[EvidenceShown]
    corrected_later: list[int] = Field(description="Entries known then that were put right later")


def past_fields(past: Past) -> dict[str, object]:
    """The question's own fields."""
    return {"on": past.on, "known": past.known, "record_begins": past.begins}


def _text(then: Then) -> TextThen:
    value = then.value.isoformat() if isinstance(then.value, datetime.date) else then.value
    return TextThen(value=value, recorded=then.known)


def _duty(each: DutyThen) -> DutyShown:
    names = ("code", "turn", "owed_by", "group", "due_on", "opened_on", "closed_on", "outcome")
    return DutyShown(**{name: getattr(each, name) for name in names})


def _evidence(found: Iterable[ShownThen]) -> list[EvidenceShown]:
    return [
        EvidenceShown(
            code=each.code, value=each.value, on=each.on, by=each.by, entry_seq=each.seq, sha256=each.sha256
        )
        for each in found
    ]


def item_shown(told: ItemThen) -> ItemShown:
    """The paper as JSON."""
    names = ("code", "kind", "opened_on", "fiscal_year", "quarter", "group", "school", "parent")
    texts = ("title", "owner", "starts_on", "ends_on")
    return ItemShown.model_validate(
        {
            **past_fields(told.past),
            **{name: getattr(told, name) for name in names},
            **{name: _text(getattr(told, name)) for name in texts},
            "taken_in": told.opening == "imported",
            "standing": _standing(told),
            "duties": [_duty(each) for each in told.duties],
            "facts": _evidence(told.facts),
            "documents": _evidence(told.documents),
            "corrected_later": list(told.corrected),
        }
    )


def _standing(told: ItemThen) -> StandingShown | None:
    if told.standing is None or told.definition is None:
        return None
    return StandingShown(
        state=named(told.standing.state, told.label),
        version=told.standing.version,
        definition=told.standing.definition_hash,
        profile=told.definition.profile,
        effective_on=told.standing.effective_on,
        recorded_at=told.standing.state_since,
        entry_seq=told.standing.seq,
    )


class PathShown(BaseModel):
    kind: Named
    definition: str = Field(description="SHA-256 of the definition's canonical form")
    profile: str
    since: Instant
    published_by: str


class PathsShown(PastShown):
    definitions: list[PathShown]


def paths_shown(past: Past, found: Iterable[PathThen]) -> PathsShown:
    """The paths as JSON."""
    return PathsShown.model_validate(
        {
            **past_fields(past),
            "definitions": [
                PathShown(
                    kind=named(each.kind, each.definition.label),
                    definition=each.definition_hash,
                    profile=each.definition.profile,
                    since=each.since,
                    published_by=each.published_by,
                )
                for each in found
            ],
        }
    )
