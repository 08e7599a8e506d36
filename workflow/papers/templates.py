"""An office's own texts for the templates of its papers; every version is kept."""

import hashlib
from functools import cache
from typing import Final

from sqlmodel import Session, col, func, select

from states.catalogue import catalogue
from workflow.changes import SETTERS, Hand, authority, record
from workflow.errors import BadInput
from workflow.facts import limited
from workflow.models import PaperTemplate

WRITERS: Final = (*SETTERS, "plan_director")
LONGEST_SOURCE: Final = 200_000
LONGEST_NOTE: Final = 300


@cache
def names() -> frozenset[str]:
    """The templates an office may write anew: one for each paper of the catalogue."""
    return frozenset(words.template for words in catalogue().papers.values())


def overrides(session: Session, office_id: int) -> dict[str, str]:
    """The office's own templates in force, by name; where it went back to the shipped one, none."""
    newest = (
        select(func.max(PaperTemplate.id))
        .where(PaperTemplate.office_id == office_id)
        .group_by(col(PaperTemplate.name))
    )
    rows = session.exec(
        select(PaperTemplate).where(col(PaperTemplate.id).in_(newest)).order_by(col(PaperTemplate.name))
    )
    return {row.name: row.source for row in rows if row.source}


def save(session: Session, office_id: int, name: str, source: str, note: str, hand: Hand) -> PaperTemplate:
    """Keeps a new version of a template, which holds for papers not yet signed; empty is the shipped one.

    A text that is in force already is not kept twice. Raises NotAllowed, BadInput, TooLong.
    """
    if name not in names():
        raise BadInput("template", "unknown", name[:80])
    limited("template", source, LONGEST_SOURCE)
    limited("note", note, LONGEST_NOTE)
    by = authority(session, office_id, hand, WRITERS)
    kept = versions(session, office_id, name)
    if kept and kept[0].source == source:
        return kept[0]
    if not kept and not source:
        raise BadInput("template", "empty")
    row = PaperTemplate(
        office_id=office_id,
        name=name,
        version=kept[0].version + 1 if kept else 1,
        source=source,
        note=note.strip(),
        saved_by=hand.by,
        saved_at=hand.at,
    )
    session.add(row)
    session.flush()
    told = {"version": row.version, "sha256": hashlib.sha256(source.encode()).hexdigest(), "note": row.note}
    record(session, office_id, "template", [name], told, hand, by=by)
    return row


def versions(session: Session, office_id: int, name: str) -> list[PaperTemplate]:
    """Every version of a template, newest first."""
    return list(
        session.exec(
            select(PaperTemplate)
            .where(PaperTemplate.office_id == office_id, PaperTemplate.name == name)
            .order_by(col(PaperTemplate.version).desc())
        )
    )
