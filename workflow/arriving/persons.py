"""The people of a log: those of the office where the mapping says so, else names without an account."""

import datetime
import hashlib
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Final

from sqlmodel import Session, col, select

from workflow.arriving.mapping import Written
from workflow.changes import LONGEST_NAME, Hand, record
from workflow.disclosures import Personal
from workflow.errors import BadInput
from workflow.in_parts import in_parts
from workflow.models import Person
from workflow.people import by_username
from workflow.permissions import Authority
from workflow.situation import looking

UNNAMED: Final = "ไม่ระบุผู้ทำ"
PREFIX: Final = "import:"


def mapped(session: Session, office_id: int, mapping: Written) -> dict[str, int]:
    """The people of the office whom the mapping names, by resource. Raises UnknownPerson, BadInput."""
    found: dict[str, int] = {}
    for resource, username in mapping.people.items():
        person = by_username(session, username)
        if person.office_id != office_id:
            raise BadInput("person", "other_office", username)
        found[resource] = person.id
    return found


def powers_of(session: Session) -> Callable[[int, datetime.date], tuple[Authority, ...]]:
    """Asks once for each person and Bangkok date what authority she had."""

    @lru_cache(maxsize=4096)
    def powers(person_id: int, on: datetime.date) -> tuple[Authority, ...]:
        actor = looking(session, person_id, on)
        return actor.authorities if actor.active else ()

    return powers


def prefix(office_id: int, kind: str) -> str:
    """How the accounts begin of the people of one kind's logs. What follows says nothing of their names."""
    of_kind = "\0".join((str(office_id), kind))
    return f"{PREFIX}{hashlib.sha256(of_kind.encode()).hexdigest()[:12]}-"


def called(resource: str) -> str:
    """The name of a resource's person."""
    return (resource.strip() or UNNAMED)[:LONGEST_NAME]


def is_imported(person: Person) -> bool:
    """Whether she is known from a log alone: a name without an account."""
    return person.is_service and person.username.startswith(PREFIX)


def by_name(session: Session, office_id: int, name: str) -> list[Person]:
    """The people of this name whom the office knows from logs alone: one for each kind that names her."""
    query = select(Person).where(Person.office_id == office_id, Person.name_th == name)
    return [each for each in session.exec(query.order_by(col(Person.id))) if is_imported(each)]


class Cast:
    """Who did what in the log, as persons of the office; those who are missing are added when asked for.

    They are kept as service accounts are, which nobody signs in to and no list of staff counts, hold no post,
    and their account is not in force after the day of the import.
    """

    def __init__(self, session: Session, office_id: int, kind: str, known: Mapping[str, int]) -> None:
        self._session, self._office_id, self._kind = session, office_id, kind
        self._known = dict(known)

    def __getitem__(self, resource: str) -> int:
        return self._known[resource]

    def add(self, resources: Iterable[str], hand: Hand, by: Authority) -> None:
        """Makes sure that each of these is a person: one entry for all who are new."""
        unknown = {each: called(each) for each in resources if each not in self._known}
        found = self._found(unknown.values())
        new = self._added(sorted({*unknown.values()} - {*found}), hand, by)
        self._known |= {resource: (found | new)[name] for resource, name in unknown.items()}

    def _found(self, names: Iterable[str]) -> dict[str, int]:
        found: dict[str, int] = {}
        of_kind = col(Person.username).startswith(prefix(self._office_id, self._kind))
        for some in in_parts(sorted(set(names))):
            query = select(Person).where(
                Person.office_id == self._office_id, of_kind, col(Person.name_th).in_(some)
            )
            found |= {row.name_th: row.id for row in self._session.exec(query)}
        return found

    def _added(self, names: Sequence[str], hand: Hand, by: Authority) -> dict[str, int]:
        if not names:
            return {}
        rows = [
            Person(
                office_id=self._office_id,
                username=prefix(self._office_id, self._kind) + secrets.token_hex(8),
                name_th=name,
                is_service=True,
                active_from=hand.day,
                active_to=hand.day,
            )
            for name in names
        ]
        self._session.add_all(rows)
        self._session.flush()
        told = {row.username: Personal(row.name_th, row.id) for row in rows}
        record(
            self._session,
            self._office_id,
            "person",
            list(told),
            {"added": "imported", "kind": self._kind, "names": told},
            hand,
            by=by,
        )
        return {row.name_th: row.id for row in rows}
