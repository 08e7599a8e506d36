"""The versions of an office's paths: what is in force since when, by whom, and publishing the next."""

import datetime
from dataclasses import dataclass
from typing import Final

from sqlmodel import Session, col, select

from states.canonical import content_hash
from states.model import Definition
from workflow import definitions
from workflow.changes import SETTERS, Hand, authority
from workflow.errors import BadInput
from workflow.facts import LONGEST_REASON, limited
from workflow.models import Entry, OfficeDefinition, Person

PUBLISHERS: Final = (*SETTERS, "plan_director")


@dataclass(frozen=True, slots=True)
class Version:
    """One publishing of a kind's path; `number` counts from 1, `until` is empty for the one in force."""

    number: int
    kind: str
    hash: str
    since: datetime.datetime
    until: datetime.datetime | None
    publisher: str
    reason: str = ""


def versions(session: Session, office_id: int, at: datetime.datetime, kind: str = "") -> list[Version]:
    """Everything published in the office until `at`, by kind and oldest first; of one kind where named.

    In two statements, however much was published.
    """
    query = (
        select(OfficeDefinition, Person.name_th)
        .join(Person, col(Person.id) == col(OfficeDefinition.published_by))
        .where(OfficeDefinition.office_id == office_id, OfficeDefinition.valid_from <= at)
        .order_by(OfficeDefinition.kind, col(OfficeDefinition.valid_from), col(OfficeDefinition.id))
    )
    if kind:
        query = query.where(OfficeDefinition.kind == kind)
    rows = session.exec(query).all()
    reasons = _reasons(session, office_id)
    found: list[Version] = []
    for place, (row, name) in enumerate(rows):
        after = rows[place + 1][0] if place + 1 < len(rows) else None
        until = after.valid_from if after is not None and after.kind == row.kind else None
        number = 1 if not found or found[-1].kind != row.kind else found[-1].number + 1
        reason = reasons.get((row.kind, row.definition_hash, row.valid_from), "")
        found.append(Version(number, row.kind, row.definition_hash, row.valid_from, until, name, reason))
    return found


def _reasons(session: Session, office_id: int) -> dict[tuple[str, str, datetime.datetime], str]:
    rows = session.exec(
        select(Entry.subject, Entry.definition_hash, Entry.at, Entry.reason).where(
            Entry.office_id == office_id, Entry.kind == "definition", Entry.reason != ""
        )
    )
    return {(subject.partition(":")[2], name, at): reason for subject, name, at, reason in rows}


def publish_for(session: Session, office_id: int, definition: Definition, hand: Hand, *, reason: str) -> str:
    """Publishes a path on somebody's own authority and for a reason; its hash.

    Raises NotAllowed, BadInput (no reason, or nothing differs from what is in force), TooLong,
    DefinitionRefused.
    """
    by = authority(session, office_id, hand, PUBLISHERS)
    why = limited("reason", reason, LONGEST_REASON).strip()
    if not why:
        raise BadInput("reason", "empty")
    now = definitions.in_force(session, office_id, definition.kind, hand.at)
    if now == content_hash(definition):
        raise BadInput("definition", "unchanged", now[:12])
    return definitions.publish(
        session, office_id, definition, by=hand.by, at=hand.at, reason=why, authority=by
    )
