"""Events that were kept apart name people, too: these are no entries yet, and a name is simply left out."""

import json
from collections.abc import Iterator

from sqlmodel import Session, col, or_, select

from workflow import history
from workflow.arriving.mapping import kept_mapping
from workflow.arriving.persons import called, is_imported, prefix
from workflow.models import ImportedLog, Person, QuarantinedEvent


def forget(session: Session, person: Person) -> int:
    """Leaves a person out of the events that her office's imports kept apart; how many named her."""
    told = 0
    for log in session.exec(select(ImportedLog).where(ImportedLog.office_id == person.office_id)).all():
        people = kept_mapping(log.mapping).people
        hers = [resource for resource, account in people.items() if account == person.username]
        known = is_imported(person) and person.username.startswith(prefix(log.office_id, log.kind))
        for row in _naming(session, log, [*hers, person.name_th] if known else hers):
            event = json.loads(row.event)
            resource = event["resource"]
            if resource in hers or (known and called(resource) == person.name_th):
                row.event = history.details(event | {"resource": ""})
                session.add(row)
                told += 1
    session.flush()
    return told


def _naming(session: Session, log: ImportedLog, names: list[str]) -> Iterator[QuarantinedEvent]:
    """Events whose JSON has one of these names somewhere."""
    if names:
        written = [json.dumps(name, ensure_ascii=False)[1:-1] for name in names]
        says = or_(*(col(QuarantinedEvent.event).contains(each, autoescape=True) for each in written))
        query = select(QuarantinedEvent).where(QuarantinedEvent.log_id == log.id, says)
        yield from session.exec(query).all()
