"""By which paths an office's papers went on a day: the definitions under which new ones were opened."""

import datetime
from dataclasses import dataclass

from sqlmodel import Session, col, select

from states.model import Definition
from workflow import definitions
from workflow.asof.past import Past
from workflow.models import OfficeDefinition, Person


@dataclass(frozen=True, slots=True)
class PathThen:
    """The path of a kind in force at the end of a day: since which moment, and who published it."""

    kind: str
    definition_hash: str
    definition: Definition
    since: datetime.datetime
    published_by: str


def paths_then(session: Session, past: Past) -> list[PathThen]:
    """The definition of each kind in force at the end of the day, by kind; a publication is known at once."""
    rows = session.exec(
        select(OfficeDefinition, Person.name_th)
        .join(Person, col(Person.id) == col(OfficeDefinition.published_by))
        .where(OfficeDefinition.office_id == past.office_id, OfficeDefinition.valid_from <= past.cut)
        .order_by(col(OfficeDefinition.valid_from), col(OfficeDefinition.id))
    ).all()
    newest = {row.kind: (row, name) for row, name in rows}
    return [
        PathThen(
            kind,
            row.definition_hash,
            definitions.by_hash(session, row.definition_hash),
            row.valid_from,
            name,
        )
        for kind, (row, name) in sorted(newest.items())
    ]
