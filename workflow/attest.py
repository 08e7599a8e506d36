"""Records facts and documents on an item without moving it: what guards will ask for."""

import datetime
from collections.abc import Collection, Mapping

from sqlmodel import Session

from states.catalogue import catalogue
from workflow import definitions, history
from workflow.database import Cursor
from workflow.errors import BadEvidence, Denial, NotAllowed
from workflow.facts import canonical_facts, known_documents
from workflow.history import Sealed
from workflow.moments import bangkok_date, moment_text
from workflow.permissions import Authority, acts, covering, in_scope
from workflow.retention.standing import must_stand
from workflow.situation import Reading, read
from workflow.statements import Attached, Step, write_evidence


def attest(
    session: Session,
    item_id: int,
    *,
    by: int,
    at: datetime.datetime,
    facts: Mapping[str, str] | None = None,
    documents: Mapping[str, Attached] | None = None,
    synthetic: bool = False,
) -> Sealed:
    """Records `facts` (by evidence key) and `documents` (by document code) in one `attested` entry.

    A fact that guards ask for is recorded by those they name for it, anything else by everybody who takes
    steps on this kind of item; a group's people on their own group's. Raises UnknownItem, NotAllowed,
    BadEvidence, BadDate or TooLong.
    """
    reading = read(session, item_id, by, bangkok_date(at))
    authority = _authority(session, reading, facts or {})
    must_stand(session, item_id)
    told = canonical_facts(facts or {})
    files = documents or {}
    known_documents(files)
    if not told and not files:
        raise BadEvidence("", "empty")
    record = history.Record(
        office_id=reading.item.office_id,
        kind="attested",
        at=moment_text(at),
        effective_on=bangkok_date(at).isoformat(),
        subject=f"item:{reading.item.code}",
        actor_id=by,
        capacity=authority.capacity,
        item_id=item_id,
        position_id=authority.position_id,
        principal_id=authority.principal_id,
        order_no=authority.order_no,
        version=reading.item.version,
        details=_details(told, files, synthetic),
    )
    sealed = history.append(session, record)
    step = Step(reading.item, sealed, reading.item.state, facts=told, documents=files, synthetic=synthetic)
    write_evidence(Cursor(session), step)
    return sealed


def must_record(
    session: Session, item_id: int, *, by: int, at: datetime.datetime, facts: Collection[str] = ()
) -> None:
    """Raises NotAllowed where `attest` would refuse her facts of these keys, or without keys a document.

    Asked before a file of hers is taken in.
    """
    _authority(session, read(session, item_id, by, bangkok_date(at)), facts)


def _details(told: Mapping[str, str], files: Mapping[str, Attached], synthetic: bool) -> str:
    papers = {code: [file.sha256, file.filename] for code, file in files.items()}
    marked = {"synthetic": True} if synthetic else {}
    return history.details({"facts": told, "documents": papers, **marked})


def _authority(session: Session, reading: Reading, told: Collection[str]) -> Authority:
    """By what the person may record all of it: a fact that guards ask for, by a role they name for it.

    A group's people record on their own group's items; whoever owns one does so wherever she works.
    """
    definition = definitions.by_hash(session, reading.item.definition_hash)
    taking_part = frozenset(role for move in definition.transitions for role in move.by)
    reaching = covering(reading.actor, reading.item.office_id, (), reading.item.kind)
    hers: list[Authority] = []
    for key in told or ("",):
        roles = _suppliers(key) or taking_part
        fitting = [each for each in reaching if acts(each) and each.role in roles]
        if not fitting:
            raise NotAllowed(Denial("no_role", tuple(sorted(roles))))
        within = [each for each in fitting if _reaches(reading, each)]
        if not within:
            raise NotAllowed(Denial("other_group", tuple(sorted(roles))))
        hers += within
    return hers[0]


def _reaches(reading: Reading, authority: Authority) -> bool:
    return in_scope(authority, reading.item) or reading.actor.person_id == reading.item.owner_id


def _suppliers(key: str) -> frozenset[str]:
    """The roles that the guards asking for this fact name; nobody where none asks for it."""
    asking = (words for words in catalogue().guards.values() if key in words.facts)
    return frozenset(role for words in asking for role in words.supplied_by)
